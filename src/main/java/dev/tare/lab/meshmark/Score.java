package dev.tare.lab.meshmark;

import dev.tare.lab.verdict.Figure.Interval;
import dev.tare.lab.verdict.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * One MeshMark.
 *
 * @param value 0 to 100; NaN where there is none
 * @param interval from the intervals of all its inputs at once: at their worse ends, and at their
 *     better ends. It is wider than it must be where inputs vary independently, and holds where
 *     they do not; empty where no input has an interval
 * @param verdict VALID; TAINTED, where an input is; INVALID, where there is no score
 * @param efficiencies its inputs, one of every term; none where there was nothing to add up
 * @param reason why there is no score, why it is 0, or what taints it; empty for a plain one
 */
public record Score(
        double value,
        Optional<Interval> interval,
        Verdict verdict,
        List<Efficiency> efficiencies,
        String reason) {
    private static final double LEVEL = 0.95;
    private static final double BEST = 100;

    public Score {
        efficiencies = List.copyOf(efficiencies);
    }

    /** There is none. */
    static Score none(String reason) {
        return new Score(Double.NaN, Optional.empty(), Verdict.INVALID, List.of(), reason);
    }

    /** The offered rate was not kept up with: the work was not done. */
    static Score saturated() {
        return new Score(
                0,
                Optional.empty(),
                Verdict.VALID,
                List.of(),
                "saturated: it did not keep up with the offered rate");
    }

    /**
     * Adds up: Σ_k Σ_i MUE_ki (1 + w_ki) / n_k over Σ_k Σ_i (1 + w_ki) / n_k, times 100, where n_k
     * is how many terms class k has.
     *
     * @param efficiencies at least one
     * @param taint what taints an input; empty for nothing
     */
    static Score of(List<Efficiency> efficiencies, Weights weights, String taint) {
        double value = total(efficiencies, weights, Efficiency::value);
        double low = total(efficiencies, weights, Efficiency::low);
        double high = total(efficiencies, weights, Efficiency::high);
        return new Score(
                value,
                low < high
                        ? Optional.of(
                                new Interval(Math.min(low, value), Math.max(high, value), LEVEL))
                        : Optional.empty(),
                taint.isEmpty() ? Verdict.VALID : Verdict.TAINTED,
                efficiencies,
                taint);
    }

    private static double total(
            List<Efficiency> efficiencies, Weights weights, ToDoubleFunction<Efficiency> part) {
        Map<Term.UtilizationClass, Long> counts =
                efficiencies.stream()
                        .collect(
                                Collectors.groupingBy(
                                        efficiency -> efficiency.term().utilizationClass(),
                                        Collectors.counting()));
        double sum = 0;
        double best = 0;
        for (Efficiency efficiency : efficiencies) {
            Term term = efficiency.term();
            double share = weights.factor(term) / counts.getOrDefault(term.utilizationClass(), 1L);
            sum += share * part.applyAsDouble(efficiency);
            best += share;
        }
        // Rounding in the last binary digit must not lift a perfect score above 100.
        return Math.clamp(BEST * sum / best, 0.0, BEST);
    }
}
