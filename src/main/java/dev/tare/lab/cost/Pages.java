package dev.tare.lab.cost;

import dev.tare.base.stats.BinomialRank;
import dev.tare.lab.verdict.Figure;
import dev.tare.lab.verdict.Figure.Interval;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.ScenarioResult;
import dev.tare.lab.verdict.Verdict;
import dev.tare.lab.verdict.estimate.ResponseTimePercentiles;
import dev.tare.lab.verdict.estimate.ResponseTimePercentiles.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * The response time of a page that makes n calls at once and waits for the slowest.
 *
 * <p>The slowest of n independent calls is at most t with probability F(t)^n, so that the page's
 * quantile p is the call's quantile p^(1/n). Source: Dean and Barroso, "The Tail at Scale",
 * Communications of the ACM 56(2), 2013. Calls that are slow together make a page faster than that.
 *
 * <p>A page has the verdict of the nearest usual percentile of a call that is not below its own.
 *
 * @param percentiles of calls
 * @param bare of the same workload, if it was measured
 * @param question how many calls
 */
record Pages(
        ResponseTimePercentiles percentiles, Optional<ScenarioResult> bare, CostQuestion question) {
    /** The percentiles of a page that are told. */
    static final List<Double> TOLD = List.of(50.0, 99.0);

    private static final double LEVEL = 0.95;
    private static final int FLOOR = 4;
    private static final int SAMPLES = 6;

    /** All pages of a scenario; none in a closed loop. */
    List<PageTime> of(ScenarioResult scenario) {
        return scenario.open()
                ? TOLD.stream().map(percentile -> page(scenario, percentile)).toList()
                : List.of();
    }

    private PageTime page(ScenarioResult scenario, double percentile) {
        double ofCall = 100 * Math.pow(percentile / 100, 1.0 / question.pageCalls());
        Optional<Value> value = percentiles.of(scenario.specimen(), scenario.workload(), ofCall);
        List<Reason> reasons = new ArrayList<>(inherited(ofCall, scenario::figure));
        if (value.isEmpty()) {
            reasons.add(tooFew(ofCall));
        }
        CostFigure response =
                new CostFigure(
                        value.map(Value::value).orElse(Double.NaN),
                        value.flatMap(Value::interval),
                        reasons);
        return new PageTime(percentile, ofCall, response, beyondBare(scenario, ofCall));
    }

    private Optional<CostFigure> beyondBare(ScenarioResult scenario, double ofCall) {
        boolean comparable =
                bare.filter(b -> !b.specimen().equals(scenario.specimen()))
                        .filter(b -> !b.saturated() && !scenario.saturated())
                        .isPresent();
        if (!comparable) {
            return Optional.empty();
        }
        return percentiles
                .difference(
                        scenario.specimen(),
                        bare.orElseThrow().specimen(),
                        scenario.workload(),
                        ofCall)
                .map(difference -> {
                    List<Reason> reasons = new ArrayList<>(inherited(ofCall, scenario::tareCost));
                    difference
                            .interval()
                            .filter(i -> i.contains(0))
                            .ifPresent(i -> reasons.add(floor(i)));
                    return new CostFigure(difference.value(), difference.interval(), reasons);
                });
    }

    /** What rules found of the call's percentile, except those that depend on its own interval. */
    private static List<Reason> inherited(
            double ofCall, Function<FigureKind, Optional<Figure>> figures) {
        return nearest(ofCall, figures).stream()
                .flatMap(figure ->
                        figure.reasons().stream()
                                .filter(reason -> reason.verdict() != Verdict.VALID)
                                .filter(reason -> reason.rule() != FLOOR)
                                .filter(reason -> reason.rule() != SAMPLES)
                                .map(reason ->
                                        new Reason(
                                                reason.rule(),
                                                reason.verdict(),
                                                "the %s of a call: %s"
                                                        .formatted(
                                                                figure.kind().label(),
                                                                reason.sentence()),
                                                reason.remedy())))
                .toList();
    }

    /** The lowest usual percentile that is not below {@code ofCall}; else the highest there is. */
    private static Optional<Figure> nearest(
            double ofCall, Function<FigureKind, Optional<Figure>> figures) {
        List<Figure> usual =
                Arrays.stream(FigureKind.values())
                        .filter(kind -> kind.percentile() >= 0)
                        .flatMap(kind -> figures.apply(kind).stream())
                        .toList();
        return usual.stream()
                .filter(figure -> figure.kind().percentile() >= ofCall)
                .findFirst()
                .or(() -> usual.stream().reduce((lower, higher) -> higher));
    }

    private Reason tooFew(double ofCall) {
        long needed = BinomialRank.smallestCount(ofCall / 100, LEVEL);
        return new Reason(
                SAMPLES,
                Verdict.INVALID,
                String.format(
                        Locale.ROOT,
                        "a page of %,d calls needs the p%.4f of a call, which fewer than %,d"
                                + " requests cannot bound",
                        question.pageCalls(),
                        ofCall,
                        needed),
                "Measure longer, or ask for fewer --page-calls.");
    }

    private static Reason floor(Interval interval) {
        double largest = Math.max(Math.abs(interval.low()), Math.abs(interval.high()));
        return new Reason(
                FLOOR,
                Verdict.NOT_RESOLVABLE,
                String.format(
                        Locale.ROOT,
                        "no difference larger than %.3g ms: the interval holds zero",
                        largest / 1e6),
                "More blocks narrow the interval.");
    }
}
