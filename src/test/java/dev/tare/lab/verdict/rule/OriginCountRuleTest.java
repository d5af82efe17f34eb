package dev.tare.lab.verdict.rule;

import static dev.tare.lab.bundle.SyntheticBundle.CLOSED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.core.Outcome;
import dev.tare.lab.bundle.BlockRecord;
import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.verdict.Figure;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.ScenarioResult;
import dev.tare.lab.verdict.Verdict;
import dev.tare.lab.verdict.judge.Planted;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

final class OriginCountRuleTest {
    private final BundleContent healthy = Planted.healthy();

    @Test
    void whatTheOriginDidNotSeeWasAnsweredWithoutIt() {
        BundleContent cached = withOriginCount(healthy, sent -> sent / 100);
        ScenarioResult result = Planted.result(cached, "envoy", CLOSED);
        Figure cost = Planted.cost(result, FigureKind.RESPONSE_TIME_P50);

        assertThat(Planted.newAlarms(cached, "envoy", CLOSED)).containsExactly(9);
        assertThat(cost.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(Planted.sentences(cost))
                .contains("that were answered correctly: the rest was answered without it");
        assertThat(Planted.figure(result, FigureKind.RESPONSE_TIME_P50).verdict())
                .isEqualTo(Verdict.VALID);
    }

    @Test
    void whatTheOriginSawTwiceWasAskedTwice() {
        BundleContent retried = withOriginCount(healthy, sent -> 2 * sent);

        assertThat(
                        Planted.sentences(
                                Planted.cost(
                                        Planted.result(retried, "envoy", CLOSED),
                                        FigureKind.GOODPUT)))
                .contains("were sent: some were asked twice");
    }

    @Test
    void aFewMoreTaint() {
        BundleContent some = withOriginCount(healthy, sent -> sent + sent / 200);

        assertThat(
                        Planted.cost(
                                        Planted.result(some, "envoy", CLOSED),
                                        FigureKind.RESPONSE_TIME_P50)
                                .verdict())
                .isEqualTo(Verdict.TAINTED);
    }

    @Test
    void anOriginThatSawThemAllOrDoesNotCountRaisesNoAlarm() {
        assertThat(Planted.newAlarms(withOriginCount(healthy, s -> s), "envoy", CLOSED)).isEmpty();
        assertThat(Planted.newAlarms(healthy, "envoy", CLOSED)).isEmpty();
    }

    @Test
    void requestsThatWereGivenUpMayReachTheOriginLateOrNever() {
        BundleContent givenUp =
                Planted.tallies(
                        healthy,
                        Planted.of("bare", CLOSED),
                        tally -> Planted.ended(tally, 20, Outcome.TIMED_OUT));
        BundleContent late = withOriginCount(givenUp, sent -> sent + 30);

        assertThat(
                        Planted.sentences(
                                Planted.cost(
                                        Planted.result(late, "envoy", CLOSED),
                                        FigureKind.CPU_PER_REQUEST)))
                .doesNotContain("the origin saw");
    }

    /** As if the origin had seen so many of the requests that were sent to envoy in each block. */
    private static BundleContent withOriginCount(BundleContent content, LongUnaryOperator seen) {
        return Planted.records(
                content,
                block -> {
                    long sent =
                            block.slices().stream()
                                    .filter(slice -> slice.specimen().equals("envoy"))
                                    .mapToLong(
                                            slice -> slice.lead().sent() + slice.measured().sent())
                                    .sum();
                    return new BlockRecord(
                            block.index(),
                            block.round(),
                            block.startedEpochNs(),
                            block.slices(),
                            block.idle(),
                            block.proofs(),
                            block.losses(),
                            block.protocols(),
                            Map.of(
                                    "envoy",
                                    new BlockRecord.CounterProof(
                                            sent, seen.applyAsLong(sent), "/stats")));
                });
    }
}
