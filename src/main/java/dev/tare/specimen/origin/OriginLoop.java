package dev.tare.specimen.origin;

import dev.tare.base.time.DelayQueue;
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
import java.net.SocketAddress;
import java.util.ArrayDeque;
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
    private final Http2Answers http2Answers = new Http2Answers();
    private final ArrayDeque<OriginHttp2Connection> idleHttp2 = new ArrayDeque<>();
    private final Segments http2EchoBuffers = new Segments(arena, OriginHttp2Connection.ECHO_BYTES);
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
    SocketAddress listen(SocketAddress address, OriginOptions options, @Nullable TlsServer tls)
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
        return new ProtocolChoice(this, connection);
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
            due.onDue();
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

    /** Makes an answer wait; {@link DelayQueue.Entry#onDue} is called after that. */
    void waitFor(DelayQueue.Entry entry, long durationNs) {
        waiting.add(entry, clock.nowNs() + durationNs);
    }

    /** Forgets an answer that waits, if it does. */
    void stopWaiting(DelayQueue.Entry entry) {
        waiting.remove(entry);
    }

    void onClosed() {
        openConnections--;
        counters.add(Count.CONNECTIONS_CLOSED, 1);
    }

    long closeAfter() {
        return closeAfter;
    }

    OriginCounters counters() {
        return counters;
    }

    /** A handler for a connection that speaks HTTP/2; sessions are used again and again. */
    OriginHttp2Connection http2(Connection connection) {
        OriginHttp2Connection idle = idleHttp2.poll();
        OriginHttp2Connection handler =
                idle == null ? new OriginHttp2Connection(this, arena) : idle;
        handler.begin(connection);
        return handler;
    }

    void giveBack(OriginHttp2Connection handler) {
        idleHttp2.push(handler);
    }

    Http2Answers http2Answers() {
        return http2Answers;
    }

    Segments http2EchoBuffers() {
        return http2EchoBuffers;
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
