package dev.tare.specimen.proxy.loop;

import dev.tare.io.net.Connection;
import dev.tare.io.net.ConnectionHandler;
import dev.tare.io.net.IoFailure;
import dev.tare.io.wire.http2.Http2Session;
import dev.tare.specimen.proxy.count.ProxyCounters.Count;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A connection that speaks HTTP/2, to a client or to the upstream. What it has to send is sent when
 * all that one wait of the loop has brought was read: so the frames of many streams, and of many
 * other connections, leave together.
 *
 * <p>It is always read: the session bounds what a peer can make it hold.
 *
 * <p>Thread-safety: its loop's thread.
 */
public abstract class Http2Side extends Deadlines.Waiter implements ConnectionHandler {
    /** How much of one body waits in minivoy at most, each way. */
    public static final int STREAM_WINDOW_BYTES = 64 * 1024;

    /** How much one connection may send before the others have their turn. */
    private static final int MAX_PIECES_A_TURN = 4;

    private final ProxyLoop loop;
    private final Count sentCount;
    private final Count receivedCount;

    private @Nullable Connection connection;
    private boolean connected;
    private boolean writableWanted;
    private long receivedBytes;

    /** The next one that has something to send; see {@link SendOrder}. */
    @Nullable Http2Side nextTouched;

    boolean touched;

    /** Without a connection yet. */
    public Http2Side(ProxyLoop loop, Count sentCount, Count receivedCount) {
        this.loop = loop;
        this.sentCount = sentCount;
        this.receivedCount = receivedCount;
    }

    /** Serves a new connection. */
    public final void attach(Connection attached, boolean isConnected) {
        connection = attached;
        connected = isConnected;
        writableWanted = false;
        receivedBytes = 0;
    }

    /** The loop that it belongs to. */
    public final ProxyLoop loop() {
        return loop;
    }

    /** Bytes read on the current connection so far. */
    public final long receivedBytes() {
        return receivedBytes;
    }

    /** Whether there is a connection, open or being opened. */
    public final boolean isAttached() {
        return connection != null;
    }

    /** Whether the connection is open. */
    public final boolean isConnected() {
        return connected;
    }

    /** The current connection; there must be one. */
    public final Connection connection() {
        Connection open = connection;
        if (open == null) {
            throw new IllegalStateException("the connection was closed");
        }
        return open;
    }

    /** What frames are read and written by. */
    public abstract Http2Session session();

    /** Has the session something to send, or may the connection be at its end: it is looked at. */
    public final void touch() {
        if (!touched) {
            loop.sendOrder().touch(this);
        }
    }

    @Override
    public void onConnected(Connection self) {
        connected = true;
        touch();
    }

    @Override
    public void onData(Connection self, MemorySegment buffer, long offset, int length) {
        loop.counters().add(receivedCount, length);
        receivedBytes += length;
        session().read(buffer, offset, length);
        touch();
    }

    @Override
    public void onWritable(Connection self) {
        touch();
    }

    @Override
    public void onFailure(Connection self, IoFailure failure) {
        onBroken();
    }

    /** Sends what the kernel takes, and looks whether the connection is at its end. */
    public final void flush() {
        Connection open = connection;
        if (open == null || !connected) {
            return;
        }
        Http2Session session = session();
        boolean full = false;
        for (int i = 0; i < MAX_PIECES_A_TURN && session.outputLength() > 0 && !full; i++) {
            int length = session.outputLength();
            int sent = open.send(session.output(), session.outputOffset(), length);
            if (sent == Connection.BROKEN) {
                onBroken();
                return;
            }
            loop.counters().add(sentCount, sent);
            session.outputTaken(sent);
            full = sent < length;
        }
        if (full != writableWanted) {
            writableWanted = full;
            open.wantWritable(full);
        }
        if (!full && session.outputLength() > 0) {
            touch();
            return;
        }
        onFlushed(session.outputLength() == 0);
    }

    /** Everything was sent that can be; if all, the connection may be closed. */
    public abstract void onFlushed(boolean all);

    /** The connection has broken or ended where it must not, and is to be closed. */
    public abstract void onBroken();

    /** Closes the connection, if there is one; returns whether there was. */
    public final boolean detach() {
        Connection open = connection;
        stopWaiting();
        connection = null;
        connected = false;
        if (open == null) {
            return false;
        }
        open.close();
        return true;
    }
}
