package dev.tare.specimen.proxy.upstream;

import dev.tare.specimen.proxy.config.BreakerLimits;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Holds what a cluster is burdened with below its limits, exactly, over all threads.
 *
 * <p>Thread-safety: all threads, without locks. Each count has a cache line of its own. Threads
 * that ask for the last place at once may both be refused, never both let in. Allocation: none.
 */
public final class CircuitBreaker {
    /** What is counted. */
    public enum Burden {
        /** Connections that are open or being opened. */
        CONNECTION(0),
        /** Requests that wait for a connection. */
        PENDING(1),
        /** Requests in flight. */
        REQUEST(2),
        /** Retries in flight. */
        RETRY(3);

        private final int index;

        Burden(int index) {
            this.index = index;
        }
    }

    /** Sixteen ints are 64 bytes, a cache line; twice that, for lines are fetched in pairs. */
    private static final int STRIDE = 32;

    private static final int BURDENS = Burden.values().length;

    private final int[] limits;
    private final AtomicIntegerArray counts = new AtomicIntegerArray((BURDENS + 1) * STRIDE);

    private final AtomicLongArray refused = new AtomicLongArray(BURDENS);

    /** Nothing is counted yet. */
    public CircuitBreaker(BreakerLimits limits) {
        this.limits =
                new int[] {
                    limits.connections(), limits.pending(), limits.requests(), limits.retries()
                };
    }

    /** Takes a place if one is free; then {@link #release} must follow. */
    public boolean tryTake(Burden burden) {
        int slot = slot(burden);
        if (counts.incrementAndGet(slot) <= limits[burden.index]) {
            return true;
        }
        counts.decrementAndGet(slot);
        refused.incrementAndGet(burden.index);
        return false;
    }

    /** Gives a place back. */
    public void release(Burden burden) {
        int left = counts.decrementAndGet(slot(burden));
        assert left >= 0 : burden;
    }

    /** How many places there are. */
    public int limit(Burden burden) {
        return limits[burden.index];
    }

    /** How often no place was free. */
    public long refused(Burden burden) {
        return refused.get(burden.index);
    }

    /** How many places are taken. */
    public int taken(Burden burden) {
        return Math.min(counts.get(slot(burden)), limits[burden.index]);
    }

    private static int slot(Burden burden) {
        return (burden.index + 1) * STRIDE;
    }
}
