package dev.tare.lab.foreign.reader.result;

/**
 * A figure with the precision it was printed with: what was measured lies within {@code halfUnit}
 * of {@code value}, if the tool rounded to the nearest.
 *
 * @param value in the unit that the field's name says; finite
 * @param halfUnit half a unit in the last place that was printed, in the same unit; 0 where the
 *     tool printed the exact number; finite, not negative
 */
public record Printed(double value, double halfUnit) {
    public Printed {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("a printed value of " + value + " is not finite");
        }
        if (!(halfUnit >= 0) || Double.isInfinite(halfUnit)) {
            throw new IllegalArgumentException(
                    "half a unit of " + halfUnit + " is not 0 or a finite number above");
        }
    }

    /** A figure that was printed with every digit it has. */
    public static Printed exact(double value) {
        return new Printed(value, 0);
    }

    /** The least that rounds to what was printed. */
    public double low() {
        return value - halfUnit;
    }

    /** The most that rounds to what was printed. */
    public double high() {
        return value + halfUnit;
    }

    /** Half a unit as a share of the value; infinite for a printed zero that is not exact. */
    public double relativeHalfUnit() {
        return halfUnit == 0 ? 0 : halfUnit / Math.abs(value);
    }

    /**
     * In another unit.
     *
     * @param factor finite, more than 0
     */
    public Printed times(double factor) {
        return new Printed(value * factor, halfUnit * factor);
    }
}
