package dev.tare.specimen.proxy;

import dev.tare.specimen.proxy.config.RateLimit;
import dev.tare.specimen.proxy.upstream.KeyedTokenBuckets;
import dev.tare.specimen.proxy.upstream.TokenBucket;
import org.jspecify.annotations.Nullable;

/**
 * A route's rate limit, kept by all loops together.
 *
 * <p>Thread-safety: all threads; without locks where the limit is one for all requests, under a
 * lock of its own where each key has one, so that a client that comes by two threads has no more
 * than by one. Allocation: none.
 */
final class SharedLimit {
    private final RateLimit config;
    private final @Nullable TokenBucket bucket;
    private final @Nullable KeyedTokenBuckets byKey; // guarded by this

    SharedLimit(RateLimit config, long nowNs) {
        this.config = config;
        boolean one = config.per() instanceof RateLimit.Per.All;
        bucket = one ? new TokenBucket(config, nowNs) : null;
        byKey = one ? null : new KeyedTokenBuckets(config, nowNs);
    }

    RateLimit config() {
        return config;
    }

    /**
     * Whether one more request may pass.
     *
     * @param key whose it is; of no matter where the limit is one for all
     */
    boolean admits(long key, long nowNs) {
        TokenBucket forAll = bucket;
        return forAll != null ? forAll.tryTake(nowNs) : admitsKey(key, nowNs);
    }

    private synchronized boolean admitsKey(long key, long nowNs) {
        return byKey == null || byKey.tryTake(key, nowNs);
    }
}
