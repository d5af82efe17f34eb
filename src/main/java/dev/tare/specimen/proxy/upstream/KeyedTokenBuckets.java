package dev.tare.specimen.proxy.upstream;

import dev.tare.specimen.proxy.config.RateLimit;
import java.util.Arrays;

/**
 * A rate limit for each key: in any time of t seconds at most {@code burst + rate × t} requests of
 * one key pass, however many keys there are.
 *
 * <p>Memory is bounded. A bucket that is full again says nothing, and so its place is free for
 * another key. A key that finds no free place in its set of {@link #WAYS} shares one bucket with
 * all such keys until it finds one, and begins there with what it left in the shared bucket: who
 * makes up keys gains nothing by it.
 *
 * <p>Thread-safety: one thread. Threads that are to keep a limit together give each thread its part
 * of it. Allocation: none after construction.
 */
public final class KeyedTokenBuckets {
    /** How many places a key may have. */
    static final int WAYS = 8;

    private final TokenRate rate;
    private final int setMask;
    private final long[] keys;
    private final long[] fullNs;
    private long sharedFullNs;

    /** What the shared bucket was left with by a key of each set. */
    private final long[] sharedBySetNs;

    /**
     * Full buckets.
     *
     * @param limit whose {@code maxKeys} is rounded up to a power of two, 8 at least
     * @param nowNs monotonic
     */
    public KeyedTokenBuckets(RateLimit limit, long nowNs) {
        rate = TokenRate.of(limit);
        int wanted = Math.max(WAYS, limit.maxKeys());
        int capacity = Integer.highestOneBit(wanted - 1) << 1;
        setMask = capacity / WAYS - 1;
        keys = new long[capacity];
        fullNs = new long[capacity];
        Arrays.fill(fullNs, nowNs);
        sharedFullNs = nowNs;
        sharedBySetNs = new long[setMask + 1];
        Arrays.fill(sharedBySetNs, nowNs);
    }

    /** How many keys have room at a time. */
    public int capacity() {
        return keys.length;
    }

    /**
     * Takes a token of a key's bucket; false if there is none, and the request must not pass.
     *
     * @param key a hash that is well mixed ({@link KeyHash})
     */
    public boolean tryTake(long key, long nowNs) {
        int slot = slotOf(key, nowNs);
        long before = slot < 0 ? sharedFullNs : fullNs[slot];
        long after = rate.fullAfterTaking(before, nowNs);
        if (after == TokenRate.REFUSED) {
            return false;
        }
        if (slot < 0) {
            sharedFullNs = after;
            sharedBySetNs[(int) key & setMask] = after;
        } else {
            fullNs[slot] = after;
        }
        return true;
    }

    /** How long until a key has a token, in ns, for {@code Retry-After}; 0 if it has one. */
    public long waitNs(long key, long nowNs) {
        int first = ((int) key & setMask) * WAYS;
        for (int slot = first; slot < first + WAYS; slot++) {
            if (keys[slot] == key && fullNs[slot] - nowNs > 0) {
                return rate.waitNs(fullNs[slot], nowNs);
            }
        }
        return rate.waitNs(sharedFullNs, nowNs);
    }

    /** The key's own place, or one that it takes now; −1 if there is none. */
    private int slotOf(long key, long nowNs) {
        int set = (int) key & setMask;
        int first = set * WAYS;
        int free = -1;
        for (int slot = first; slot < first + WAYS; slot++) {
            boolean full = fullNs[slot] - nowNs <= 0;
            if (!full && keys[slot] == key) {
                return slot;
            }
            if (full) {
                free = slot;
            }
        }
        if (free >= 0) {
            keys[free] = key;
            // The key may be among those of its set that have shared.
            fullNs[free] = sharedBySetNs[set];
        }
        return free;
    }
}
