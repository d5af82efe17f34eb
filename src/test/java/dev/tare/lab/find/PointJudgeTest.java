package dev.tare.lab.find;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tare.lab.find.PointJudge.Judgement;
import dev.tare.lab.find.Reading.Standing;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PointJudgeTest {
    private static final long MS = Points.MS;

    private static Judgement judge(String objective, PointData data, boolean last) {
        return new PointJudge(Objective.parse(List.of(objective))).judge(data, last);
    }

    private static Optional<PointVerdict> verdict(String objective, Points points) {
        return judge(objective, points.data(), false).verdict();
    }

    @Test
    void anIntervalBelowTheBoundMeetsIt() {
        assertThat(verdict("p99<10ms", new Points(200))).contains(PointVerdict.MET);
    }

    @Test
    void anIntervalAboveTheBoundBreaksIt() {
        Judgement judgement = judge("p99<10ms", new Points(200).slow(10, 50 * MS).data(), false);

        assertThat(judgement.verdict()).contains(PointVerdict.BROKEN);
        assertThat(judgement.reason()).isEqualTo("p99<10ms is broken");
    }

    @Test
    void anIntervalThatHoldsTheBoundAsksForMoreAndIsUnsureInTheEnd() {
        // 1 % are slow: the p99 lies at the edge of both.
        PointData data = new Points(200).slow(2, 50 * MS).data();

        assertThat(judge("p99<10ms", data, false).verdict()).isEmpty();
        Judgement last = judge("p99<10ms", data, true);
        assertThat(last.verdict()).contains(PointVerdict.UNSURE);
        assertThat(last.reason()).isEqualTo("the interval of p99 holds the bound");
    }

    @Test
    void tooFewRequestsShowNothing() {
        PointData data = new Points(30).data();

        assertThat(judge("p99<10ms", data, false).verdict()).isEmpty();
        assertThat(judge("p99<10ms", data, true).reason())
                .contains("too few requests for an interval of p99");
    }

    @Test
    void aNarrowIntervalIsDecidedByItsValue() {
        // All answers fall into one bucket, whose edges lie on both sides of the bound.
        PointData data = new Points(200).serviceNs(10 * MS).data();

        Reading at = judge("p99<=10.001ms", data, false).readings().getFirst();

        assertThat(at.interval()).isPresent();
        assertThat(at.standing()).isNotEqualTo(Standing.OPEN);
    }

    @Test
    void oneSlowWindowWidensTheIntervalThoughTheRanksAreSure() {
        Points fast = new Points(1_000);
        PointData steady = fast.data();
        PointData stalled = steady.plus(new Points(1_000).slow(400, 100 * MS).data());

        Reading reading = judge("p90<10ms", stalled, false).readings().getFirst();

        assertThat(reading.standing()).isNotEqualTo(Standing.MEETS);
        assertThat(reading.interval().orElseThrow().high()).isGreaterThan(99.0 * MS);
    }

    @Test
    void errorsBreakTheBoundThatIsAddedWhereNoneIsNamed() {
        assertThat(verdict("p99<10ms", new Points(200).failed(10))).contains(PointVerdict.BROKEN);
        assertThat(verdict("error_ratio<10%", new Points(200).failed(10)))
                .contains(PointVerdict.MET);
    }

    @Test
    void requestsThatDidNotEndInTimeAreSaturation() {
        Judgement judgement = judge("error_ratio<90%", new Points(1_000).unsent(100).data(), false);

        assertThat(judgement.verdict()).contains(PointVerdict.SATURATED);
        assertThat(judgement.reason()).startsWith("only 90.0 % of the planned requests");
    }

    @Test
    void aThreadThatIsBusyAllTheTimeMakesTheGeneratorTheLimit() {
        Points late = new Points(1_000).slow(100, 50 * MS).busyShare(0.97);

        assertThat(judge("p99<10ms", late.data(), false))
                .satisfies(judgement ->
                        assertThat(judgement.verdict()).contains(PointVerdict.GENERATOR_LIMITED))
                .satisfies(judgement -> assertThat(judgement.reason()).contains("busy 97 %"));
    }

    @Test
    void lateSendsWhileConnectionsAreFreeMakeTheGeneratorTheLimit() {
        // 10,000/s × 2 ms keep 20 of 100 connections in use: none has to be waited for.
        Points late = new Points(1_000).lagNs(20 * MS);

        assertThat(verdict("p99<10ms", late)).contains(PointVerdict.GENERATOR_LIMITED);
    }

    @Test
    void lateSendsWhileConnectionsAreInUseAreNotTheGenerators() {
        Judgement judgement =
                judge("p99<10ms", new Points(1_000).lagNs(20 * MS).connections(20).data(), false);

        assertThat(judgement.verdict()).contains(PointVerdict.BROKEN);
        assertThat(judgement.reason()).contains("waited for one of 20 connections");
    }

    @Test
    void lateSendsBehindAnAnswerThatTookAsLongAreNotTheGenerators() {
        Points stall = new Points(1_000).lagNs(20 * MS).slow(1, 30 * MS);

        assertThat(verdict("p99<10ms", stall)).contains(PointVerdict.BROKEN);
    }

    @Test
    void aLateGeneratorThatMeetsTheObjectiveAllTheSameHasMetIt() {
        assertThat(verdict("p99<10ms", new Points(1_000).busyShare(1))).contains(PointVerdict.MET);
    }

    @Test
    void waitingFollowsErlangsFormula() {
        // One server: the share of the time it is in use.
        assertThat(ConnectionWait.share(1, 0.6)).isCloseTo(0.6, within(1e-12));
        // Two servers: 2ρ² / (1 + ρ).
        assertThat(ConnectionWait.share(2, 0.5)).isCloseTo(1.0 / 3, within(1e-12));
        assertThat(ConnectionWait.share(64, 0.5)).isLessThan(1e-4);
        assertThat(ConnectionWait.share(64, 1)).isEqualTo(1);
    }
}
