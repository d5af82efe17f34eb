package dev.tare.lab.verdict;

import dev.tare.base.stats.ConfidenceInterval;
import dev.tare.lab.verdict.Figure.Interval;
import java.util.Optional;

/**
 * A value with its interval, before any rule has looked at it.
 *
 * @param value NaN where it cannot be had
 * @param interval empty where there is none
 */
record Estimate(double value, Optional<Interval> interval) {
    static final Estimate NONE = new Estimate(Double.NaN, Optional.empty());

    static Estimate exact(double value) {
        return new Estimate(value, Optional.empty());
    }

    static Estimate of(double value, ConfidenceInterval interval) {
        return new Estimate(value, Optional.of(interval(interval)));
    }

    static Interval interval(ConfidenceInterval interval) {
        return new Interval(interval.low(), interval.high(), interval.level());
    }

    boolean exists() {
        return !Double.isNaN(value);
    }

    /** How far the true value may lie from the printed one, to the farther end; NaN for none. */
    double margin() {
        return interval.map(i -> Math.max(i.high() - value, value - i.low())).orElse(Double.NaN);
    }
}
