package dev.tare.lab.verdict.rule;

import static dev.tare.lab.verdict.Verdict.TAINTED;

import dev.tare.base.core.GeneratorHealth;
import dev.tare.base.core.Pauses;
import dev.tare.base.histogram.HistogramLayout;
import dev.tare.lab.bundle.HistogramKind;
import dev.tare.lab.bundle.SliceHealth;
import dev.tare.lab.verdict.Figure;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.Words;
import dev.tare.lab.verdict.estimate.Estimate;
import dev.tare.lab.verdict.estimate.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
public final class HealthRule implements Rule {
    /** Of a maximum, which has no interval: the share that may be a pause. */
    private static final double SHARE_OF_MAXIMUM = 0.5;

    /** Shorter pauses are not worth a remark where they taint nothing. */
    public static final double REMARKABLE_NS = 10e6;

    /** A smaller share of a core's time is not worth a remark where it taints nothing. */
    public static final double REMARKABLE_STEAL = 0.01;

    /** What reading two clocks one after the other may take, and no step. */
    public static final long MIN_STEP_NS = 1_000_000;

    /** What to do where nobody knows who held the instrument up. */
    public static final String ALONE =
            "Leave the instrument's cores to it alone: stop what else runs on the machine.";

    /** What to do where a quota did. */
    public static final String QUOTA =
            "Raise the CPU quota of its control group (cpu.max, cpu.cfs_quota_us), or take it"
                    + " away.";

    /** What to do where the machine beneath did. */
    public static final String OWN_MACHINE =
            "Measure on a machine whose cores are not shared with others.";

    /**
     * How a party stood still while one scenario was loaded.
     *
     * @param words who, how often and how long
     * @param share of the time
     */
    private record Standstill(String words, Pauses pauses, double share, String remedy) {
        static final Standstill NONE = new Standstill("", Pauses.NONE, 0, "");

        Standstill ofBare() {
            return new Standstill("bare: " + words, pauses, share, remedy);
        }

        /** What can have moved a statistic of that scenario. */
        PauseShift shift(Scenario scenario) {
            return pauses.classes().isEmpty()
                    ? new PauseShift(pauses, HistogramLayout.newHistogram(), 0, 0)
                    : PauseShift.of(scenario, pauses, scenario.merged(HistogramKind.RESPONSE_TIME));
        }
    }

    @Override
    public List<Finding> judge(Evidence evidence) {
        Optional<SliceHealths> known = SliceHealths.of(evidence.scenario());
        if (known.isEmpty()) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        List<Standstill> mine = standstills(known.get());
        Optional<List<Standstill>> bare =
                evidence.pair()
                        .flatMap(pair -> SliceHealths.of(pair.bare()))
                        .map(HealthRule::standstills);
        for (int i = 0; i < mine.size(); i++) {
            int party = i;
            Standstill theirs = bare.map(all -> all.get(party).ofBare()).orElse(Standstill.NONE);
            List<Finding> tainted = tainted(evidence, mine.get(i), theirs);
            if (tainted.isEmpty() && mine.get(i).pauses().longestNs() >= REMARKABLE_NS) {
                findings.add(
                        Finding.remark(
                                5, mine.get(i).words() + ", which spoils none of these figures"));
            }
            findings.addAll(tainted);
        }
        findings.addAll(steal(evidence, known.get()));
        clockSteps(evidence.scenario()).ifPresent(findings::add);
        return findings;
    }

    /** Of instrument, origin and specimen, in this order. */
    private static List<Standstill> standstills(SliceHealths health) {
        List<Standstill> standstills = new ArrayList<>();
        Pauses own = health.instrument().pauses();
        boolean quota = health.throttledShare(SliceHealth.INSTRUMENT) > 0;
        standstills.add(
                new Standstill(
                        instrument(
                                health.instrument(),
                                (double) health.throttled(SliceHealth.INSTRUMENT).totalNs()),
                        own,
                        own.totalNs() / health.windowNs(),
                        quota ? QUOTA : ALONE));
        for (String party : List.of(SliceHealth.ORIGIN, SliceHealth.SPECIMEN)) {
            Pauses throttled = health.throttled(party);
            standstills.add(
                    new Standstill(
                            "the " + party + "'s CPU quota held it back " + times(throttled),
                            throttled,
                            health.throttledShare(party),
                            QUOTA));
        }
        return standstills;
    }

    private static String times(Pauses pauses) {
        return "%s, %s at the longest"
                .formatted(
                        Words.plural(pauses.count(), "time"),
                        Words.time((double) pauses.longestNs()));
    }

    /**
     * How often and how long the instrument stood still, and what is known of why.
     *
     * @param throttledNs by its CPU quota; 0: none
     */
    public static String instrument(GeneratorHealth instrument, double throttledNs) {
        return "the instrument stood still "
                + times(instrument.pauses())
                + cause(instrument, throttledNs);
    }

    private static String cause(GeneratorHealth instrument, double throttledNs) {
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

    private static List<Finding> tainted(Evidence evidence, Standstill mine, Standstill bare) {
        List<Finding> findings = new ArrayList<>();
        if (mine.pauses().classes().isEmpty() && bare.pauses().classes().isEmpty()) {
            return findings;
        }
        PauseShift shift = mine.shift(evidence.scenario());
        PauseShift shiftOfBare =
                evidence.pair()
                        .map(pair -> bare.shift(pair.bare()))
                        .orElseGet(() -> Standstill.NONE.shift(evidence.scenario()));
        for (FigureKind kind : Finding.RESPONSE_TIMES) {
            double movedNs = shift.ns(kind);
            double bareNs = shiftOfBare.ns(kind);
            ofFigure(kind, evidence.figures().get(kind), movedNs, mine).ifPresent(findings::add);
            ofCost(
                            kind,
                            evidence.costs().get(kind),
                            Math.max(movedNs, bareNs),
                            movedNs >= bareNs ? mine : bare)
                    .ifPresent(findings::add);
        }
        if (!evidence.scenario().open()) {
            findings.addAll(rates(evidence, mine, bare));
        }
        return findings;
    }

    private static Optional<Finding> ofFigure(
            FigureKind kind, @Nullable Estimate figure, double movedNs, Standstill by) {
        if (figure == null || !figure.exists() || movedNs <= 0) {
            return Optional.empty();
        }
        boolean maximum = kind == FigureKind.RESPONSE_TIME_MAX;
        if (movedNs <= boundNs(maximum, figure)) {
            return Optional.empty();
        }
        String sentence = moved(by.words(), kind.label(), figure.value(), movedNs, maximum);
        return Optional.of(
                Finding.figures(Set.of(kind), new Reason(5, TAINTED, sentence, by.remedy())));
    }

    /**
     * By how much pauses may move a time, ns: half of its interval, without one by anything; half
     * of a maximum.
     */
    public static double boundNs(boolean maximum, Estimate figure) {
        return maximum
                ? SHARE_OF_MAXIMUM * figure.value()
                : figure.interval()
                        .map(Figure.Interval::halfWidth)
                        .orElse(Double.POSITIVE_INFINITY);
    }

    /**
     * That pauses may have moved a time by more than that.
     *
     * @param words of who stood still
     * @param label of the statistic
     * @param valueNs its value
     * @param movedNs the most that it may have been moved by
     */
    public static String moved(
            String words, String label, double valueNs, double movedNs, boolean maximum) {
        return "%s: that can have moved the %s of %s by up to %s, more than half of %s"
                .formatted(
                        words,
                        label,
                        Words.time(valueNs),
                        Words.time(movedNs),
                        maximum ? "it" : "its interval");
    }

    private static Optional<Finding> ofCost(
            FigureKind kind, @Nullable Estimate cost, double movedNs, Standstill by) {
        if (cost == null || !cost.exists() || cost.interval().isEmpty()) {
            return Optional.empty();
        }
        if (movedNs <= cost.interval().get().halfWidth()) {
            return Optional.empty();
        }
        String sentence =
                ("%s: that can have moved the tare cost of the %s, %s, by up to %s, more than half"
                                + " of its interval")
                        .formatted(
                                by.words(),
                                kind.label(),
                                Words.time(cost.value()),
                                Words.time(movedNs));
        return Optional.of(
                Finding.costs(Set.of(kind), new Reason(5, TAINTED, sentence, by.remedy())));
    }

    private static List<Finding> rates(Evidence evidence, Standstill mine, Standstill bare) {
        List<Finding> findings = new ArrayList<>();
        for (FigureKind kind : Finding.RATES) {
            Estimate figure = evidence.figures().get(kind);
            if (beyondHalf(figure, mine.share())) {
                findings.add(Finding.figures(Set.of(kind), rate(kind, mine)));
            }
            Estimate cost = evidence.costs().get(kind);
            if (figure != null
                    && cost != null
                    && cost.exists()
                    && cost.interval().isPresent()
                    && Math.abs(mine.share() - bare.share()) * figure.value()
                            > cost.interval().get().halfWidth()) {
                Standstill longer = mine.share() >= bare.share() ? mine : bare;
                findings.add(Finding.costs(Set.of(kind), rate(kind, longer)));
            }
        }
        return findings;
    }

    private static Reason rate(FigureKind kind, Standstill by) {
        return new Reason(5, TAINTED, rate(by.words(), by.share(), kind.label()), by.remedy());
    }

    /**
     * That a rate may be too low, for nothing was sent in a share of the time.
     *
     * @param words of who stood still
     * @param share of the time, 0 to 1
     * @param label of the rate
     */
    public static String rate(String words, double share, String label) {
        return ("%s, in all %s of the time: the %s may be as much too low, more than half of its"
                        + " interval")
                .formatted(words, Words.percent(share), label);
    }

    /** How much the machine beneath took of a core, a share of the time. */
    public static String stolen(double share) {
        return "the machine beneath took %s of a core's time (steal)"
                .formatted(Words.percent(share));
    }

    /** That a rate may be too low by the share of the time that was stolen. */
    public static String stolenRate(double share, String label) {
        return "%s: the %s may be as much too low, more than half of its interval"
                .formatted(stolen(share), label);
    }

    private static boolean beyondHalf(@Nullable Estimate figure, double share) {
        return figure != null
                && figure.exists()
                && figure.interval().isPresent()
                && share * figure.value() > figure.interval().get().halfWidth();
    }

    private static List<Finding> steal(Evidence evidence, SliceHealths mine) {
        double share = mine.stolenShare();
        List<Finding> findings = new ArrayList<>();
        if (!evidence.scenario().open()) {
            for (FigureKind kind : Finding.RATES) {
                if (beyondHalf(evidence.figures().get(kind), share)) {
                    String sentence = stolenRate(share, kind.label());
                    findings.add(
                            Finding.figures(
                                    Set.of(kind), new Reason(5, TAINTED, sentence, OWN_MACHINE)));
                }
            }
        }
        if (findings.isEmpty() && share >= REMARKABLE_STEAL) {
            findings.add(Finding.remark(5, stolen(share)));
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
