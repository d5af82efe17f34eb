package dev.tare.specimen.app.wamp.router;

import dev.tare.base.time.DelayQueue;

/**
 * A call on its way from caller to callee and back; also the wait for its timeout.
 *
 * <p>Caller and callee keep it apart: the caller until it has its answer, the callee until it is
 * not to send anything more.
 *
 * <p>Thread-safety: the router's thread.
 */
final class PendingCall extends DelayQueue.Entry {
    private final Dealer dealer;
    private final Session caller;
    private final long request;
    private final CalleeSlot slot;
    private final long invocation;
    private final boolean progressive;
    private final long timeoutNs;
    private boolean interrupted;

    /**
     * Makes one.
     *
     * @param request the caller's number for it
     * @param invocation the callee's number for it
     * @param progressive whether partial results were asked for
     * @param timeoutNs how long the router waits for a result, 0 for ever
     */
    PendingCall(
            Dealer dealer,
            Session caller,
            long request,
            CalleeSlot slot,
            long invocation,
            boolean progressive,
            long timeoutNs) {
        this.dealer = dealer;
        this.caller = caller;
        this.request = request;
        this.slot = slot;
        this.invocation = invocation;
        this.progressive = progressive;
        this.timeoutNs = timeoutNs;
    }

    @Override
    public void onDue() {
        dealer.onTimeout(this);
    }

    Session caller() {
        return caller;
    }

    long request() {
        return request;
    }

    CalleeSlot slot() {
        return slot;
    }

    Session callee() {
        return slot.callee();
    }

    long invocation() {
        return invocation;
    }

    boolean isProgressive() {
        return progressive;
    }

    long timeoutNs() {
        return timeoutNs;
    }

    /** Whether the callee was asked to stop and has not answered. */
    boolean isInterrupted() {
        return interrupted;
    }

    void onInterrupted() {
        interrupted = true;
    }
}
