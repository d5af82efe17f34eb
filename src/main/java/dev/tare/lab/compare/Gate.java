package dev.tare.lab.compare;

import dev.tare.base.stats.Contrast;
import dev.tare.base.stats.Holm;
import dev.tare.lab.objective.ChangeLimit;
import dev.tare.lab.objective.Relation;
import dev.tare.lab.verdict.Figure.Interval;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.estimate.ScenarioBlocks;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Changes that are not to be, held against a comparison.
 *
 * @param checks one for each limit and scenario that it is about, in order
 */
public record Gate(List<Check> checks) {
    /** A one-sided test at this level and the two-sided interval of 95 % say the same. */
    private static final double ONE_SIDED = (1 - ScenarioBlocks.LEVEL) / 2;

    public Gate {
        checks = List.copyOf(checks);
    }

    /** What is to be done where the bound lies within the interval. */
    public enum Unsure {
        /** It passes: the gate fails only for what is surely beyond the bound. */
        PASS,
        /** The value alone decides. */
        VALUE,
        /** It fails: the gate passes only what is surely not beyond the bound. */
        FAIL
    }

    /** How a change lies to its bound. */
    public enum Certainty {
        /** Surely beyond it. */
        BEYOND,
        /** Surely not beyond it. */
        WITHIN,
        /**
         * The interval holds the bound, or the bound lies beyond only if this were the one test; or
         * the results are in SMP, which has no intervals.
         */
        UNSURE,
        /** There is no interval: the value alone is held against the bound. */
        BY_VALUE,
        /** There is nothing that may be believed. */
        NO_DATA
    }

    /**
     * One limit, held against one scenario.
     *
     * @param limit which
     * @param where specimens and workload, such as {@code envoy · 16k-closed}
     * @param change of its figure; absent where there is none
     * @param certainty how it lies to the bound
     * @param failed whether the gate fails for it
     * @param reason why there is no data, or why to read it with care; may be empty
     */
    public record Check(
            ChangeLimit limit,
            String where,
            Optional<FigureChange> change,
            Certainty certainty,
            boolean failed,
            String reason) {}

    /** Whether any check has failed. */
    public boolean failed() {
        return checks.stream().anyMatch(Check::failed);
    }

    /**
     * Holds limits against a comparison. Of a limit that is about several scenarios each is a
     * check.
     *
     * @throws IllegalArgumentException if a limit names a scenario that is not there
     */
    public static Gate of(List<ChangeLimit> limits, Comparison comparison, Unsure unsure) {
        List<Found> found = new ArrayList<>();
        for (ChangeLimit limit : limits) {
            found.addAll(find(limit, comparison));
        }
        double[] corrected = corrected(found);
        List<Check> checks = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            checks.add(check(found.get(i), corrected[i] < ONE_SIDED, unsure));
        }
        return new Gate(checks);
    }

    /** A limit and what it is about; {@code spreadless} where no change has an interval. */
    private record Found(
            ChangeLimit limit,
            String where,
            Optional<FigureChange> change,
            String missing,
            boolean spreadless) {
        Optional<Contrast> contrast() {
            return change.filter(c -> c.standing().judged()).flatMap(FigureChange::contrast);
        }
    }

    private static List<Found> find(ChangeLimit limit, Comparison comparison) {
        List<ScenarioChange> about =
                comparison.scenarios().stream()
                        .filter(scenario ->
                                limit.scenario().map(name -> isNamed(scenario, name)).orElse(true))
                        .toList();
        if (about.isEmpty() && limit.scenario().isPresent()) {
            throw new IllegalArgumentException(
                    "\"%s\": there is no such scenario; there are %s"
                            .formatted(limit.text(), names(comparison)));
        }
        List<Found> found = new ArrayList<>();
        for (ScenarioChange scenario : about) {
            Optional<FigureChange> change = scenario.figure(limit.kind());
            if (change.isPresent() || !scenario.notCompared().isEmpty()) {
                found.add(
                        new Found(
                                limit,
                                where(scenario),
                                change,
                                scenario.notCompared(),
                                comparison.kind() == Comparison.Kind.SMP));
            }
        }
        if (found.isEmpty()) {
            String missing = "no scenario that is compared has this figure";
            found.add(new Found(limit, "", Optional.empty(), missing, false));
        }
        return found;
    }

    private static String where(ScenarioChange scenario) {
        return scenario.workload().isEmpty()
                ? scenario.specimens()
                : scenario.specimens() + " · " + scenario.workload();
    }

    private static boolean isNamed(ScenarioChange scenario, String name) {
        return Names.Match.isNamed(scenario.before(), scenario.after(), scenario.workload(), name);
    }

    private static String names(Comparison comparison) {
        List<String> names =
                comparison.scenarios().stream()
                        .map(scenario ->
                                scenario.workload().isEmpty()
                                        ? scenario.after()
                                        : scenario.after() + "/" + scenario.workload())
                        .sorted(Comparator.naturalOrder())
                        .toList();
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    /** How likely each is by chance where its change is just at its bound, corrected for all. */
    private static double[] corrected(List<Found> found) {
        List<Integer> tested = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            if (found.get(i).contrast().isPresent()) {
                tested.add(i);
            }
        }
        double[] adjusted =
                Holm.adjusted(
                        tested.stream().mapToDouble(i -> probability(found.get(i))).toArray());
        double[] all = new double[found.size()];
        java.util.Arrays.fill(all, 1);
        for (int t = 0; t < adjusted.length; t++) {
            all[tested.get(t)] = adjusted[t];
        }
        return all;
    }

    private static double probability(Found found) {
        Contrast contrast = found.contrast().orElseThrow();
        FigureKind kind = found.limit().kind();
        double bound =
                FigureChange.inPoints(kind)
                        ? found.limit().bound()
                        : Math.log1p(found.limit().bound());
        return upwards(found.limit().relation())
                ? contrast.probabilityAbove(bound)
                : contrast.probabilityBelow(bound);
    }

    private static boolean upwards(Relation relation) {
        return switch (relation) {
            case ABOVE, AT_LEAST -> true;
            case BELOW, AT_MOST -> false;
            case EQUAL -> throw new IllegalStateException("no limit of a change is an equation");
        };
    }

    private static Check check(Found found, boolean surely, Unsure unsure) {
        Optional<FigureChange> change = found.change();
        Certainty certainty = certainty(found, surely);
        ChangeLimit limit = found.limit();
        boolean holds =
                change.map(c -> limit.relation().holds(c.change(), limit.bound())).orElse(false);
        boolean failed =
                switch (certainty) {
                    case BEYOND, NO_DATA -> true;
                    case WITHIN -> false;
                    case BY_VALUE -> holds;
                    case UNSURE ->
                            switch (unsure) {
                                case PASS -> false;
                                case VALUE -> holds;
                                case FAIL -> true;
                            };
                };
        boolean explained = !found.missing().isEmpty() || certainty == Certainty.BY_VALUE;
        String doubt = explained ? "" : change.map(Gate::doubt).orElse("");
        return new Check(limit, found.where(), change, certainty, failed, found.missing() + doubt);
    }

    private static String doubt(FigureChange change) {
        return change.reasons().stream()
                .max(Comparator.comparing(Reason::verdict))
                .map(Reason::sentence)
                .orElse("");
    }

    private static Certainty certainty(Found found, boolean surely) {
        ChangeLimit limit = found.limit();
        if (found.change().isEmpty()) {
            return Certainty.NO_DATA;
        }
        FigureChange change = found.change().get();
        if (change.standing() == Standing.NOT_JUDGED && change.kind() == FigureKind.PEAK_MEMORY) {
            return Certainty.BY_VALUE;
        }
        if (change.standing() == Standing.NOT_JUDGED && found.spreadless()) {
            return Certainty.UNSURE;
        }
        if (!change.standing().judged()) {
            return Certainty.NO_DATA;
        }
        Interval interval = change.interval().orElseThrow();
        boolean low = limit.relation().holds(interval.low(), limit.bound());
        boolean high = limit.relation().holds(interval.high(), limit.bound());
        if (low && high && surely) {
            return Certainty.BEYOND;
        }
        return low || high ? Certainty.UNSURE : Certainty.WITHIN;
    }
}
