package dev.tare.load.engine;

import dev.tare.load.connection.RequestGiver;
import dev.tare.load.request.OutgoingRequest;
import dev.tare.load.spec.LoadHooks;
import org.jspecify.annotations.Nullable;

/**
 * The request that the next exchange to send is given: the one that the user's code has made last,
 * or one that it has made before and that had to wait.
 *
 * <p>Thread-safety: the loop's own thread only. Allocation: none.
 */
final class RequestInHand implements RequestGiver {
    private final LoadHooks.ThreadPart hooks;
    private @Nullable HeldRequest held;
    private int answers;

    RequestInHand(LoadHooks.ThreadPart hooks) {
        this.hooks = hooks;
    }

    /** Has the user's code make its next request, and takes that. */
    void make() {
        held = null;
        answers = hooks.nextRequest();
    }

    /** Where the request goes that was made last, or the next one is expected to. */
    int address() {
        return hooks.address();
    }

    /** How many answers there will be to what was made last. */
    int answers() {
        return answers;
    }

    /** Keeps what was made last for later. */
    void keep(HeldRequest in, long sequence, long intendedNs) {
        hooks.copyRequest(in.begin(sequence, intendedNs, answers, hooks.headRequest()));
    }

    /** Takes a request that has waited, until another one is made or taken. */
    void take(HeldRequest waited) {
        held = waited;
    }

    @Override
    public int give(OutgoingRequest into) {
        HeldRequest waited = held;
        if (waited == null) {
            hooks.copyRequest(into);
            return answers;
        }
        waited.copyTo(into);
        return waited.answers();
    }

    @Override
    public boolean gaveHead() {
        HeldRequest waited = held;
        return waited == null ? hooks.headRequest() : waited.headRequest();
    }
}
