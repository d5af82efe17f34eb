package dev.tare.specimen.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ChartReaderTest {
    @Test
    void everyBuiltInChartCanBeRead() {
        assertThat(ChartReader.BUILT_IN)
                .allSatisfy(name -> assertThat(ChartReader.builtIn(name).name()).isEqualTo(name));
    }

    @Test
    void aChartSaysWhoCallsWhom() {
        Chart chart = ChartReader.builtIn("twohop");

        assertThat(chart.loadInside()).isFalse();
        assertThat(chart.service("front").calls()).isEqualTo(Map.of("service", OptionalInt.of(1)));
        assertThat(chart.service("service").runs()).isEqualTo(new Chart.Runs.Origin());
    }

    @Test
    void valuesCanBeOverriddenIfTheyExist() {
        Chart chart = ChartReader.builtIn("twohop");

        assertThat(chart.with(Map.of("threads", "2")).values()).containsEntry("threads", "2");
        assertThatThrownBy(() -> chart.with(Map.of("treads", "2")))
                .hasMessage("application twohop has no value \"treads\"; it has threads");
    }

    private static final String HEAD = "version: 1\nname: x\nentry: a\n";

    private static Stream<Arguments> nonsense() {
        return Stream.of(
                Arguments.of("[]", "must be a map with the keys"),
                Arguments.of("a: [", "not YAML"),
                Arguments.of(HEAD.replace('1', '2') + "services: []", "version: is not known"),
                Arguments.of(HEAD + "services: []", "has 1 to 16 services"),
                Arguments.of(HEAD + "servces: []", "unknown key \"servces\""),
                Arguments.of(HEAD + "services: [{name: a}]", "services[1]: needs one of"),
                Arguments.of(
                        HEAD + "services: [{name: b, origin: true}]",
                        "the entry is \"a\", which is no service"),
                Arguments.of(
                        HEAD + "services: [{name: a, command: x, calls: {c: 1}}]",
                        "service \"a\" calls \"c\", which is no service of the chart"),
                Arguments.of(
                        HEAD + "services: [{name: a, command: x, calls: {a: 1}}]",
                        "service \"a\" calls itself in the end"),
                Arguments.of(
                        HEAD + "services: [{name: a, command: x, calls: {a: 0}}]",
                        "\"0\" is neither a number of calls, 1 or more, nor varies"),
                Arguments.of(
                        HEAD + "services: [{name: a, origin: true, protocol: http3}]",
                        "protocol: \"http3\" is none of http1, http2"),
                Arguments.of(
                        HEAD + "services: [{name: A, origin: true}]",
                        "must be 1 to 20 small letters"),
                Arguments.of(
                        HEAD + "services: [{name: load, origin: true}]",
                        "a service cannot be named \"load\""),
                Arguments.of(HEAD + "services: [{name: a, command: \"x 'y\"}]", "is not closed"));
    }

    @ParameterizedTest
    @MethodSource("nonsense")
    void nonsenseIsOneLineThatNamesThePlace(String text, String said) {
        assertThatThrownBy(() -> ChartReader.read(text, "x.yaml"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("x.yaml: ")
                .hasMessageContaining(said);
    }

    @Test
    void aDocumentThatIsTooLongIsNotRead() {
        String text = "#".repeat(ChartReader.MAX_LENGTH + 1);
        assertThatThrownBy(() -> ChartReader.read(text, "x.yaml"))
                .hasMessage("x.yaml: a chart has at most 100000 characters");
    }
}
