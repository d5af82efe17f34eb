package dev.tare.specimen.proxy;

import dev.tare.specimen.proxy.ProxyCounters.Count;
import dev.tare.specimen.proxy.config.ListenerProtocol;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A listener, as one loop has it, and what is counted of it there.
 *
 * <p>Thread-safety: its loop's thread; the counts may be read by any. Allocation: for handshakes
 * only.
 */
final class LoopListener {
    private final SharedListener shared;
    private final ProxyCounters counters;
    private final AtomicLong requests = new AtomicLong();
    private final HandshakeCounters handshakes = new HandshakeCounters();

    /**
     * A listener that nothing has come by.
     *
     * @param counters of the loop
     */
    LoopListener(SharedListener shared, ProxyCounters counters) {
        this.shared = shared;
        this.counters = counters;
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

    /** Counts a request, among the loop's as well. */
    void countRequest() {
        counters.increment(Count.REQUESTS);
        // As with ProxyCounters: one writer needs no locked instruction.
        requests.setRelease(requests.getPlain() + 1);
    }

    /** Requests that have come by it so far. */
    long requests() {
        return requests.getAcquire();
    }

    HandshakeCounters handshakes() {
        return handshakes;
    }
}
