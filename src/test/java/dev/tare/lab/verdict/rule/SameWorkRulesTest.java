package dev.tare.lab.verdict.rule;

import static dev.tare.lab.bundle.SyntheticBundle.CLOSED;
import static dev.tare.lab.bundle.SyntheticBundle.OPEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.core.Outcome;
import dev.tare.base.core.Tally;
import dev.tare.lab.bundle.BlockRecord;
import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.LossRecord;
import dev.tare.lab.bundle.SliceRecord;
import dev.tare.lab.bundle.SyntheticBundle;
import dev.tare.lab.verdict.Figure;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.ScenarioResult;
import dev.tare.lab.verdict.Verdict;
import dev.tare.lab.verdict.judge.Planted;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rule 9, the same work, is set off by each of its planted faults, and no other rule is. */
final class SameWorkRulesTest {
    private final BundleContent healthy = Planted.healthy();

    @Test
    void wrongAnswersMakeTimesAndCpuAnotherWorks() {
        BundleContent planted =
                Planted.tallies(
                        healthy,
                        Planted.of("envoy", OPEN),
                        tally -> Planted.ended(tally, 200, Outcome.WRONG_STATUS));
        ScenarioResult result = Planted.result(planted, "envoy", OPEN);
        assertThat(Planted.newAlarms(planted, "envoy", OPEN)).containsExactly(9);
        assertThat(Planted.figure(result, FigureKind.RESPONSE_TIME_P50).verdict())
                .isEqualTo(Verdict.INVALID);
        assertThat(Planted.figure(result, FigureKind.CPU_PER_REQUEST).verdict())
                .isEqualTo(Verdict.INVALID);
        assertThat(Planted.figure(result, FigureKind.ERRORS).verdict()).isEqualTo(Verdict.VALID);
        assertThat(Planted.figure(result, FigureKind.ERRORS).value()).isEqualTo(0.05);
        assertThat(Planted.sentences(Planted.figure(result, FigureKind.RESPONSE_TIME_P50)))
                .contains(
                        "4,800 of 96,000 requests did not end well (5 %): 4,800 of another status");
    }

    @Test
    void thatOneOfTheTwoAloneIsReachedWithTlsIsSaidAndIsNoFault() {
        String tls = "HTTP/1.1, TLSv1.3, TLS_AES_128_GCM_SHA256";
        assertThat(remarksOn("HTTP/1.1", tls))
                .contains("it is reached with TLS and bare without: what TLS costs is part of the");
        assertThat(remarksOn(tls, "HTTP/1.1"))
                .contains("it is reached without TLS and bare with it");
        assertThat(remarksOn(tls, tls)).doesNotContain("TLS");
        assertThat(Planted.newAlarms(speaking("HTTP/1.1", tls), "envoy", OPEN)).isEmpty();
    }

    private String remarksOn(String bare, String specimen) {
        return Planted.remarks(Planted.result(speaking(bare, specimen), "envoy", OPEN));
    }

    private BundleContent speaking(String bare, String specimen) {
        return Planted.records(
                healthy,
                record ->
                        new BlockRecord(
                                record.index(),
                                record.round(),
                                record.startedEpochNs(),
                                record.slices(),
                                record.idle(),
                                record.proofs(),
                                record.losses(),
                                Map.of("bare", Map.of(bare, 64L), "envoy", Map.of(specimen, 64L)),
                                record.originProofs()));
    }

    @Test
    void aFewWrongAnswersAreARemarkAndSomeMoreTaint() {
        BundleContent few =
                Planted.tallies(
                        healthy,
                        Planted.of("envoy", OPEN),
                        tally -> Planted.ended(tally, 2, Outcome.CLOSED_EARLY));
        assertThat(Planted.newAlarms(few, "envoy", OPEN)).isEmpty();
        assertThat(Planted.remarks(Planted.result(few, "envoy", OPEN))).contains("48 cut short");
        BundleContent more =
                Planted.tallies(
                        healthy,
                        Planted.of("envoy", OPEN),
                        tally -> Planted.ended(tally, 20, Outcome.WRONG_BODY));
        assertThat(
                        Planted.figure(
                                        Planted.result(more, "envoy", OPEN),
                                        FigureKind.RESPONSE_TIME_P50)
                                .verdict())
                .isEqualTo(Verdict.TAINTED);
    }

    @Test
    void timeoutsStayInTheTimesAndSpoilOnlyCpuARequest() {
        BundleContent planted =
                Planted.tallies(
                        healthy,
                        Planted.of("envoy", OPEN),
                        tally -> Planted.ended(tally, 200, Outcome.TIMED_OUT));
        ScenarioResult result = Planted.result(planted, "envoy", OPEN);
        assertThat(Planted.figure(result, FigureKind.RESPONSE_TIME_P50).verdict())
                .isEqualTo(Verdict.VALID);
        assertThat(Planted.figure(result, FigureKind.CPU_PER_REQUEST).verdict())
                .isEqualTo(Verdict.INVALID);
        assertThat(Planted.remarks(result)).contains("4,800 timed out");
    }

    @Test
    void bodiesOfAnotherLengthAreOtherWork() {
        BundleContent planted =
                Planted.tallies(
                        healthy,
                        Planted.of("envoy", OPEN),
                        tally ->
                                SyntheticBundle.tally(
                                        tally.sent(), tally.bytesInside(), tally.bodyBytes() / 2));
        ScenarioResult result = Planted.result(planted, "envoy", OPEN);
        assertThat(Planted.newAlarms(planted, "envoy", OPEN)).containsExactly(9);
        assertThat(Planted.sentences(Planted.cost(result, FigureKind.RESPONSE_TIME_P50)))
                .contains("a correct answer has 50.00000 bytes of body, bare's has 100.0000");
    }

    @Test
    void connectionsThatAreNotKeptAreSeen() {
        BundleContent planted =
                Planted.tallies(healthy, Planted.of("envoy", OPEN), tally -> opening(tally, 40));
        ScenarioResult result = Planted.result(planted, "envoy", OPEN);
        assertThat(Planted.newAlarms(planted, "envoy", OPEN)).containsExactly(9);
        Figure median = Planted.figure(result, FigureKind.RESPONSE_TIME_P50);
        assertThat(median.verdict()).isEqualTo(Verdict.TAINTED);
        assertThat(Planted.sentences(median))
                .contains("one was opened every 100 requests, with bare none while measuring");
        BundleContent both =
                Planted.tallies(planted, Planted.of("bare", OPEN), t -> opening(t, 40));
        assertThat(Planted.newAlarms(both, "envoy", OPEN)).isEmpty();
    }

    @Test
    void connectionsThatAreNotOpenInTimeMakeAnotherLoad() {
        BundleContent planted =
                Planted.slices(
                        healthy, Planted.of("envoy", CLOSED), slice -> openedBefore(slice, 62));
        ScenarioResult result = Planted.result(planted, "envoy", CLOSED);
        assertThat(Planted.newAlarms(planted, "envoy", CLOSED)).containsExactly(9);
        assertThat(Planted.figure(result, FigureKind.GOODPUT).verdict()).isEqualTo(Verdict.INVALID);
        assertThat(Planted.sentences(Planted.figure(result, FigureKind.RESPONSE_TIME_P50)))
                .contains("48 of 1,536 connections (3.1 %) were not open when measuring began");
        BundleContent late =
                Planted.tallies(planted, Planted.of("envoy", CLOSED), tally -> opening(tally, 2));
        assertThat(
                        Planted.sentences(
                                Planted.figure(
                                        Planted.result(late, "envoy", CLOSED),
                                        FigureKind.RESPONSE_TIME_P50)))
                .doesNotContain("not kept");
        BundleContent more =
                Planted.slices(
                        healthy, Planted.of("envoy", CLOSED), slice -> openedBefore(slice, 70));
        assertThat(Planted.newAlarms(more, "envoy", CLOSED)).isEmpty();
    }

    private static SliceRecord openedBefore(SliceRecord slice, long connections) {
        return SyntheticBundle.withLead(slice, opening(slice.lead(), connections));
    }

    private static Tally opening(Tally tally, long connections) {
        return new Tally(
                tally.planned(),
                tally.sent(),
                tally.unsent(),
                tally.outcomes(),
                0,
                tally.doneInside(),
                tally.correctInside(),
                tally.bytesInside(),
                tally.bodyBytes(),
                connections,
                0);
    }

    @Test
    void aSpecimenThatSawAnotherNumberOfRequestsIsInvalid() {
        BundleContent planted =
                Planted.records(
                        healthy,
                        block ->
                                new BlockRecord(
                                        block.index(),
                                        block.round(),
                                        block.startedEpochNs(),
                                        block.slices(),
                                        block.idle(),
                                        Map.of(
                                                "envoy",
                                                new BlockRecord.CounterProof(
                                                        20_000,
                                                        block.index() == 3 ? 19_999 : 20_000,
                                                        "stats")),
                                        block.losses()));
        ScenarioResult result = Planted.result(planted, "envoy", CLOSED);
        assertThat(Planted.newAlarms(planted, "envoy", CLOSED)).containsExactly(9);
        assertThat(Planted.sentences(Planted.cost(result, FigureKind.CPU_PER_REQUEST)))
                .isEqualTo("block 3: 20,000 requests were sent to it, and it saw 19,999 (stats)");
        assertThat(Planted.newAlarms(planted, "bare", CLOSED)).isEmpty();
    }

    @Test
    void aLossConcernsTheSpecimenThatItNames() {
        BundleContent two =
                new SyntheticBundle(5)
                        .specimen("envoy", 31_000, 120_000)
                        .specimen("envoy-2", 31_000, 120_000)
                        .content();
        BundleContent planted = withLoss(two, "envoy-2 (pid 77) was killed by signal 9");
        assertThat(Planted.alarms(Planted.result(planted, "envoy-2", OPEN))).contains(9);
        assertThat(Planted.alarms(Planted.result(planted, "envoy", OPEN))).doesNotContain(9);
        BundleContent origin = withLoss(two, "the origin was restarted");
        assertThat(Planted.alarms(Planted.result(origin, "envoy", OPEN))).contains(9);
    }

    @Test
    void aPartyThatDiedSpoilsItsRoundAndTaintsWhatIsMeasuredAfterIt() {
        BundleContent two =
                new SyntheticBundle(5)
                        .specimen("envoy", 31_000, 120_000)
                        .specimen("envoy-2", 31_000, 120_000)
                        .content();
        BundleContent died = withDeath(two, "envoy-2", 0);
        ScenarioResult result = Planted.result(died, "envoy-2", OPEN);
        assertThat(Planted.alarms(result)).contains(9);
        assertThat(Planted.sentences(Planted.cost(result, FigureKind.CPU_PER_REQUEST)))
                .isEqualTo("it was lost in block 6: envoy-2 ended with signal 9");
        assertThat(Planted.cost(result, FigureKind.CPU_PER_REQUEST).verdict())
                .isEqualTo(Verdict.INVALID);
        assertThat(Planted.alarms(Planted.result(died, "envoy", OPEN))).doesNotContain(9);
        assertThat(Planted.alarms(Planted.result(withDeath(two, "", 0), "envoy", OPEN)))
                .contains(9);
        BundleContent goneOn = withDeath(two, "envoy-2", -1);
        assertThat(
                        Planted.cost(
                                        Planted.result(goneOn, "envoy-2", OPEN),
                                        FigureKind.CPU_PER_REQUEST)
                                .verdict())
                .isEqualTo(Verdict.TAINTED);
    }

    private static BundleContent withDeath(BundleContent content, String specimen, int round) {
        return new BundleContent(
                content.manifest(),
                content.rounds(),
                content.blocks(),
                content.end(),
                content.published(),
                content.calibration(),
                List.of(
                        new LossRecord(
                                round,
                                6,
                                specimen,
                                "envoy-2 ended with signal 9; it said: \"x\"",
                                0)));
    }

    private static BundleContent withLoss(BundleContent content, String loss) {
        return Planted.records(
                content,
                block ->
                        new BlockRecord(
                                block.index(),
                                block.round(),
                                block.startedEpochNs(),
                                block.slices(),
                                block.idle(),
                                block.proofs(),
                                block.index() == 2 ? List.of(loss) : List.of()));
    }
}
