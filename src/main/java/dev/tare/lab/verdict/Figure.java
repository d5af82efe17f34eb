package dev.tare.lab.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One figure of a scenario, or one tare cost, with its verdict.
 *
 * @param kind what it is
 * @param value in the kind's unit; NaN where there is none (then {@code verdict} is INVALID)
 * @param interval where the true value lies; empty where there is none, as below six blocks
 * @param lowerBound the value is to be read as "at least": the instrument or the origin was the
 *     limit (rule 3)
 * @param reasons why; empty for a plain VALID
 * @param chance of a difference from bare: how likely it is nothing; empty for any other figure,
 *     and where there is no interval
 * @param advice how much longer to measure; empty where it is known well enough, or nothing can be
 *     said
 */
public record Figure(
        FigureKind kind,
        double value,
        Optional<Interval> interval,
        boolean lowerBound,
        List<Reason> reasons,
        Optional<Chance> chance,
        Optional<Advice> advice) {

    /** Level of confidence of every interval that is printed. */
    public static final double LEVEL = 0.95;

    public Figure {
        reasons = List.copyOf(reasons);
    }

    /** A figure that is not compared, without advice. */
    public Figure(
            FigureKind kind,
            double value,
            Optional<Interval> interval,
            boolean lowerBound,
            List<Reason> reasons) {
        this(kind, value, interval, lowerBound, reasons, Optional.empty(), Optional.empty());
    }

    Figure withChance(Chance known) {
        return new Figure(kind, value, interval, lowerBound, reasons, Optional.of(known), advice);
    }

    Figure withReason(Reason further) {
        List<Reason> all = new ArrayList<>(reasons);
        all.add(further);
        return new Figure(kind, value, interval, lowerBound, all, chance, advice);
    }

    /** The worst verdict of all its reasons. */
    public Verdict verdict() {
        return reasons.stream().map(Reason::verdict).reduce(Verdict.VALID, Verdict::and);
    }

    /**
     * A confidence interval.
     *
     * @param low lower end, in the figure's unit
     * @param high upper end
     * @param level of confidence, such as 0.95
     */
    public record Interval(double low, double high, double level) {
        /** Half its width. */
        public double halfWidth() {
            return (high - low) / 2;
        }

        /**
         * The logarithm of how many times its upper end is its lower one.
         *
         * @param zero what both ends are counted from, in the figure's unit: bare's figure for a
         *     tare cost, 0 for a figure
         * @return infinite where the lower end is not above zero
         */
        public double logWidth(double zero) {
            return zero + low > 0
                    ? Math.log((zero + high) / (zero + low))
                    : Double.POSITIVE_INFINITY;
        }

        /** Whether {@code value} lies within it, ends included. */
        public boolean contains(double value) {
            return low <= value && value <= high;
        }
    }
}
