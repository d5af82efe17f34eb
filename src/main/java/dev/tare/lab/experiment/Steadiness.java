package dev.tare.lab.experiment;

import java.util.ArrayList;
import java.util.List;

/**
 * Decides when a scenario's warm-up may end: when neither of the last two passes differs from the
 * one before it by more than a bound.
 *
 * <p>The bound is wide, for single passes are short and machines noisy; what it must catch is a
 * compiler or a cache that is still warming up, which shows as factors, not as percents.
 */
final class Steadiness {
    private static final int MIN_PASSES = 3;
    private static final double MAX_CHANGE = 0.12;

    private final List<Double> ratesPerSec = new ArrayList<>();

    void add(double ratePerSec) {
        ratesPerSec.add(ratePerSec);
    }

    /** Whether the rate has become steady. */
    boolean settled() {
        int n = ratesPerSec.size();
        return n >= MIN_PASSES && changeAt(n - 1) <= MAX_CHANGE && changeAt(n - 2) <= MAX_CHANGE;
    }

    /** Completed requests a second: the mean of the last two passes; 0 before the first. */
    double ratePerSec() {
        return ratesPerSec.subList(Math.max(0, ratesPerSec.size() - 2), ratesPerSec.size()).stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(0);
    }

    int passes() {
        return ratesPerSec.size();
    }

    private double changeAt(int pass) {
        double before = ratesPerSec.get(pass - 1);
        return before > 0 ? Math.abs(ratesPerSec.get(pass) / before - 1) : Double.MAX_VALUE;
    }
}
