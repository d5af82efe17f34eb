package dev.tare.lab.objective;

/** How a figure must stand to its bound. */
public enum Relation {
    BELOW("<"),
    AT_MOST("<="),
    ABOVE(">"),
    AT_LEAST(">="),
    EQUAL("==");

    private final String sign;

    Relation(String sign) {
        this.sign = sign;
    }

    /** As it stands in a threshold. */
    public String sign() {
        return sign;
    }

    /** Whether {@code value} stands so to {@code bound}; never for a value that is no number. */
    public boolean holds(double value, double bound) {
        return switch (this) {
            case BELOW -> value < bound;
            case AT_MOST -> value <= bound;
            case ABOVE -> value > bound;
            case AT_LEAST -> value >= bound;
            case EQUAL -> value == bound;
        };
    }
}
