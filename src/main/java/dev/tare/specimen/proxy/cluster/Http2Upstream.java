package dev.tare.specimen.proxy.cluster;

import dev.tare.io.net.Connection;
import dev.tare.io.net.IoFailure;
import dev.tare.io.net.tls.TlsConnection;
import dev.tare.io.net.tls.TlsFacts;
import dev.tare.io.wire.http2.HeadFields;
import dev.tare.io.wire.http2.Http2ClientListener;
import dev.tare.io.wire.http2.Http2ClientSession;
import dev.tare.io.wire.http2.Http2Error;
import dev.tare.io.wire.http2.Http2Fields;
import dev.tare.io.wire.http2.Http2Options;
import dev.tare.specimen.proxy.count.ProxyCounters.Count;
import dev.tare.specimen.proxy.count.ProxyError;
import dev.tare.specimen.proxy.loop.Deadlines;
import dev.tare.specimen.proxy.loop.Http2Side;
import dev.tare.specimen.proxy.loop.ProxyLoop;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A connection to an upstream that speaks HTTP/2: carries the requests of many clients at a time.
 *
 * <p>Its window is as wide as those of all its streams together, so that a client which does not
 * read its response holds up nobody else's.
 *
 * <p>Thread-safety: its loop's thread. Allocation: none after the first requests.
 */
final class Http2Upstream extends Http2Side implements Http2ClientListener {
    /** Requests at a time on one connection, if the upstream allows as many. */
    static final int MAX_STREAMS = 1024;

    /** No token. */
    static final int NONE = -1;

    private static final String ALPN = "h2";
    private static final int BAD_GATEWAY = ProxyLoop.BAD_GATEWAY;
    private static final int GATEWAY_TIMEOUT = 504;

    private final UpstreamConnections connections;
    private final Http2ClientSession session;
    private final @Nullable Http2Call[] calls = new @Nullable Http2Call[MAX_STREAMS];
    private final int[] freeTokens = new int[MAX_STREAMS];
    private int freeCount;
    private @Nullable Http2Upstreams owner;
    private long begun;
    private boolean retired;

    /** Why the connection has to end, once that is known. */
    private boolean broken;

    Http2Upstream(ProxyLoop loop, UpstreamConnections connections) {
        super(loop, Count.UPSTREAM_BYTES_SENT, Count.UPSTREAM_BYTES_RECEIVED);
        this.connections = connections;
        Http2Options options =
                Http2Options.standard()
                        .withMaxStreams(MAX_STREAMS)
                        .withWindows(MAX_STREAMS * STREAM_WINDOW_BYTES, STREAM_WINDOW_BYTES)
                        .withHalfClosed();
        session = new Http2ClientSession(options, this, loop.arena());
    }

    /**
     * Serves a new connection, which is being opened.
     *
     * @param upstreams those that it is one of
     */
    void begin(Connection opening, Http2Upstreams upstreams) {
        owner = upstreams;
        attach(opening, false);
        session.begin();
        freeCount = 0;
        for (int token = MAX_STREAMS - 1; token >= 0; token--) {
            freeTokens[freeCount++] = token;
        }
        begun = 0;
        retired = false;
        broken = false;
    }

    private Http2Upstreams owner() {
        Http2Upstreams current = owner;
        if (current == null) {
            throw new IllegalStateException("the connection was never opened");
        }
        return current;
    }

    @Override
    public Http2ClientSession session() {
        return session;
    }

    /** Whether requests may be sent sooner or later, though perhaps not now. */
    boolean isOfUse() {
        return isAttached() && !retired && !broken && !session.draining() && !session.failed();
    }

    /** Whether it has as many requests as the upstream allows it, and will take more later. */
    boolean isFull() {
        return isConnected() && receivedBytes() > 0 && session.inFlight() >= session.streamLimit();
    }

    boolean canStart() {
        return isConnected() && isOfUse() && session.canStart();
    }

    /** Whether the last request that was started was not the connection's first. */
    boolean isReused() {
        return begun > 1;
    }

    /** Sends a request's head; returns its token, or {@link #NONE} if that is not possible now. */
    int start(Http2Call call, HeadFields head, boolean ends) {
        if (!canStart()) {
            return NONE;
        }
        int token = freeTokens[freeCount - 1];
        if (!session.startRequest(token, head, ends)) {
            return NONE;
        }
        freeCount--;
        calls[token] = call;
        session.creditByOwner(token);
        loop().counters().increment(Count.UPSTREAM_REQUESTS);
        if (begun++ > 0) {
            loop().counters().increment(Count.UPSTREAM_REUSES);
        }
        stopWaiting();
        touch();
        return token;
    }

    /** Gives a request up. */
    void reset(int token, Http2Error error) {
        session.resetStream(token, error);
        free(token);
        touch();
    }

    /** No more requests are sent here: nothing has been heard for too long. */
    void retire() {
        retired = true;
        touch();
    }

    private @Nullable Http2Call free(int token) {
        Http2Call call = calls[token];
        calls[token] = null;
        freeTokens[freeCount++] = token;
        return call;
    }

    private Http2Call call(int token) {
        Http2Call call = calls[token];
        if (call == null) {
            throw new IllegalStateException("a response that nobody has asked for");
        }
        return call;
    }

    // What the connection tells.

    @Override
    public void onConnected(Connection self) {
        if (self instanceof TlsConnection tls) {
            connections.onSecured(owner().endpoint(), tls);
            Optional<String> agreed = tls.facts().flatMap(TlsFacts::alpn);
            if (!agreed.equals(Optional.of(ALPN))) {
                end(ProxyError.UPSTREAM_HANDSHAKE_FAILED, BAD_GATEWAY);
                return;
            }
        }
        stopWaiting();
        super.onConnected(self);
    }

    @Override
    public void onEnd(Connection self) {
        onBroken();
    }

    @Override
    public void onFailure(Connection self, IoFailure failure) {
        boolean certificate = failure == IoFailure.TLS_CERTIFICATE;
        if ((certificate || failure == IoFailure.TLS_HANDSHAKE)
                && self instanceof TlsConnection tls) {
            loop().onTlsFailure("upstream", tls);
            end(
                    certificate
                            ? ProxyError.UPSTREAM_CERTIFICATE_REFUSED
                            : ProxyError.UPSTREAM_HANDSHAKE_FAILED,
                    BAD_GATEWAY);
        } else if (isConnected()) {
            onBroken();
        } else {
            boolean late = failure == IoFailure.TIMED_OUT;
            end(
                    late ? ProxyError.UPSTREAM_CONNECT_TIMEOUT : ProxyError.UPSTREAM_CONNECT_FAILED,
                    late ? GATEWAY_TIMEOUT : BAD_GATEWAY);
        }
    }

    @Override
    public void onBroken() {
        end(
                session.failed() ? ProxyError.UPSTREAM_MALFORMED : ProxyError.UPSTREAM_CLOSED,
                BAD_GATEWAY);
    }

    @Override
    public void onDeadline(Deadlines expired) {
        if (isConnected()) {
            session.goAway();
            retire();
        } else if (connection() instanceof TlsConnection tls && tls.handshaking()) {
            loop().onTlsFailure("upstream", tls);
            end(ProxyError.UPSTREAM_HANDSHAKE_TIMEOUT, GATEWAY_TIMEOUT);
        } else {
            end(ProxyError.UPSTREAM_CONNECT_TIMEOUT, GATEWAY_TIMEOUT);
        }
    }

    @Override
    public void onFlushed(boolean all) {
        if (session.failed()) {
            onBroken();
        } else if (session.inFlight() == 0) {
            if (!isOfUse()) {
                end(ProxyError.UPSTREAM_CLOSED, BAD_GATEWAY);
            } else if (!owner().anyWaits()) {
                awaitRequest();
            }
        }
    }

    private void awaitRequest() {
        Endpoint endpoint = owner().endpoint();
        if (loop().isStopping() || !endpoint.hasRoom()) {
            retire();
        } else {
            loop().startWait(endpoint.idle(), this);
        }
    }

    /** Closes a connection without requests. */
    void closeIdle() {
        end(ProxyError.UPSTREAM_CLOSED, BAD_GATEWAY);
    }

    /** Closes the connection; requests in flight are told why. */
    private void end(ProxyError error, int status) {
        boolean opened = isConnected();
        broken = true;
        if (!detach()) {
            return;
        }
        Http2Upstreams upstreams = owner();
        connections.onClosed(upstreams.endpoint());
        upstreams.onClosed(this);
        for (int token = 0; token < MAX_STREAMS; token++) {
            Http2Call call = calls[token];
            calls[token] = null;
            if (call != null) {
                call.onConnectionLost(error, status);
            }
        }
        connections.giveBack(this);
        if (!opened) {
            upstreams.onNotOpened(error, status);
        }
    }

    // What the session tells.

    @Override
    public void onInformational(int token, Http2Fields head) {
        call(token).onInterim(head);
    }

    @Override
    public void onHead(int token, Http2Fields head) {
        call(token).onHead(head);
    }

    @Override
    public void onBody(int token, MemorySegment buffer, long offset, int length) {
        call(token).onBody(this, buffer, offset, length);
    }

    @Override
    public void onTrailers(int token, Http2Fields trailers) {
        call(token).onTrailers(trailers);
    }

    @Override
    public void onHalfClosed(int token) {
        call(token).onResponseEnd();
    }

    @Override
    public void onEnd(int token) {
        Http2Call call = free(token);
        if (call != null) {
            call.onStreamEnd();
        }
    }

    @Override
    public void copyBody(int token, long position, MemorySegment target, long offset, int length) {
        call(token).copyBody(target, offset, length);
    }

    @Override
    public void onReset(int token, int errorCode) {
        Http2Call call = free(token);
        if (call != null) {
            call.onReset(errorCode);
        }
    }

    @Override
    public void onMalformed(int token, String fault) {
        Http2Call call = free(token);
        if (call != null) {
            call.fail(BAD_GATEWAY, ProxyError.UPSTREAM_MALFORMED);
        }
    }

    @Override
    public void onNotProcessed(int token) {
        Http2Call call = free(token);
        if (call != null) {
            call.onNotProcessed();
        }
    }

    @Override
    public void onGoAway(int errorCode) {
        // The session is draining: no more requests are sent here, and it is closed after the last.
    }

    @Override
    public void onFailure(Http2Error error, String fault) {
        // Found when what the session has to say is sent.
    }
}
