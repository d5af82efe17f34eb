package dev.tare.lab.compare;

import static dev.tare.lab.bundle.SyntheticBundle.CLOSED;
import static dev.tare.lab.bundle.SyntheticBundle.OPEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tare.base.core.Outcome;
import dev.tare.base.core.Tally;
import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.SliceRecord;
import dev.tare.lab.bundle.SyntheticBundle;
import dev.tare.lab.bundle.Usage;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Verdict;
import dev.tare.testing.SlowTest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class ComparerTest {
    private static final double SPREAD = 0.05;

    private static SyntheticBundle envoy(long seed, double cpuNs, double addedNs) {
        return new SyntheticBundle(seed).specimen("envoy", cpuNs, addedNs).spread(SPREAD, 0.02);
    }

    private static Comparison compare(BundleContent before, BundleContent after) {
        return Comparer.bundles(weighed("a", before), weighed("b", after), Map.of());
    }

    private static Weighed weighed(String name, BundleContent content) {
        return Weighed.of(name, content, List.of());
    }

    private static FigureChange change(Comparison comparison, String workload, FigureKind kind) {
        return comparison.scenarios().stream()
                .filter(scenario -> scenario.workload().equals(workload))
                .findFirst()
                .flatMap(scenario -> scenario.figure(kind))
                .orElseThrow();
    }

    private static String notes(Comparison comparison) {
        return comparison.notes().stream()
                .map(Comparison.Note::sentence)
                .collect(Collectors.joining("\n"));
    }

    private static Set<Standing> standings(Comparison comparison) {
        return comparison.scenarios().stream()
                .flatMap(scenario -> scenario.figures().stream())
                .map(FigureChange::standing)
                .collect(Collectors.toSet());
    }

    @Test
    void aSpecimenThatIsATenthDearerIsFoundAndNamed() {
        Comparison comparison =
                compare(envoy(1, 31_000, 120_000).content(), envoy(2, 34_100, 147_000).content());
        FigureChange cpu = change(comparison, CLOSED, FigureKind.CPU_PER_REQUEST);
        assertThat(cpu.standing()).isEqualTo(Standing.WORSE);
        assertThat(cpu.change()).isCloseTo(0.1, within(0.03));
        assertThat(cpu.interval().orElseThrow().contains(0.1)).isTrue();
        assertThat(cpu.verdict()).isEqualTo(Verdict.VALID);
        FigureChange median = change(comparison, OPEN, FigureKind.RESPONSE_TIME_P50);
        assertThat(median.standing()).isEqualTo(Standing.WORSE);
        assertThat(median.interval().orElseThrow().contains(0.1)).isTrue();
        FigureChange errors = change(comparison, OPEN, FigureKind.ERRORS);
        assertThat(errors.standing()).isEqualTo(Standing.NO_DIFFERENCE);
        assertThat(comparison.sentence())
                .startsWith("worse: ")
                .contains("more CPU/request of envoy in 16k-closed");
        assertThat(comparison.anyValid()).isTrue();
    }

    @Test
    void theOtherWayRoundItIsBetter() {
        Comparison comparison =
                compare(envoy(1, 34_100, 147_000).content(), envoy(2, 31_000, 120_000).content());
        FigureChange cpu = change(comparison, CLOSED, FigureKind.CPU_PER_REQUEST);
        assertThat(cpu.standing()).isEqualTo(Standing.BETTER);
        FigureChange goodput = change(comparison, CLOSED, FigureKind.GOODPUT);
        assertThat(goodput.change()).isPositive();
        assertThat(goodput.standing()).isEqualTo(Standing.BETTER);
    }

    @Test
    void aMachineThatIsAQuarterSlowerIsTakenOutByBare() {
        Comparison comparison =
                compare(
                        envoy(1, 31_000, 120_000).content(),
                        envoy(2, 31_000, 120_000).slowness(1.25).content());
        for (FigureKind kind :
                List.of(
                        FigureKind.CPU_PER_REQUEST,
                        FigureKind.RESPONSE_TIME_P50,
                        FigureKind.RESPONSE_TIME_MEAN)) {
            FigureChange change = change(comparison, OPEN, kind);
            assertThat(change.after() / change.before()).isGreaterThan(1.15);
            assertThat(change.bareChange()).isCloseTo(0.25, within(0.1));
            assertThat(change.standing()).isEqualTo(Standing.NO_DIFFERENCE);
            assertThat(change.largest()).isLessThan(0.05);
        }
        assertThat(standings(comparison)).doesNotContain(Standing.BETTER, Standing.WORSE);
        assertThat(comparison.sentence()).startsWith("no difference is shown in ");
    }

    /**
     * Of comparisons in which nothing has changed, each of some 14 differences, at most one in
     * twenty may name a change: of 30 more than 5 happen less than once in 200.
     */
    @Test
    void bareAgainstBareSeldomSaysBetterOrWorse() {
        assertThat(falselyNamed(30)).isLessThanOrEqualTo(5);
    }

    /** Of 200, more than 17 happen once in 50. */
    @Test
    @SlowTest
    void bareAgainstBareSaysBetterOrWorseInAtMostOneOfTwenty() {
        assertThat(falselyNamed(200)).isLessThanOrEqualTo(17);
    }

    private static int falselyNamed(int comparisons) {
        int named = 0;
        for (int seed = 0; seed < comparisons; seed++) {
            Comparison comparison =
                    compare(again(2L * seed, 1), again(2L * seed + 1, seed % 2 == 0 ? 1 : 1.3));
            assertThat(comparison.tests()).isGreaterThan(10);
            Set<Standing> standings = standings(comparison);
            boolean any = standings.contains(Standing.BETTER) || standings.contains(Standing.WORSE);
            named += any ? 1 : 0;
        }
        return named;
    }

    private static BundleContent again(long seed, double slowness) {
        return new SyntheticBundle(seed)
                .bareAgain("bare2")
                .blocks(6)
                .distinctValues(40)
                .slowness(slowness)
                .spread(0.1, 0.02)
                .content();
    }

    @Test
    void withinOneBundleSpecimensArePairedByBlocks() {
        BundleContent content =
                new SyntheticBundle(3)
                        .specimen("envoy", 31_000, 120_000)
                        .specimen("minivoy", 14_500, 60_000)
                        .spread(0.3, 0.02)
                        .content();
        Comparison comparison =
                Comparer.specimens(weighed("a", content), "envoy", "minivoy", List.of());
        FigureChange cpu = change(comparison, CLOSED, FigureKind.CPU_PER_REQUEST);
        assertThat(cpu.standing()).isEqualTo(Standing.BETTER);
        assertThat(cpu.interval().orElseThrow().contains(14_500.0 / 31_000 - 1)).isTrue();
        assertThat(cpu.interval().orElseThrow().halfWidth()).isLessThan(0.02);
        assertThat(cpu.bareChange()).isNaN();
        assertThat(comparison.paired()).isTrue();
        assertThat(comparison.scenarios()).hasSize(2);
        assertThat(comparison.scenarios().getFirst().specimens()).isEqualTo("envoy → minivoy");
        Comparison one =
                Comparer.specimens(weighed("a", content), "envoy", "minivoy", List.of(OPEN));
        assertThat(one.scenarios()).extracting(ScenarioChange::workload).containsExactly(OPEN);
    }

    @Test
    void aChangeThatDriftsOverTheRunIsTainted() {
        BundleContent content =
                SyntheticBundle.mapBlocks(
                        new SyntheticBundle(3)
                                .specimen("envoy", 31_000, 120_000)
                                .specimen("leaky", 31_000, 120_000)
                                .content(),
                        block ->
                                new BundleContent.Block(
                                        SyntheticBundle.withSlices(
                                                block.blockRecord(),
                                                block.blockRecord().slices().stream()
                                                        .map(slice -> leaky(slice, block))
                                                        .toList()),
                                        block.sliceHistograms()));
        Comparison comparison =
                Comparer.specimens(weighed("a", content), "envoy", "leaky", List.of());
        FigureChange cpu = change(comparison, CLOSED, FigureKind.CPU_PER_REQUEST);
        assertThat(cpu.standing()).isEqualTo(Standing.WORSE);
        assertThat(cpu.verdict()).isEqualTo(Verdict.TAINTED);
        assertThat(cpu.reasons().getLast().sentence()).startsWith("the change itself rose by ");
    }

    /** From block to block it uses 5 % more. */
    private static SliceRecord leaky(SliceRecord slice, BundleContent.Block block) {
        Usage usage = slice.specimenUsage();
        double factor = 1 + 0.05 * block.blockRecord().index();
        return slice.specimen().equals("leaky")
                ? SyntheticBundle.withSpecimenUsage(
                        slice,
                        new Usage(
                                true,
                                Math.round(usage.cpuNs() * factor),
                                usage.windowNs(),
                                usage.peakResidentBytes(),
                                1,
                                0))
                : slice;
    }

    @Test
    void againstBareOnlyWhatBareHasIsCompared() {
        Comparison comparison =
                Comparer.specimens(
                        weighed("a", envoy(1, 31_000, 120_000).content()),
                        "bare",
                        "envoy",
                        List.of());
        assertThat(comparison.scenarios().getLast().figure(FigureKind.CPU_PER_REQUEST)).isEmpty();
        assertThat(change(comparison, OPEN, FigureKind.RESPONSE_TIME_P50).standing())
                .isEqualTo(Standing.WORSE);
    }

    @Test
    void theSameBundlesGiveTheSameComparison() {
        BundleContent before = envoy(1, 31_000, 120_000).content();
        BundleContent after = envoy(2, 31_000, 120_000).content();
        assertThat(compare(before, after)).isEqualTo(compare(before, after));
    }

    @Test
    void belowSixBlocksNothingIsJudged() {
        Comparison comparison =
                compare(
                        envoy(1, 31_000, 120_000).blocks(5).content(),
                        envoy(2, 62_000, 120_000).content());
        assertThat(standings(comparison)).containsExactly(Standing.NOT_JUDGED);
        assertThat(comparison.anyValid()).isFalse();
        assertThat(comparison.sentence())
                .isEqualTo(
                        "nothing can be compared: 5 blocks that have both halves: below 6 there is"
                                + " no interval");
    }

    @Test
    void anInvalidHalfIsNeverBetterOrWorse() {
        BundleContent before = envoy(1, 31_000, 120_000).content();
        BundleContent after =
                SyntheticBundle.mapSlices(
                        envoy(2, 62_000, 120_000).content(),
                        slice ->
                                slice.specimen().equals("envoy")
                                        ? SyntheticBundle.withMeasured(slice, wrong(slice))
                                        : slice);
        Comparison comparison = compare(before, after);
        FigureChange cpu = change(comparison, CLOSED, FigureKind.CPU_PER_REQUEST);
        assertThat(cpu.standing()).isEqualTo(Standing.NOT_COMPARED);
        assertThat(cpu.after()).isNaN();
        assertThat(cpu.change()).isNaN();
        assertThat(cpu.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(cpu.reasons().getFirst().sentence()).startsWith("after: ");
        FigureChange errors = change(comparison, CLOSED, FigureKind.ERRORS);
        assertThat(errors.standing()).isEqualTo(Standing.WORSE);
        assertThat(errors.change()).isCloseTo(0.05, within(1e-9));
    }

    /** One in twenty answers is of another status. */
    private static Tally wrong(SliceRecord slice) {
        Tally tally = slice.measured();
        long otherwise = tally.sent() / 20;
        return new Tally(
                tally.planned(),
                tally.sent(),
                Map.of(),
                Map.of(Outcome.CORRECT, tally.sent() - otherwise, Outcome.WRONG_STATUS, otherwise),
                0,
                tally.doneInside(),
                tally.correctInside() - otherwise,
                tally.bytesInside(),
                tally.bodyBytes() / tally.sent() * (tally.sent() - otherwise),
                0,
                0);
    }

    @Test
    void faultsOfReadingAreSaid() {
        Comparison comparison =
                Comparer.bundles(
                        Weighed.of(
                                "a",
                                envoy(1, 31_000, 120_000).content(),
                                List.of("a/blocks/0003/slices.hlog: line 7 is no histogram")),
                        weighed("b", envoy(2, 31_000, 120_000).content()),
                        Map.of());
        assertThat(notes(comparison))
                .contains("before: a/blocks/0003/slices.hlog: line 7 is no histogram: left out");
    }

    @Test
    void aRenamedSpecimenIsFoundAgain() {
        BundleContent before = envoy(1, 31_000, 120_000).content();
        BundleContent after =
                new SyntheticBundle(2).specimen("envoy-new", 31_000, 120_000).content();
        Comparison apart = compare(before, after);
        assertThat(apart.scenarios()).isEmpty();
        assertThat(notes(apart))
                .contains("specimen envoy-new is only in the second bundle")
                .contains("specimen envoy is only in the first bundle");
        assertThat(apart.sentence()).startsWith("nothing can be compared: specimen envoy-new");
        Comparison mapped =
                Comparer.bundles(
                        weighed("a", before), weighed("b", after), Map.of("envoy", "envoy-new"));
        assertThat(mapped.scenarios()).hasSize(2);
        assertThat(mapped.anyValid()).isTrue();
    }

    @Test
    void namesThatAreNotThereAreRefusedWithThoseThatAre() {
        Weighed bundle = weighed("a", envoy(1, 31_000, 120_000).content());
        assertThatThrownBy(() -> Comparer.specimens(bundle, "envoy", "squid", List.of()))
                .hasMessage("there is no specimen \"squid\"; there are bare, envoy");
        assertThatThrownBy(() -> Comparer.specimens(bundle, "envoy", "bare", List.of("x")))
                .hasMessage("there is no workload \"x\"; there are 16k-closed, 100b-open");
        assertThatThrownBy(() -> Comparer.specimens(bundle, "envoy", "envoy", List.of()))
                .hasMessageContaining("envoy cannot be compared with itself");
        assertThatThrownBy(() -> Comparer.bundles(bundle, bundle, Map.of("x", "envoy")))
                .hasMessageContaining("x=envoy: no specimen and no workload has these names");
    }
}
