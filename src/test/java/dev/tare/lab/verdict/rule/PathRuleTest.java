package dev.tare.lab.verdict.rule;

import static dev.tare.lab.bundle.SyntheticBundle.CLOSED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.SyntheticBundle;
import dev.tare.lab.bundle.Usage;
import dev.tare.lab.verdict.Figure;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Verdict;
import dev.tare.lab.verdict.judge.Planted;
import org.junit.jupiter.api.Test;

/** What {@link SameWorkRulesTest} does not try of the path. */
final class PathRuleTest {
    @Test
    void aProcessThatDidNoWorkIsNotInThePath() {
        BundleContent idle = withCpuPerRequest(10);
        Figure median =
                Planted.figure(Planted.result(idle, "envoy", CLOSED), FigureKind.RESPONSE_TIME_P50);

        assertThat(median.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(Planted.sentences(median))
                .contains(
                        "its processes used 10.0 ns of CPU a request: they cannot be in the path");
        assertThat(Planted.newAlarms(idle, "bare", CLOSED)).isEmpty();
    }

    @Test
    void aCheapOneMayBe() {
        assertThat(
                        Planted.sentences(
                                Planted.figure(
                                        Planted.result(withCpuPerRequest(500), "envoy", CLOSED),
                                        FigureKind.RESPONSE_TIME_P50)))
                .doesNotContain("in the path");
    }

    private static BundleContent withCpuPerRequest(long cpuNs) {
        return Planted.slices(
                Planted.healthy(),
                Planted.of("envoy", CLOSED),
                slice -> {
                    Usage usage = slice.specimenUsage();
                    return SyntheticBundle.withSpecimenUsage(
                            slice,
                            new Usage(
                                    true,
                                    slice.measured().doneInside() * cpuNs,
                                    usage.windowNs(),
                                    usage.peakResidentBytes(),
                                    usage.processes(),
                                    usage.runDelayNs()));
                });
    }
}
