package dev.tare.lab.audit.rule;

import dev.tare.lab.foreign.reader.result.Printed;

/**
 * Where a value lies for sure: what was printed with so many digits is known to half of the last.
 *
 * @param low the least it can be
 * @param high the most it can be
 */
record Range(double low, double high) {
    static Range of(Printed printed) {
        return new Range(printed.low(), printed.high());
    }

    static Range exact(double value) {
        return new Range(value, value);
    }

    /** The product, both not negative. */
    Range times(Range other) {
        return new Range(low * other.low, high * other.high);
    }

    /** The quotient, both positive. */
    Range over(Range other) {
        return new Range(low / other.high, high / other.low);
    }

    Range minus(Range other) {
        return new Range(low - other.high, high - other.low);
    }

    /** Wider by a share of itself. */
    Range widened(double share) {
        return new Range(low - Math.abs(low) * share, high + Math.abs(high) * share);
    }

    boolean overlaps(Range other) {
        return low <= other.high && other.low <= high;
    }

    boolean contains(double value) {
        return low <= value && value <= high;
    }

    double middle() {
        return (low + high) / 2;
    }

    double width() {
        return high - low;
    }
}
