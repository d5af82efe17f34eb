package dev.tare.view.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.lab.load.SampleLoad;
import dev.tare.view.text.TextStyle;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The tables and texts that a load is written to. */
final class LoadFilesTest {
    private static final Pattern SAMPLE =
            Pattern.compile(
                    "(tare_load_[a-z_]+)(\\{([a-z]+=\"(\\\\.|[^\"\\\\])*\",?)+\\})? -?[0-9.]+");

    @Test
    void csvHasARowAnInterval() throws IOException {
        Golden.matches("series.csv", LoadCsv.intervals(SampleReport.eventful()));
    }

    @Test
    void csvTotalsHaveARowForTheWholeAndForEveryEndpoint() throws IOException {
        Golden.matches("totals.csv", LoadCsv.totals(SampleReport.eventful()));
    }

    @Test
    void everyRowOfATableIsAsLongAsItsHead() {
        for (LoadFormat format : List.of(LoadFormat.CSV, LoadFormat.CSV_TOTALS)) {
            List<String> lines =
                    format.render(SampleReport.eventful(), TextStyle.plain(80)).lines().toList();
            int columns = lines.getFirst().split(",", -1).length;
            assertThat(lines).allSatisfy(l -> assertThat(l.split(",", -1)).hasSize(columns));
        }
    }

    @Test
    void percentilesAreHdrHistogramsTable() throws IOException {
        Golden.matches("percentiles.hgrm", LoadHgrm.render(SampleReport.eventful()));
    }

    @Test
    void prometheusTextLooksSo() throws IOException {
        Golden.matches("metrics.prom", LoadPrometheus.render(SampleReport.eventful()));
    }

    @Test
    void everySampleOfPrometheusHasATypeAndIsWellFormed() {
        Set<String> families = new TreeSet<>();
        for (String line : LoadPrometheus.render(SampleReport.eventful()).lines().toList()) {
            if (line.startsWith("# TYPE ")) {
                assertThat(families.add(line.split(" ", -1)[2])).as(line).isTrue();
            } else if (!line.startsWith("# HELP ")) {
                assertThat(line).matches(SAMPLE);
                String name = line.split("[{ ]", -1)[0];
                String family = name.replaceFirst("_(bucket|sum|count)$", "");
                assertThat(families).as(line).containsAnyOf(name, family);
            }
        }
    }

    @Test
    void bucketsRiseToTheCount() {
        List<Long> counts =
                LoadPrometheus.render(SampleReport.of(new SampleLoad()))
                        .lines()
                        .filter(line -> line.startsWith("tare_load_response_time_seconds_bucket"))
                        .map(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
                        .toList();

        assertThat(counts).isSorted().hasSize(LoadPrometheus.BUCKETS_NS.size() + 1);
        assertThat(counts.getLast()).isEqualTo(10_000);
    }

    @ParameterizedTest
    @EnumSource(LoadFormat.class)
    void noFormatHoldsASecret(LoadFormat format) {
        assertThat(format.render(SampleReport.eventful(), TextStyle.plain(100)))
                .isNotEmpty()
                .doesNotContain("hunter2")
                .doesNotContain("s3cret");
    }

    @ParameterizedTest
    @EnumSource(LoadFormat.class)
    void everyFormatTakesALoadThatBroughtNothing(LoadFormat format) {
        LoadReport nothing = SampleReport.of(new SampleLoad().perInterval(0), "p99<1s");

        assertThat(format.render(nothing, TextStyle.plain(100))).isNotEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "a.json, JSON",
        "a.CSV, CSV",
        "x/a.totals.csv, CSV_TOTALS",
        "a.hgrm, HGRM",
        "a.hlog, HLOG",
        "a.prom, PROMETHEUS",
        "a.txt, TEXT"
    })
    void aFilesEndingTellsItsFormat(String name, LoadFormat format) {
        assertThat(LoadFormat.ofFile(name)).contains(format);
    }

    @Test
    void anUnknownEndingTellsNone() {
        assertThat(LoadFormat.ofFile("a.pdf")).isEqualTo(Optional.empty());
        assertThat(LoadFormat.of("pdf")).isEqualTo(Optional.empty());
    }
}
