package dev.tare.specimen.app.wamp.router;

/**
 * A callee's place in a registration.
 *
 * <p>Thread-safety: the router's thread.
 */
final class CalleeSlot {
    private final Session callee;
    private final long concurrency;
    private final boolean disclosesCaller;
    private final boolean forwardsTimeout;
    private long running;

    /**
     * Makes one.
     *
     * @param concurrency how many calls it takes at once, 0 for any number
     * @param disclosesCaller whether it is told who calls
     * @param forwardsTimeout whether it minds timeouts itself
     */
    CalleeSlot(Session callee, long concurrency, boolean disclosesCaller, boolean forwardsTimeout) {
        this.callee = callee;
        this.concurrency = concurrency;
        this.disclosesCaller = disclosesCaller;
        this.forwardsTimeout = forwardsTimeout;
    }

    Session callee() {
        return callee;
    }

    long concurrency() {
        return concurrency;
    }

    boolean disclosesCaller() {
        return disclosesCaller;
    }

    boolean forwardsTimeout() {
        return forwardsTimeout;
    }

    boolean isFree() {
        return (concurrency == 0 || running < concurrency) && callee.takesInvocations();
    }

    void onInvoked() {
        running++;
    }

    void onFinished() {
        running--;
    }
}
