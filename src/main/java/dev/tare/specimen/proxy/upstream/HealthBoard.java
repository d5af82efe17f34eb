package dev.tare.specimen.proxy.upstream;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Which endpoints of a cluster are healthy: written by those who check, read by all threads.
 *
 * <p>Thread-safety: any; each endpoint's own bit has one writer. Allocation: none.
 */
public final class HealthBoard {
    private final int size;

    /** A bit an endpoint, 1 if it is unhealthy. */
    private final AtomicLongArray unhealthy;

    private final AtomicInteger version = new AtomicInteger();

    /**
     * All are healthy.
     *
     * @param size how many endpoints, 1 or more
     */
    public HealthBoard(int size) {
        this.size = size;
        unhealthy = new AtomicLongArray(Math.ceilDiv(size, Long.SIZE));
    }

    /** How many endpoints there are. */
    public int size() {
        return size;
    }

    /** Says that an endpoint is healthy, or is not. */
    public void set(int endpoint, boolean healthy) {
        Objects.checkIndex(endpoint, size);
        long bit = 1L << endpoint;
        int word = endpoint / Long.SIZE;
        long before =
                healthy
                        ? unhealthy.getAndAccumulate(word, ~bit, (bits, mask) -> bits & mask)
                        : unhealthy.getAndAccumulate(word, bit, (bits, mask) -> bits | mask);
        boolean wasHealthy = (before & bit) == 0;
        if (wasHealthy != healthy) {
            // Behind the bit: who sees the new version sees the bit too.
            version.incrementAndGet();
        }
    }

    /** Whether an endpoint is healthy. */
    public boolean isHealthy(int endpoint) {
        Objects.checkIndex(endpoint, size);
        return (unhealthy.get(endpoint / Long.SIZE) & (1L << endpoint)) == 0;
    }

    /** Another number after every change. */
    int version() {
        return version.get();
    }
}
