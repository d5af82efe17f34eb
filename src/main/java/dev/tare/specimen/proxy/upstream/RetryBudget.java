package dev.tare.specimen.proxy.upstream;

import dev.tare.specimen.proxy.config.RetryBudgetPolicy;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps retries a bounded share of a cluster's requests, so that a cluster that fails under its
 * load does not get many times the load.
 *
 * <p>At no moment are there more retries in flight than {@code max(min, percent of the requests in
 * flight)} was when the last of them began.
 *
 * <p>Thread-safety: all threads, without locks; threads that ask at once may both be refused where
 * one would fit, never the other way. Allocation: none.
 */
public final class RetryBudget {
    private final RetryBudgetPolicy policy;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger retries = new AtomicInteger();

    /** Nothing is in flight. */
    public RetryBudget(RetryBudgetPolicy policy) {
        this.policy = policy;
    }

    /** A request has begun; {@link #requestEnded} must follow. Its retries are not told here. */
    public void requestBegun() {
        requests.incrementAndGet();
    }

    /** A request has ended, with its last try. */
    public void requestEnded() {
        int left = requests.decrementAndGet();
        assert left >= 0 : left;
    }

    /** Begins a retry if there is room for one; then {@link #retryEnded} must follow. */
    public boolean tryRetry() {
        int wanted = retries.incrementAndGet();
        if (wanted <= allowed()) {
            return true;
        }
        retries.decrementAndGet();
        return false;
    }

    /** A retry has ended, however. */
    public void retryEnded() {
        int left = retries.decrementAndGet();
        assert left >= 0 : left;
    }

    /** How many retries there may be with the requests that are in flight now. */
    public int allowed() {
        long share = (long) requests.get() * policy.percent() / 100;
        return (int) Math.max(policy.minRetries(), share);
    }

    /** How many retries are in flight. */
    public int retries() {
        return retries.get();
    }
}
