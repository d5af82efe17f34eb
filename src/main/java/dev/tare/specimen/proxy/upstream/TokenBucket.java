package dev.tare.specimen.proxy.upstream;

import dev.tare.specimen.proxy.config.RateLimit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A rate limit for all requests together: in any time of t seconds at most {@code burst + rate × t}
 * pass.
 *
 * <p>Thread-safety: all threads, without locks. Allocation: none.
 */
public final class TokenBucket {
    private final TokenRate rate;

    /** When the bucket would be full again; in the past if it is. */
    private final AtomicLong fullNs;

    /**
     * A full bucket.
     *
     * @param nowNs monotonic
     */
    public TokenBucket(RateLimit limit, long nowNs) {
        rate = TokenRate.of(limit);
        fullNs = new AtomicLong(nowNs);
    }

    /** Takes a token; false if there is none, and the request must not pass. */
    public boolean tryTake(long nowNs) {
        while (true) {
            long before = fullNs.get();
            long after = rate.fullAfterTaking(before, nowNs);
            if (after == TokenRate.REFUSED) {
                return false;
            }
            if (fullNs.compareAndSet(before, after)) {
                return true;
            }
        }
    }

    /** How long until there is a token, in ns, for {@code Retry-After}; 0 if there is one. */
    public long waitNs(long nowNs) {
        return rate.waitNs(fullNs.get(), nowNs);
    }
}
