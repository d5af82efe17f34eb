package dev.tare.lab.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class PublishedReaderTest {
    private static final String HEAD = "{title: t, source: s, ";

    private static Published read(String text) throws PlanException {
        return PublishedReader.read(text, "theirs.yaml");
    }

    @Test
    void figuresAreReadInTheirUnits() throws Exception {
        Published published =
                read(
                        """
                        title: Theirs
                        source: a paper
                        note: mind the gap
                        rows:
                          - {what: x, specimen: a, workload: w, rate: 2.5k/s, bytes: 800M/s,
                             mean: 1.5ms, p50: 2us, p99.9: 3s, calls: 12, failed: 1,
                             sockets: 3, cpu: 60-75, place: p}
                        faults:
                          - {check: lost-responses, name: lost, published: a few}
                        """);

        assertThat(published.note()).isEqualTo("mind the gap");
        assertThat(published.rows())
                .containsExactly(
                        new Published.Row(
                                "x",
                                "a",
                                "w",
                                Map.of(
                                        PublishedFigure.RATE, 2_500.0,
                                        PublishedFigure.BYTES, 8e8,
                                        PublishedFigure.MEAN, 1.5e6,
                                        PublishedFigure.P50, 2e3,
                                        PublishedFigure.P999, 3e9,
                                        PublishedFigure.CALLS, 12.0,
                                        PublishedFigure.FAILED, 1.0,
                                        PublishedFigure.SOCKETS, 3.0),
                                "60-75",
                                "p"));
        assertThat(published.faults())
                .containsExactly(
                        new Published.Fault(PublishedCheck.LOST_RESPONSES, "lost", "a few"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rows: []} | need a title and a source",
                "rows: [{what: x, specimen: a, workload: w}]} | rows[1]: has no figure; give it one of rate",
                "rows: [{what: x, specimen: a, workload: w, mean: soon}]} | rows[1].mean: \"soon\" is not a duration",
                "rows: [{what: x, workload: w, mean: 1s}]} | rows[1]: has no \"specimen\"; add it",
                "rows: [{wat: x}]} | rows[1]: unknown key \"wat\"",
                "rows: [], faults: [{check: magic, name: n, published: p}]} | faults[1]: check \"magic\" is not known",
                "rows: 5} | rows: must be a list",
            })
    void aFaultIsOneLineThatNamesItsPlace(String rest, String expected) {
        String head = expected.contains("title") ? "{title: '', source: s, " : HEAD;

        assertThatThrownBy(() -> read(head + rest))
                .isInstanceOf(PlanException.class)
                .hasMessageStartingWith("theirs.yaml")
                .hasMessageContaining(expected)
                .message()
                .hasLineCount(1);
    }

    @Test
    void moreRowsThanTheLimitAreRefused() {
        String row = "{what: x, specimen: a, workload: w, calls: 1}";
        String rows =
                Stream.generate(() -> row)
                        .limit(Published.MAX_ROWS + 1)
                        .collect(Collectors.joining(", "));

        assertThatThrownBy(() -> read(HEAD + "rows: [" + rows + "]}"))
                .hasMessageContaining("201 rows are published; 200 are possible");
    }

    static Stream<Path> plansWithPublishedFigures() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("plans"))) {
            return files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList().stream()
                    .filter(f -> !plan(f).published().isEmpty());
        }
    }

    private static Plan plan(Path file) {
        try {
            return PlanReader.read(
                    Files.readString(file), file.toString(), BuiltInPlan.of(List.of(), false));
        } catch (IOException | PlanException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @MethodSource("plansWithPublishedFigures")
    void everyPublishedRowOfASamplePlanHasItsScenario(Path file) throws Exception {
        Plan plan = plan(file);
        Path beside = file.resolveSibling(plan.published());
        Published published = PublishedReader.read(Files.readString(beside), beside.toString());

        assertThat(published.rows()).isNotEmpty();
        for (Published.Row row : published.rows()) {
            WorkloadSpec workload =
                    plan.workloads().stream()
                            .filter(w -> w.name().equals(row.workload()))
                            .findFirst()
                            .orElseThrow(() -> new AssertionError(row));
            assertThat(plan.specimensOf(workload))
                    .as(row.toString())
                    .extracting(SpecimenSpec::name)
                    .contains(row.specimen());
        }
    }
}
