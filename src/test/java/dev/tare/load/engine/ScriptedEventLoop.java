package dev.tare.load.engine;

import dev.tare.base.time.NanoClock;
import dev.tare.io.net.AcceptHandler;
import dev.tare.io.net.Acceptor;
import dev.tare.io.net.Connection;
import dev.tare.io.net.ConnectionHandler;
import dev.tare.io.net.EventLoop;
import dev.tare.io.net.IoFailure;
import java.net.SocketAddress;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * An event loop without sockets: its other side is a script, its waits move a manual clock. What it
 * does is exact and the same every time.
 */
final class ScriptedEventLoop implements EventLoop {
    static final long WRITABLE_AFTER_NS = 10_000;
    static final long REFUSED_AFTER_NS = 100_000;

    private record Event(long timeNs, long number, Runnable callback) {}

    private final ManualClock clock = new ManualClock();
    private final ScriptedOrigin origin;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(
                    Comparator.comparingLong(Event::timeNs).thenComparingLong(Event::number));
    private long planned;

    ScriptedEventLoop(ScriptedOrigin origin) {
        this.origin = origin;
    }

    ScriptedOrigin origin() {
        return origin;
    }

    /** Plans a callback, or anything else that is to happen then. */
    void at(long timeNs, Runnable callback) {
        events.add(new Event(Math.max(timeNs, clock.nowNs()), planned++, callback));
    }

    @Override
    public Connection connect(SocketAddress address, ConnectionHandler handler) {
        ScriptedConnection connection = new ScriptedConnection(this, handler, address);
        long afterNs = origin.connectNs(address, clock.nowNs());
        if (afterNs == ScriptedOrigin.REFUSED) {
            connection.failAt(clock.nowNs() + REFUSED_AFTER_NS, IoFailure.REFUSED);
        } else if (afterNs != ScriptedOrigin.SILENT) {
            connection.openAt(clock.nowNs() + afterNs);
        }
        return connection;
    }

    @Override
    public void defer(Runnable task) {
        at(clock.nowNs(), task);
    }

    @Override
    public int poll(long untilNs) {
        Event first = events.peek();
        if (first == null || first.timeNs() > untilNs) {
            if (untilNs == Long.MAX_VALUE) {
                throw new AssertionError("waits for ever, and nothing will happen");
            }
            clock.advanceTo(untilNs);
            return 0;
        }
        clock.advanceTo(first.timeNs());
        int dispatched = 0;
        long upTo = planned;
        for (Event event = first;
                event != null && event.timeNs() <= clock.nowNs() && event.number() < upTo;
                event = events.peek()) {
            events.remove();
            event.callback().run();
            dispatched++;
        }
        return dispatched;
    }

    @Override
    public Acceptor listen(
            SocketAddress address, int backlog, boolean reusePort, AcceptHandler handler) {
        throw new AssertionError("a load never listens");
    }

    @Override
    public void wake() {}

    @Override
    public long acceptPauses() {
        return 0;
    }

    @Override
    public NanoClock clock() {
        return clock;
    }

    @Override
    public String backEnd() {
        return "scripted";
    }

    @Override
    public void close() {}
}
