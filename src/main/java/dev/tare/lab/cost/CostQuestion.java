package dev.tare.lab.cost;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is asked about the cost of running.
 *
 * @param prices money is told only where there are any
 * @param atRatePerSec the rate at which money is told, more than 0; empty: the measured one
 * @param pageCalls calls that a page makes, 1 to {@link #MAX_PAGE_CALLS}
 */
public record CostQuestion(Optional<Prices> prices, OptionalDouble atRatePerSec, int pageCalls) {
    /** A page of more calls would need percentiles that no run can bound. */
    public static final int MAX_PAGE_CALLS = 10_000;

    /** Of a page, where the user names no number. */
    public static final int DEFAULT_PAGE_CALLS = 20;

    /** A higher rate is a slip of the pen. */
    public static final double MAX_RATE_PER_SEC = 1e9;

    /** No money, and a page of {@link #DEFAULT_PAGE_CALLS}. */
    public static final CostQuestion DEFAULT =
            new CostQuestion(Optional.empty(), OptionalDouble.empty(), DEFAULT_PAGE_CALLS);

    public CostQuestion {
        double rate = atRatePerSec.orElse(1);
        if (!(rate > 0 && rate <= MAX_RATE_PER_SEC)) {
            throw new IllegalArgumentException(
                    "at-rate %s/s must be more than 0 and at most %.0f/s"
                            .formatted(rate, MAX_RATE_PER_SEC));
        }
        if (pageCalls < 1 || pageCalls > MAX_PAGE_CALLS) {
            throw new IllegalArgumentException(
                    "page-calls %d must lie from 1 to %d".formatted(pageCalls, MAX_PAGE_CALLS));
        }
    }
}
