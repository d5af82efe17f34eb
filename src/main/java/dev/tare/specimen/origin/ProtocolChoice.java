package dev.tare.specimen.origin;

import dev.tare.io.net.Connection;
import dev.tare.io.net.ConnectionHandler;
import dev.tare.io.net.IoFailure;
import dev.tare.io.wire.http2.Http2ServerSession;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Finds out by a client's first bytes whether it speaks HTTP/2 or HTTP/1.1, and hands everything on
 * to a handler of that.
 *
 * <p>No method of HTTP/1.1 begins as HTTP/2's preface does, so four bytes decide.
 *
 * <p>Thread-safety: its loop's thread. Source: RFC 9113, sections 3.3 and 3.4.
 */
final class ProtocolChoice implements ConnectionHandler {
    /** After so many bytes of the preface it is no method: {@code PRI} and a blank. */
    private static final int DECIDING_BYTES = 4;

    private final OriginLoop loop;
    private final Connection connection;
    private @Nullable ConnectionHandler chosen;

    /** Fewer bytes than decide, if the client sent no more at first. */
    private MemorySegment undecided = MemorySegment.NULL;

    private int undecidedBytes;

    ProtocolChoice(OriginLoop loop, Connection connection) {
        this.loop = loop;
        this.connection = connection;
    }

    @Override
    public void onConnected(Connection self) {}

    @Override
    public void onData(Connection self, MemorySegment buffer, long offset, int length) {
        if (chosen != null) {
            chosen.onData(self, buffer, offset, length);
        } else if (undecidedBytes > 0 || isUndecided(buffer, offset, length)) {
            decideLater(self, buffer, offset, length);
        } else {
            decide(buffer, offset, length).onData(self, buffer, offset, length);
        }
    }

    private static boolean isUndecided(MemorySegment buffer, long offset, int length) {
        return length < DECIDING_BYTES && Http2ServerSession.isPreface(buffer, offset, length);
    }

    private ConnectionHandler decide(MemorySegment buffer, long offset, int length) {
        boolean http2 = Http2ServerSession.isPreface(buffer, offset, length);
        ConnectionHandler handler =
                http2 ? loop.http2(connection) : new OriginConnection(loop, connection);
        chosen = handler;
        return handler;
    }

    /** Puts the first pieces together. */
    private void decideLater(Connection self, MemorySegment buffer, long offset, int length) {
        MemorySegment joined = Arena.ofAuto().allocate(undecidedBytes + (long) length);
        MemorySegment.copy(undecided, 0, joined, 0, undecidedBytes);
        MemorySegment.copy(buffer, offset, joined, undecidedBytes, length);
        undecided = joined;
        undecidedBytes += length;
        if (!isUndecided(joined, 0, undecidedBytes)) {
            decide(joined, 0, undecidedBytes).onData(self, joined, 0, undecidedBytes);
            undecided = MemorySegment.NULL;
        }
    }

    /** Closes, unless a request is being read or answered; one that never had any is idle, too. */
    void closeIfIdle() {
        switch (chosen) {
            case OriginConnection http1 -> http1.closeIfIdle();
            case OriginHttp2Connection http2 -> http2.closeIfIdle();
            case null, default -> {
                if (undecidedBytes == 0) {
                    connection.close();
                    loop.onClosed(connection);
                }
            }
        }
    }

    @Override
    public void onWritable(Connection self) {
        if (chosen != null) {
            chosen.onWritable(self);
        }
    }

    @Override
    public void onEnd(Connection self) {
        if (chosen != null) {
            chosen.onEnd(self);
        } else {
            connection.close();
            loop.onClosed(connection);
        }
    }

    @Override
    public void onFailure(Connection self, IoFailure failure) {
        if (chosen != null) {
            chosen.onFailure(self, failure);
        } else {
            loop.onClosed(connection);
        }
    }
}
