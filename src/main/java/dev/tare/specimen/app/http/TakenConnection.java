package dev.tare.specimen.app.http;

import dev.tare.io.net.Connection;
import java.lang.foreign.MemorySegment;
import java.net.SocketAddress;

/**
 * A connection that no longer speaks HTTP, and still counts as one of its server's until it is
 * closed.
 *
 * <p>Thread-safety: its loop's thread.
 */
final class TakenConnection implements Connection {
    private final Connection connection;
    private final Runnable onClosed;

    /**
     * @param onClosed told when the connection is being closed; may be told more than once
     */
    TakenConnection(Connection connection, Runnable onClosed) {
        this.connection = connection;
        this.onClosed = onClosed;
    }

    @Override
    public int send(MemorySegment bytes, long offset, int length) {
        return connection.send(bytes, offset, length);
    }

    @Override
    public void wantWritable(boolean wanted) {
        connection.wantWritable(wanted);
    }

    @Override
    public void wantReadable(boolean wanted) {
        connection.wantReadable(wanted);
    }

    @Override
    public void shutdownOutput() {
        connection.shutdownOutput();
    }

    @Override
    public void close() {
        onClosed.run();
        connection.close();
    }

    @Override
    public void reset() {
        onClosed.run();
        connection.reset();
    }

    @Override
    public boolean isOpen() {
        return connection.isOpen();
    }

    @Override
    public SocketAddress remoteAddress() {
        return connection.remoteAddress();
    }
}
