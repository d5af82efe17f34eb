package dev.tare.specimen.app.http;

import dev.tare.base.time.DelayQueue;
import dev.tare.base.time.NanoClock;
import dev.tare.io.net.Connection;
import dev.tare.io.net.ConnectionHandler;
import dev.tare.io.net.EventLoop;
import dev.tare.io.net.EventLoops;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * One thread of a server: its event loop, connections, waits and service.
 *
 * <p>Thread-safety: everything but {@link #execute} and {@link #stop} belongs to the thread that
 * calls {@link #run}.
 */
public final class ServerLoop implements AutoCloseable {
    /** How long a poll may last when nothing waits. */
    private static final long IDLE_NS = 3_600_000_000_000L;

    private final NanoClock clock = NanoClock.system();
    private final EventLoop events;
    private final DelayQueue waits = new DelayQueue();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final HttpServerOptions options;
    private final HttpService service;
    private int openConnections;
    private volatile boolean stopping;

    ServerLoop(HttpServerOptions options, HttpService.Factory factory) throws IOException {
        this.options = options;
        events = EventLoops.open(options.loop(), clock);
        boolean made = false;
        try {
            service = factory.on(this);
            made = true;
        } finally {
            if (!made) {
                events.close();
            }
        }
    }

    /** Listens; returns the address with its port. */
    SocketAddress listen(SocketAddress address) throws IOException {
        boolean shared = options.threads() > 1;
        return events.listen(address, HttpServerOptions.BACKLOG, shared, this::onAccept)
                .localAddress();
    }

    private ConnectionHandler onAccept(Connection accepted) {
        if (openConnections == options.connectionsPerThread()) {
            accepted.close();
        } else {
            openConnections++;
        }
        return new ServerConnection(this, accepted);
    }

    void onClosed() {
        openConnections--;
    }

    HttpService service() {
        return service;
    }

    int maxBodyBytes() {
        return options.maxBodyBytes();
    }

    /** The sockets of this thread. */
    public EventLoop events() {
        return events;
    }

    /** The time by which {@link #waitFor} goes. */
    public NanoClock clock() {
        return clock;
    }

    /** Runs a task on this loop's thread, soon. May be called by any thread. */
    public void execute(Runnable task) {
        tasks.add(task);
        events.wake();
    }

    /** Calls {@link DelayQueue.Entry#onDue} when so much time has passed. */
    public void waitFor(DelayQueue.Entry entry, long durationNs) {
        waits.add(entry, clock.nowNs() + durationNs);
    }

    /** Forgets a wait, if there is one. */
    public void stopWaiting(DelayQueue.Entry entry) {
        waits.remove(entry);
    }

    /** Serves until {@link #stop}. */
    void run() {
        while (!stopping) {
            events.poll(waits.size() > 0 ? waits.earliestDueNs() : clock.nowNs() + IDLE_NS);
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run();
            }
            if (waits.size() > 0) {
                long nowNs = clock.nowNs();
                DelayQueue.Entry due = waits.pollDue(nowNs);
                while (due != null) {
                    due.onDue();
                    due = waits.pollDue(nowNs);
                }
            }
        }
    }

    /** Makes {@link #run} return. May be called by any thread. */
    void stop() {
        stopping = true;
        events.wake();
    }

    @Override
    public void close() {
        events.close();
    }
}
