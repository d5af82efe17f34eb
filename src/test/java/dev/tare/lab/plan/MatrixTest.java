package dev.tare.lab.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MatrixTest {
    private static final Plan DEFAULTS = BuiltInPlan.of(List.of(), false);

    private static Plan read(String text) throws PlanException {
        return PlanReader.read(text, "plan.yaml", DEFAULTS);
    }

    @Test
    void anItemStandsForEveryCombinationAndTheLastNameChangesFastest() throws Exception {
        Plan plan =
                read(
                        """
                        specimens:
                          - bare
                          - name: "{kind}-{threads}"
                            kind: "{kind}"
                            threads: "{threads}"
                            matrix: {kind: [nginx, envoy], threads: [1, 4]}
                          - {name: last, kind: haproxy}
                        """);

        assertThat(plan.specimens())
                .extracting(SpecimenSpec::name)
                .containsExactly("bare", "nginx-1", "nginx-4", "envoy-1", "envoy-4", "last");
        assertThat(plan.specimens().get(4))
                .isEqualTo(
                        new SpecimenSpec.Known("envoy-4", "envoy", new ProxyVariant(4, "", false)));
    }

    @Test
    void placesWithinListsAreFilledToo() throws Exception {
        Plan plan =
                read(
                        """
                        specimens: [bare, nginx, envoy]
                        workloads:
                          - name: for-{kind}
                            path: /
                            specimens: ["{kind}"]
                            matrix: {kind: [nginx, envoy]}
                        """);

        assertThat(plan.workloads())
                .extracting(WorkloadSpec::specimens)
                .containsExactly(List.of("nginx"), List.of("envoy"));
    }

    @Test
    void aPlaceThatIsNotTheMatrixsIsLeftAlone() throws Exception {
        Plan plan =
                read(
                        """
                        specimens:
                          - bare
                          - name: "my-{n}"
                            command: "my -n {n} {listen} {origin}"
                            matrix: {n: [2]}
                        """);

        assertThat(plan.specimens().get(1))
                .isEqualTo(new SpecimenSpec.Command("my-2", "my -n 2 {listen} {origin}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{n: [1, 2], m: [1]} | specimens[2].matrix: {m} stands nowhere in the item",
                "{n: []} | specimens[2].matrix: \"n\" has no value; give it one at least",
                "{N: [1]} | specimens[2].matrix: \"N\" must be of small letters",
                "{n: 3} | specimens[2].matrix.n: must be a list",
                "[1] | specimens[2].matrix: must be a map of names to values",
            })
    void aFaultNamesItsPlace(String matrix, String expected) {
        String text = "specimens: [bare, {name: 'a{n}', kind: nginx, matrix: " + matrix + "}]";

        assertThatThrownBy(() -> read(text))
                .isInstanceOf(PlanException.class)
                .hasMessage("plan.yaml: " + expected);
    }

    @Test
    void aFaultOfOneCombinationNamesIt() {
        String text =
                "specimens: [bare, {name: 'a{n}', kind: nginx, threads: '{n}',"
                        + " matrix: {n: [1, 0]}}]";

        assertThatThrownBy(() -> read(text))
                .hasMessageStartingWith("plan.yaml: specimens[2] (n 0).threads: ");
    }

    @Test
    void anExplosionIsRefused() {
        String numbers =
                IntStream.rangeClosed(1, Matrix.MAX_COMBINATIONS / 2 + 1)
                        .mapToObj(String::valueOf)
                        .collect(Collectors.joining(", "));
        String text =
                "specimens: [bare, {name: 'a{n}{m}', kind: nginx, matrix: {n: [%s], m: [1, 2]}}]"
                        .formatted(numbers);

        assertThatThrownBy(() -> read(text))
                .hasMessage(
                        "plan.yaml: specimens[2].matrix: stands for more than 64 items; make it"
                                + " smaller");
    }
}
