package dev.tare.io.net;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** A listening socket of a {@link NioEventLoop}. */
final class NioAcceptor implements Acceptor, NioSource, PausedAcceptors.Pausable {
    /** A flood of new connections must not starve those that are there. */
    private static final int MAX_ACCEPTS_A_POLL = 64;

    private final NioEventLoop loop;
    private final ServerSocketChannel channel;
    private final SocketAddress localAddress;
    private final AcceptHandler handler;
    private final SelectionKey key;

    NioAcceptor(NioEventLoop loop, ServerSocketChannel channel, AcceptHandler handler)
            throws IOException {
        this.loop = loop;
        this.channel = channel;
        this.handler = handler;
        this.localAddress = channel.getLocalAddress();
        channel.configureBlocking(false);
        key = channel.register(loop.selector(), SelectionKey.OP_ACCEPT, this);
    }

    @Override
    public int onReady(int readyOps) {
        int accepted = 0;
        while (accepted < MAX_ACCEPTS_A_POLL && channel.isOpen()) {
            SocketChannel socket;
            try {
                socket = channel.accept();
            } catch (IOException e) {
                // Most likely there are no more file descriptors; the connection stays in the queue
                // and would be reported for ever.
                loop.pause(this);
                return accepted;
            }
            if (socket == null) {
                return accepted;
            }
            accept(socket);
            accepted++;
        }
        return accepted;
    }

    private void accept(SocketChannel socket) {
        NioConnection connection;
        try {
            SocketAddress remote = socket.getRemoteAddress();
            connection = new NioConnection(loop, socket, remote, NoHandler.INSTANCE);
        } catch (IOException e) {
            // The other side has gone already; there is nobody to tell.
            NioEventLoop.closeQuietly(socket);
            return;
        }
        connection.open(handler.onAccept(connection));
    }

    void disarm() {
        key.interestOps(0);
    }

    @Override
    public void resume() {
        if (channel.isOpen()) {
            key.interestOps(SelectionKey.OP_ACCEPT);
        }
    }

    @Override
    public SocketAddress localAddress() {
        return localAddress;
    }

    @Override
    public void close() {
        NioEventLoop.closeQuietly(channel);
        loop.releaseClosed();
    }
}
