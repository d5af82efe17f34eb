package dev.tare.specimen.proxy.upstream;

import dev.tare.base.stats.SplitMix64;
import dev.tare.specimen.proxy.config.RetryPolicy;
import dev.tare.specimen.proxy.config.RetryPolicy.Cause;

/**
 * Whether a request is tried again, and after which pause.
 *
 * <p>Thread-safety: immutable; the pause takes the caller's own random numbers. Allocation: none.
 */
public final class RetryRule {
    private static final int STATUSES = 600;

    private final RetryPolicy policy;
    private final boolean[] retriedStatus = new boolean[STATUSES];
    private final boolean onConnectFailure;
    private final boolean onReset;
    private final boolean onTimeout;
    private final boolean onGatewayError;
    private final boolean onServerError;

    /** The rule of a policy. */
    public RetryRule(RetryPolicy policy) {
        this.policy = policy;
        policy.statuses().forEach(status -> retriedStatus[status] = true);
        onConnectFailure = policy.on().contains(Cause.CONNECT_FAILURE);
        onReset = policy.on().contains(Cause.RESET);
        onTimeout = policy.on().contains(Cause.TIMEOUT);
        onServerError = policy.on().contains(Cause.SERVER_ERROR);
        onGatewayError = onServerError || policy.on().contains(Cause.GATEWAY_ERROR);
    }

    /**
     * Whether the policy wants another try. Budget and breaker are asked besides.
     *
     * @param result what the last try has come to
     * @param status of its answer; 0 without one
     * @param tries made so far, 1 or more
     * @param idempotent whether the request's method is (RFC 9110, section 9.2.2)
     */
    public boolean wantsRetry(TryResult result, int status, int tries, boolean idempotent) {
        if (tries >= policy.tries()) {
            return false;
        }
        boolean harmless = idempotent || policy.anyMethod() || result == TryResult.CONNECT_FAILED;
        return harmless && isCause(result, status);
    }

    private boolean isCause(TryResult result, int status) {
        if (result.hasAnswer() && status > 0 && status < STATUSES && retriedStatus[status]) {
            return true;
        }
        return switch (result) {
            case ANSWERED -> false;
            case SERVER_ERROR -> onServerError;
            case GATEWAY_ERROR -> onGatewayError;
            case CONNECT_FAILED -> onConnectFailure;
            case RESET -> onReset;
            case TIMED_OUT -> onTimeout;
        };
    }

    /**
     * How long to wait before the next try: anything from 0 to a bound that doubles with each, so
     * that those who failed together do not come back together.
     *
     * @param tries made so far, 1 to {@link RetryPolicy#MAX_TRIES}
     * @return ns
     */
    public long backoffNs(int tries, SplitMix64 random) {
        long boundNs = Math.min(policy.backoffNs() << (tries - 1), policy.maxBackoffNs());
        return (long) (random.nextDouble() * boundNs);
    }
}
