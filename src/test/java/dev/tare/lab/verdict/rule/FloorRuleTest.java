package dev.tare.lab.verdict.rule;

import static dev.tare.lab.bundle.SyntheticBundle.CLOSED;
import static dev.tare.lab.bundle.SyntheticBundle.OPEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.SampleCalibration;
import dev.tare.lab.verdict.Figure;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Verdict;
import dev.tare.lab.verdict.judge.Judge;
import dev.tare.lab.verdict.judge.Planted;
import org.junit.jupiter.api.Test;

/** Rule 4 on a specimen that adds 120 µs to the median. */
final class FloorRuleTest {
    private static final BundleContent HEALTHY = Planted.healthy();

    @Test
    void aDifferenceAboveTheFloorsSpreadStands() {
        BundleContent content = HEALTHY.with(SampleCalibration.withSpread(3_000));

        Figure median = cost(content, FigureKind.RESPONSE_TIME_P50);

        assertThat(median.verdict()).isEqualTo(Verdict.VALID);
        assertThat(median).isEqualTo(cost(HEALTHY, FigureKind.RESPONSE_TIME_P50));
    }

    @Test
    void aDifferenceBelowTheFloorsSpreadIsNotResolvable() {
        BundleContent content = HEALTHY.with(SampleCalibration.withSpread(200_000));

        Figure median = cost(content, FigureKind.RESPONSE_TIME_P50);

        assertThat(median.verdict()).isEqualTo(Verdict.NOT_RESOLVABLE);
        Figure.Interval interval = median.interval().orElseThrow();
        assertThat(interval.low()).isEqualTo(-200_000);
        assertThat(interval.high()).isEqualTo(200_000);
        assertThat(Planted.sentences(median))
                .contains("no difference larger than 0.200 ms")
                .contains("less than the spread of the instrument's own floor here");
        assertThat(Judge.weigh(content).sentence()).contains("less than 0.200 ms (median)");
    }

    @Test
    void everyPercentileHasTheSpreadOfItsOwn() {
        BundleContent content = HEALTHY.with(SampleCalibration.withSpread(30_000));

        assertThat(cost(content, FigureKind.RESPONSE_TIME_P50).verdict()).isEqualTo(Verdict.VALID);
        assertThat(cost(content, FigureKind.RESPONSE_TIME_P99).verdict())
                .isEqualTo(Verdict.NOT_RESOLVABLE);
    }

    @Test
    void cpuHasNoFloorOfResponseTimes() {
        BundleContent content = HEALTHY.with(SampleCalibration.withSpread(1e9));

        Figure cpu =
                Planted.cost(Planted.result(content, "envoy", CLOSED), FigureKind.CPU_PER_REQUEST);

        assertThat(cpu.verdict()).isEqualTo(Verdict.VALID);
    }

    @Test
    void injectionsThatWereSeenSayNothing() {
        BundleContent content =
                HEALTHY.with(
                        SampleCalibration.withInjections(
                                SampleCalibration.stall(1.01), SampleCalibration.delay(0.99)));

        assertThat(Planted.newAlarms(content, "envoy", OPEN)).isEmpty();
        assertThat(Planted.newAlarms(content, "envoy", CLOSED)).isEmpty();
    }

    @Test
    void aStallThatCameOutWrongTaintsOpenLoopsOnly() {
        BundleContent content =
                HEALTHY.with(SampleCalibration.withInjections(SampleCalibration.stall(1.1)));

        Figure p99 = figure(content, OPEN, FigureKind.RESPONSE_TIME_P99);

        assertThat(p99.verdict()).isEqualTo(Verdict.TAINTED);
        assertThat(Planted.sentences(p99))
                .contains("of a stall of 400 ms the instrument saw a p99 of 418 ms here");
        assertThat(Planted.newAlarms(content, "envoy", CLOSED)).isEmpty();
        assertThat(figure(content, OPEN, FigureKind.CPU_PER_REQUEST).verdict())
                .isEqualTo(Verdict.VALID);
    }

    @Test
    void aStallThatWasNotSeenMakesResponseTimesInvalid() {
        BundleContent content =
                HEALTHY.with(SampleCalibration.withInjections(SampleCalibration.stall(0.01)));

        assertThat(figure(content, OPEN, FigureKind.RESPONSE_TIME_P50).verdict())
                .isEqualTo(Verdict.INVALID);
        assertThat(cost(content, FigureKind.RESPONSE_TIME_P50).verdict())
                .isEqualTo(Verdict.INVALID);
    }

    @Test
    void aDelayThatCameOutWrongTaintsBothLoops() {
        BundleContent content =
                HEALTHY.with(SampleCalibration.withInjections(SampleCalibration.delay(0.9)));

        assertThat(figure(content, OPEN, FigureKind.RESPONSE_TIME_P50).verdict())
                .isEqualTo(Verdict.TAINTED);
        assertThat(figure(content, CLOSED, FigureKind.RESPONSE_TIME_P50).verdict())
                .isEqualTo(Verdict.TAINTED);
    }

    private static Figure cost(BundleContent content, FigureKind kind) {
        return Planted.cost(Planted.result(content, "envoy", OPEN), kind);
    }

    private static Figure figure(BundleContent content, String workload, FigureKind kind) {
        return Planted.figure(Planted.result(content, "envoy", workload), kind);
    }
}
