package dev.tare.lab.verdict.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.lab.load.SampleLoad;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.Statistic;
import dev.tare.lab.verdict.Verdict;
import dev.tare.load.result.EndpointResult;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LoadJudgeTest {
    private static final Statistic MEDIAN = new Statistic.Percentile(50);
    private static final Statistic P99 = new Statistic.Percentile(99);

    private static JudgedLoad judge(SampleLoad load) {
        return LoadJudge.judge(load.build());
    }

    private static LoadFigure response(JudgedLoad judged, Statistic statistic) {
        return judged.figure(TimeKind.RESPONSE_TIME, statistic);
    }

    private static String sentences(LoadFigure figure) {
        return String.join("; ", figure.reasons().stream().map(Reason::sentence).toList());
    }

    private static String remarks(JudgedLoad judged) {
        return String.join("; ", judged.remarks().stream().map(Reason::sentence).toList());
    }

    @Test
    void aHealthyOpenLoopIsValidWithIntervals() {
        JudgedLoad judged = judge(new SampleLoad().lagNs(0));

        LoadFigure median = response(judged, MEDIAN);
        assertThat(median.verdict()).isEqualTo(Verdict.VALID);
        assertThat(median.value()).isBetween(79_000.0, 81_000.0);
        assertThat(median.interval().orElseThrow().contains(median.value())).isTrue();
        assertThat(response(judged, Statistic.Whole.MEAN).interval()).isPresent();
        assertThat(judged.goodput().verdict()).isEqualTo(Verdict.VALID);
        assertThat(judged.goodput().value()).isEqualTo(1_000);
        assertThat(judged.goodput().lowerBound()).isFalse();
        assertThat(judged.saturated()).isFalse();
        assertThat(judged.remarks()).isEmpty();
    }

    @Test
    void sendLagBeyondHalfOfTheIntervalTaints() {
        JudgedLoad judged = judge(new SampleLoad().lagNs(60_000));

        LoadFigure median = response(judged, MEDIAN);
        assertThat(median.verdict()).isEqualTo(Verdict.TAINTED);
        assertThat(sentences(median)).contains("of the p50").contains("may be send lag");
        assertThat(judged.figure(TimeKind.SERVICE_TIME, MEDIAN).verdict()).isEqualTo(Verdict.VALID);
    }

    @Test
    void aPercentileOfTooFewRequestsIsInvalidAndSaysHowManyAreMissing() {
        LoadFigure p999 =
                response(judge(new SampleLoad().perInterval(100)), new Statistic.Percentile(99.9));

        assertThat(p999.shown()).isFalse();
        assertThat(sentences(p999))
                .contains("1,000 requests cannot bound the p99.9: it needs 2,688 more");
    }

    @Test
    void whatWasNeverMeasuredIsNoFigure() {
        LoadFigure handshake = judge(new SampleLoad()).figure(TimeKind.HANDSHAKE_TIME, MEDIAN);

        assertThat(handshake.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(sentences(handshake)).contains("there was no connection to measure");
    }

    @Test
    void aClosedLoopSaysSoOnEveryResponseTime() {
        JudgedLoad judged = judge(new SampleLoad().closedLoop(16));

        assertThat(sentences(response(judged, P99))).contains("under saturation");
        assertThat(response(judged, P99).verdict()).isEqualTo(Verdict.VALID);
        assertThat(judged.goodput().lowerBound()).isFalse();
    }

    @Test
    void aClosedLoopThatTheInstrumentLimitedIsAtLeastAsFast() {
        JudgedLoad judged = judge(new SampleLoad().closedLoop(16).instrumentCores(0.97));

        assertThat(judged.goodput().lowerBound()).isTrue();
        assertThat(judged.goodput().verdict()).isEqualTo(Verdict.VALID);
        assertThat(sentences(judged.goodput())).contains("the instrument set the limit: busy 97 %");
        assertThat(response(judged, MEDIAN).verdict()).isEqualTo(Verdict.TAINTED);
    }

    @Test
    void anOpenLoopThatKeptUpHasNoLimitHoweverBusyTheInstrument() {
        assertThat(judge(new SampleLoad().instrumentCores(1)).goodput().lowerBound()).isFalse();
    }

    @Test
    void whatCannotKeepUpIsSaturatedAndItsRateStands() {
        JudgedLoad judged = judge(new SampleLoad().unsent(300));

        assertThat(judged.saturated()).isTrue();
        assertThat(judged.goodput().verdict()).isEqualTo(Verdict.VALID);
        assertThat(remarks(judged))
                .contains("saturated: of 13,000 planned requests 10,000")
                .contains("every connection was busy");
    }

    @Test
    void wrongAnswersSpoilTheTimesByTheirShare() {
        assertThat(response(judge(new SampleLoad().lagNs(0).wrongStatus(5)), MEDIAN).verdict())
                .isEqualTo(Verdict.TAINTED);
        LoadFigure invalid = response(judge(new SampleLoad().wrongStatus(20)), MEDIAN);
        assertThat(invalid.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(sentences(invalid)).contains("200 of another status");
        assertThat(remarks(judge(new SampleLoad().perInterval(5_000).wrongStatus(1))))
                .contains("10 of 50,000 requests did not end well");
    }

    @Test
    void timesThatLittlesLawForbidsAreInvalid() {
        JudgedLoad judged = judge(new SampleLoad().closedLoop(16).serviceNs(2_000_000));

        assertThat(response(judged, MEDIAN).verdict()).isEqualTo(Verdict.INVALID);
        assertThat(sentences(response(judged, MEDIAN))).contains("Little's law is broken: rate");
        assertThat(judged.goodput().verdict()).isEqualTo(Verdict.INVALID);
    }

    @Test
    void aClusterAtATimerIsRemarkedUpon() {
        assertThat(remarks(judge(new SampleLoad().serviceNs(4_500_000))))
                .contains("cluster near 40 ms");
    }

    @Test
    void aShortLoadHasIntervalsByRanksAlone() {
        JudgedLoad judged = judge(new SampleLoad().intervals(2));

        assertThat(response(judged, MEDIAN).interval()).isPresent();
        assertThat(response(judged, Statistic.Whole.MEAN).interval()).isEmpty();
        assertThat(judged.goodput().interval()).isEmpty();
    }

    @Test
    void stretchesNeverMakeAnIntervalNarrowerThanItsRanks() {
        JudgedLoad judged = judge(new SampleLoad());
        double byRanks =
                TimeSample.of("request", judged.times(TimeKind.RESPONSE_TIME))
                        .estimate(P99, Optional.empty())
                        .interval()
                        .orElseThrow()
                        .halfWidth();

        assertThat(response(judged, P99).interval().orElseThrow().halfWidth())
                .isGreaterThanOrEqualTo(byRanks);
    }

    @Test
    void anEndpointIsJudgedByItsOwnAnswers() {
        JudgedLoad judged = judge(new SampleLoad().lagNs(0).twoEndpoints());
        EndpointResult fast = judged.load().result().endpoints().getFirst();

        assertThat(judged.figure(fast, MEDIAN).verdict()).isEqualTo(Verdict.VALID);
        assertThat(judged.goodput(fast).value()).isEqualTo(500);
    }
}
