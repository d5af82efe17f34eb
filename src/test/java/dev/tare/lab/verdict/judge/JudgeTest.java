package dev.tare.lab.verdict.judge;

import static dev.tare.lab.bundle.SyntheticBundle.CLOSED;
import static dev.tare.lab.bundle.SyntheticBundle.OPEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.BundleReader;
import dev.tare.lab.bundle.SliceRecord;
import dev.tare.lab.bundle.SyntheticBundle;
import dev.tare.lab.bundle.Usage;
import dev.tare.lab.verdict.Figure;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.ScenarioResult;
import dev.tare.lab.verdict.Verdict;
import dev.tare.lab.verdict.Weighing;
import dev.tare.lab.verdict.estimate.ScenarioPair;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JudgeTest {
    @TempDir Path temporary;

    @Test
    void thePlantedCostsAreRecovered() {
        ScenarioResult closed = Planted.result(Planted.healthy(), "envoy", CLOSED);
        Figure cpu = Planted.cost(closed, FigureKind.CPU_PER_REQUEST);
        assertThat(cpu.interval().orElseThrow().contains(31_000)).isTrue();
        assertThat(cpu.value()).isCloseTo(31_000, within(3_500.0));
        assertThat(cpu.verdict()).isEqualTo(Verdict.VALID);
        ScenarioResult open = Planted.result(Planted.healthy(), "envoy", OPEN);
        Figure median = Planted.cost(open, FigureKind.RESPONSE_TIME_P50);
        assertThat(median.interval().orElseThrow().contains(120_000)).isTrue();
        assertThat(median.verdict()).isEqualTo(Verdict.VALID);
        assertThat(open.saturated()).isFalse();
    }

    /**
     * Of 50 experiments each, with true coverages of 95 % (CPU) and simulated 97 % (median), fewer
     * than 41 covered ones have a probability below 10^-3.
     */
    @Test
    void theIntervalsOfTheHeadlineCoverTheTruthAboutAsOftenAsTheySay() {
        int cpu = 0;
        int median = 0;
        for (int seed = 0; seed < 50; seed++) {
            Weighing weighing =
                    Judge.weigh(
                            new SyntheticBundle(seed)
                                    .specimen("envoy", 31_000, 120_000)
                                    .blocks(8)
                                    .spread(0.05, 0.02)
                                    .content());
            cpu += covers(weighing, CLOSED, FigureKind.CPU_PER_REQUEST, 31_000);
            median += covers(weighing, OPEN, FigureKind.RESPONSE_TIME_P50, 120_000);
        }
        assertThat(cpu).isGreaterThanOrEqualTo(41);
        assertThat(median).isGreaterThanOrEqualTo(41);
    }

    private static int covers(Weighing weighing, String workload, FigureKind kind, double truth) {
        Figure cost = Planted.cost(weighing.scenario("envoy", workload).orElseThrow(), kind);
        return cost.interval().orElseThrow().contains(truth) ? 1 : 0;
    }

    /**
     * At the level 99.9 % one in 1,000 by design: of 200, more than 3 happen less than once in
     * 10^4.
     */
    @Test
    void bareAgainstBareTheOriginsCpuSeldomDiffers() {
        int alarms = 0;
        for (int seed = 0; seed < 200; seed++) {
            BundleContent content =
                    new SyntheticBundle(seed)
                            .bareAgain("bare2")
                            .blocks(6)
                            .distinctValues(2)
                            .content();
            ScenarioPair.Difference difference =
                    Judge.originCpuDifference(content, "bare2", "bare", OPEN, 0.999).orElseThrow();
            alarms += difference.interval().contains(0) ? 0 : 1;
        }
        assertThat(alarms).isLessThanOrEqualTo(3);
    }

    @Test
    void anOriginThatIsMadeToWorkMoreIsSeen() {
        BundleContent content = new SyntheticBundle(1).bareAgain("bare2").content();
        BundleContent planted =
                Planted.slices(content, Planted.of("bare2", OPEN), JudgeTest::withBusierOrigin);
        ScenarioPair.Difference difference =
                Judge.originCpuDifference(planted, "bare2", "bare", OPEN, 0.999).orElseThrow();
        assertThat(difference.interval().contains(4_000)).isTrue();
        assertThat(difference.interval().contains(0)).isFalse();
        assertThat(Planted.remarks(Planted.result(planted, "bare2", OPEN)))
                .contains("CPU a request more than with bare");
    }

    private static SliceRecord withBusierOrigin(SliceRecord slice) {
        Usage usage = slice.originUsage();
        return new SliceRecord(
                slice.index(),
                slice.specimen(),
                slice.workload(),
                slice.startNs(),
                slice.measuredStartNs(),
                slice.measuredEndNs(),
                slice.endNs(),
                slice.offeredRatePerSec(),
                slice.lead(),
                slice.measured(),
                slice.specimenUsage(),
                new Usage(true, usage.cpuNs() * 3 / 2, usage.windowNs(), 1, 1, 0),
                slice.instrumentUsage(),
                slice.ioBackEnd());
    }

    @Test
    void withoutAWorkloadOrBelowSixBlocksThereIsNoOriginDifference() {
        BundleContent five = new SyntheticBundle(1).bareAgain("bare2").blocks(5).content();
        assertThat(Judge.originCpuDifference(five, "bare2", "bare", OPEN, 0.95)).isEmpty();
        assertThat(Judge.originCpuDifference(five, "bare2", "bare", "nothing", 0.95)).isEmpty();
    }

    /**
     * Per-figure intervals of 95 %: what is asserted is that no rule calls a healthy run unsound.
     * Seed 4 is left out: its blocks happen to step, which one run in a hundred may
     * (TrendRuleTest).
     */
    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {1, 2, 3, 5, 6, 7, 8, 9, 10, 11})
    void aHealthyExperimentRaisesNoAlarmButTheClosedLoopsLimit(long seed) {
        Weighing weighing =
                Judge.weigh(new SyntheticBundle(seed).specimen("envoy", 31_000, 120_000).content());
        for (ScenarioResult result : weighing.scenarios()) {
            // 4, 8: a difference may be too small; 3: bare is limited by us in a closed loop.
            assertThat(Planted.alarms(result))
                    .as("%s %s", result.specimen(), result.workload())
                    .isSubsetOf(result.open() ? Set.of(4, 8) : Set.of(3, 4, 8));
        }
        assertThat(weighing.anyValidHeadline()).isTrue();
    }

    @Test
    void theSameBundleGivesTheSameWeighingAlsoFromTheDisk() throws Exception {
        BundleContent content = Planted.healthy();
        SyntheticBundle.write(content, temporary.resolve("b"));
        Weighing fromMemory = Judge.weigh(content);
        assertThat(Judge.weigh(content)).isEqualTo(fromMemory);
        assertThat(Judge.weigh(BundleReader.read(temporary.resolve("b")))).isEqualTo(fromMemory);
    }

    @Test
    void theCommittedFixtureIsWeighedAsEver() throws Exception {
        Weighing weighing =
                Judge.weigh(
                        BundleReader.read(Path.of("src/test/resources/bundles/v1-two-specimens")));
        Golden.check("verdict-fixture.txt", Golden.print(weighing));
    }

    @Test
    void scenariosStandByWorkloadAndThenBySpecimen() {
        Weighing weighing =
                Judge.weigh(
                        new SyntheticBundle(1)
                                .specimen("b", 2_000, 1)
                                .specimen("a", 1_000, 1)
                                .blocks(6)
                                .content());
        assertThat(weighing.scenarios())
                .extracting(r -> r.workload() + " " + r.specimen())
                .containsExactly(
                        CLOSED + " bare",
                        CLOSED + " b",
                        CLOSED + " a",
                        OPEN + " bare",
                        OPEN + " b",
                        OPEN + " a");
    }

    @ParameterizedTest(name = "blocks={0}")
    @ValueSource(ints = {1, 2, 5})
    void belowSixBlocksThereAreFiguresButNoIntervalAndNoCost(int blocks) {
        BundleContent content =
                new SyntheticBundle(1)
                        .specimen("envoy", 31_000, 120_000)
                        .blocks(blocks)
                        .plannedBlocks(12)
                        .content();
        Weighing weighing = Judge.weigh(content);
        assertThat(weighing.partial()).isTrue();
        assertThat(weighing.blocks()).isEqualTo(blocks);
        assertThat(weighing.anyValidHeadline()).isFalse();
        ScenarioResult result = weighing.scenario("envoy", OPEN).orElseThrow();
        assertThat(result.tareCosts()).isEmpty();
        assertThat(result.figures().values())
                .allMatch(figure -> figure.interval().isEmpty())
                .allMatch(figure -> !Double.isNaN(figure.value()));
        Set<FigureKind> ofFew = EnumSet.allOf(FigureKind.class);
        ofFew.removeIf(FigureKind::onlyOfMany);
        assertThat(result.figures().keySet()).containsAll(ofFew);
        assertThat(Planted.remarks(result)).contains("below 6 there is no interval");
    }

    @Test
    void withoutAnyBlockThereIsStillAWeighing() {
        Weighing weighing =
                Judge.weigh(
                        new SyntheticBundle(1)
                                .specimen("envoy", 31_000, 120_000)
                                .blocks(0)
                                .plannedBlocks(12)
                                .content());
        assertThat(weighing.scenarios()).isEmpty();
        assertThat(weighing.sentence()).isEqualTo("nothing is weighed yet: no block is whole");
    }

    @Test
    void onlyBlocksThatHoldBothArePaired() {
        BundleContent content = Planted.healthy();
        BundleContent planted =
                SyntheticBundle.mapBlocks(
                        content,
                        block ->
                                block.blockRecord().index() >= 7
                                        ? withoutSlicesOf("bare", block)
                                        : block);
        ScenarioResult result = Planted.result(planted, "envoy", OPEN);
        assertThat(result.blocks()).isEqualTo(12);
        assertThat(result.tareCosts()).containsKey(FigureKind.RESPONSE_TIME_P50);
        BundleContent few =
                SyntheticBundle.mapBlocks(
                        content,
                        block ->
                                block.blockRecord().index() >= 5
                                        ? withoutSlicesOf("bare", block)
                                        : block);
        ScenarioResult unpaired = Planted.result(few, "envoy", OPEN);
        assertThat(unpaired.tareCosts()).isEmpty();
        assertThat(Planted.remarks(unpaired)).contains("5 blocks with bare beside it");
    }

    private static BundleContent.Block withoutSlicesOf(String specimen, BundleContent.Block block) {
        // The indices of the others stay: histograms are found by them.
        return new BundleContent.Block(
                SyntheticBundle.withSlices(
                        block.blockRecord(),
                        block.blockRecord().slices().stream()
                                .filter(slice -> !slice.specimen().equals(specimen))
                                .toList()),
                block.sliceHistograms());
    }

    @Test
    void idleCoresAreThoseOfTheIdleWindows() {
        assertThat(Judge.weigh(Planted.healthy()).idleCores().get("envoy"))
                .isCloseTo(0.001, within(1e-12));
    }
}
