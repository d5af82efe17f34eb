package dev.tare.io.net;

import dev.tare.io.nativeaccess.LinuxErrno;
import java.net.SocketAddress;
import java.util.Optional;

/** A listening socket of an {@link IoUringEventLoop}. */
final class IoUringAcceptor extends IoUringSource implements Acceptor, PausedAcceptors.Pausable {
    private final IoUringEventLoop loop;
    private final SocketAddress localAddress;
    private final AcceptHandler handler;
    private boolean open = true;
    private boolean accepting;
    private boolean paused;

    IoUringAcceptor(
            IoUringEventLoop loop,
            int descriptor,
            int generation,
            SocketAddress localAddress,
            AcceptHandler handler) {
        super(descriptor, generation);
        this.loop = loop;
        this.localAddress = localAddress;
        this.handler = handler;
    }

    @Override
    boolean prepare() {
        if (open && !paused && !accepting) {
            accepting = true;
            loop.roomyRing().accept(descriptor, loop.data(IoUringEventLoop.ACCEPT, this));
        }
        return false;
    }

    @Override
    int deliver() {
        return 0;
    }

    @Override
    int onCompletion(int kind, int result, boolean more) {
        if (!more) {
            accepting = false;
            loop.changed(this);
        }
        if (result >= 0) {
            return accept(result);
        }
        boolean ofTheConnection = result == -LinuxErrno.ECONNABORTED || result == -LinuxErrno.EINTR;
        if (!more && !ofTheConnection) {
            // Most likely there are no more descriptors; the connection stays in the queue and
            // would be reported for ever.
            paused = true;
            loop.pause(this);
        }
        return 0;
    }

    private int accept(int accepted) {
        Optional<SocketAddress> from = loop.sockets().remoteAddress(accepted);
        if (from.isEmpty()) {
            // The other side has gone already; there is nobody to tell.
            loop.sockets().close(accepted);
            return 0;
        }
        IoUringConnection connection = loop.accepted(accepted, from.get());
        connection.open(handler.onAccept(connection));
        return 1;
    }

    @Override
    public void resume() {
        paused = false;
        loop.changed(this);
    }

    @Override
    boolean cancelAll() {
        if (accepting) {
            loop.cancel(IoUringEventLoop.ACCEPT, this);
        }
        return accepting;
    }

    @Override
    public SocketAddress localAddress() {
        return localAddress;
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            loop.release(this);
        }
    }

    @Override
    void abandon() {
        open = false;
    }
}
