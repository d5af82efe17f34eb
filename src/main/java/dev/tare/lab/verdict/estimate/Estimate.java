package dev.tare.lab.verdict.estimate;

import dev.tare.base.stats.ConfidenceInterval;
import dev.tare.lab.verdict.Figure.Interval;
import java.util.Optional;

/**
 * A value with its interval, before any rule has looked at it.
 *
 * @param value NaN where it cannot be had
 * @param interval empty where there is none
 * @param probability of a difference from bare: that one as large comes by chance; NaN where
 *     nothing is compared
 * @param rankMargin of a percentile: its farther margin by ranks alone; 0 for anything else
 */
public record Estimate(
        double value, Optional<Interval> interval, double probability, double rankMargin) {
    /** What cannot be had. */
    public static final Estimate NONE = new Estimate(Double.NaN, Optional.empty());

    /** A figure that is compared with nothing. */
    public Estimate(double value, Optional<Interval> interval) {
        this(value, interval, Double.NaN, 0);
    }

    /** A value that is counted, not estimated: without an interval. */
    public static Estimate exact(double value) {
        return new Estimate(value, Optional.empty());
    }

    /** A value with its interval. */
    public static Estimate of(double value, ConfidenceInterval interval) {
        return new Estimate(value, Optional.of(interval(interval)));
    }

    /** The same, of a difference from bare. */
    Estimate compared(double chance) {
        return new Estimate(value, interval, chance, rankMargin);
    }

    /** The same, of a percentile whose interval by ranks alone is {@code ranks}. */
    Estimate byRanks(ConfidenceInterval ranks) {
        double margin = Math.max(0, Math.max(ranks.high() - value, value - ranks.low()));
        return new Estimate(value, interval, probability, margin);
    }

    static Interval interval(ConfidenceInterval interval) {
        return new Interval(interval.low(), interval.high(), interval.level());
    }

    /** Whether it can be had. */
    public boolean exists() {
        return !Double.isNaN(value);
    }

    /** How far the true value may lie from the printed one, to the farther end; NaN for none. */
    public double margin() {
        return interval.map(i -> Math.max(i.high() - value, value - i.low())).orElse(Double.NaN);
    }
}
