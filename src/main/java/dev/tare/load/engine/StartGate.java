package dev.tare.load.engine;

import dev.tare.base.time.Instants;
import dev.tare.io.net.EventLoop;
import java.util.List;

/**
 * What the loops of a load have to agree on: when it begins, and whether it is to stop.
 *
 * <p>Thread-safety: any thread.
 */
final class StartGate {
    /** What loops need to wake up, so that none begins late. */
    private static final long MARGIN_NS = 1_000_000;

    private final boolean named;
    private List<EventLoop> loops;
    private int unsettled;
    private volatile long startNs;
    private volatile boolean stopped;

    /**
     * A gate that is closed.
     *
     * @param namedStartNs when the load begins; 0: when all loops have settled
     * @param loops that are to be woken when something changes
     */
    StartGate(long namedStartNs, List<? extends EventLoop> loops) {
        named = namedStartNs != 0;
        startNs = named ? namedStartNs : Instants.NEVER;
        this.loops = List.copyOf(loops);
        unsettled = loops.size();
    }

    /** When the load begins; {@link Instants#NEVER} as long as that is not known. */
    long startNs() {
        return startNs;
    }

    /** Whether the load is to end now. */
    boolean stopped() {
        return stopped;
    }

    /** A loop has tried all its connections; each loop says so once. */
    synchronized void settled(long nowNs) {
        unsettled--;
        if (unsettled > 0 || named) {
            return;
        }
        startNs = loops.size() > 1 ? nowNs + MARGIN_NS : nowNs;
        wakeAll();
    }

    synchronized void stop() {
        stopped = true;
        wakeAll();
    }

    private void wakeAll() {
        loops.forEach(EventLoop::wake);
    }

    /** The loops are about to be closed: wakes none of them any more. */
    synchronized void close() {
        loops = List.of();
    }
}
