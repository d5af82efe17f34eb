package dev.tare.specimen.origin;

import dev.tare.base.time.NanoClock;
import dev.tare.base.time.Sleep;
import dev.tare.io.net.AcceptHandler;
import dev.tare.io.net.Connection;
import dev.tare.io.net.ConnectionHandler;
import dev.tare.io.net.EventLoop;
import dev.tare.io.net.EventLoops;
import dev.tare.io.net.tls.TlsServer;
import dev.tare.io.wire.Http1Writer;
import dev.tare.specimen.origin.OriginCounters.Count;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One thread of the origin: an event loop, its connections, and the answers that wait.
 *
 * <p>Thread-safety: everything but {@link #stop}, {@link #stallFrom} and {@link #counters} belongs
 * to the thread that calls {@link #run}.
 */
final class OriginLoop implements AutoCloseable {
    /** How long a poll may last when nothing waits. */
    private static final long IDLE_NS = 3_600_000_000_000L;

    /** How often a stall looks whether the origin is to stop. */
    private static final long STALL_SLICE_NS = 50_000_000L;

    private final Origin origin;
    private final int maxConnections;
    private final long closeAfter;
    private final Arena arena = Arena.ofShared();
    private final NanoClock clock = NanoClock.system();
    private final EventLoop events;
    private final OriginCounters counters = new OriginCounters();
    private final DelayQueue waiting = new DelayQueue();
    private final OriginTarget target = new OriginTarget();
    private final Answers answers = new Answers(arena);
    private final Http1Writer echoWriter = new Http1Writer();
    private final Segments held = new Segments(arena, EventLoop.RECEIVE_BUFFER_BYTES);
    private final Segments echoBuffers = new Segments(arena, Echo.BUFFER_BYTES);
    private int openConnections;
    private volatile boolean stopping;
    private volatile long stallEndNs;
    private volatile int stallsOrdered;
    private int stallsSeen;

    OriginLoop(Origin origin, OriginOptions options) throws IOException {
        this.origin = origin;
        maxConnections = options.maxConnections() / options.threads();
        closeAfter = options.closeAfter();
        events = EventLoops.open(options.loop(), clock);
    }

    /**
     * Listens; returns the address with its port.
     *
     * @param tls what encrypts, or null for plain text
     */
    InetSocketAddress listen(
            InetSocketAddress address, OriginOptions options, @Nullable TlsServer tls)
            throws IOException {
        AcceptHandler plain = this::onAccept;
        AcceptHandler handler = tls == null ? plain : tls.over(events, plain);
        boolean reusePort = options.threads() > 1;
        return events.listen(address, options.backlog(), reusePort, handler).localAddress();
    }

    private ConnectionHandler onAccept(Connection connection) {
        if (openConnections == maxConnections) {
            counters.add(Count.CONNECTIONS_REFUSED, 1);
            connection.close();
            return Refused.HANDLER;
        }
        openConnections++;
        counters.add(Count.CONNECTIONS_ACCEPTED, 1);
        return new OriginConnection(this, connection);
    }

    /** Serves until {@link #stop}. */
    void run() {
        long idleUntilNs = clock.nowNs() + IDLE_NS;
        while (!stopping) {
            int dispatched =
                    events.poll(waiting.size() > 0 ? waiting.earliestDueNs() : idleUntilNs);
            if (stallsSeen != stallsOrdered) {
                standStill();
            }
            if (waiting.size() > 0 || dispatched == 0) {
                long nowNs = clock.nowNs();
                idleUntilNs = nowNs + IDLE_NS;
                continueDue(nowNs);
            }
        }
    }

    private void continueDue(long nowNs) {
        DelayQueue.Entry due = waiting.pollDue(nowNs);
        while (due != null) {
            ((OriginConnection) due).onDue();
            due = waiting.pollDue(nowNs);
        }
    }

    /** Makes {@link #run} return. May be called by any thread. */
    void stop() {
        stopping = true;
        events.wake();
    }

    /** Orders a stall that ends at {@code endNs}. May be called by any thread, one at a time. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // The origin calls this under its lock.
    void stallFrom(long endNs) {
        stallEndNs = endNs;
        stallsOrdered++;
        events.wake();
    }

    /** Stalls the whole origin, this loop first, from now on. */
    void stallAll(long durationNs) {
        origin.stallAll(clock.nowNs() + durationNs);
        standStill();
    }

    private void standStill() {
        stallsSeen = stallsOrdered;
        counters.add(Count.STALLS, 1);
        try {
            while (!stopping && stallEndNs - clock.nowNs() > 0) {
                long sliceEndNs = clock.nowNs() + STALL_SLICE_NS;
                Sleep.until(clock, sliceEndNs - stallEndNs < 0 ? sliceEndNs : stallEndNs);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopping = true;
        }
    }

    /** Makes a connection wait; {@link OriginConnection#onDue} is called after that. */
    void waitFor(OriginConnection connection, long durationNs) {
        waiting.add(connection, clock.nowNs() + durationNs);
    }

    void onClosed(OriginConnection connection) {
        waiting.remove(connection);
        openConnections--;
        counters.add(Count.CONNECTIONS_CLOSED, 1);
    }

    long closeAfter() {
        return closeAfter;
    }

    OriginCounters counters() {
        return counters;
    }

    OriginTarget target() {
        return target;
    }

    Answers answers() {
        return answers;
    }

    Echo newEcho() {
        return new Echo(echoWriter);
    }

    Segments held() {
        return held;
    }

    Segments echoBuffers() {
        return echoBuffers;
    }

    String statsJson() {
        return origin.stats().json();
    }

    @Override
    public void close() {
        events.close();
        arena.close();
    }
}
