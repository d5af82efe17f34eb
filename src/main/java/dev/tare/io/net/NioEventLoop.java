package dev.tare.io.net;

import dev.tare.base.time.NanoClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The event loop on {@code java.nio}: everywhere.
 *
 * <p>A selector waits in whole milliseconds. The last part of a wait, shorter than that, is slept
 * in slices with a look at the sockets between them, so that data may be seen {@link
 * #SLEEP_SLICE_NS} and the kernel's wake-up delay late; where that matters, take epoll, or let the
 * loop spin ({@link LoopOptions#spinNs}).
 *
 * <p>An interrupt of the loop's thread makes {@link #poll} return at once, for a selector does not
 * wait on an interrupted thread.
 *
 * <p>Allocation: none of its own. The JDK's selector looks a socket up by its descriptor as an
 * {@code Integer}: 16 bytes an event for descriptors above the JVM's cache of these, which ends at
 * 127 but where {@code -XX:AutoBoxCacheMax} says otherwise. The other back ends do not.
 */
final class NioEventLoop implements EventLoop {
    /** Up to here a copy is cheaper than anything that avoids it. */
    static final int COPIED_SEND_BYTES = 16 * 1024;

    private static final long NS_PER_MS = 1_000_000;
    private static final long SLEEP_SLICE_NS = 50_000;

    /** How connecting ended, where that was known at once. */
    private record Settled(NioConnection connection, @Nullable IoFailure failure) {}

    private final NanoClock clock;
    private final long spinNs;
    private final Selector selector;
    private final Consumer<SelectionKey> dispatcher = this::dispatch;
    private final ByteBuffer receiveBuffer =
            ByteBuffer.allocateDirect(HEADROOM_BYTES + RECEIVE_BUFFER_BYTES);
    private final MemorySegment receiveSegment = MemorySegment.ofBuffer(receiveBuffer);
    private final ByteBuffer sendBuffer = ByteBuffer.allocateDirect(RECEIVE_BUFFER_BYTES);
    private final MemorySegment sendSegment = MemorySegment.ofBuffer(sendBuffer);
    private final ArrayDeque<Settled> settled = new ArrayDeque<>();
    private final DeferredTasks deferred = new DeferredTasks();
    private final PausedAcceptors paused = new PausedAcceptors();
    private int dispatched;
    private boolean selecting;
    private volatile boolean wakeAsked;
    private volatile @Nullable Thread sleeper;

    NioEventLoop(LoopOptions options, NanoClock clock) throws IOException {
        this.clock = clock;
        this.spinNs = options.spinNs();
        this.selector = Selector.open();
    }

    Selector selector() {
        return selector;
    }

    MemorySegment receiveSegment() {
        return receiveSegment;
    }

    /** The receive buffer with its whole room behind the headroom free. */
    ByteBuffer emptyReceiveBuffer() {
        return receiveBuffer.limit(receiveBuffer.capacity()).position(HEADROOM_BYTES);
    }

    /** A copy of as many of the bytes as the loop's send buffer holds. */
    ByteBuffer copyForSend(MemorySegment bytes, long offset, int length) {
        int copied = Math.min(length, sendBuffer.capacity());
        MemorySegment.copy(bytes, offset, sendSegment, 0, copied);
        return sendBuffer.limit(copied).position(0);
    }

    /** Keeps the outcome of {@link #connect} for the next poll. */
    void settleLater(NioConnection connection, @Nullable IoFailure failure) {
        settled.add(new Settled(connection, failure));
    }

    @Override
    public Connection connect(SocketAddress address, ConnectionHandler handler) throws IOException {
        checkOpen();
        SocketChannel channel = SocketChannel.open(family(Addresses.resolved(address)));
        NioConnection connection;
        try {
            connection = new NioConnection(this, channel, address, handler);
        } catch (IOException e) {
            closeQuietly(channel);
            throw e;
        }
        connection.connect();
        return connection;
    }

    @Override
    public Acceptor listen(
            SocketAddress address, int backlog, boolean reusePort, AcceptHandler handler)
            throws IOException {
        checkOpen();
        Addresses.checkedBacklog(backlog);
        ServerSocketChannel channel = ServerSocketChannel.open(family(Addresses.resolved(address)));
        try {
            if (address instanceof InetSocketAddress) {
                channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            }
            if (reusePort) {
                channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            }
            channel.bind(address, backlog);
            return new NioAcceptor(this, channel, handler);
        } catch (IOException | UnsupportedOperationException e) {
            closeQuietly(channel);
            String reason = e.getMessage();
            throw Addresses.cannotListen(address, reason == null ? e.toString() : reason);
        }
    }

    /** A socket of the address's own family: without it the JDK would make every socket IPv6. */
    private static ProtocolFamily family(SocketAddress address) {
        if (address instanceof InetSocketAddress internet) {
            return internet.getAddress() instanceof Inet4Address
                    ? StandardProtocolFamily.INET
                    : StandardProtocolFamily.INET6;
        }
        return StandardProtocolFamily.UNIX;
    }

    @Override
    public void defer(Runnable task) {
        deferred.add(task);
    }

    @Override
    public int poll(long untilNs) {
        checkOpen();
        dispatched = 0;
        settleAll();
        dispatched += deferred.run();
        try {
            while (true) {
                long nowNs = clock.nowNs();
                long endNs = paused.resume(nowNs, untilNs);
                long leftNs = dispatched > 0 || wakeAsked ? 0 : endNs - nowNs;
                select(leftNs);
                if (dispatched > 0 || wakeAsked || untilNs - nowNs <= 0) {
                    break;
                }
                if (Thread.currentThread().isInterrupted()) {
                    break;
                }
            }
        } catch (ClosedSelectorException e) {
            // A handler has closed the loop: there is nothing left to wait for.
            return dispatched;
        }
        wakeAsked = false;
        return dispatched;
    }

    /** Waits for events for {@code leftNs} or less, and dispatches them. */
    private void select(long leftNs) {
        selecting = true;
        try {
            long sleepNs = leftNs - spinNs;
            if (sleepNs >= NS_PER_MS) {
                selector.select(dispatcher, sleepNs / NS_PER_MS);
                return;
            }
            selector.selectNow(dispatcher);
            if (dispatched > 0 || leftNs <= 0) {
                return;
            }
            if (sleepNs > 0) {
                sleep(Math.min(sleepNs, SLEEP_SLICE_NS));
            } else {
                Thread.onSpinWait();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the selector failed", e);
        } finally {
            selecting = false;
        }
    }

    private void sleep(long sleepNs) {
        // Order: the name is written before the flag is read, and a waker writes the flag before
        // it reads the name; so one of the two sees the other.
        sleeper = Thread.currentThread();
        if (!wakeAsked) {
            LockSupport.parkNanos(this, sleepNs);
        }
        sleeper = null;
    }

    private void dispatch(SelectionKey key) {
        // A handler may just have closed it.
        if (key.isValid()) {
            dispatched += ((NioSource) key.attachment()).onReady(key.readyOps());
        }
    }

    private void settleAll() {
        // Handlers may connect again, and fail again at once: only those there now.
        for (int left = settled.size(); left > 0; left--) {
            Settled outcome = settled.remove();
            dispatched += outcome.connection().settle(outcome.failure());
        }
    }

    /** Leaves new connections in the queue for a while: there is no room for them. */
    void pause(NioAcceptor acceptor) {
        acceptor.disarm();
        paused.add(acceptor, clock.nowNs());
    }

    /**
     * Makes the selector let go of closed sockets: until it does, the system keeps them. Within a
     * dispatch the next poll does it.
     */
    void releaseClosed() {
        if (selecting || !selector.isOpen()) {
            return;
        }
        try {
            // Events are reported again by the next selection, for readiness is a level.
            selector.selectNow(key -> {});
        } catch (IOException e) {
            throw new UncheckedIOException("the selector failed", e);
        }
    }

    @Override
    public void wake() {
        wakeAsked = true;
        selector.wakeup();
        Thread asleep = sleeper;
        if (asleep != null) {
            LockSupport.unpark(asleep);
        }
    }

    private void checkOpen() {
        if (!selector.isOpen()) {
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
        return "nio";
    }

    @Override
    public void close() {
        if (!selector.isOpen()) {
            return;
        }
        for (SelectionKey key : List.copyOf(selector.keys())) {
            if (key.attachment() instanceof NioConnection connection) {
                connection.close();
            } else {
                closeQuietly(key.channel());
            }
        }
        settled.clear();
        deferred.clear();
        try {
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the selector could not be closed", e);
        }
    }

    static void closeQuietly(Channel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // Its descriptor is freed all the same; there is nobody who could do anything.
            assert !channel.isOpen();
        }
    }
}
