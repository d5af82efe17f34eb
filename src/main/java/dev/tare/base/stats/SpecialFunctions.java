package dev.tare.base.stats;

/**
 * The few special functions that the intervals need.
 *
 * <p>Source: NIST Digital Library of Mathematical Functions, sections 5.11 (gamma), 8.17
 * (incomplete beta) and 7.6, 7.9 (error function).
 */
final class SpecialFunctions {
    private static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);
    private static final double STIRLING_FROM = 16;
    private static final double CONVERGED = 1e-15;
    private static final double TINY = 1e-300;
    private static final int MIN_TERMS = 1_000;
    private static final double SERIES_UP_TO = 5;

    private SpecialFunctions() {}

    /** The natural logarithm of the gamma function of {@code x} &gt; 0 (DLMF 5.11.1, 5.5.1). */
    static double logGamma(double x) {
        double product = 1;
        double shifted = x;
        while (shifted < STIRLING_FROM) {
            product *= shifted;
            shifted += 1;
        }
        double square = shifted * shifted;
        double tail =
                1 / 12.0 - (1 / 360.0 - (1 / 1260.0 - 1 / (1680.0 * square)) / square) / square;
        double stirling =
                (shifted - 0.5) * Math.log(shifted) - shifted + HALF_LOG_TWO_PI + tail / shifted;
        return stirling - Math.log(product);
    }

    /**
     * The regularised incomplete beta function I_x(a, b), for a, b &gt; 0 and x from 0 to 1 (DLMF
     * 8.17.22, on the side of 8.17.4 where the fraction converges fast).
     */
    static double incompleteBeta(double x, double a, double b) {
        if (x <= 0) {
            return 0;
        }
        if (x >= 1) {
            return 1;
        }
        double logFront =
                logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x);
        double front = Math.exp(logFront);
        return x < (a + 1) / (a + b + 2)
                ? front * betaFraction(x, a, b) / a
                : 1 - front * betaFraction(1 - x, b, a) / b;
    }

    /** The continued fraction of DLMF 8.17.22, evaluated forwards (Lentz, Thompson, Barnett). */
    private static double betaFraction(double x, double a, double b) {
        // It needs of the order of sqrt(max(a, b)) terms near the middle of the distribution.
        int maxTerms = MIN_TERMS + (int) Math.min(1e7, 20 * Math.sqrt(Math.max(a, b)));
        double numerator = 1;
        double denominator = notZero(1 - (a + b) * x / (a + 1));
        denominator = 1 / denominator;
        double value = denominator;
        for (int m = 1; m <= maxTerms; m++) {
            double even = m * (b - m) * x / ((a + 2.0 * m - 1) * (a + 2.0 * m));
            denominator = 1 / notZero(1 + even * denominator);
            numerator = notZero(1 + even / numerator);
            value *= denominator * numerator;
            double odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1));
            denominator = 1 / notZero(1 + odd * denominator);
            numerator = notZero(1 + odd / numerator);
            double step = denominator * numerator;
            value *= step;
            if (Math.abs(step - 1) < CONVERGED) {
                break;
            }
        }
        return value;
    }

    private static double notZero(double value) {
        return Math.abs(value) < TINY ? TINY : value;
    }

    /** The standard normal distribution function at {@code z} (DLMF 7.6.2; 7.9.1 in the tails). */
    static double normalCdf(double z) {
        if (Double.isNaN(z)) {
            return Double.NaN;
        }
        double distance = Math.abs(z);
        double density = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
        double upper;
        if (distance < SERIES_UP_TO) {
            double term = distance;
            double sum = distance;
            for (int k = 1; term > sum * CONVERGED / 10 && k < MIN_TERMS; k++) {
                term *= z * z / (2 * k + 1);
                sum += term;
            }
            upper = 0.5 - density * sum;
        } else {
            double fraction = distance;
            for (int k = 60; k >= 1; k--) {
                fraction = distance + k / fraction;
            }
            upper = density / fraction;
        }
        return z < 0 ? upper : 1 - upper;
    }
}
