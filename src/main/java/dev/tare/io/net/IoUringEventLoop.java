package dev.tare.io.net;

import dev.tare.base.time.NanoClock;
import dev.tare.io.nativeaccess.IoUringBuffers;
import dev.tare.io.nativeaccess.LinuxErrno;
import dev.tare.io.nativeaccess.LinuxIoUring;
import dev.tare.io.nativeaccess.LinuxSockets;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The event loop on io_uring by FFM: Linux 6.1 and later. It waits in nanoseconds, for which it
 * sets the timer slack of the thread that polls first; that thread alone may poll from then on.
 *
 * <p>What it saves is system calls. Receiving and accepting are asked for once and complete again
 * and again; short sends wait for the end of the round ({@link DeferredSends}); and one call
 * submits all that there is to do, does it, and waits.
 *
 * <p>A completion carries the kind of its operation besides what {@link LinuxSources} tells sources
 * apart by; and a descriptor is closed only after its operations were cancelled, for they hold it
 * open.
 */
final class IoUringEventLoop implements EventLoop {
    /** Kinds of operations. Those of no source: */
    private static final int CANCEL = 0;

    private static final int SIGNAL = 1;
    private static final int SEND = 2;

    /** Those of a source: */
    static final int RECEIVE = 3;

    static final int ACCEPT = 4;
    static final int CONNECT = 5;
    static final int ROOM = 6;

    private static final int KIND_SHIFT = 60;
    private static final int DESCRIPTOR_MASK = (1 << 28) - 1;

    /**
     * As many as the kernel fills in a round, and so long that an answer of 16 KiB and its head fit
     * into one. Longer ones, filled piece by piece, were slower (docs/decisions/0007).
     */
    static final IoUringBuffers.Sizes BUFFERS =
            new IoUringBuffers.Sizes(HEADROOM_BYTES, 0, 0, 32, 32 * 1024);

    private final NanoClock clock;
    private final long spinNs;
    private final LinuxSockets sockets;
    private final LinuxIoUring ring;
    private final DeferredSends sends;
    private final Blocks heldBlocks = new Blocks(HeldData.BLOCK_BYTES);
    private final Blocks unsentBlocks = new Blocks(DeferredSends.MAX_CONNECTION_BYTES);

    private final LinuxSources<IoUringSource> sources = new LinuxSources<>(IoUringSource[]::new);
    private final ArrayDeque<IoUringSource> due = new ArrayDeque<>();
    private final PausedAcceptors paused = new PausedAcceptors();
    private final LingeringConnections lingering = new LingeringConnections();
    private final StarvedConnections starved;
    private final DeferredTasks deferred = new DeferredTasks();
    private final AtomicBoolean wakeAsked = new AtomicBoolean();

    /** Whether the last call found something: then there may be more behind it. */
    private boolean found;

    private boolean polling;
    private boolean closed;

    IoUringEventLoop(
            LoopOptions options,
            NanoClock clock,
            LinuxSockets sockets,
            LinuxIoUring ring,
            IoUringBuffers.Sizes buffers)
            throws IOException {
        this.clock = clock;
        this.spinNs = options.spinNs();
        this.sockets = sockets;
        this.ring = ring;
        int result = ring.setUp(buffers, (long) SIGNAL << KIND_SHIFT);
        if (result < 0) {
            throw new IOException("cannot set up an io_uring: " + LinuxErrno.text(-result));
        }
        this.sends = new DeferredSends(ring);
        this.starved = new StarvedConnections(ring.buffers().count());
    }

    LinuxSockets sockets() {
        return sockets;
    }

    DeferredSends sends() {
        return sends;
    }

    Blocks heldBlocks() {
        return heldBlocks;
    }

    Blocks unsentBlocks() {
        return unsentBlocks;
    }

    /** What an operation of a source carries. */
    long data(int kind, IoUringSource source) {
        long descriptor = source.descriptor;
        return (long) kind << KIND_SHIFT
                | descriptor << 32
                | Integer.toUnsignedLong(source.generation);
    }

    /** What a send carries. */
    static long sendData(int number) {
        return (long) SEND << KIND_SHIFT | number;
    }

    /** The ring, with room for an operation. */
    LinuxIoUring roomyRing() {
        if (!ring.hasRoom()) {
            flush();
        }
        return ring;
    }

    /** Prepares the cancellation of an operation. */
    void cancel(int kind, IoUringSource source) {
        roomyRing().cancel(data(kind, source), (long) CANCEL << KIND_SHIFT);
    }

    void prepareConnect(IoUringConnection connection, SocketAddress address) {
        long data = data(CONNECT, connection);
        if (!sends.connect(connection.descriptor, address, data)) {
            flush();
            boolean hasRoom = sends.connect(connection.descriptor, address, data);
            assert hasRoom : "no room in an empty ring";
        }
    }

    @Override
    public Connection connect(SocketAddress address, ConnectionHandler handler) throws IOException {
        checkOpen();
        int descriptor = sockets.newBlockingSocket(Addresses.resolved(address));
        if (descriptor < 0) {
            throw LinuxListener.noSocket(address, "connect to", -descriptor);
        }
        if (address instanceof InetSocketAddress) {
            sockets.setNoDelay(descriptor);
        }
        IoUringConnection connection =
                new IoUringConnection(this, descriptor, sources.nextGeneration(), address, handler);
        sources.add(connection);
        connection.connect();
        return connection;
    }

    @Override
    public Acceptor listen(
            SocketAddress address, int backlog, boolean reusePort, AcceptHandler handler)
            throws IOException {
        checkOpen();
        int descriptor = LinuxListener.open(sockets, address, backlog, reusePort);
        SocketAddress local = sockets.localAddress(descriptor).orElse(address);
        IoUringAcceptor acceptor =
                new IoUringAcceptor(this, descriptor, sources.nextGeneration(), local, handler);
        sources.add(acceptor);
        changed(acceptor);
        return acceptor;
    }

    /** A connection that an acceptor of this loop has accepted. */
    IoUringConnection accepted(int descriptor, SocketAddress from) {
        IoUringConnection connection =
                new IoUringConnection(
                        this, descriptor, sources.nextGeneration(), from, NoHandler.INSTANCE);
        sources.add(connection);
        return connection;
    }

    /** Has the source looked at before the next wait. */
    void changed(IoUringSource source) {
        sources.change(source);
    }

    private void applyChanges() {
        for (int i = 0; i < sources.changes(); i++) {
            IoUringSource source = sources.changed(i);
            if (sources.has(source) && source.prepare()) {
                due.add(source);
            }
        }
        sources.clearChanges();
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
                long nowNs = clock.nowNs();
                long endNs = paused.resume(nowNs, lingering.giveUp(nowNs, untilNs));
                starved.feed();
                applyChanges();
                boolean mayWait =
                        due.isEmpty()
                                && starved.isEmpty()
                                && deferred.isEmpty()
                                && ring.unread() == 0
                                && !wakeAsked.get();
                await(mayWait ? endNs - nowNs : 0);
                int dispatched = dispatchAll() + deliverDue() + deferred.run();
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
                ring.close();
            }
        }
    }

    private void await(long leftNs) {
        long sleepNs = leftNs - spinNs;
        if (sleepNs > 0) {
            enter(sleepNs);
        } else if (found || ring.prepared() > 0 || ring.hasKernelWork()) {
            enter(0);
        }
    }

    /** Has the kernel do what is prepared, and what it has left to do. */
    void flush() {
        adoptThread();
        enter(0);
    }

    private void enter(long timeoutNs) {
        int before = ring.unread();
        long beganNs = timeoutNs > 0 ? clock.nowNs() : 0;
        boolean entered = ring.enter(timeoutNs);
        int after = ring.unread();
        found = after > before;
        if (!entered && !found && (timeoutNs <= 0 || clock.nowNs() - beganNs < timeoutNs)) {
            check();
            after = ring.unread();
        }
        if (!sends.any()) {
            return;
        }
        for (int i = before; i < after; i++) {
            long data = ring.data(i);
            if (data >>> KIND_SHIFT == SEND) {
                sends.onCompletion((int) data, ring.result(i));
            }
        }
        if (ring.prepared() == 0) {
            sends.clear();
        }
    }

    private void check() {
        int result = ring.check();
        switch (result) {
            // Interrupted; out of memory for a moment; completions are to be read first.
            case 0, -LinuxErrno.EINTR, -LinuxErrno.EAGAIN, -LinuxErrno.EBUSY -> {}
            case -LinuxErrno.EEXIST ->
                    throw new IllegalStateException(
                            "the event loop belongs to the thread that has polled it first");
            default ->
                    throw new IllegalStateException("io_uring failed: " + LinuxErrno.text(-result));
        }
    }

    private int dispatchAll() {
        int dispatched = 0;
        for (int left = ring.unread(); left > 0 && !closed; left--) {
            long data = ring.data(0);
            int result = ring.result(0);
            int flags = ring.flags(0);
            ring.advance();
            dispatched += dispatch(data, result, flags);
        }
        return dispatched;
    }

    private int dispatch(long data, int result, int flags) {
        int kind = (int) (data >>> KIND_SHIFT);
        boolean more = (flags & LinuxIoUring.MORE) != 0;
        if (kind == SIGNAL && !more) {
            roomyRing().watchSignal(data);
        }
        if (kind < RECEIVE) {
            return 0;
        }
        IoUringSource source = sources.find((int) (data >>> 32) & DESCRIPTOR_MASK, (int) data);
        if (kind == RECEIVE && IoUringBuffers.isFilled(flags)) {
            return dispatchData(source, result, flags, more);
        }
        if (source != null) {
            return source.onCompletion(kind, result, more);
        }
        if (kind == ACCEPT && result >= 0) {
            // The acceptor was closed meanwhile.
            sockets.close(result);
        }
        return 0;
    }

    private int dispatchData(@Nullable IoUringSource source, int length, int flags, boolean more) {
        IoUringBuffers buffers = ring.buffers();
        long offset = buffers.take(flags, length);
        try {
            if (!(source instanceof IoUringConnection connection)) {
                return 0;
            }
            return length > 0
                    ? connection.onReceived(buffers.memory(), offset, length, more)
                    : connection.onCompletion(RECEIVE, length, more);
        } finally {
            buffers.giveBack(flags);
        }
    }

    private int deliverDue() {
        int dispatched = 0;
        for (int left = due.size(); left > 0 && !closed; left--) {
            IoUringSource source = due.remove();
            if (sources.has(source)) {
                dispatched += source.deliver();
            }
        }
        return dispatched;
    }

    /** The ring works for the thread that has made it its own, and for no other. */
    private void adoptThread() {
        int result = ring.adopt();
        if (result < 0) {
            throw new IllegalStateException(
                    "cannot start an io_uring: " + LinuxErrno.text(-result));
        }
    }

    /** Cancels what goes on and closes the descriptor; no callback follows. */
    void release(IoUringSource source) {
        sources.remove(source);
        if (!ring.isAdopted()) {
            ring.forget(source.descriptor);
        } else if (source.cancelAll()) {
            enter(0);
            if (ring.prepared() > 0) {
                // The kernel could not take all of it now.
                ring.forget(source.descriptor);
            }
        }
        sockets.close(source.descriptor);
    }

    @Override
    public boolean lingers() {
        return lingering.any();
    }

    /** Keeps a closed connection until its bytes are sent; returns when it is given up. */
    long linger(IoUringConnection connection) {
        return lingering.add(connection, clock.nowNs());
    }

    /** No buffer was free for what the connection was to receive: it has to wait for its turn. */
    void starve(IoUringConnection connection) {
        starved.add(connection);
    }

    /** Leaves new connections in the queue for a while: there is no room for them. */
    void pause(IoUringAcceptor acceptor) {
        paused.add(acceptor, clock.nowNs());
    }

    @Override
    public void wake() {
        if (!wakeAsked.getAndSet(true)) {
            ring.signal();
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
        return "io_uring";
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        deferred.clear();
        if (sends.any()) {
            // What was said to be sent; in vain where another thread than the loop's own closes.
            ring.enter(0);
        }
        sources.forEach(this::abandon);
        for (int i = 0; i < ring.unread(); i++) {
            if (ring.data(i) >>> KIND_SHIFT == ACCEPT && ring.result(i) >= 0) {
                sockets.close(ring.result(i));
            }
        }
        if (!polling) {
            ring.close();
        }
    }

    private void abandon(IoUringSource source) {
        source.abandon();
        // The ring holds the socket open for a little longer: the other side, and who wants to
        // listen there, shall not notice.
        sockets.shutdown(source.descriptor);
        sockets.close(source.descriptor);
    }
}
