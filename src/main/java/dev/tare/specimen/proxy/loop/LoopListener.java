package dev.tare.specimen.proxy.loop;

import dev.tare.specimen.proxy.config.ListenerProtocol;
import dev.tare.specimen.proxy.count.HandshakeCounters;
import dev.tare.specimen.proxy.count.ProxyCounters;
import dev.tare.specimen.proxy.count.ProxyCounters.Count;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A listener, as one loop has it, and what is counted of it there.
 *
 * <p>Thread-safety: its loop's thread; the counts may be read by any. Allocation: for handshakes
 * only.
 */
public final class LoopListener {
    private final SharedListener shared;
    private final ProxyCounters counters;
    private final AtomicLong requests = new AtomicLong();
    private final HandshakeCounters handshakes = new HandshakeCounters();

    /**
     * A listener that nothing has come by.
     *
     * @param counters of the loop
     */
    public LoopListener(SharedListener shared, ProxyCounters counters) {
        this.shared = shared;
        this.counters = counters;
    }

    /** What all loops share of it. */
    public SharedListener shared() {
        return shared;
    }

    /** Its position among the listeners. */
    public int index() {
        return shared.index();
    }

    /** What may be spoken there. */
    public ListenerProtocol protocol() {
        return shared.protocol();
    }

    /** Counts a request, among the loop's as well. */
    public void countRequest() {
        counters.increment(Count.REQUESTS);
        // As with ProxyCounters: one writer needs no locked instruction.
        requests.setRelease(requests.getPlain() + 1);
    }

    /** Requests that have come by it so far. */
    public long requests() {
        return requests.getAcquire();
    }

    /** What was negotiated there; may be read by any thread. */
    public HandshakeCounters handshakes() {
        return handshakes;
    }
}
