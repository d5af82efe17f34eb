package dev.tare.lab.verdict;

import static dev.tare.lab.verdict.Verdict.INVALID;
import static dev.tare.lab.verdict.Verdict.NOT_RESOLVABLE;

import dev.tare.base.stats.Holm;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All differences from bare that a weighing decides upon, taken together: with twenty that are
 * nothing, one by one at 5 % each, one is expected to look like something. By Holm's procedure the
 * probability that even one of them is called a difference stays at most 5 %.
 *
 * <p>A difference counts where it has an interval and no other rule made it invalid. CPU a request
 * and peak memory are no comparison with bare, which has neither, and do not count.
 *
 * @param tested how many differences there are
 * @param remaining how many of them are told from zero among all
 * @param level the probability that one of them or more is not
 */
public record Comparisons(int tested, int remaining, double level) {
    private static final String REMEDY =
            "More blocks, or fewer specimens and workloads in one run.";

    /** Nothing was compared. */
    public static final Comparisons NONE = new Comparisons(0, 0, 1 - Figure.LEVEL);

    /** Such as {@code Of 42 differences from bare, 31 are told …}; empty where there are none. */
    public String sentence() {
        if (tested == 0) {
            return "";
        }
        return "Of %s from bare, %s told from zero (%s for all of them together, by Holm)"
                .formatted(
                        Words.plural(tested, "difference"),
                        Words.count(remaining) + (remaining == 1 ? " is" : " are"),
                        Words.percent(level));
    }

    /** A weighing's scenarios after the correction, and its count. */
    public record Corrected(List<ScenarioResult> results, Comparisons comparisons) {}

    /** A tare cost in its place. */
    private record Place(int result, FigureKind kind, double probability) {}

    /**
     * Adjusts the probability of every difference for their number, and marks those that their own
     * interval tells from zero but all together do not.
     */
    public static Corrected correct(List<ScenarioResult> results) {
        List<Place> places = places(results);
        double[] alone = places.stream().mapToDouble(Place::probability).toArray();
        double[] amongAll = Holm.adjusted(alone);
        List<Map<FigureKind, Figure>> costs = new ArrayList<>();
        results.forEach(result -> costs.add(new EnumMap<>(FigureKind.class)));
        int remaining = 0;
        for (int i = 0; i < amongAll.length; i++) {
            Place place = places.get(i);
            ScenarioResult result = results.get(place.result());
            Figure cost = result.tareCost(place.kind()).orElseThrow();
            boolean remains = amongAll[i] <= 1 - Figure.LEVEL;
            remaining += remains ? 1 : 0;
            costs.get(place.result())
                    .put(
                            place.kind(),
                            judged(cost, new Chance(alone[i], amongAll[i]), remains, alone.length));
        }
        List<ScenarioResult> corrected = new ArrayList<>();
        for (int r = 0; r < results.size(); r++) {
            corrected.add(
                    costs.get(r).isEmpty()
                            ? results.get(r)
                            : results.get(r).withTareCosts(costs.get(r)));
        }
        return new Corrected(corrected, new Comparisons(alone.length, remaining, 1 - Figure.LEVEL));
    }

    private static List<Place> places(List<ScenarioResult> results) {
        List<Place> places = new ArrayList<>();
        for (int r = 0; r < results.size(); r++) {
            for (FigureKind kind : FigureKind.values()) {
                Optional<Figure> cost = results.get(r).tareCost(kind);
                if (cost.isPresent() && cost.get().verdict() != INVALID) {
                    int at = r;
                    cost.get()
                            .chance()
                            .ifPresent(chance -> places.add(new Place(at, kind, chance.alone())));
                }
            }
        }
        return places;
    }

    private static Figure judged(Figure cost, Chance chance, boolean remains, int tested) {
        Figure judged = cost.withChance(chance);
        boolean alreadySaid = cost.reasons().stream().anyMatch(r -> r.verdict() == NOT_RESOLVABLE);
        if (remains || alreadySaid) {
            return judged;
        }
        return judged.withReason(new Reason(8, NOT_RESOLVABLE, sentence(chance, tested), REMEDY));
    }

    private static String sentence(Chance chance, int tested) {
        return chance.alone() > 1 - Figure.LEVEL
                ? "its interval leaves zero out, but the blocks one by one do not bear it out"
                        + " (probability %s)".formatted(Words.percent(chance.alone()))
                : ("its own interval leaves zero out, but among %s so clear a one comes by chance"
                                + " with a probability of %s")
                        .formatted(
                                Words.plural(tested, "difference"),
                                Words.percent(chance.amongAll()));
    }
}
