package dev.tare.lab.verdict.rule;

import static dev.tare.lab.bundle.SyntheticBundle.CLOSED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.RoundRecord;
import dev.tare.lab.bundle.RoundRecord.WarmUpRecord;
import dev.tare.lab.bundle.SliceRecord;
import dev.tare.lab.bundle.SyntheticBundle;
import dev.tare.lab.bundle.Usage;
import dev.tare.lab.verdict.Figure;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.ScenarioResult;
import dev.tare.lab.verdict.Verdict;
import dev.tare.lab.verdict.judge.Planted;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class WarmUpRuleTest {
    private static final String SEEN = "over the last 4 passes the rate rose by 9.0 %";

    private static BundleContent quiet(boolean settled) {
        BundleContent content =
                new SyntheticBundle(5)
                        .specimen("envoy", 31_000, 120_000)
                        .spread(0.01, 0.01)
                        .distinctValues(20)
                        .content();
        RoundRecord round = content.rounds().getFirst();
        WarmUpRecord warmUp =
                new WarmUpRecord("envoy", CLOSED, 1.2, 30_000, settled, 5, settled ? "" : SEEN);
        RoundRecord warmed =
                new RoundRecord(
                        round.index(),
                        round.startedEpochNs(),
                        round.specimens(),
                        List.of(warmUp),
                        round.offeredRatesPerSec());
        return new BundleContent(
                content.manifest(), List.of(warmed), content.blocks(), content.end());
    }

    /** The specimen's CPU of the first two blocks is dearer by a fifth: it was not warm yet. */
    private static BundleContent coldAtFirst(BundleContent content) {
        return SyntheticBundle.mapBlocks(
                content,
                block ->
                        block.blockRecord().index() >= 2
                                ? block
                                : new BundleContent.Block(
                                        SyntheticBundle.withSlices(
                                                block.blockRecord(),
                                                block.blockRecord().slices().stream()
                                                        .map(WarmUpRuleTest::dearer)
                                                        .toList()),
                                        block.sliceHistograms()));
    }

    private static SliceRecord dearer(SliceRecord slice) {
        Usage usage = slice.specimenUsage();
        return SyntheticBundle.withSpecimenUsage(
                slice,
                new Usage(
                        usage.visible(),
                        usage.cpuNs() * 6 / 5,
                        usage.windowNs(),
                        usage.peakResidentBytes(),
                        usage.processes(),
                        usage.runDelayNs()));
    }

    @Test
    void aWarmUpThatSettledIsNotSpokenOf() {
        ScenarioResult result = Planted.result(coldAtFirst(quiet(true)), "envoy", CLOSED);
        assertThat(Planted.remarks(result)).doesNotContain("warm-up");
    }

    @Test
    void oneThatWasCutShortIsSaidWithWhatItSawAndTaintsNothingWhereTheFiguresAreSteady() {
        ScenarioResult result = Planted.result(quiet(false), "envoy", CLOSED);
        assertThat(Planted.remarks(result))
                .contains("its warm-up was cut short, after 1.20 s: " + SEEN);
        assertThat(Planted.alarms(result)).isSubsetOf(Set.of(3, 4, 8));
    }

    @Test
    void whereTheFirstBlocksLieApartTheFigureIsTainted() {
        ScenarioResult result = Planted.result(coldAtFirst(quiet(false)), "envoy", CLOSED);
        Figure cpu = Planted.cost(result, FigureKind.CPU_PER_REQUEST);
        assertThat(cpu.verdict()).isEqualTo(Verdict.TAINTED);
        assertThat(Planted.sentences(cpu))
                .contains("the warm-up was cut short, and its first 3 blocks lie")
                .contains("above the rest");
        assertThat(Planted.figure(result, FigureKind.RESPONSE_TIME_P50).reasons())
                .noneMatch(reason -> reason.rule() == 7);
    }

    @Test
    void olderBundlesSayOnlyHowLongItWas() {
        BundleContent content = quiet(false);
        RoundRecord round = content.rounds().getFirst();
        WarmUpRecord old = new WarmUpRecord("envoy", CLOSED, 1.2, 30_000, false, 0, "");
        BundleContent older =
                new BundleContent(
                        content.manifest(),
                        List.of(
                                new RoundRecord(
                                        0,
                                        round.startedEpochNs(),
                                        round.specimens(),
                                        List.of(old),
                                        round.offeredRatesPerSec())),
                        content.blocks(),
                        content.end());
        assertThat(Planted.result(older, "envoy", CLOSED).remarks())
                .extracting(Reason::sentence)
                .contains("its warm-up was cut short, after 1.20 s");
    }
}
