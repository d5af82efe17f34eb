package dev.tare.lab.compare;

import static dev.tare.lab.bundle.SyntheticBundle.CLOSED;
import static dev.tare.lab.bundle.SyntheticBundle.OPEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.SampleCalibration;
import dev.tare.lab.bundle.SliceRecord;
import dev.tare.lab.bundle.SyntheticBundle;
import dev.tare.lab.compare.Comparison.Note;
import dev.tare.lab.compare.Comparison.Weight;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Verdict;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SurroundingsTest {
    private static BundleContent bundle(long seed) {
        return new SyntheticBundle(seed)
                .specimen("envoy", 31_000, 120_000)
                .blocks(6)
                .spread(0.02, 0.02)
                .content();
    }

    private static Comparison compare(BundleContent before, BundleContent after) {
        return Comparer.bundles(
                Weighed.of("a", before, List.of()), Weighed.of("b", after, List.of()), Map.of());
    }

    private static ScenarioChange scenario(Comparison comparison, String workload) {
        return comparison.scenarios().stream()
                .filter(scenario -> scenario.workload().equals(workload))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anotherMachineTaintsEverything() {
        Comparison comparison =
                compare(bundle(1), Altered.machine(bundle(2), "Other CPU", "6.1.0"));
        assertThat(comparison.notes())
                .contains(
                        new Note(
                                Weight.DOUBT,
                                "another machine: CPU Synthetic CPU and Other CPU; bare takes out"
                                        + " how fast a machine is, not how a specimen likes it"))
                .contains(new Note(Weight.REMARK, "the system differs: kernel 6.18.0 and 6.1.0"));
        assertThat(comparison.scenarios())
                .flatExtracting(ScenarioChange::figures)
                .filteredOn(change -> change.standing().judged())
                .isNotEmpty()
                .allMatch(change -> change.verdict() == Verdict.TAINTED);
        assertThat(comparison.anyValid()).isFalse();
        assertThat(comparison.sentence())
                .contains("believe it: with doubt, because another machine: ");
    }

    @Test
    void anotherLoadIsNotComparedAndTheOtherWorkloadIs() {
        Comparison comparison = compare(bundle(1), Altered.connections(bundle(2), OPEN, 16));
        ScenarioChange open = scenario(comparison, OPEN);
        assertThat(open.notCompared())
                .isEqualTo(
                        "not the same load: workload 100b-open differs in connections 64 and 16:"
                                + " not compared");
        assertThat(open.figures()).isEmpty();
        assertThat(scenario(comparison, CLOSED).figures()).isNotEmpty();
    }

    @Test
    void aRateThatIsATwentiethHigherTaintsAndAFifthIsAnotherLoad() {
        ScenarioChange nearly = scenario(compare(bundle(1), offered(1.05)), OPEN);
        assertThat(nearly.figure(FigureKind.RESPONSE_TIME_P50).orElseThrow().reasons())
                .extracting(reason -> reason.sentence())
                .contains("the loads differ: rates 2,000/s and 2,100/s");
        ScenarioChange another = scenario(compare(bundle(1), offered(1.2)), OPEN);
        assertThat(another.notCompared()).contains("differs in rates 2,000/s and 2,400/s");
    }

    private static BundleContent offered(double factor) {
        return SyntheticBundle.mapSlices(
                bundle(2),
                slice ->
                        new SliceRecord(
                                slice.index(),
                                slice.specimen(),
                                slice.workload(),
                                slice.startNs(),
                                slice.measuredStartNs(),
                                slice.measuredEndNs(),
                                slice.endNs(),
                                slice.offeredRatePerSec() * factor,
                                slice.lead(),
                                slice.measured(),
                                slice.specimenUsage(),
                                slice.originUsage(),
                                slice.instrumentUsage(),
                                slice.ioBackEnd()));
    }

    @Test
    void twoCopiesOfOneRunAreSaidToBeSo() {
        BundleContent one = bundle(1).with(SampleCalibration.withSpread(3_000));
        BundleContent two = bundle(2).with(SampleCalibration.withSpread(3_000));
        assertThat(compare(one, one).notes())
                .containsExactly(new Note(Weight.REMARK, "both bundles hold the same run"));
        assertThat(compare(one, two).notes())
                .containsExactly(new Note(Weight.REMARK, "the seeds differ: 1 and 2"));
    }

    @Test
    void aBareThatHasChangedTooMuchIsNoYardstick() {
        BundleContent slower =
                new SyntheticBundle(2)
                        .specimen("envoy", 31_000, 120_000)
                        .blocks(6)
                        .spread(0.02, 0.02)
                        .slowness(1.3)
                        .content();
        FigureChange median =
                scenario(compare(bundle(1), slower), OPEN)
                        .figure(FigureKind.RESPONSE_TIME_P50)
                        .orElseThrow();
        assertThat(median.standing()).isEqualTo(Standing.NO_DIFFERENCE);
        assertThat(median.verdict()).isEqualTo(Verdict.TAINTED);
        assertThat(median.reasons().getLast().sentence())
                .startsWith("bare itself has changed by ")
                .endsWith("so much need not touch a specimen alike");
    }
}
