package dev.tare.io.net;

import dev.tare.io.nativeaccess.LinuxEpoll;
import dev.tare.io.nativeaccess.LinuxErrno;
import java.net.SocketAddress;

/** A listening socket of an {@link EpollEventLoop}. */
final class EpollAcceptor extends EpollSource implements Acceptor, PausedAcceptors.Pausable {
    /** A flood of new connections must not starve those that are there. */
    private static final int MAX_ACCEPTS_A_POLL = 64;

    private final EpollEventLoop loop;
    private final SocketAddress localAddress;
    private final AcceptHandler handler;
    private boolean open = true;
    private boolean paused;

    EpollAcceptor(
            EpollEventLoop loop,
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
    int interest() {
        return paused ? 0 : LinuxEpoll.EPOLLIN;
    }

    @Override
    int onReady(int events) {
        int accepted = 0;
        for (int i = 0; i < MAX_ACCEPTS_A_POLL && open && !paused; i++) {
            int descriptor = loop.sockets().accept(this.descriptor);
            if (descriptor >= 0) {
                EpollConnection connection =
                        loop.accepted(descriptor, loop.sockets().acceptedAddress());
                connection.open(handler.onAccept(connection));
                accepted++;
            } else if (descriptor == -LinuxErrno.EAGAIN) {
                break;
            } else if (LinuxFailures.of(-descriptor) == IoFailure.NO_RESOURCES) {
                // The connection stays in the queue and would be reported for ever.
                paused = true;
                loop.pause(this);
                loop.interestChanged(this);
            }
            // Any other error is one of the connection that was to be accepted (accept(2)): next.
        }
        return accepted;
    }

    @Override
    public void resume() {
        paused = false;
        if (open) {
            loop.interestChanged(this);
        }
    }

    @Override
    void onUnwatchable(int errno) {
        paused = true;
        loop.pause(this);
    }

    @Override
    public SocketAddress localAddress() {
        return localAddress;
    }

    @Override
    boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        if (open) {
            closeDescriptor();
        }
    }

    @Override
    void closeDescriptor() {
        open = false;
        loop.forget(this);
        loop.sockets().close(descriptor);
    }
}
