package dev.tare.lab.verdict.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.core.GeneratorHealth;
import dev.tare.base.core.Pauses;
import dev.tare.base.core.Throttling;
import dev.tare.lab.load.Disturbance;
import dev.tare.lab.load.SampleLoad;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.Statistic;
import dev.tare.lab.verdict.Verdict;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LoadHealthRuleTest {
    private static final long MS = 1_000_000;
    private static final long MEASURED_NS = 10_000 * MS;
    private static final Statistic MEDIAN = new Statistic.Percentile(50);
    private static final Throttling NO_QUOTA = new Throttling(0, 0, 0);

    private static GeneratorHealth paused(long count, long eachNs) {
        return new GeneratorHealth(
                MEASURED_NS, Pauses.alike(count, count * eachNs), 0, 0, 2, 30 * MS);
    }

    private static Disturbance quota(long throttledNs) {
        return new Disturbance(MEASURED_NS, new Throttling(100, 40, throttledNs), Map.of(), 0);
    }

    private static Disturbance stolen(long ns) {
        return new Disturbance(MEASURED_NS, NO_QUOTA, Map.of(0, ns / 2, 1, ns), 0);
    }

    private static JudgedLoad judge(SampleLoad load) {
        return LoadJudge.judge(load.build());
    }

    private static LoadFigure response(JudgedLoad judged, Statistic statistic) {
        return judged.figure(TimeKind.RESPONSE_TIME, statistic);
    }

    private static List<String> ofRule5(LoadFigure figure) {
        return figure.reasons().stream()
                .filter(reason -> reason.rule() == 5)
                .map(Reason::sentence)
                .toList();
    }

    private static List<String> remarks(JudgedLoad judged) {
        return judged.remarks().stream()
                .filter(reason -> reason.rule() == 5)
                .map(Reason::sentence)
                .toList();
    }

    @Test
    void pausesThatCanHaveMovedAPercentileTaintIt() {
        JudgedLoad judged = judge(new SampleLoad().lagNs(0).health(paused(100, 5 * MS)));

        LoadFigure median = response(judged, MEDIAN);
        assertThat(median.verdict()).isEqualTo(Verdict.TAINTED);
        assertThat(ofRule5(median)).hasSize(1);
        assertThat(ofRule5(median).getFirst())
                .startsWith(
                        "the instrument stood still 100 times, 5.00 ms at the longest (2"
                            + " collections of its heap: 30.0 ms): that can have moved the p50 of ")
                .endsWith("more than half of its interval");
        assertThat(judged.figure(TimeKind.SERVICE_TIME, MEDIAN).verdict())
                .isEqualTo(Verdict.TAINTED);
        assertThat(judged.figure(TimeKind.CONNECT_TIME, MEDIAN).verdict()).isEqualTo(Verdict.VALID);
        assertThat(judged.goodput().verdict()).isEqualTo(Verdict.VALID);
        assertThat(remarks(judged)).isEmpty();
    }

    @Test
    void oneHiccupSpoilsTheLargestTimeAndNoMedian() {
        JudgedLoad judged =
                judge(new SampleLoad().lagNs(0).serviceNs(4_500_000).health(paused(1, 25 * MS)));

        assertThat(response(judged, Statistic.Whole.MAX).verdict()).isEqualTo(Verdict.TAINTED);
        assertThat(ofRule5(response(judged, Statistic.Whole.MAX)).getFirst())
                .endsWith("by up to 25.0 ms, more than half of it");
        assertThat(ofRule5(response(judged, MEDIAN))).isEmpty();
        assertThat(ofRule5(response(judged, Statistic.Whole.MIN))).isEmpty();
    }

    @Test
    void aPauseThatSpoilsNothingIsARemarkFromTenMillisecondsOn() {
        SampleLoad load =
                new SampleLoad().lagNs(0).serviceNs(20_000_000).perInterval(100).intervals(30);

        assertThat(remarks(judge(load.health(paused(1, 10 * MS)))))
                .containsExactly(
                        "the instrument stood still 1 time, 10.0 ms at the longest (2 collections"
                                + " of its heap: 30.0 ms), which spoils none of these figures");
        assertThat(remarks(judge(load.health(paused(1, 9 * MS))))).isEmpty();
    }

    @Test
    void aClosedLoopSendsNothingInAPauseAndItsRateIsTooLow() {
        JudgedLoad judged = judge(new SampleLoad().closedLoop(16).health(paused(100, 5 * MS)));

        assertThat(judged.goodput().verdict()).isEqualTo(Verdict.TAINTED);
        assertThat(ofRule5(judged.goodput()).getFirst())
                .contains("in all 5 % of the time: the goodput may be as much too low");
    }

    @Test
    void aQuotaIsNamedWithItsRemedy() {
        JudgedLoad judged =
                judge(
                        new SampleLoad()
                                .lagNs(0)
                                .health(paused(100, 5 * MS))
                                .disturbance(quota(480 * MS)));

        Reason reason =
                response(judged, MEDIAN).reasons().stream()
                        .filter(any -> any.rule() == 5)
                        .findFirst()
                        .orElseThrow();
        assertThat(reason.sentence()).contains("(its CPU quota: 480 ms, 2 collections");
        assertThat(reason.remedy()).startsWith("Raise the CPU quota of its control group");
    }

    @Test
    void stealTaintsTheRateOfAClosedLoopAndIsARemarkInAnOpenOne() {
        JudgedLoad closed = judge(new SampleLoad().closedLoop(16).disturbance(stolen(300 * MS)));
        assertThat(ofRule5(closed.goodput()))
                .containsExactly(
                        "the machine beneath took 3 % of a core's time (steal): the goodput may be"
                                + " as much too low, more than half of its interval");
        assertThat(remarks(closed)).isEmpty();

        JudgedLoad open = judge(new SampleLoad().lagNs(0).disturbance(stolen(300 * MS)));
        assertThat(open.goodput().verdict()).isEqualTo(Verdict.VALID);
        assertThat(remarks(open))
                .containsExactly("the machine beneath took 3 % of a core's time (steal)");
        assertThat(remarks(judge(new SampleLoad().disturbance(stolen(90 * MS))))).isEmpty();
    }

    @Test
    void aWallClockThatWasSetIsARemark() {
        Disturbance set = new Disturbance(MEASURED_NS, NO_QUOTA, Map.of(), -250 * MS);

        assertThat(remarks(judge(new SampleLoad().disturbance(set))))
                .containsExactly(
                        "the wall clock was set back by 250 ms: no duration is touched, for these"
                                + " are of the monotonic clock; instants of wall time are");
        assertThat(
                        remarks(
                                judge(
                                        new SampleLoad()
                                                .disturbance(
                                                        new Disturbance(
                                                                MEASURED_NS,
                                                                NO_QUOTA,
                                                                Map.of(),
                                                                MS - 1)))))
                .isEmpty();
    }

    @Test
    void whereNobodyLookedNothingIsSaid() {
        JudgedLoad judged = judge(new SampleLoad().lagNs(0));

        assertThat(ofRule5(response(judged, Statistic.Whole.MAX))).isEmpty();
        assertThat(remarks(judged)).isEmpty();
    }
}
