package dev.tare.lab.verdict.rule;

import static dev.tare.lab.bundle.SyntheticBundle.CLOSED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.EnvironmentRecord;
import dev.tare.lab.bundle.Manifest;
import dev.tare.lab.bundle.SliceRecord;
import dev.tare.lab.bundle.SyntheticBundle;
import dev.tare.lab.bundle.Usage;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.ScenarioResult;
import dev.tare.lab.verdict.ScenarioResult.Bottleneck;
import dev.tare.lab.verdict.Verdict;
import dev.tare.lab.verdict.judge.Planted;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BottleneckRuleTest {
    private static final Map<String, String> SHARED =
            Map.of("instrument", "0", "origin", "0", "specimen", "1");
    private static final Map<String, String> APART =
            Map.of("instrument", "0", "origin", "1", "specimen", "2");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"0|1", "0,2-3|3", "4-7|4", "''|9", "all|9", "3-1|9"})
    void coresOfAListAreCounted(String list, int count) {
        assertThat(BottleneckRule.cores(list, 9)).isEqualTo(count);
    }

    /** Cores used by specimen, origin and instrument; who must be named. */
    @ParameterizedTest
    @CsvSource({
        "0.97, 0.30, 0.20, SPECIMEN",
        "0.40, 0.55, 0.42, ORIGIN",
        "0.40, 0.42, 0.55, INSTRUMENT",
        "0.95, 0.50, 0.46, ORIGIN",
        "0.99, 0.50, 0.45, SPECIMEN",
        "0.40, 0.30, 0.20, UNKNOWN"
    })
    void whereInstrumentAndOriginShareACoreTheyAreAddedUp(
            double specimen, double origin, double instrument, Bottleneck expected) {
        assertThat(result(SHARED, 2, specimen, origin, instrument).bottleneck())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0.40, 0.55, 0.42, UNKNOWN",
        "0.40, 0.95, 0.42, ORIGIN",
        "0.40, 0.42, 0.93, INSTRUMENT"
    })
    void withCoresOfTheirOwnEachIsHeldAgainstItsOwn(
            double specimen, double origin, double instrument, Bottleneck expected) {
        assertThat(result(APART, 4, specimen, origin, instrument).bottleneck()).isEqualTo(expected);
    }

    @Test
    void withoutPinningAFullMachineIsNotTheSpecimensLimit() {
        ScenarioResult result = result(Map.of(), 2, 0.95, 0.6, 0.4);
        assertThat(result.bottleneck()).isEqualTo(Bottleneck.ORIGIN);
        assertThat(result.bottleneckSentence()).contains("the whole machine set the limit");
    }

    @Test
    void aRateThatWeLimitedIsAtLeastAndItsTimesAreTainted() {
        ScenarioResult result = result(SHARED, 2, 0.4, 0.55, 0.42);
        assertThat(Planted.figure(result, FigureKind.GOODPUT).lowerBound()).isTrue();
        assertThat(Planted.figure(result, FigureKind.GOODPUT).verdict()).isEqualTo(Verdict.VALID);
        assertThat(Planted.figure(result, FigureKind.RESPONSE_TIME_P50).verdict())
                .isEqualTo(Verdict.TAINTED);
        assertThat(Planted.figure(result, FigureKind.CPU_PER_REQUEST).verdict())
                .isEqualTo(Verdict.VALID);
    }

    @Test
    void whenNobodyWasBusyItSaysSo() {
        ScenarioResult result = result(SHARED, 2, 0.4, 0.3, 0.2);
        assertThat(Planted.remarks(result))
                .contains(
                        "nobody was busy, so the rate waited for something else, such as a timer");
        assertThat(Planted.figure(result, FigureKind.GOODPUT).lowerBound()).isFalse();
    }

    private static ScenarioResult result(
            Map<String, String> pinning,
            int cores,
            double specimen,
            double origin,
            double instrument) {
        BundleContent content =
                Planted.slices(
                        Planted.healthy(),
                        Planted.of("envoy", CLOSED),
                        slice -> with(slice, specimen, origin, instrument));
        return Planted.result(pinned(content, pinning, cores), "envoy", CLOSED);
    }

    private static SliceRecord with(
            SliceRecord slice, double specimen, double origin, double instrument) {
        return new SliceRecord(
                slice.index(),
                slice.specimen(),
                slice.workload(),
                slice.startNs(),
                slice.measuredStartNs(),
                slice.measuredEndNs(),
                slice.endNs(),
                0,
                slice.lead(),
                slice.measured(),
                usage(slice, specimen),
                usage(slice, origin),
                usage(slice, instrument),
                "nio");
    }

    private static Usage usage(SliceRecord slice, double cores) {
        long windowNs = slice.measuredNs();
        return new Usage(true, Math.round(cores * windowNs), windowNs, 1, 1, 0);
    }

    private static BundleContent pinned(
            BundleContent content, Map<String, String> pinning, int cores) {
        Manifest manifest = new SyntheticBundle(1).specimen("envoy", 1, 1).manifest();
        EnvironmentRecord environment = content.manifest().environment();
        return new BundleContent(
                new Manifest(
                        1,
                        manifest.tareVersion(),
                        manifest.commit(),
                        0,
                        manifest.commandLine(),
                        5,
                        manifest.planSha256(),
                        content.manifest().plan(),
                        new EnvironmentRecord(
                                environment.osName(),
                                environment.kernel(),
                                environment.architecture(),
                                environment.cpuModel(),
                                cores,
                                environment.memoryBytes(),
                                environment.clockSource(),
                                environment.javaVersion(),
                                environment.jvmFlags(),
                                environment.ioBackEnd(),
                                pinning,
                                environment.settings(),
                                environment.notes())),
                content.rounds(),
                content.blocks(),
                content.end());
    }
}
