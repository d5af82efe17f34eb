package dev.tare.specimen.proxy;

import dev.tare.io.net.Connection;
import dev.tare.io.net.ConnectionHandler;
import dev.tare.io.net.IoFailure;
import dev.tare.io.wire.http2.Http2ServerSession;
import dev.tare.specimen.proxy.head.HeadRewriter;
import dev.tare.specimen.proxy.loop.Deadlines;
import dev.tare.specimen.proxy.loop.LoopListener;
import dev.tare.specimen.proxy.loop.ProxyLoop;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A client in clear: waits for its first bytes, and hands everything on to whoever speaks what they
 * begin: HTTP/2 or HTTP/1.1.
 *
 * <p>No method of HTTP/1.1 begins as HTTP/2's preface does, so four bytes decide.
 *
 * <p>Thread-safety: its loop's thread. Allocation: none after the first bytes. Source: RFC 9113,
 * sections 3.3 and 3.4.
 */
final class ClientGreeting extends Deadlines.Waiter implements ConnectionHandler {
    /** After so many bytes of the preface it is no method: {@code PRI} and a blank. */
    private static final int DECIDING_BYTES = 4;

    /** Room before what is put together, so that a head in it can grow. */
    private static final int ROOM_BYTES = HeadRewriter.MAX_GROWTH_BYTES;

    private final ProxyThread thread;
    private final ProxyLoop loop;
    private final Connection connection;
    private final LoopListener listener;
    private @Nullable ConnectionHandler client;

    /** Fewer bytes than decide, if the client sent no more at first. */
    private MemorySegment undecided = MemorySegment.NULL;

    private int undecidedBytes;

    ClientGreeting(ProxyThread thread, Connection connection, LoopListener listener) {
        this.thread = thread;
        loop = thread.loop();
        this.connection = connection;
        this.listener = listener;
    }

    @Override
    public void onConnected(Connection self) {}

    @Override
    public void onData(Connection self, MemorySegment buffer, long offset, int length) {
        ConnectionHandler known = client;
        if (known != null) {
            known.onData(self, buffer, offset, length);
        } else if (undecidedBytes == 0 && !isUndecided(buffer, offset, length)) {
            decide(buffer, offset, length).onData(self, buffer, offset, length);
        } else {
            keep(buffer, offset, length);
            if (!isUndecided(undecided, ROOM_BYTES, undecidedBytes)) {
                decideLate();
            } else {
                loop.startWait(loop.requestHeadWaits(), this);
            }
        }
    }

    private static boolean isUndecided(MemorySegment buffer, long offset, int length) {
        return length < DECIDING_BYTES && Http2ServerSession.isPreface(buffer, offset, length);
    }

    private ConnectionHandler decide(MemorySegment buffer, long offset, int length) {
        stopWaiting();
        boolean http2 =
                length >= DECIDING_BYTES && Http2ServerSession.isPreface(buffer, offset, length);
        ConnectionHandler handler =
                http2
                        ? thread.serveHttp2(connection, listener)
                        : thread.serve(connection, listener);
        client = handler;
        return handler;
    }

    /** Puts the first pieces together. */
    private void keep(MemorySegment buffer, long offset, int length) {
        MemorySegment joined = loop.buffers().take(ROOM_BYTES + undecidedBytes + length);
        if (undecidedBytes > 0) {
            MemorySegment.copy(undecided, ROOM_BYTES, joined, ROOM_BYTES, undecidedBytes);
        }
        MemorySegment.copy(buffer, offset, joined, ROOM_BYTES + (long) undecidedBytes, length);
        loop.buffers().giveBack(undecided);
        undecided = joined;
        undecidedBytes += length;
    }

    private void decideLate() {
        ConnectionHandler handler = decide(undecided, ROOM_BYTES, undecidedBytes);
        handler.onData(connection, undecided, ROOM_BYTES, undecidedBytes);
        loop.buffers().giveBack(undecided);
        undecided = MemorySegment.NULL;
    }

    @Override
    public void onWritable(Connection self) {
        if (client != null) {
            client.onWritable(self);
        }
    }

    @Override
    public void onEnd(Connection self) {
        if (client != null) {
            client.onEnd(self);
        } else {
            // Who has only looked whether somebody listens has done nothing wrong.
            leave();
        }
    }

    @Override
    public void onFailure(Connection self, IoFailure failure) {
        if (client != null) {
            client.onFailure(self, failure);
        } else {
            leave();
        }
    }

    private void leave() {
        stopWaiting();
        loop.buffers().giveBack(undecided);
        undecided = MemorySegment.NULL;
        connection.close();
        loop.onClientClosed();
    }

    @Override
    public void onDeadline(Deadlines expired) {
        leave();
    }
}
