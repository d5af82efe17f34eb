package dev.tare.io.net;

import dev.tare.base.time.NanoClock;
import dev.tare.io.nativeaccess.LinuxEpoll;
import dev.tare.io.nativeaccess.LinuxErrno;
import dev.tare.io.nativeaccess.LinuxSockets;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The event loop on epoll by FFM: Linux. It waits in nanoseconds, for which it sets the timer slack
 * of the thread that polls; a process that such a thread started would inherit that.
 *
 * <p>What it saves is system calls. An interest that changes is told to the epoll at the start of
 * the next poll, so that one that changes back before costs nothing; and a connection is read from
 * once a poll, for the epoll reports it again if there is more.
 */
final class EpollEventLoop implements EventLoop {
    private static final long TIMER_SLACK_NS = 1;
    private static final int BUFFER_ALIGNMENT_BYTES = 4096;

    /** A connection's outcome that was known at once. */
    private record Settled(EpollConnection connection, @Nullable IoFailure failure) {}

    private final NanoClock clock;
    private final long spinNs;
    private final LinuxSockets sockets;
    private final LinuxEpoll epoll;
    private final MemorySegment receiveBuffer =
            Arena.ofAuto().allocate(HEADROOM_BYTES + RECEIVE_BUFFER_BYTES, BUFFER_ALIGNMENT_BYTES);

    private final LinuxSources<EpollSource> sources = new LinuxSources<>(EpollSource[]::new);
    private final ArrayDeque<Settled> settled = new ArrayDeque<>();
    private final DeferredTasks deferred = new DeferredTasks();
    private final PausedAcceptors paused = new PausedAcceptors();
    private final AtomicBoolean wakeAsked = new AtomicBoolean();
    private @Nullable Thread owner;
    private boolean polling;
    private boolean closed;

    EpollEventLoop(LoopOptions options, NanoClock clock, LinuxSockets sockets) throws IOException {
        this.clock = clock;
        this.spinNs = options.spinNs();
        this.sockets = sockets;
        this.epoll = sockets.newEpoll();
        int result = epoll.open();
        if (result < 0) {
            throw new IOException("cannot open an epoll: " + LinuxErrno.text(-result));
        }
    }

    LinuxSockets sockets() {
        return sockets;
    }

    MemorySegment receiveBuffer() {
        return receiveBuffer;
    }

    @Override
    public Connection connect(SocketAddress address, ConnectionHandler handler) throws IOException {
        checkOpen();
        int descriptor =
                LinuxListener.newSocket(sockets, Addresses.resolved(address), "connect to");
        if (address instanceof InetSocketAddress) {
            sockets.setNoDelay(descriptor);
        }
        EpollConnection connection =
                new EpollConnection(this, descriptor, sources.nextGeneration(), address, handler);
        sources.add(connection);
        connection.connect();
        return connection;
    }

    @Override
    public Acceptor listen(
            SocketAddress address, int backlog, boolean reusePort, AcceptHandler handler)
            throws IOException {
        checkOpen();
        Addresses.checkedBacklog(backlog);
        int descriptor = LinuxListener.open(sockets, address, backlog, reusePort);
        SocketAddress local = sockets.localAddress(descriptor).orElse(address);
        EpollAcceptor acceptor =
                new EpollAcceptor(this, descriptor, sources.nextGeneration(), local, handler);
        sources.add(acceptor);
        interestChanged(acceptor);
        return acceptor;
    }

    /** A connection that an acceptor of this loop has accepted. */
    EpollConnection accepted(int descriptor, SocketAddress from) {
        EpollConnection connection =
                new EpollConnection(
                        this, descriptor, sources.nextGeneration(), from, NoHandler.INSTANCE);
        sources.add(connection);
        return connection;
    }

    /** The source closes its descriptor, by which the epoll loses sight of it too. */
    void forget(EpollSource source) {
        sources.remove(source);
    }

    /** Has the epoll told of the source's interest before the next wait. */
    void interestChanged(EpollSource source) {
        sources.change(source);
    }

    private void applyChanges() {
        for (int i = 0; i < sources.changes(); i++) {
            EpollSource source = sources.changed(i);
            if (source.isOpen()) {
                watch(source, source.interest());
            }
        }
        sources.clearChanges();
    }

    private void watch(EpollSource source, int interest) {
        if (source.watched == interest) {
            return;
        }
        int operation =
                source.watched == EpollSource.NOT_WATCHED
                        ? LinuxEpoll.CONTROL_ADD
                        : interest == EpollSource.NOT_WATCHED
                                ? LinuxEpoll.CONTROL_REMOVE
                                : LinuxEpoll.CONTROL_MODIFY;
        long data = (long) source.generation << 32 | source.descriptor;
        int result = epoll.control(operation, source.descriptor, interest, data);
        if (result < 0) {
            source.onUnwatchable(-result);
        } else {
            source.watched = interest;
        }
    }

    /** Takes the source out of the epoll until its interest changes. */
    void unwatch(EpollSource source) {
        watch(source, EpollSource.NOT_WATCHED);
    }

    /** Keeps the outcome of {@link #connect} for the next poll. */
    void settleLater(EpollConnection connection, @Nullable IoFailure failure) {
        settled.add(new Settled(connection, failure));
    }

    @Override
    public void defer(Runnable task) {
        deferred.add(task);
    }

    @Override
    public int poll(long untilNs) {
        checkOpen();
        adoptThread();
        polling = true;
        try {
            while (true) {
                int dispatched = settled.isEmpty() ? 0 : settleAll();
                dispatched += deferred.run();
                long nowNs = clock.nowNs();
                long endNs = paused.resume(nowNs, untilNs);
                if (sources.changes() > 0) {
                    applyChanges();
                }
                boolean mayWait = dispatched == 0 && settled.isEmpty() && !wakeAsked.get();
                dispatched += dispatch(await(mayWait ? endNs - nowNs : 0));
                if (dispatched > 0 || wakeAsked.get() || untilNs - nowNs <= 0 || closed) {
                    return dispatched;
                }
            }
        } finally {
            polling = false;
            if (wakeAsked.get()) {
                wakeAsked.getAndSet(false);
            }
            if (closed) {
                epoll.close();
            }
        }
    }

    private int await(long leftNs) {
        long sleepNs = leftNs - spinNs;
        int ready = sleepNs > 0 ? epoll.waitForEvents(sleepNs) : epoll.pollEvents();
        if (ready < 0 && ready != -LinuxErrno.EINTR) {
            throw new IllegalStateException("epoll failed: " + LinuxErrno.text(-ready));
        }
        return ready;
    }

    private int dispatch(int ready) {
        int dispatched = 0;
        for (int i = 0; i < ready; i++) {
            long data = epoll.data(i);
            EpollSource source = sources.find((int) data, (int) (data >>> 32));
            if (source != null) {
                dispatched += source.onReady(epoll.events(i));
            }
        }
        return dispatched;
    }

    private int settleAll() {
        int dispatched = 0;
        // Handlers may connect again, and fail again at once: only those there now.
        for (int left = settled.size(); left > 0 && !settled.isEmpty(); left--) {
            Settled outcome = settled.remove();
            dispatched += outcome.connection().settle(outcome.failure());
        }
        return dispatched;
    }

    /** The timer slack is a thread's own: left as it is, every wait would end 50 µs late. */
    @SuppressWarnings("ReferenceEquality")
    private void adoptThread() {
        Thread current = Thread.currentThread();
        if (owner != current) {
            owner = current;
            epoll.setTimerSlack(TIMER_SLACK_NS);
        }
    }

    /** Leaves new connections in the queue for a while: there is no room for them. */
    void pause(EpollAcceptor acceptor) {
        paused.add(acceptor, clock.nowNs());
    }

    @Override
    public void wake() {
        if (!wakeAsked.getAndSet(true)) {
            epoll.signal();
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the event loop is closed");
        }
    }

    @Override
    public long acceptPauses() {
        return paused.pauses();
    }

    @Override
    public NanoClock clock() {
        return clock;
    }

    @Override
    public String backEnd() {
        return "epoll";
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        sources.forEach(EpollSource::closeDescriptor);
        settled.clear();
        deferred.clear();
        if (!polling) {
            epoll.close();
        }
    }
}
