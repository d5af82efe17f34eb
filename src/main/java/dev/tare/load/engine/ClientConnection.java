package dev.tare.load.engine;

import dev.tare.base.core.Outcome;
import dev.tare.io.net.Connection;
import dev.tare.io.net.ConnectionHandler;
import dev.tare.io.net.IoFailure;
import dev.tare.io.wire.Http1ResponseReader;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * One of a load's clients: a connection that is opened anew whenever it is lost, and the one
 * request that is in flight on it.
 *
 * <p>It knows what is going on on the wire; {@link LoadLoop} decides what follows from it.
 *
 * <p>Thread-safety: the loop's own thread only. Allocation: none but for opening a connection.
 */
final class ClientConnection implements ConnectionHandler {
    /** What {@link #sentNs} is until the kernel has taken a byte of the request. */
    static final long NOT_SENT = Long.MIN_VALUE;

    private enum State {
        DOWN,
        CONNECTING,
        IDLE,
        BUSY
    }

    private final LoadLoop loop;
    private final MemorySegment request;
    private final int requestBytes;
    private final boolean headRequest;
    private final Http1ResponseReader reader;

    // Where it stands in the one list that it is in; see ConnectionList.
    @Nullable ConnectionList list;
    @Nullable ClientConnection previous;
    @Nullable ClientConnection next;

    private State state = State.DOWN;
    private @Nullable Connection connection;
    private long attemptDueNs;
    private long attemptNs;
    private int backOffLevel;
    private boolean tried;
    private boolean used;

    private long intendedNs;
    private long sentNs = NOT_SENT;
    private int sentBytes;
    private int matched;

    ClientConnection(LoadLoop loop, MemorySegment request, boolean headRequest, Arena arena) {
        this.loop = loop;
        this.request = request;
        requestBytes = Math.toIntExact(request.byteSize());
        this.headRequest = headRequest;
        reader = new Http1ResponseReader(arena);
    }

    /** When the next attempt to connect is due: what a closed loop's next request waits for. */
    long attemptDueNs() {
        return attemptDueNs;
    }

    /** When the last attempt to connect began. */
    long attemptNs() {
        return attemptNs;
    }

    /** Which of the connector's pauses it is to make before the next attempt. */
    int backOffLevel() {
        return backOffLevel;
    }

    /** Whether a first attempt to connect has succeeded or failed. */
    boolean tried() {
        return tried;
    }

    void markTried() {
        tried = true;
    }

    /** Plans the next attempt. */
    void down(long dueNs, int level) {
        state = State.DOWN;
        attemptDueNs = dueNs;
        backOffLevel = level;
    }

    void connecting(Connection begun, long nowNs) {
        state = State.CONNECTING;
        connection = begun;
        attemptNs = nowNs;
        used = false;
    }

    /** Closes the connection, if there is one. */
    void close() {
        state = State.DOWN;
        Connection open = connection;
        connection = null;
        if (open != null) {
            open.close();
        }
    }

    /** Whether a request was ever begun on the connection: then its loss is no reason to wait. */
    boolean used() {
        return used;
    }

    long intendedNs() {
        return intendedNs;
    }

    long sentNs() {
        return sentNs;
    }

    /**
     * Sends the request, or as much of it as the kernel takes now.
     *
     * @return whether the connection took it; if not, it is broken, and the request is not begun
     */
    boolean send(long intendedStartNs, long nowNs) {
        int taken = open().send(request, 0, requestBytes);
        if (taken == Connection.BROKEN) {
            return false;
        }
        intendedNs = intendedStartNs;
        sentNs = taken > 0 ? nowNs : NOT_SENT;
        sentBytes = taken;
        matched = AnswerChecker.NOTHING_MATCHED;
        reader.begin(headRequest);
        state = State.BUSY;
        used = true;
        if (taken < requestBytes) {
            open().wantWritable(true);
        }
        return true;
    }

    private Connection open() {
        Connection open = connection;
        if (open == null) {
            throw new IllegalStateException("a connection that is down cannot send");
        }
        return open;
    }

    @Override
    public void onConnected(Connection opened) {
        state = State.IDLE;
        loop.onConnected(this);
    }

    @Override
    public void onData(Connection from, MemorySegment buffer, long offset, int length) {
        long nowNs = loop.nowNs();
        loop.ledger().received(length, nowNs);
        if (state != State.BUSY) {
            // Nobody asked: what such a connection says next could be anything.
            loop.onIdleLost(this, nowNs);
            return;
        }
        AnswerChecker checker = loop.checker();
        checker.resume(matched);
        int consumed = reader.read(buffer, offset, length, checker);
        matched = checker.matched();
        switch (reader.state()) {
            case HEAD, BODY -> {}
            case COMPLETE -> {
                if (consumed < length) {
                    loop.onLost(this, Outcome.MALFORMED, nowNs);
                } else {
                    complete(nowNs);
                }
            }
            case MALFORMED -> loop.onLost(this, Outcome.MALFORMED, nowNs);
        }
    }

    private void complete(long nowNs) {
        Outcome outcome = loop.checker().outcome(reader.status(), reader.bodyBytes(), matched);
        // An answer that came before the whole request was sent leaves the rest of it unsaid.
        if (reader.keepAlive() && sentBytes == requestBytes) {
            state = State.IDLE;
            loop.onAnswered(this, outcome, reader.bodyBytes(), nowNs);
        } else {
            loop.onAnsweredLast(this, outcome, reader.bodyBytes(), nowNs);
        }
    }

    @Override
    public void onWritable(Connection to) {
        if (state != State.BUSY) {
            to.wantWritable(false);
            return;
        }
        int taken = to.send(request, sentBytes, requestBytes - sentBytes);
        long nowNs = loop.nowNs();
        if (taken == Connection.BROKEN) {
            loop.onLost(this, Outcome.CLOSED_EARLY, nowNs);
            return;
        }
        if (taken > 0 && sentNs == NOT_SENT) {
            sentNs = nowNs;
            loop.ledger().sent(intendedNs);
        }
        sentBytes += taken;
        if (sentBytes == requestBytes) {
            to.wantWritable(false);
        }
    }

    @Override
    public void onEnd(Connection from) {
        long nowNs = loop.nowNs();
        if (state != State.BUSY) {
            loop.onIdleLost(this, nowNs);
            return;
        }
        reader.end();
        if (reader.state() == Http1ResponseReader.State.COMPLETE) {
            complete(nowNs);
        } else {
            loop.onLost(this, Outcome.CLOSED_EARLY, nowNs);
        }
    }

    @Override
    public void onFailure(Connection failed, IoFailure failure) {
        long nowNs = loop.nowNs();
        switch (state) {
            case CONNECTING -> loop.onConnectFailed(this, nowNs);
            case BUSY -> loop.onLost(this, Outcome.CLOSED_EARLY, nowNs);
            case IDLE, DOWN -> loop.onIdleLost(this, nowNs);
        }
    }
}
