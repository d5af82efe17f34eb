package dev.tare.specimen.proxy.client.http2;

import dev.tare.io.net.Connection;
import dev.tare.io.wire.http2.Http2Error;
import dev.tare.io.wire.http2.Http2Fields;
import dev.tare.io.wire.http2.Http2Options;
import dev.tare.io.wire.http2.Http2ServerListener;
import dev.tare.io.wire.http2.Http2ServerSession;
import dev.tare.specimen.proxy.count.ProxyCounters.Count;
import dev.tare.specimen.proxy.count.ProxyError;
import dev.tare.specimen.proxy.exchange.LoopRouting;
import dev.tare.specimen.proxy.head.Forwarded;
import dev.tare.specimen.proxy.log.AccessLog;
import dev.tare.specimen.proxy.loop.Deadlines;
import dev.tare.specimen.proxy.loop.Http2Side;
import dev.tare.specimen.proxy.loop.LoopListener;
import dev.tare.specimen.proxy.loop.ProxyLoop;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A client that speaks HTTP/2: each of its streams is a request, and goes its own way.
 *
 * <p>Used again for other connections, by {@link Http2Clients}.
 *
 * <p>Thread-safety: its loop's thread. Allocation: none after the first requests.
 */
public final class Http2Downstream extends Http2Side implements Http2ServerListener {
    /** Concurrent requests of one client at most; it is told so. */
    public static final int MAX_STREAMS = 128;

    /** Of so many requests that a client resets, it must let go through as many. */
    public static final int MAX_RESETS = 1000;

    private static final int FIRST_STREAMS = 8;

    private enum State {
        OPEN,
        /** All is said; the client may take its time to read it. */
        LINGERING,
        CLOSED
    }

    private final Http2Clients clients;
    private final Http2ServerSession session;
    private @Nullable Http2Stream[] streams = new @Nullable Http2Stream[FIRST_STREAMS];
    private AccessLog.@Nullable Source access;
    private @Nullable LoopListener listener;
    private Forwarded forwarded = Forwarded.NOTHING;
    private State state = State.CLOSED;
    private int index;
    private boolean draining;
    private boolean idle;
    private long requests;
    private long resets;

    Http2Downstream(ProxyLoop loop, Http2Clients clients) {
        super(loop, Count.CLIENT_BYTES_SENT, Count.CLIENT_BYTES_RECEIVED);
        this.clients = clients;
        Http2Options options =
                Http2Options.standard()
                        .withMaxStreams(MAX_STREAMS)
                        .withWindows(MAX_STREAMS * STREAM_WINDOW_BYTES, STREAM_WINDOW_BYTES)
                        .withHalfClosed();
        session = new Http2ServerSession(options, this, loop.arena());
    }

    /**
     * Serves a new connection.
     *
     * @param cameBy the listener by which it has come
     * @param number its place among the loop's clients
     * @param log where requests leave a line; null for nowhere
     */
    void begin(
            Connection connection,
            LoopListener cameBy,
            int number,
            AccessLog.@Nullable Source log) {
        attach(connection, true);
        session.begin();
        state = State.OPEN;
        listener = cameBy;
        index = number;
        access = log;
        forwarded = clients.routing().forwardedOf(connection);
        draining = false;
        idle = true;
        requests = 0;
        resets = 0;
        loop().counters().increment(Count.HTTP2_CONNECTIONS);
        loop().startWait(loop().clientIdleWaits(), this);
        touch();
    }

    void setIndex(int number) {
        index = number;
    }

    @Override
    public Http2ServerSession session() {
        return session;
    }

    /** What this client's requests are told of their way. */
    Forwarded forwarded() {
        return forwarded;
    }

    /** Where its requests go. */
    LoopRouting routing() {
        return clients.routing();
    }

    /** By which its connection has come. */
    LoopListener listener() {
        LoopListener by = listener;
        if (by == null) {
            throw new IllegalStateException("there was no connection");
        }
        return by;
    }

    private Http2Stream stream(int number) {
        Http2Stream stream = streams[number];
        if (stream == null) {
            throw new IllegalStateException("a stream that was not begun");
        }
        return stream;
    }

    /** The object for a stream that begins. */
    private Http2Stream newStream(int number) {
        if (number >= streams.length) {
            streams = Arrays.copyOf(streams, Math.max(number + 1, streams.length * 2));
        }
        Http2Stream stream = streams[number];
        if (stream == null) {
            stream = new Http2Stream(loop(), this, number);
            streams[number] = stream;
        }
        return stream;
    }

    /** Tells the client to go away, when what it has asked for is answered. */
    void drain() {
        if (state == State.OPEN && !draining) {
            draining = true;
            session.goAway();
            touch();
        }
    }

    // What the connection tells.

    @Override
    public void onData(Connection self, MemorySegment buffer, long offset, int length) {
        if (state == State.OPEN) {
            super.onData(self, buffer, offset, length);
        }
    }

    @Override
    public void onEnd(Connection self) {
        // Without its acknowledgements and windows nothing more could be sent to it for long.
        close();
    }

    @Override
    public void onBroken() {
        close();
    }

    @Override
    public void onFlushed(boolean all) {
        if (state != State.OPEN) {
            return;
        }
        if (session.failed() || (tooManyResets() && draining)) {
            loop().counters().addError(ProxyError.CLIENT_PROTOCOL_ERROR);
            loop().onRequestFailure(connection(), ProxyError.CLIENT_PROTOCOL_ERROR);
            finish();
        } else if (tooManyResets()) {
            drain();
        } else if (session.openStreams() == 0) {
            if (all && draining) {
                finish();
            } else if (!idle) {
                idle = true;
                loop().startWait(loop().clientIdleWaits(), this);
            }
        }
    }

    /**
     * Whether the client does little but reset what it has asked for: each time the upstream would
     * have begun to work, on a connection that it shares with others (CVE-2023-44487).
     */
    private boolean tooManyResets() {
        return resets > MAX_RESETS && resets > requests / 2;
    }

    /** All is said: what the client still sends is read, so that it gets the end of it. */
    private void finish() {
        loseStreams();
        state = State.LINGERING;
        connection().shutdownOutput();
        loop().startWait(loop().lingerWaits(), this);
    }

    private void loseStreams() {
        for (Http2Stream stream : streams) {
            if (stream != null) {
                stream.onConnectionLost();
            }
        }
    }

    @Override
    public void onDeadline(Deadlines expired) {
        if (state == State.OPEN && !draining) {
            drain();
            loop().startWait(loop().lingerWaits(), this);
        } else {
            close();
        }
    }

    private void close() {
        if (isAttached()) {
            state = State.CLOSED;
            loseStreams();
            detach();
            loop().onClientClosed();
            clients.onClosed(this, index);
        }
    }

    // What the session tells.

    @Override
    public void onRequest(int number, Http2Fields head) {
        if (idle) {
            idle = false;
            stopWaiting();
        }
        Http2Stream stream = newStream(number);
        if (access != null && !stream.notes().isLogged()) {
            stream.notes().goTo(access.entry(ProxyLoop.textOf(connection().remoteAddress())));
        }
        requests++;
        stream.begin(head);
    }

    @Override
    public void onBody(int number, MemorySegment buffer, long offset, int length) {
        stream(number).onRequestBody(buffer, offset, length);
    }

    @Override
    public void onTrailers(int number, Http2Fields trailers) {
        stream(number).onRequestTrailers(trailers);
    }

    @Override
    public void onRequestEnd(int number) {
        stream(number).onRequestEnd();
    }

    @Override
    public void copyBody(int number, long position, MemorySegment target, long offset, int length) {
        stream(number).copyBody(position, target, offset, length);
    }

    @Override
    public void onAnswered(int number) {
        stream(number).onAnswered();
    }

    @Override
    public void onHalfClosed(int number) {
        stream(number).onHalfClosed();
    }

    @Override
    public void onAborted(int number, int errorCode) {
        resets++;
        stream(number).onAborted();
    }

    @Override
    public void onFailure(Http2Error error, String fault) {
        // Found when what the session has to say is sent.
    }
}
