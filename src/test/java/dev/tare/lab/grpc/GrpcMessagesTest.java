package dev.tare.lab.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Data sets and templates become bytes before the load. */
final class GrpcMessagesTest {
    private static final GrpcMethod UNARY = GrpcFixtures.echo("Unary");
    private static final List<Map<String, String>> ROWS =
            List.of(Map.of("name", "a\"b", "ms", "1"), Map.of("name", "c", "ms", "2"));

    private static String shown(GrpcMessages messages, int index) throws GrpcException {
        return UNARY.request().print(messages.message(index));
    }

    @Test
    void aMessageIsFramed() throws GrpcException {
        GrpcMessages one = GrpcMessages.parse(UNARY, "{\"text\":\"ab\"}");
        assertThat(one.count()).isEqualTo(1);
        assertThat(one.framed(0)).containsExactly(0, 0, 0, 0, 4, 10, 2, 'a', 'b');
        assertThat(one.message(0)).containsExactly(10, 2, 'a', 'b');
        assertThat(one.totalBytes()).isEqualTo(9);
    }

    @Test
    void nothingIsOneEmptyMessage() throws GrpcException {
        assertThat(GrpcMessages.parse(UNARY, "").framed(0)).containsExactly(0, 0, 0, 0, 0);
    }

    @Test
    void arraysAndLinesAreDataSets() throws GrpcException {
        for (String set :
                List.of(
                        "[{\"text\":\"a\"},{\"text\":\"b\"}]",
                        "{\"text\":\"a\"}\n\n{\"text\":\"b\"}\n",
                        "{\"text\":\"a\"}{\"text\":\"b\"}")) {
            GrpcMessages messages = GrpcMessages.parse(UNARY, set);
            assertThat(messages.count()).isEqualTo(2);
            assertThat(shown(messages, 1)).isEqualTo("{\"text\":\"b\"}");
        }
    }

    @Test
    void aFaultInADataSetNamesTheMessage() {
        assertThatThrownBy(() -> GrpcMessages.parse(UNARY, "[{}, {\"delay_ms\": \"x\"}, {}]"))
                .hasMessageStartingWith("message 2 of 3: $.delay_ms: ");
        assertThatThrownBy(() -> GrpcMessages.parse(UNARY, "{\"delay_ms\": \"x\"}"))
                .hasMessageStartingWith("$.delay_ms: ");
        assertThatThrownBy(() -> GrpcMessages.parse(UNARY, "[]"))
                .hasMessage("the array of messages is empty");
    }

    @Test
    void sequenceRowsAndChanceFillATemplate() throws GrpcException {
        GrpcMessages messages =
                GrpcMessages.fill(
                        UNARY,
                        "{\"text\": \"{{seq}}-{{ csv.name }}\", \"delay_ms\": {{csv.ms}}}",
                        ROWS,
                        3,
                        1);
        assertThat(messages.count()).isEqualTo(3);
        assertThat(shown(messages, 0)).isEqualTo("{\"text\":\"0-a\\\"b\",\"delayMs\":1}");
        assertThat(shown(messages, 1)).isEqualTo("{\"text\":\"1-c\",\"delayMs\":2}");
        assertThat(shown(messages, 2)).isEqualTo("{\"text\":\"2-a\\\"b\",\"delayMs\":1}");
    }

    @Test
    void aTemplateOfRowsHasAsManyMessagesAsRows() throws GrpcException {
        assertThat(GrpcMessages.fill(UNARY, "{\"text\":\"{{csv.name}}\"}", ROWS, 500, 1).count())
                .isEqualTo(2);
        assertThat(GrpcMessages.fill(UNARY, "{\"text\":\"same\"}", ROWS, 500, 1).count())
                .isEqualTo(1);
    }

    @Test
    void chanceIsTheSameForTheSameSeedOnly() throws GrpcException {
        TreeSet<String> all = new TreeSet<>();
        for (long seed : new long[] {1, 1, 2}) {
            GrpcMessages messages =
                    GrpcMessages.fill(UNARY, "{\"delay_ms\": {{random}}}", List.of(), 50, seed);
            for (int i = 0; i < messages.count(); i++) {
                all.add(shown(messages, i));
            }
        }
        assertThat(all).hasSize(100);
    }

    @Test
    void aPlaceThatIsNoneIsNamed() {
        assertThatThrownBy(() -> GrpcMessages.fill(UNARY, "{{sequence}}", List.of(), 1, 1))
                .hasMessage(
                        "{{sequence}} is no place of a template; write {{seq}}, {{random}} or"
                                + " {{csv.COLUMN}}");
        assertThatThrownBy(() -> GrpcMessages.fill(UNARY, "{{csv.nam}}", ROWS, 1, 1))
                .hasMessage("{{csv.nam}}: the CSV file has no such column; it has name, ms");
        assertThatThrownBy(() -> GrpcMessages.fill(UNARY, "{{csv.name}}", List.of(), 1, 1))
                .hasMessage("{{csv.name}} needs a CSV file with at least one row");
    }

    @Test
    void aFaultInARowNamesTheMessage() {
        List<Map<String, String>> rows = List.of(Map.of("ms", "1"), Map.of("ms", "soon"));
        assertThatThrownBy(() ->
                        GrpcMessages.fill(UNARY, "{\"delay_ms\": \"{{csv.ms}}\"}", rows, 1, 1))
                .hasMessageStartingWith("message 2 of 2: $.delay_ms: ");
    }

    @Test
    void numberAndBytesAreBounded() {
        assertThatThrownBy(() ->
                        GrpcMessages.fill(
                                UNARY,
                                "{\"text\":\"{{seq}}\"}",
                                List.of(),
                                GrpcMessages.MAX_MESSAGES + 1,
                                1))
                .hasMessage("1000001 messages must be 1 to 1000000");
        GrpcMessages.Builder ten = new GrpcMessages.Builder(10);
        assertThatCode(() -> ten.add(new byte[5])).doesNotThrowAnyException();
        assertThatThrownBy(() -> ten.add(new byte[0]))
                .hasMessage("the messages take more than 10 bytes; use fewer or smaller ones");
    }
}
