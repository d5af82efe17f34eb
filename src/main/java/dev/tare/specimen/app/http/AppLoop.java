package dev.tare.specimen.app.http;

import dev.tare.base.time.DelayQueue;
import dev.tare.base.time.NanoClock;
import dev.tare.io.net.AcceptHandler;
import dev.tare.io.net.Acceptor;
import dev.tare.io.net.EventLoop;
import dev.tare.io.net.EventLoops;
import dev.tare.io.net.LoopOptions;
import dev.tare.io.net.UnixListener;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * One thread of an application, whatever it speaks: its event loop, its waits and the tasks that
 * others hand to it.
 *
 * <p>Thread-safety: everything but {@link #execute} and {@link #stop} belongs to the thread that
 * calls {@link #run}, and before that to the one that makes it.
 */
public final class AppLoop implements AutoCloseable {
    /** How long a poll may last when nothing waits. */
    private static final long IDLE_NS = 3_600_000_000_000L;

    private final NanoClock clock = NanoClock.system();
    private final EventLoop events;
    private final DelayQueue waits = new DelayQueue();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final List<Acceptor> acceptors = new ArrayList<>();
    private volatile boolean stopping;

    /**
     * A loop that does nothing yet.
     *
     * @throws IOException when its back end is not to be had
     */
    public AppLoop(LoopOptions options) throws IOException {
        events = EventLoops.open(options, clock);
    }

    /** The sockets of this thread. */
    public EventLoop events() {
        return events;
    }

    /** The time by which {@link #waitFor} goes. */
    public NanoClock clock() {
        return clock;
    }

    /**
     * Listens until {@link #close}; returns the address with its port. The file of a unix socket is
     * as {@link UnixListener} says, for its owner only.
     *
     * @param shared whether other loops may listen on the same port; no unix socket can be shared
     * @throws IOException when the address cannot be bound; the message names it
     */
    public SocketAddress listen(
            SocketAddress address, int backlog, boolean shared, AcceptHandler handler)
            throws IOException {
        Acceptor acceptor =
                address instanceof UnixDomainSocketAddress unix
                        ? UnixListener.listen(
                                events, unix, backlog, UnixListener.OWNER_ONLY, handler)
                        : events.listen(address, backlog, shared, handler);
        acceptors.add(acceptor);
        return acceptor.localAddress();
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
    public void run() {
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
    public void stop() {
        stopping = true;
        events.wake();
    }

    /** Closes every socket of the loop, without callbacks. */
    @Override
    public void close() {
        acceptors.forEach(Acceptor::close);
        events.close();
    }
}
