package dev.tare.view.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.SyntheticBundle;
import dev.tare.lab.smp.SmpEncoding;
import dev.tare.lab.smp.SmpFolderReader;
import dev.tare.lab.smp.SmpResult;
import dev.tare.lab.smp.SmpResultChecks;
import dev.tare.lab.verdict.Figure;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.ScenarioResult;
import dev.tare.lab.verdict.Verdict;
import dev.tare.lab.verdict.Weighing;
import dev.tare.lab.verdict.judge.Judge;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is told as SMP and read back. */
final class SmpFolderTest {
    @TempDir private Path folder = Path.of("");

    @ParameterizedTest
    @EnumSource(SmpEncoding.class)
    void aBundleToldAsSmpIsReadBackToTheSameTable(SmpEncoding encoding) throws Exception {
        BundleContent content =
                new SyntheticBundle(7)
                        .specimen("envoy", 31_000, 120_000)
                        .specimen("my.proxy", 9_000, 80_000)
                        .blocks(6)
                        .content();
        Weighing weighing = Judge.weigh(content);
        SmpFolder.write(content, weighing, folder.resolve("smp"));

        List<SmpFolderReader.Row> rows = SmpFolderReader.read(folder.resolve("smp"), encoding);

        assertThat(rows).hasSize(weighing.scenarios().size());
        for (SmpFolderReader.Row row : rows) {
            ScenarioResult scenario =
                    weighing.scenario(row.specimen(), row.workload()).orElseThrow();
            SmpResult.Latency latency = row.result().latency().orElseThrow();
            same(scenario, FigureKind.RESPONSE_TIME_MEAN, latency.average());
            same(scenario, FigureKind.RESPONSE_TIME_P50, latency.p50());
            same(scenario, FigureKind.RESPONSE_TIME_P90, latency.p90());
            same(scenario, FigureKind.RESPONSE_TIME_P99, latency.p99());
            same(scenario, FigureKind.RESPONSE_TIME_MAX, latency.max());
            assertThat(row.result().ratePerSec()).isPresent();
            assertThat(row.asked().connections()).isPresent();
            assertThat(row.asked().ratePerSec()).hasValue(Math.rint(scenario.offeredRatePerSec()));
            assertThat(SmpResultChecks.of(row.result(), row.asked()))
                    .filteredOn(finding -> finding.certain())
                    .isEmpty();
        }
    }

    private static void same(ScenarioResult scenario, FigureKind kind, double readMs) {
        double value =
                scenario.figure(kind)
                        .filter(figure -> figure.verdict() != Verdict.INVALID)
                        .map(Figure::value)
                        .orElse(0.0);
        assertThat(readMs).as("%s of %s", kind, scenario.specimen()).isEqualTo(value / 1e6);
    }
}
