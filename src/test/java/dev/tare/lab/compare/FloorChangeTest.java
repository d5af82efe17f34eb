package dev.tare.lab.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.CalibrationRecord.Floor;
import dev.tare.lab.bundle.CalibrationRecord.Repeated;
import dev.tare.lab.bundle.SampleCalibration;
import dev.tare.lab.bundle.SyntheticBundle;
import dev.tare.lab.compare.Comparison.Note;
import dev.tare.lab.compare.Comparison.Weight;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class FloorChangeTest {
    private static final BundleContent WITHOUT = new SyntheticBundle(1).blocks(0).content();

    /** Everything of the response time's floor by a factor; spreads of 3 µs, of p99 ten times. */
    private static BundleContent slower(double factor, double cpuNs) {
        return at(2_000, factor, 3_000, cpuNs);
    }

    private static BundleContent at(
            double ratePerSec, double factor, double spreadNs, double cpuNs) {
        return WITHOUT.with(
                SampleCalibration.withFloor(
                        new Floor(
                                ratePerSec,
                                12,
                                500_000_000,
                                12_000,
                                new Repeated(41_000 * factor, spreadNs),
                                new Repeated(38_000 * factor, spreadNs),
                                new Repeated(52_000 * factor, spreadNs),
                                new Repeated(120_000 * factor, 10 * spreadNs),
                                Optional.of(new Repeated(cpuNs, 500)))));
    }

    private static List<String> sentences(BundleContent before, BundleContent after) {
        List<Note> notes = FloorChange.notes(before, after);
        assertThat(notes).allMatch(note -> note.weight() == Weight.REMARK);
        return notes.stream().map(Note::sentence).toList();
    }

    @Test
    void floorsWithinTheirSpreadAreNotSpokenOf() {
        assertThat(sentences(slower(1, 14_000), slower(1, 14_000))).isEmpty();
        // 2.7 to 3.6 µs farther apart: √(3² + 3²) is 4.2.
        assertThat(sentences(slower(1, 14_000), slower(1.07, 14_500))).isEmpty();
    }

    @Test
    void aFloorBeyondItsSpreadIsToldWithWhatItMayHaveMoved() {
        assertThat(sentences(slower(1, 14_000), slower(1.3, 14_500)))
                .containsExactly(
                        "the floor differs: mean 41 ± 3 µs and 53 ± 3 µs, p50 38 ± 3 µs and"
                                + " 49 ± 3 µs, p90 52 ± 3 µs and 68 ± 3 µs; bare takes out a"
                                + " factor, not what is added: up to 15.6 µs of a difference in"
                                + " response time may be the instrument's");
    }

    @Test
    void aFasterFloorIsToldToo() {
        assertThat(sentences(slower(1.3, 14_000), slower(1, 14_000)).getFirst())
                .startsWith("the floor differs: mean 53 ± 3 µs and 41 ± 3 µs");
    }

    @Test
    void oneThatDoublesIsToldHoweverWideItsSpread() {
        BundleContent wide = at(2_000, 1, 100_000, 14_000);
        assertThat(sentences(wide, at(2_000, 1.9, 100_000, 14_000))).isEmpty();
        assertThat(sentences(wide, at(2_000, 2.1, 100_000, 14_000)).getFirst())
                .startsWith("the floor differs: mean ")
                .contains("p99 ")
                .contains("up to 0.132 ms of a difference");
    }

    @Test
    void theInstrumentsOwnCpuIsTold() {
        assertThat(sentences(slower(1, 14_000), slower(1, 21_000)))
                .containsExactly(
                        "the instrument's own CPU a request differs: 14.0 ± 0.5 µs and"
                                + " 21.0 ± 0.5 µs; a closed loop that it limits changes with it");
    }

    @Test
    void floorsAtOtherRatesAreNotCompared() {
        assertThat(sentences(slower(1, 14_000), at(1_000, 3, 3_000, 90_000)))
                .containsExactly(
                        "the floors were measured at 2,000/s and at 1,000/s: they are not"
                                + " compared");
    }

    @Test
    void aBundleWithoutAFloorIsNamed() {
        BundleContent with = slower(1, 14_000);
        assertThat(sentences(WITHOUT, with).getFirst())
                .isEqualTo(
                        "before has no floor of the instrument (older, or no calibration held):"
                                + " whether the instrument itself has changed is not known;"
                                + " ./tare doctor before a run binds one");
        assertThat(sentences(with, WITHOUT).getFirst()).startsWith("after has no floor");
        assertThat(sentences(WITHOUT, WITHOUT).getFirst()).startsWith("neither bundle has a floor");
    }

    @Test
    void whatDiffersStandsInTheComparison() {
        BundleContent bundle =
                new SyntheticBundle(1).specimen("envoy", 31_000, 120_000).blocks(6).content();
        BundleContent calibrated = bundle.with(SampleCalibration.withSpread(3_000));
        Comparison comparison =
                Comparer.bundles(
                        Weighed.of("a", calibrated, List.of()),
                        Weighed.of("b", bundle, List.of()),
                        Map.of());
        assertThat(comparison.notes())
                .extracting(Note::sentence)
                .anyMatch(sentence -> sentence.startsWith("after has no floor"));
    }
}
