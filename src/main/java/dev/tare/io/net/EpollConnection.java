package dev.tare.io.net;

import dev.tare.io.nativeaccess.LinuxEpoll;
import dev.tare.io.nativeaccess.LinuxErrno;
import dev.tare.io.nativeaccess.LinuxPipe;
import dev.tare.io.nativeaccess.LinuxSockets;
import dev.tare.io.nativeaccess.TcpInfo;
import java.lang.foreign.MemorySegment;
import java.net.SocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A connection of an {@link EpollEventLoop}.
 *
 * <p>The epoll reports errors and hang-ups whether they are asked for or not, again and again.
 * Where the handler wants to read, the next receive tells which it was, after the data that came
 * before; where it wants to write, the next send does. Where it wants neither, the descriptor is
 * taken out of the epoll until it wants something again.
 */
final class EpollConnection extends EpollSource implements PipedConnection {
    private static final int TROUBLE = LinuxEpoll.EPOLLERR | LinuxEpoll.EPOLLHUP;
    private static final int READABLE = LinuxEpoll.EPOLLIN | TROUBLE;
    private static final int WRITABLE = LinuxEpoll.EPOLLOUT | TROUBLE;

    private final EpollEventLoop loop;
    private final LinuxSockets sockets;
    private final SocketAddress remoteAddress;
    private ConnectionHandler handler;
    private @Nullable PipeTaker pipeTaker;

    /** Which callbacks the handler wants and can still get: EPOLLIN, EPOLLOUT. */
    private int wanted = LinuxEpoll.EPOLLIN;

    private boolean open = true;
    private boolean connecting;
    private boolean ended;
    private boolean broken;

    EpollConnection(
            EpollEventLoop loop,
            int descriptor,
            int generation,
            SocketAddress remoteAddress,
            ConnectionHandler handler) {
        super(descriptor, generation);
        this.loop = loop;
        this.sockets = loop.sockets();
        this.remoteAddress = remoteAddress;
        this.handler = handler;
    }

    /** An accepted connection has got its owner: events may come. */
    void open(ConnectionHandler owner) {
        handler = owner;
        interestChanged();
    }

    /** Starts to connect; the outcome comes later, from within a poll. */
    void connect() {
        connecting = true;
        int result = sockets.connect(descriptor, remoteAddress);
        if (result == -LinuxErrno.EINPROGRESS || result == -LinuxErrno.EINTR) {
            interestChanged();
        } else {
            loop.settleLater(this, result < 0 ? LinuxFailures.of(-result) : null);
        }
    }

    /**
     * Tells the handler how connecting ended, or that the connection failed later on.
     *
     * @return how many callbacks were made
     */
    int settle(@Nullable IoFailure failure) {
        if (!open) {
            return 0;
        }
        connecting = false;
        if (failure != null) {
            fail(failure);
        } else {
            interestChanged();
            handler.onConnected(this);
        }
        return 1;
    }

    @Override
    int interest() {
        if (connecting) {
            return LinuxEpoll.EPOLLOUT;
        }
        return wanted == 0 && (ended || broken) ? NOT_WATCHED : wanted;
    }

    @Override
    int onReady(int events) {
        if (connecting) {
            return finishConnect();
        }
        int callbacks = 0;
        if ((events & READABLE) != 0 && (wanted & LinuxEpoll.EPOLLIN) != 0) {
            callbacks = receive();
        }
        if ((events & WRITABLE) != 0 && (wanted & LinuxEpoll.EPOLLOUT) != 0) {
            handler.onWritable(this);
            return callbacks + 1;
        }
        if (callbacks == 0 && wanted == 0 && (events & TROUBLE) != 0) {
            loop.unwatch(this);
        }
        return callbacks;
    }

    private int finishConnect() {
        int error = sockets.pendingError(descriptor);
        return settle(error == 0 ? null : LinuxFailures.of(Math.abs(error)));
    }

    private int receive() {
        PipeTaker taker = pipeTaker;
        if (taker != null && taker.onReadable(this)) {
            return 1;
        }
        MemorySegment buffer = loop.receiveBuffer();
        int length =
                sockets.receive(
                        descriptor,
                        buffer,
                        EventLoop.HEADROOM_BYTES,
                        EventLoop.RECEIVE_BUFFER_BYTES);
        if (length > 0) {
            handler.onData(this, buffer, EventLoop.HEADROOM_BYTES, length);
            return 1;
        }
        if (length == 0) {
            ended = true;
            wanted &= ~LinuxEpoll.EPOLLIN;
            interestChanged();
            handler.onEnd(this);
            return 1;
        }
        if (length == -LinuxErrno.EAGAIN || length == -LinuxErrno.EINTR) {
            return 0;
        }
        fail(LinuxFailures.of(-length));
        return 1;
    }

    private void fail(IoFailure failure) {
        closeDescriptor();
        handler.onFailure(this, failure);
    }

    @Override
    void onUnwatchable(int errno) {
        wanted = 0;
        loop.settleLater(this, LinuxFailures.of(errno));
    }

    @Override
    public int send(MemorySegment bytes, long offset, int length) {
        if (!open || broken) {
            return BROKEN;
        }
        if (connecting) {
            // The kernel would hand out, and forget, the error that onFailure is to tell.
            return 0;
        }
        int sent = sockets.send(descriptor, bytes, offset, length);
        if (sent >= 0) {
            return sent;
        }
        if (sent == -LinuxErrno.EAGAIN || sent == -LinuxErrno.EINTR) {
            return 0;
        }
        breakOff();
        return BROKEN;
    }

    @Override
    public void offerTo(PipeTaker taker) {
        pipeTaker = taker;
    }

    @Override
    public int receive(LinuxPipe pipe, int bytes) {
        if (!open || broken) {
            return BROKEN;
        }
        return connecting || ended ? 0 : moved(pipe.fill(descriptor, bytes));
    }

    @Override
    public int send(LinuxPipe pipe) {
        if (!open || broken) {
            return BROKEN;
        }
        return connecting ? 0 : moved(pipe.drain(descriptor));
    }

    private int moved(int result) {
        if (result >= 0) {
            return result;
        }
        if (result == -LinuxErrno.EAGAIN || result == -LinuxErrno.EINTR) {
            return 0;
        }
        breakOff();
        return BROKEN;
    }

    private void breakOff() {
        broken = true;
        wanted = 0;
        interestChanged();
    }

    @Override
    public void wantWritable(boolean wish) {
        if (!broken) {
            want(wish ? wanted | LinuxEpoll.EPOLLOUT : wanted & ~LinuxEpoll.EPOLLOUT);
        }
    }

    @Override
    public void wantReadable(boolean wish) {
        if (!broken && !ended) {
            want(wish ? wanted | LinuxEpoll.EPOLLIN : wanted & ~LinuxEpoll.EPOLLIN);
        }
    }

    private void want(int callbacks) {
        if (open && wanted != callbacks) {
            wanted = callbacks;
            interestChanged();
        }
    }

    private void interestChanged() {
        if (!listed) {
            loop.interestChanged(this);
        }
    }

    @Override
    public void shutdownOutput() {
        if (open && !connecting && !broken && sockets.shutdownOutput(descriptor) < 0) {
            breakOff();
        }
    }

    @Override
    public void close() {
        if (open) {
            closeDescriptor();
        }
    }

    @Override
    public void reset() {
        if (open) {
            sockets.setResetOnClose(descriptor);
            closeDescriptor();
        }
    }

    @Override
    void closeDescriptor() {
        open = false;
        connecting = false;
        wanted = 0;
        loop.forget(this);
        sockets.close(descriptor);
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public SocketAddress remoteAddress() {
        return remoteAddress;
    }

    @Override
    public Optional<TcpInfo> tcpInfo() {
        return isOpen() ? sockets.tcpInfo(descriptor) : Optional.empty();
    }
}
