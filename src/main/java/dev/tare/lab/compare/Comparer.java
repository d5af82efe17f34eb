package dev.tare.lab.compare;

import static dev.tare.lab.verdict.Verdict.INVALID;
import static dev.tare.lab.verdict.Verdict.TAINTED;
import static dev.tare.lab.verdict.Verdict.VALID;
import static java.lang.Double.NaN;

import dev.tare.base.stats.ConfidenceInterval;
import dev.tare.base.stats.Trend;
import dev.tare.lab.bundle.PlanRecord.WorkloadRecord;
import dev.tare.lab.compare.Comparison.Note;
import dev.tare.lab.compare.Comparison.Weight;
import dev.tare.lab.verdict.Figure.Interval;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.Words;
import dev.tare.lab.verdict.estimate.ScenarioBlocks;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Compares two bundles, or two specimens of one. Pure: the same bundles give the same comparison,
 * bit for bit.
 */
public final class Comparer {
    /** What is compared, in the order in which it is shown. */
    static final List<FigureKind> KINDS =
            Stream.concat(
                            Stream.of(FigureKind.CPU_PER_REQUEST),
                            Stream.concat(
                                    Stream.of(FigureKind.values()).filter(k -> k.percentile() >= 0),
                                    Stream.of(
                                            FigureKind.RESPONSE_TIME_MEAN,
                                            FigureKind.GOODPUT,
                                            FigureKind.ERRORS,
                                            FigureKind.PEAK_MEMORY)))
                    .toList();

    /** A change of bare's beyond which what is left after taking it out is tainted. */
    static final double YARDSTICK_TAINTS = 0.10;

    /** Of all trends that are looked for, the share that may be found where there is none. */
    private static final double TREND_LEVEL = 0.01;

    private final Weighed before;
    private final Weighed after;
    private final boolean paired;
    private final List<Note> notes = new ArrayList<>();
    private final List<ScenarioChange> scenarios = new ArrayList<>();
    private final ChangeEstimator.Draws drawsBefore;
    private final ChangeEstimator.Draws drawsAfter;

    private Comparer(Weighed before, Weighed after, boolean paired) {
        this.before = before;
        this.after = after;
        this.paired = paired;
        // Two bundles may have the same seed: their resamples must still be independent.
        this.drawsBefore =
                new ChangeEstimator.Draws(before.content().manifest().seed(), "compare before");
        this.drawsAfter =
                new ChangeEstimator.Draws(after.content().manifest().seed(), "compare after");
    }

    /**
     * Compares two bundles: every workload on every specimen but bare that both have.
     *
     * @param renamed specimens and workloads of {@code before} that have another name in {@code
     *     after}; those that neither has are refused
     * @throws IllegalArgumentException in one line that names the fault and what is right
     */
    public static Comparison bundles(Weighed before, Weighed after, Map<String, String> renamed) {
        Names names = Names.of(before, after, renamed);
        Comparer comparer = new Comparer(before, after, false);
        comparer.faults(before, "before: ");
        comparer.faults(after, "after: ");
        comparer.notes.addAll(Surroundings.of(before, after, renamed));
        for (Names.Match match : names.matches()) {
            comparer.between(match);
        }
        names.unmatched()
                .forEach(sentence -> comparer.notes.add(new Note(Weight.NOT_COMPARED, sentence)));
        return comparer.comparison(before.name(), after.name());
    }

    /**
     * Compares two specimens of one bundle, block by block.
     *
     * @param one name of the specimen that is held against
     * @param other name of the one that is better or worse
     * @param workloads names; none: all
     * @throws IllegalArgumentException in one line that names the fault and what is right
     */
    public static Comparison specimens(
            Weighed bundle, String one, String other, List<String> workloads) {
        Names.require(bundle, List.of(one, other), workloads);
        Comparer comparer = new Comparer(bundle, bundle, true);
        comparer.faults(bundle, "");
        for (WorkloadRecord workload : bundle.content().manifest().plan().workloads()) {
            if (workloads.isEmpty() || workloads.contains(workload.name())) {
                comparer.within(one, other, workload.name());
            }
        }
        return comparer.comparison(one, other);
    }

    private void faults(Weighed bundle, String label) {
        bundle.faults()
                .forEach(fault -> notes.add(new Note(Weight.REMARK, label + fault + ": left out")));
    }

    private void within(String one, String other, String workload) {
        Optional<Side> first = Side.of(before, one, workload, one);
        Optional<Side> second = Side.of(after, other, workload, other);
        if (first.isEmpty() || second.isEmpty()) {
            notes.add(
                    new Note(
                            Weight.NOT_COMPARED,
                            "%s: no block of %s"
                                    .formatted(workload, first.isEmpty() ? one : other)));
            return;
        }
        Optional<ChangeEstimator> estimator =
                blocks(first.get())
                        .flatMap(mine ->
                                blocks(second.get())
                                        .flatMap(theirs ->
                                                ChangeEstimator.Within.of(
                                                        mine, theirs, drawsBefore)));
        scenario(first.get(), second.get(), estimator);
    }

    private void between(Names.Match match) {
        Optional<Side> first =
                Side.of(before, match.specimenBefore(), match.workloadBefore(), "before");
        Optional<Side> second =
                Side.of(after, match.specimenAfter(), match.workloadAfter(), "after");
        if (first.isEmpty() || second.isEmpty()) {
            notes.add(
                    new Note(
                            Weight.NOT_COMPARED,
                            "%s · %s: no block %s"
                                    .formatted(
                                            match.specimenAfter(),
                                            match.workloadAfter(),
                                            first.isEmpty() ? "before" : "after")));
            return;
        }
        Optional<ChangeEstimator> estimator =
                half(first.get(), drawsBefore)
                        .flatMap(mine ->
                                half(second.get(), drawsAfter)
                                        .map(theirs -> new ChangeEstimator.Between(mine, theirs)));
        scenario(first.get(), second.get(), estimator);
    }

    private static Optional<ScenarioBlocks> blocks(Side side) {
        return ScenarioBlocks.of(side.bundle().content(), side.specimen(), side.workload());
    }

    private static Optional<ChangeEstimator.Half> half(Side side, ChangeEstimator.Draws draws) {
        return blocks(side)
                .flatMap(mine ->
                        ScenarioBlocks.of(
                                        side.bundle().content(),
                                        side.bundle().bare(),
                                        side.workload())
                                .flatMap(bare -> ChangeEstimator.Half.of(mine, bare, draws)));
    }

    private void scenario(Side first, Side second, Optional<ChangeEstimator> estimator) {
        String differences = SameLoad.differences(first, second);
        String refused =
                differences.isEmpty()
                        ? ""
                        : "not the same load: workload %s differs in %s: not compared"
                                .formatted(second.workload().name(), differences);
        int[] blocks =
                estimator
                        .map(ChangeEstimator::blocks)
                        .orElse(new int[] {first.result().blocks(), second.result().blocks()});
        List<FigureChange> changes = new ArrayList<>();
        if (refused.isEmpty()) {
            List<Reason> shared = new ArrayList<>(SameLoad.doubts(first, second));
            notes.stream()
                    .filter(note -> note.weight() == Weight.DOUBT)
                    .map(note ->
                            new Reason(
                                    11,
                                    TAINTED,
                                    note.sentence(),
                                    "Measure both on the same machine."))
                    .forEach(shared::add);
            for (FigureKind kind : KINDS) {
                if (applies(kind, first, second)) {
                    changes.add(change(kind, first, second, estimator, shared));
                }
            }
        }
        scenarios.add(
                new ScenarioChange(
                        first.specimen(),
                        second.specimen(),
                        second.workload().name(),
                        second.result().open(),
                        blocks[0],
                        blocks[1],
                        changes,
                        refused));
    }

    /** An open loop that is kept up with has the rate that it was offered: no result of anybody. */
    private static boolean applies(FigureKind kind, Side first, Side second) {
        if (kind == FigureKind.GOODPUT
                && second.result().open()
                && !first.result().saturated()
                && !second.result().saturated()) {
            return false;
        }
        boolean rare = kind.percentile() > FigureKind.RESPONSE_TIME_P99.percentile();
        if (rare && Double.isNaN(first.shown(kind)) && Double.isNaN(second.shown(kind))) {
            return false;
        }
        boolean one = first.figure(kind).isPresent();
        boolean two = second.figure(kind).isPresent();
        // What bare has not, it cannot have lost: no processes of a specimen.
        boolean ofSpecimen = kind == FigureKind.CPU_PER_REQUEST || kind == FigureKind.PEAK_MEMORY;
        boolean withBare = first.isBare() || second.isBare();
        boolean both = kind.onlyOfMany() || (ofSpecimen && withBare);
        return both ? one && two : one || two;
    }

    private FigureChange change(
            FigureKind kind,
            Side first,
            Side second,
            Optional<ChangeEstimator> estimator,
            List<Reason> shared) {
        boolean againstBare = estimator.map(e -> e.againstBare(kind)).orElse(false);
        boolean withBare = !paired && kind != FigureKind.ERRORS;
        Set<Reason> reasons = new LinkedHashSet<>(first.doubts(kind, withBare));
        reasons.addAll(second.doubts(kind, withBare));
        reasons.addAll(shared);
        for (Side side : List.of(first, second)) {
            if (side.figure(kind).isEmpty()) {
                reasons.add(side.labelled(new Reason(6, INVALID, "it is not there", "")));
            }
        }
        if (!paired && kind == FigureKind.CPU_PER_REQUEST && !againstBare) {
            reasons.add(
                    new Reason(
                            8,
                            TAINTED,
                            "the origin's CPU is not visible in both: what the machine's speed has"
                                    + " changed by is in it",
                            "Let Tare start the origin."));
        }
        double bareChange = againstBare ? estimator.map(e -> e.bareChange(kind)).orElse(NaN) : NaN;
        if (Math.abs(bareChange) > YARDSTICK_TAINTS) {
            reasons.add(yardstick(bareChange));
        }
        boolean invalid = reasons.stream().anyMatch(reason -> reason.verdict() == INVALID);
        double one = first.shown(kind);
        double two = second.shown(kind);
        double plain = kind == FigureKind.ERRORS ? two - one : two / one - 1;
        Optional<ChangeEstimate> estimate =
                invalid || kind == FigureKind.PEAK_MEMORY
                        ? Optional.empty()
                        : estimator.flatMap(e -> e.of(kind));
        if (!invalid && estimate.isEmpty()) {
            reasons.add(withoutInterval(kind, estimator));
        }
        estimate.flatMap(found ->
                        estimator.flatMap(e -> e.trend(kind)).flatMap(trend -> drift(trend, found)))
                .ifPresent(reasons::add);
        boolean points = FigureChange.inPoints(kind);
        return new FigureChange(
                kind,
                one,
                two,
                againstBare
                        ? estimator.map(e -> e.bareChange(kind)).orElse(Double.NaN)
                        : Double.NaN,
                invalid ? NaN : estimate.map(e -> e.change(points)).orElse(plain),
                estimate.map(e -> interval(e.interval())),
                estimate.map(ChangeEstimate::contrast),
                estimate.map(e -> e.contrast().probability()).orElse(1.0),
                invalid ? Standing.NOT_COMPARED : Standing.NOT_JUDGED,
                List.copyOf(reasons));
    }

    /** Rule 7, of the pairs: a change that itself drifts by more than its interval. */
    private Optional<Reason> drift(Trend trend, ChangeEstimate estimate) {
        double tests = (double) KINDS.size() * after.content().manifest().plan().workloads().size();
        double change = Math.expm1(trend.change());
        // As ratios: a fall is as easily seen as the rise that would undo it.
        boolean larger = Math.abs(trend.change()) > interval(estimate.interval()).logWidth(1);
        return larger && trend.probability() < TREND_LEVEL / tests
                ? Optional.of(
                        new Reason(
                                7,
                                TAINTED,
                                "the change itself %s by %s over the run, more than its interval"
                                        .formatted(
                                                change > 0 ? "rose" : "fell",
                                                Words.percent(Math.abs(change))),
                                "A longer warm-up, or a quieter machine."))
                : Optional.empty();
    }

    private static Reason yardstick(double bareChange) {
        return new Reason(
                8,
                TAINTED,
                "bare itself has changed by %s: so much need not touch a specimen alike"
                        .formatted(Words.percent(bareChange)),
                "Measure both in one run, under two names.");
    }

    private static Reason withoutInterval(FigureKind kind, Optional<ChangeEstimator> estimator) {
        if (kind == FigureKind.PEAK_MEMORY) {
            return new Reason(8, VALID, "the most that was seen: it has no interval", "");
        }
        int[] blocks = estimator.map(ChangeEstimator::blocks).orElse(new int[] {0, 0});
        int fewest = Math.min(blocks[0], blocks[1]);
        if (fewest < ScenarioBlocks.MIN_BLOCKS) {
            return new Reason(
                    8,
                    VALID,
                    "%s that have both halves: below %d there is no interval"
                            .formatted(Words.plural(fewest, "block"), ScenarioBlocks.MIN_BLOCKS),
                    "More blocks.");
        }
        return new Reason(
                6,
                VALID,
                "there is not enough of it in every block for an interval",
                "More blocks.");
    }

    private static Interval interval(ConfidenceInterval interval) {
        return new Interval(interval.low(), interval.high(), interval.level());
    }

    private Comparison comparison(String nameBefore, String nameAfter) {
        Decisions decisions = Decisions.of(scenarios);
        String sentence = CompareSentence.of(decisions.scenarios(), notes);
        return new Comparison(
                sentence,
                nameBefore,
                nameAfter,
                paired ? Comparison.Kind.SPECIMENS : Comparison.Kind.BUNDLES,
                before.content().blocks().size(),
                after.content().blocks().size(),
                notes,
                decisions.scenarios(),
                decisions.tests());
    }
}
