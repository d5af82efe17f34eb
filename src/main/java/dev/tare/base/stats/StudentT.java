package dev.tare.base.stats;

/**
 * Student's t distribution.
 *
 * <p>Source: Student, "The Probable Error of a Mean", Biometrika 6, 1908; the distribution function
 * by the incomplete beta function (Abramowitz and Stegun 26.7.1).
 */
public final class StudentT {
    private static final int MAX_STEPS = 200;

    private StudentT() {}

    /**
     * The probability that T exceeds {@code t}.
     *
     * @param t any finite value
     * @param degreesOfFreedom at least 1
     */
    public static double upperTail(double t, double degreesOfFreedom) {
        requireDegrees(degreesOfFreedom);
        double x = degreesOfFreedom / (degreesOfFreedom + t * t);
        double tail = 0.5 * SpecialFunctions.incompleteBeta(x, degreesOfFreedom / 2, 0.5);
        return t >= 0 ? tail : 1 - tail;
    }

    /** The probability that |T| is {@code |t|} or more. */
    public static double twoSided(double t, double degreesOfFreedom) {
        return 2 * upperTail(Math.abs(t), degreesOfFreedom);
    }

    /**
     * The t within ±which T lies with probability {@code level}: 2.5706 for 0.95 and 5.
     *
     * @param level more than 0 and less than 1
     * @param degreesOfFreedom at least 1
     */
    public static double critical(double level, double degreesOfFreedom) {
        ConfidenceInterval.requireLevel(level);
        requireDegrees(degreesOfFreedom);
        double tail = (1 - level) / 2;
        double low = 0;
        double high = 1;
        while (upperTail(high, degreesOfFreedom) > tail) {
            low = high;
            high *= 2;
        }
        double logScale =
                SpecialFunctions.logGamma((degreesOfFreedom + 1) / 2)
                        - SpecialFunctions.logGamma(degreesOfFreedom / 2)
                        - 0.5 * Math.log(degreesOfFreedom * Math.PI);
        double t = (low + high) / 2;
        for (int step = 0; step < MAX_STEPS; step++) {
            double excess = upperTail(t, degreesOfFreedom) - tail;
            if (excess > 0) {
                low = t;
            } else {
                high = t;
            }
            double density =
                    Math.exp(
                            logScale
                                    - (degreesOfFreedom + 1)
                                            / 2
                                            * Math.log1p(t * t / degreesOfFreedom));
            // Newton's step where it stays between the ends that are known, else halving.
            double next = t + excess / density;
            next = next > low && next < high ? next : (low + high) / 2;
            if (Math.abs(next - t) <= 1e-14 * Math.max(1, t)) {
                return next;
            }
            t = next;
        }
        return t;
    }

    private static void requireDegrees(double degreesOfFreedom) {
        if (!(degreesOfFreedom >= 1)) {
            throw new IllegalArgumentException(
                    "degrees of freedom " + degreesOfFreedom + " must be at least 1");
        }
    }
}
