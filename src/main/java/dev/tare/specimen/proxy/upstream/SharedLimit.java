package dev.tare.specimen.proxy.upstream;

import dev.tare.specimen.proxy.config.RateLimit;
import org.jspecify.annotations.Nullable;

/**
 * A rate limit that is kept by all threads together.
 *
 * <p>Thread-safety: all threads; without locks where the limit is one for all requests, under a
 * lock of its own where each key has one, so that a client that comes by two threads has no more
 * than by one. Allocation: none.
 */
public final class SharedLimit {
    private final RateLimit config;
    private final @Nullable TokenBucket bucket;
    private final @Nullable KeyedTokenBuckets byKey; // guarded by this

    /**
     * A limit that has counted nothing yet.
     *
     * @param nowNs monotonic
     */
    public SharedLimit(RateLimit config, long nowNs) {
        this.config = config;
        boolean one = config.per() instanceof RateLimit.Per.All;
        bucket = one ? new TokenBucket(config, nowNs) : null;
        byKey = one ? null : new KeyedTokenBuckets(config, nowNs);
    }

    public RateLimit config() {
        return config;
    }

    /**
     * Whether one more request may pass.
     *
     * @param key whose it is; of no matter where the limit is one for all
     */
    public boolean admits(long key, long nowNs) {
        TokenBucket forAll = bucket;
        return forAll != null ? forAll.tryTake(nowNs) : admitsKey(key, nowNs);
    }

    private synchronized boolean admitsKey(long key, long nowNs) {
        return byKey == null || byKey.tryTake(key, nowNs);
    }

    /**
     * How long until one more request may pass, in ns; 0 if it may now.
     *
     * @param key as with {@link #admits}
     */
    public long waitNs(long key, long nowNs) {
        TokenBucket forAll = bucket;
        return forAll != null ? forAll.waitNs(nowNs) : waitOfKeyNs(key, nowNs);
    }

    private synchronized long waitOfKeyNs(long key, long nowNs) {
        return byKey == null ? 0 : byKey.waitNs(key, nowNs);
    }
}
