package dev.tare.lab.smp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.DynamicMessage;
import com.google.protobuf.UnknownFieldSet;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SmpEncodingTest {
    private static DynamicMessage decode(SmpEncoding encoding, String text) throws SmpException {
        return encoding.decode(
                SmpKind.TEST_CONFIG, text.getBytes(StandardCharsets.UTF_8), "plan.yaml");
    }

    @Test
    void aFieldThatIsNotKnownIsKeptInBytes() throws SmpException {
        DynamicMessage message =
                DynamicMessage.newBuilder(SmpKind.TEST_CONFIG.descriptor())
                        .setField(SmpKind.TEST_CONFIG.descriptor().findFieldByName("id"), "7")
                        .setUnknownFields(
                                UnknownFieldSet.newBuilder()
                                        .addField(
                                                99,
                                                UnknownFieldSet.Field.newBuilder()
                                                        .addVarint(3)
                                                        .build())
                                        .build())
                        .build();
        byte[] bytes = SmpEncoding.BINARY.encode(message);
        DynamicMessage back = SmpEncoding.BINARY.decode(SmpKind.TEST_CONFIG, bytes, "x.pb");
        assertThat(SmpEncoding.BINARY.encode(back)).isEqualTo(bytes);
        assertThat(back.getUnknownFields().hasField(99)).isTrue();
    }

    @Test
    void enumsAndWholeNumbersAreReadAsPeopleWriteThem() throws SmpException {
        DynamicMessage byNumber =
                decode(SmpEncoding.YAML, "clients: [{protocol: 1, rps: 10, connections: 2}]");
        DynamicMessage byName =
                decode(
                        SmpEncoding.JSON,
                        """
                        {"clients": [{"protocol": "PROTOCOL_HTTP", "rps": "10", "connections": 2}]}
                        """);
        assertThat(byNumber).isEqualTo(byName);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "YAML | clients: [{rsp: 10}]                     | plan.yaml: no"
                        + " PerformanceTestConfig",
                "YAML | clients: [                               | plan.yaml, line 1",
                "YAML | just words                               | is a map of fields",
                "YAML | clients: [{rps: ten}]                    | plan.yaml: no"
                        + " PerformanceTestConfig",
                "YAML | clients: [{connections: 9999999999}]     | plan.yaml: no"
                        + " PerformanceTestConfig",
                "JSON | {\"id\": \"1\", \"id\": \"2\"}           | plan.yaml, line 1",
                "JSON | {\"clients\": {}}                        | plan.yaml: no"
                        + " PerformanceTestConfig",
                "BINARY | not protobuf at all                    | plan.yaml: no"
                        + " PerformanceTestConfig",
            })
    void aFaultIsOneLineThatNamesTheSource(SmpEncoding encoding, String text, String fault) {
        assertThatThrownBy(() -> decode(encoding, text))
                .isInstanceOf(SmpException.class)
                .hasMessageContaining(fault)
                .satisfies(e -> assertThat(e).hasMessageNotContaining("\n"));
    }

    @Test
    void noTagMakesAnything() throws SmpException {
        assertThat(decode(SmpEncoding.YAML, "!!javax.script.ScriptEngineManager {id: a}"))
                .isEqualTo(decode(SmpEncoding.YAML, "id: a"));
    }

    @Test
    void tooLongAndTooDeepDocumentsAreRefused() {
        assertThatThrownBy(() -> decode(SmpEncoding.JSON, " ".repeat(SmpEncoding.MAX_BYTES + 1)))
                .isInstanceOf(SmpException.class)
                .hasMessageContaining("longer than");
        assertThatThrownBy(() ->
                        decode(
                                SmpEncoding.YAML,
                                "labels: " + "[".repeat(5_000) + "]".repeat(5_000)))
                .isInstanceOf(SmpException.class);
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {1, 2, 3})
    void spoiltBytesAreRefusedOrReadAndNeverAnythingElse(long seed) throws Exception {
        byte[] good =
                SmpEncoding.BINARY.encode(
                        decode(
                                SmpEncoding.YAML,
                                "{id: a, labels: {x: y}, clients: [{rps: 10, body: b}]}"));
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            byte[] spoilt = good.clone();
            for (int hits = 0; hits <= random.nextInt(4); hits++) {
                spoilt[random.nextInt(spoilt.length)] = (byte) random.nextInt();
            }
            try {
                var _ = SmpEncoding.BINARY.decode(SmpKind.TEST_CONFIG, spoilt, "x");
            } catch (SmpException e) {
                assertThat(e).hasMessageNotContaining("\n");
            }
        }
    }
}
