package dev.tare.lab.compare;

import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.CalibrationRecord;
import dev.tare.lab.bundle.CalibrationRecord.Floor;
import dev.tare.lab.bundle.CalibrationRecord.Repeated;
import dev.tare.lab.compare.Comparison.Note;
import dev.tare.lab.compare.Comparison.Weight;
import dev.tare.lab.verdict.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Whether the instrument itself has changed between two bundles: what it adds to a response time,
 * and its own CPU a request, as {@code tare doctor} measured them against a server that does
 * nothing ({@code docs/doctor.md}).
 *
 * <p>A floor has changed where its two values are farther apart than two repeats are from each
 * other, √(s₁² + s₂²) with s the spreads, or where one is twice the other.
 */
final class FloorChange {
    private static final double TWOFOLD = 2;

    private static final List<Statistic> STATISTICS =
            List.of(
                    new Statistic("mean", Floor::mean),
                    new Statistic("p50", Floor::p50),
                    new Statistic("p90", Floor::p90),
                    new Statistic("p99", Floor::p99));

    /** Of the floor's response times. */
    private record Statistic(String label, Function<Floor, Repeated> of) {}

    private FloorChange() {}

    /** What there is to say: nothing where both floors are alike. */
    static List<Note> notes(BundleContent before, BundleContent after) {
        Optional<Floor> first = before.calibration().flatMap(CalibrationRecord::floor);
        Optional<Floor> second = after.calibration().flatMap(CalibrationRecord::floor);
        if (first.isEmpty() || second.isEmpty()) {
            return List.of(missing(first.isPresent(), second.isPresent()));
        }
        if (first.get().offeredRatePerSec() != second.get().offeredRatePerSec()) {
            return List.of(
                    remark(
                            "the floors were measured at %s and at %s: they are not compared"
                                    .formatted(
                                            Words.rate(first.get().offeredRatePerSec()),
                                            Words.rate(second.get().offeredRatePerSec()))));
        }
        List<Note> notes = new ArrayList<>();
        responseTimes(first.get(), second.get()).ifPresent(notes::add);
        first.get()
                .instrumentCpu()
                .flatMap(one -> second.get().instrumentCpu().flatMap(two -> cpu(one, two)))
                .ifPresent(notes::add);
        return notes;
    }

    private static Note missing(boolean first, boolean second) {
        String none = first ? "after has no" : second ? "before has no" : "neither bundle has a";
        return remark(
                none
                        + " floor of the instrument (older, or no calibration held): whether the"
                        + " instrument itself has changed is not known; ./tare doctor before a run"
                        + " binds one");
    }

    private static Optional<Note> responseTimes(Floor first, Floor second) {
        List<String> found = new ArrayList<>();
        double farthestNs = 0;
        for (Statistic statistic : STATISTICS) {
            Repeated one = statistic.of().apply(first);
            Repeated two = statistic.of().apply(second);
            if (changed(one, two)) {
                found.add("%s %s".formatted(statistic.label(), both(one, two)));
                farthestNs = Math.max(farthestNs, Math.abs(two.valueNs() - one.valueNs()));
            }
        }
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        remark(
                                ("the floor differs: %s; bare takes out a factor, not what is"
                                                + " added: up to %s of a difference in response"
                                                + " time may be the instrument's")
                                        .formatted(
                                                String.join(", ", found), Words.time(farthestNs))));
    }

    private static Optional<Note> cpu(Repeated one, Repeated two) {
        return changed(one, two)
                ? Optional.of(
                        remark(
                                ("the instrument's own CPU a request differs: %s; a closed loop"
                                                + " that it limits changes with it")
                                        .formatted(both(one, two))))
                : Optional.empty();
    }

    private static boolean changed(Repeated one, Repeated two) {
        double lower = Math.min(one.valueNs(), two.valueNs());
        double upper = Math.max(one.valueNs(), two.valueNs());
        boolean beyondSpread = upper - lower > Math.hypot(one.spreadNs(), two.spreadNs());
        return beyondSpread || (upper > 0 && upper >= TWOFOLD * lower);
    }

    private static String both(Repeated one, Repeated two) {
        return "%s and %s"
                .formatted(
                        Words.time(one.valueNs(), one.spreadNs()),
                        Words.time(two.valueNs(), two.spreadNs()));
    }

    private static Note remark(String sentence) {
        return new Note(Weight.REMARK, sentence);
    }
}
