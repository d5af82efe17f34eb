package dev.tare.lab.meshmark;

/**
 * A term's value in one scenario.
 *
 * @param term which one
 * @param value 0 to 1
 * @param low the same at the worse ends of its inputs' intervals, 0 to {@code value}
 * @param high at their better ends, {@code value} to 1
 * @param inputs what it was made of, in words with units
 */
public record Efficiency(Term term, double value, double low, double high, String inputs) {

    public Efficiency {
        if (!(0 <= low && low <= value && value <= high && high <= 1)) {
            throw new IllegalArgumentException(
                    "%s: %s to %s around %s must lie from 0 to 1"
                            .formatted(term.key(), low, high, value));
        }
    }

    /** Of shares that are cut off at 0 and 1, in any order of the ends. */
    static Efficiency of(Term term, double value, double oneEnd, double otherEnd, String inputs) {
        double middle = Math.clamp(value, 0.0, 1.0);
        double low = Math.clamp(Math.min(oneEnd, otherEnd), 0.0, 1.0);
        double high = Math.clamp(Math.max(oneEnd, otherEnd), 0.0, 1.0);
        return new Efficiency(term, middle, Math.min(low, middle), Math.max(high, middle), inputs);
    }
}
