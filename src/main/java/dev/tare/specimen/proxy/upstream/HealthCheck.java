package dev.tare.specimen.proxy.upstream;

import dev.tare.base.stats.SplitMix64;
import dev.tare.specimen.proxy.config.HealthCheckPolicy;

/**
 * When one endpoint is to be checked, and what its answers make of it. Who sends the checks asks
 * {@link #isDue} and tells what came of it:
 *
 * <pre>{@code
 * if (check.isDue(nowNs)) { check.begun(nowNs); send(); }
 * if (check.isLate(nowNs)) { cancel(); check.failed(nowNs); }
 * }</pre>
 *
 * <p>An endpoint counts as healthy until its first check has ended; that one decides alone. From
 * then on it takes as many in a row as the policy says. First checks are spread over one interval.
 *
 * <p>Thread-safety: one thread. Allocation: none.
 */
public final class HealthCheck {
    private final HealthCheckPolicy policy;
    private final HealthBoard board;
    private final int endpoint;
    private final SplitMix64 random;
    private long beginNs;
    private boolean inFlight;
    private boolean known;
    private int againstInARow;

    /**
     * The check of one endpoint.
     *
     * @param board where the outcome is written
     * @param seed of the jitter, another one for each endpoint
     * @param nowNs monotonic
     */
    public HealthCheck(
            HealthCheckPolicy policy, HealthBoard board, int endpoint, long seed, long nowNs) {
        this.policy = policy;
        this.board = board;
        this.endpoint = endpoint;
        random = new SplitMix64(seed);
        beginNs = nowNs + (long) (random.nextDouble() * policy.intervalNs());
    }

    /** When there is something to do next: a check is due, or the one in flight is late. */
    public long nextNs() {
        return inFlight ? beginNs + policy.timeoutNs() : beginNs;
    }

    /** Whether a check is to be sent. */
    public boolean isDue(long nowNs) {
        return !inFlight && nowNs - beginNs >= 0;
    }

    /** Whether the check in flight has taken too long. */
    public boolean isLate(long nowNs) {
        return inFlight && nowNs - nextNs() >= 0;
    }

    /** A check was sent; {@link #passed} or {@link #failed} must follow. */
    public void begun(long nowNs) {
        assert !inFlight;
        inFlight = true;
        beginNs = nowNs;
    }

    /** The endpoint has answered well. */
    public void passed(long nowNs) {
        onResult(true, policy.healthyAfter(), nowNs);
    }

    /** The endpoint has not answered well, or not in time. */
    public void failed(long nowNs) {
        onResult(false, policy.unhealthyAfter(), nowNs);
    }

    private void onResult(boolean pass, int neededInARow, long nowNs) {
        assert inFlight;
        inFlight = false;
        long jitterNs =
                (long)
                        ((2 * random.nextDouble() - 1)
                                * (policy.intervalNs() / 100.0 * policy.jitterPercent()));
        long wantedNs = beginNs + policy.intervalNs() + jitterNs;
        beginNs = wantedNs - nowNs > 0 ? wantedNs : nowNs;
        againstInARow = pass == board.isHealthy(endpoint) ? 0 : againstInARow + 1;
        if (againstInARow >= (known ? neededInARow : 1)) {
            board.set(endpoint, pass);
            againstInARow = 0;
        }
        known = true;
    }
}
