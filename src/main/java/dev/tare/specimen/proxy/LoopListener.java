package dev.tare.specimen.proxy;

import dev.tare.specimen.proxy.config.ListenerProtocol;

/**
 * A listener, as one loop has it.
 *
 * <p>Thread-safety: its loop's thread. Allocation: none.
 */
final class LoopListener {
    private final SharedListener shared;

    LoopListener(SharedListener shared) {
        this.shared = shared;
    }

    SharedListener shared() {
        return shared;
    }

    /** Its position among the listeners. */
    int index() {
        return shared.index();
    }

    /** What may be spoken there. */
    ListenerProtocol protocol() {
        return shared.protocol();
    }
}
