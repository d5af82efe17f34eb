package dev.tare.lab.verdict;

import static dev.tare.lab.verdict.Verdict.TAINTED;

import dev.tare.base.core.GeneratorHealth;
import dev.tare.base.core.Pauses;
import dev.tare.lab.bundle.SliceHealth;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Rule 5, health: what pauses of the instrument, CPU quotas of anybody, a machine beneath, and
 * steps of the wall clock can have spoiled.
 *
 * <p>A response time is tainted when a pause can have moved it by more than half of its printed
 * interval ({@link PauseShift}); the largest, which has none, when a pause is longer than half of
 * it. A rate of a closed loop is tainted when the pauses' share of the time is larger than half of
 * its interval: nothing was sent meanwhile. An open loop's rate is what was asked for, and makes up
 * for a pause; CPU a request does not depend on when requests come. Durations are of a monotonic
 * clock, which steps of the wall clock do not touch.
 */
final class HealthRule implements Rule {
    /** Of a maximum, which has no interval: the share that may be a pause. */
    private static final double SHARE_OF_MAXIMUM = 0.5;

    /** Shorter pauses are not worth a remark where they taint nothing. */
    private static final double REMARKABLE_NS = 10e6;

    private static final double REMARKABLE_STEAL = 0.01;

    /** What reading two clocks one after the other may take, and no step. */
    static final long MIN_STEP_NS = 1_000_000;

    private static final String ALONE =
            "Leave the instrument's cores to it alone: stop what else runs on the machine.";
    private static final String QUOTA =
            "Raise the CPU quota of its control group (cpu.max, cpu.cfs_quota_us), or take it"
                    + " away.";
    private static final String OWN_MACHINE =
            "Measure on a machine whose cores are not shared with others.";

    /**
     * Somebody who stood still.
     *
     * @param words who, how often and how long
     */
    private record Suspect(String words, Pauses pauses, Pauses ofBare, String remedy) {}

    @Override
    public List<Finding> judge(Evidence evidence) {
        Optional<SliceHealths> known = SliceHealths.of(evidence.scenario());
        if (known.isEmpty()) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        Optional<SliceHealths> bare = evidence.pair().flatMap(pair -> SliceHealths.of(pair.bare()));
        for (Suspect suspect : suspects(known.get(), bare)) {
            List<Finding> tainted = tainted(evidence, suspect, known.get(), bare);
            if (tainted.isEmpty() && suspect.pauses().longestNs() >= REMARKABLE_NS) {
                findings.add(
                        Finding.remark(
                                5, suspect.words() + ", which spoils none of these figures"));
            }
            findings.addAll(tainted);
        }
        findings.addAll(steal(evidence, known.get()));
        clockSteps(evidence.scenario()).ifPresent(findings::add);
        return findings;
    }

    private static List<Suspect> suspects(SliceHealths mine, Optional<SliceHealths> bare) {
        List<Suspect> suspects = new ArrayList<>();
        Pauses own = mine.instrument().pauses();
        Pauses ofBare = bare.map(b -> b.instrument().pauses()).orElse(Pauses.NONE);
        boolean quota = mine.throttledShare(SliceHealth.INSTRUMENT) > 0;
        suspects.add(
                new Suspect(
                        "the instrument stood still " + times(own) + cause(mine),
                        own,
                        ofBare,
                        quota ? QUOTA : ALONE));
        for (String party : List.of(SliceHealth.ORIGIN, SliceHealth.SPECIMEN)) {
            Pauses throttled = mine.throttled(party);
            suspects.add(
                    new Suspect(
                            "the " + party + "'s CPU quota held it back " + times(throttled),
                            throttled,
                            bare.map(b -> b.throttled(party)).orElse(Pauses.NONE),
                            QUOTA));
        }
        return suspects;
    }

    private static String times(Pauses pauses) {
        return "%s, %s at the longest"
                .formatted(
                        Words.plural(pauses.count(), "time"),
                        Words.time((double) pauses.longestNs()));
    }

    /** What is known of why the instrument stood still. */
    private static String cause(SliceHealths health) {
        GeneratorHealth instrument = health.instrument();
        double throttledNs = health.throttled(SliceHealth.INSTRUMENT).totalNs();
        List<String> causes = new ArrayList<>();
        if (throttledNs > 0) {
            causes.add("its CPU quota: " + Words.time(throttledNs));
        }
        if (instrument.collectionNs() > 0) {
            causes.add(
                    "%s of its heap: %s"
                            .formatted(
                                    Words.plural(instrument.collections(), "collection"),
                                    Words.time((double) instrument.collectionNs())));
        }
        return causes.isEmpty() ? "" : " (" + String.join(", ", causes) + ")";
    }

    private static List<Finding> tainted(
            Evidence evidence, Suspect suspect, SliceHealths mine, Optional<SliceHealths> bare) {
        List<Finding> findings = new ArrayList<>();
        if (suspect.pauses().classes().isEmpty() && suspect.ofBare().classes().isEmpty()) {
            return findings;
        }
        Scenario scenario = evidence.scenario();
        Histogram times = scenario.merged(h -> h.responseTime());
        PauseShift shift = PauseShift.of(scenario, suspect.pauses(), times);
        Optional<PauseShift> shiftOfBare =
                evidence.pair()
                        .filter(_ -> !suspect.ofBare().classes().isEmpty())
                        .map(pair ->
                                PauseShift.of(
                                        pair.bare(),
                                        suspect.ofBare(),
                                        pair.bare().merged(h -> h.responseTime())));
        for (FigureKind kind : Finding.RESPONSE_TIMES) {
            double movedNs = shift.ns(kind);
            ofFigure(kind, evidence.figures().get(kind), movedNs, suspect).ifPresent(findings::add);
            double bareNs = shiftOfBare.map(of -> of.ns(kind)).orElse(0.0);
            ofCost(kind, evidence.costs().get(kind), Math.max(movedNs, bareNs), suspect)
                    .ifPresent(findings::add);
        }
        if (!scenario.open()) {
            double share = suspect.pauses().totalNs() / mine.windowNs();
            double shareOfBare =
                    bare.map(of -> suspect.ofBare().totalNs() / of.windowNs()).orElse(0.0);
            findings.addAll(rates(evidence, suspect, share, shareOfBare));
        }
        return findings;
    }

    private static Optional<Finding> ofFigure(
            FigureKind kind, @Nullable Estimate figure, double movedNs, Suspect suspect) {
        if (figure == null || !figure.exists() || movedNs <= 0) {
            return Optional.empty();
        }
        boolean maximum = kind == FigureKind.RESPONSE_TIME_MAX;
        double boundNs =
                maximum
                        ? SHARE_OF_MAXIMUM * figure.value()
                        : figure.interval()
                                .map(Figure.Interval::halfWidth)
                                .orElse(Double.POSITIVE_INFINITY);
        if (movedNs <= boundNs) {
            return Optional.empty();
        }
        String sentence =
                "%s: that can have moved the %s of %s by up to %s, more than half of %s"
                        .formatted(
                                suspect.words(),
                                kind.label(),
                                Words.time(figure.value()),
                                Words.time(movedNs),
                                maximum ? "it" : "its interval");
        return Optional.of(
                Finding.figures(Set.of(kind), new Reason(5, TAINTED, sentence, suspect.remedy())));
    }

    private static Optional<Finding> ofCost(
            FigureKind kind, @Nullable Estimate cost, double movedNs, Suspect suspect) {
        if (cost == null || !cost.exists() || cost.interval().isEmpty()) {
            return Optional.empty();
        }
        if (movedNs <= cost.interval().get().halfWidth()) {
            return Optional.empty();
        }
        String sentence =
                "%s: that can have moved the tare cost of the %s, %s, by up to %s, more than half"
                        + " of its interval";
        return Optional.of(
                Finding.costs(Set.of(kind), new Reason(5, TAINTED, sentence, suspect.remedy())));
    }

    private static List<Finding> rates(
            Evidence evidence, Suspect suspect, double share, double shareOfBare) {
        List<Finding> findings = new ArrayList<>();
        for (FigureKind kind : Finding.RATES) {
            Estimate figure = evidence.figures().get(kind);
            String sentence =
                    "%s, in all %s of the time: the %s may be as much too low, more than half of"
                            + " its interval";
            Reason reason = new Reason(5, TAINTED, sentence, suspect.remedy());
            if (beyondHalf(figure, share)) {
                findings.add(Finding.figures(Set.of(kind), reason));
            }
            Estimate cost = evidence.costs().get(kind);
            if (figure != null
                    && cost != null
                    && cost.exists()
                    && cost.interval().isPresent()
                    && Math.abs(share - shareOfBare) * figure.value()
                            > cost.interval().get().halfWidth()) {
                findings.add(Finding.costs(Set.of(kind), reason));
            }
        }
        return findings;
    }

    private static boolean beyondHalf(@Nullable Estimate figure, double share) {
        return figure != null
                && figure.exists()
                && figure.interval().isPresent()
                && share * figure.value() > figure.interval().get().halfWidth();
    }

    private static List<Finding> steal(Evidence evidence, SliceHealths mine) {
        double share = mine.stolenShare();
        String words =
                "the machine beneath took %s of a core's time (steal)"
                        .formatted(Words.percent(share));
        List<Finding> findings = new ArrayList<>();
        if (!evidence.scenario().open()) {
            for (FigureKind kind : Finding.RATES) {
                if (beyondHalf(evidence.figures().get(kind), share)) {
                    String sentence =
                            "%s: the %s may be as much too low, more than half of its interval"
                                    .formatted(words, kind.label());
                    findings.add(
                            Finding.figures(
                                    Set.of(kind), new Reason(5, TAINTED, sentence, OWN_MACHINE)));
                }
            }
        }
        if (findings.isEmpty() && share >= REMARKABLE_STEAL) {
            findings.add(Finding.remark(5, words));
        }
        return findings;
    }

    private static Optional<Finding> clockSteps(Scenario scenario) {
        List<Stepped> steps =
                scenario.blocks().stream()
                        .flatMap(HealthRule::stepsOf)
                        .filter(step -> Math.abs((double) step.ns()) >= MIN_STEP_NS)
                        .toList();
        if (steps.isEmpty()) {
            return Optional.empty();
        }
        Stepped first = steps.getFirst();
        String sentence =
                ("the wall clock was set %s in %s, by %s in block %d: no duration is touched, for"
                                + " these are of the monotonic clock; instants of wall time are")
                        .formatted(
                                first.ns() > 0 ? "forward" : "back",
                                Words.plural(steps.size(), "slice"),
                                Words.time(Math.abs((double) first.ns())),
                                first.block());
        return Optional.of(Finding.remark(5, sentence));
    }

    /** How the wall clock was set while a slice of a block ran. */
    private record Stepped(int block, long ns) {}

    private static Stream<Stepped> stepsOf(Scenario.Block block) {
        return block.slices().stream()
                .map(slice -> new Stepped(block.index(), slice.counts().health().clockStepNs()));
    }
}
