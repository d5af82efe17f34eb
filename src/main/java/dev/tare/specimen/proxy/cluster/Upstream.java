package dev.tare.specimen.proxy.cluster;

import dev.tare.io.net.Connection;
import dev.tare.io.net.IoFailure;
import dev.tare.io.net.PipedConnection;
import dev.tare.io.net.tls.TlsConnection;
import dev.tare.io.wire.BodyFraming;
import dev.tare.io.wire.Http1BodyDecoder;
import dev.tare.io.wire.Http1Head;
import dev.tare.specimen.proxy.count.ProxyCounters.Count;
import dev.tare.specimen.proxy.count.ProxyError;
import dev.tare.specimen.proxy.loop.Deadlines;
import dev.tare.specimen.proxy.loop.ProxyLoop;
import dev.tare.specimen.proxy.loop.Side;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A connection to an upstream that speaks HTTP/1.1: serves one request at a time, and waits in the
 * pool between them. It finds heads and ends of what arrives; what becomes of that is an {@link
 * Http1Asker}'s matter.
 *
 * <p>Thread-safety: its loop's thread. Allocation: none after the first requests.
 */
public final class Upstream extends Side {
    private enum State {
        CONNECTING,
        /** In the pool. */
        IDLE,
        /** The final response's head is not whole. */
        HEAD,
        /** The response's head was passed on, its body is not whole. */
        BODY,
        /** Another protocol is spoken with the client. */
        TUNNEL,
        CLOSED
    }

    /** Interim responses before the final one. */
    private static final int MAX_INTERIM = 16;

    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int FIRST_FINAL_STATUS = 200;
    private static final int GATEWAY_TIMEOUT = 504;

    private final Http1BodyDecoder body = new Http1BodyDecoder();
    private final UpstreamConnections connections;
    private final Endpoint endpoint;
    private State state = State.CONNECTING;

    /** Whose request is being served. */
    private @Nullable Http1Asker asker;

    private int interimCount;
    private boolean reusable;

    Upstream(ProxyLoop loop, UpstreamConnections connections, Endpoint endpoint) {
        super(loop, Count.UPSTREAM_BYTES_SENT);
        this.connections = connections;
        this.endpoint = endpoint;
    }

    /** Where it is connected to, as people write it. */
    public String addressText() {
        return endpoint.text();
    }

    /** Where it is connected to. */
    Endpoint endpoint() {
        return endpoint;
    }

    /** The body of the current response. */
    public Http1BodyDecoder body() {
        return body;
    }

    /** Serves a request from now on. */
    void serve(Http1Asker served) {
        asker = served;
        interimCount = 0;
        reusable = false;
        if (state == State.IDLE) {
            state = State.HEAD;
        }
        loop().counters().increment(Count.UPSTREAM_REQUESTS);
    }

    /** Waits for the rest of the request, or if that is whole for the response. */
    public void awaitMore(boolean requestWhole) {
        if (state == State.HEAD) {
            loop().startWait(requestWhole ? responseWaits() : loop().streamWaits(), this);
        } else if (state == State.BODY) {
            awaitBody();
        }
    }

    /** Waits for progress of a body, either way. */
    public void awaitBody() {
        loop().startWait(loop().streamWaits(), this);
    }

    /** Waits for the next byte of a tunnel, from either side. */
    public void awaitTunnel() {
        loop().startWait(loop().tunnelWaits(), this);
    }

    private Deadlines responseWaits() {
        Http1Asker served = asker;
        return served == null ? endpoint.cluster().responseWaits() : served.responseWaits();
    }

    @Override
    public void onConnected(Connection self) {
        endpoint.onSettled();
        if (self instanceof TlsConnection tls) {
            connections.onSecured(endpoint, tls);
        }
        setConnected();
        state = State.HEAD;
        Http1Asker served = asker;
        if (served == null) {
            close();
            return;
        }
        awaitMore(served.requestWhole());
        onWritable(self);
    }

    @Override
    public void onWritable(Connection self) {
        if (!flush()) {
            onBroken();
            return;
        }
        Http1Asker served = asker;
        if (served == null) {
            return;
        }
        if (state == State.TUNNEL) {
            awaitTunnel();
            served.endTunnelIfOver(this);
        } else {
            awaitMore(served.requestWhole());
        }
        if (!hasPending()) {
            served.onDrained();
        }
    }

    @Override
    public void onData(Connection self, MemorySegment buffer, long offset, int length) {
        loop().counters().add(Count.UPSTREAM_BYTES_RECEIVED, length);
        Http1Asker served = asker;
        if (served == null) {
            // Nobody has asked for anything.
            close();
            return;
        }
        served.onFirstBytes();
        if (state == State.BODY) {
            served.onBody(this, buffer, offset, length);
        } else if (state == State.TUNNEL) {
            served.onTunnelBytes(this, buffer, offset, length);
        } else if (heldLength() == 0) {
            readHead(served, buffer, offset, length);
        } else if (append(buffer, offset, length) || heldLength() > loop().maxHeadBytes()) {
            readHead(served, held(), heldStart(), heldLength());
        }
    }

    @Override
    public boolean onReadable(PipedConnection self) {
        Http1Asker served = asker;
        return served != null && state == State.BODY && served.onReadable(this, self);
    }

    private void readHead(Http1Asker served, MemorySegment buffer, long offset, int length) {
        Http1Head head = loop().responseHead();
        long start = offset;
        int left = length;
        while (left > 0) {
            int parsed = head.parseResponse(buffer, start, left);
            int maxBytes = loop().maxHeadBytes();
            if (parsed == Http1Head.NEED_MORE && left <= maxBytes) {
                hold(buffer, start, left);
                return;
            }
            boolean switching = parsed >= 0 && head.status() == SWITCHING_PROTOCOLS;
            boolean switchingUnasked = switching && !served.upgradeAsked();
            if (parsed < 0 || parsed > maxBytes || switchingUnasked) {
                failMalformed();
                return;
            }
            start += parsed;
            left -= parsed;
            if (switching) {
                // From here on bytes pass as they are.
                state = State.TUNNEL;
                served.onSwitched(this, head, parsed, buffer, start, left);
                return;
            }
            if (head.status() >= FIRST_FINAL_STATUS) {
                readResponse(served, head, parsed, buffer, start, left);
                return;
            }
            if (++interimCount > MAX_INTERIM) {
                failMalformed();
                return;
            }
            if (!served.onInterim(this, head, parsed, buffer, start)) {
                return;
            }
        }
        if (isHeld(buffer)) {
            releaseHeld();
        }
    }

    private void readResponse(
            Http1Asker served,
            Http1Head head,
            int headLength,
            MemorySegment buffer,
            long bodyStart,
            int restLength) {
        if (served.refuses(head.status())) {
            close();
            served.tryAgain();
            return;
        }
        BodyFraming framing = BodyFraming.ofResponse(head, served.method());
        body.begin(framing, Math.max(0, head.contentLength()));
        reusable = head.keepAlive() && framing != BodyFraming.UNTIL_CLOSE;
        state = State.BODY;
        served.onHead(this, head, headLength, framing, buffer, bodyStart, restLength);
    }

    /** The client has taken something of what was passed on, perhaps all. */
    public void onClientTook(boolean all) {
        if (state == State.BODY) {
            awaitBody();
        } else if (state == State.TUNNEL) {
            awaitTunnel();
        }
        if (all) {
            connection().wantReadable(true);
        }
        Http1Asker served = asker;
        if (all && served != null && state == State.TUNNEL) {
            served.endTunnelIfOver(this);
        }
    }

    /**
     * The response was passed on whole: the connection serves others from now on, or is closed.
     *
     * @param clean whether nothing came behind the response
     */
    public void finish(boolean clean) {
        boolean requestWhole = asker != null && asker.requestWhole();
        asker = null;
        if (reusable && clean && requestWhole && !hasPending() && !loop().isStopping()) {
            state = State.IDLE;
            connection().wantReadable(true);
            connections.keep(this);
        } else {
            close();
        }
    }

    @Override
    public void onEnd(Connection self) {
        Http1Asker served = asker;
        if (served != null && state == State.TUNNEL) {
            served.onTunnelEnd(this);
        } else if (served != null && state == State.BODY && body.completeAtEnd()) {
            reusable = false;
            served.onBodyEnd(this);
        } else {
            onBroken();
        }
    }

    @Override
    public void onFailure(Connection self, IoFailure failure) {
        boolean certificate = failure == IoFailure.TLS_CERTIFICATE;
        boolean agreed = !certificate && failure != IoFailure.TLS_HANDSHAKE;
        if (!agreed && self instanceof TlsConnection tls) {
            // A client's certificate may be refused after the handshake (RFC 8446, section 4.4.2).
            loop().onTlsFailure("upstream", tls);
            fail(
                    certificate
                            ? ProxyError.UPSTREAM_CERTIFICATE_REFUSED
                            : ProxyError.UPSTREAM_HANDSHAKE_FAILED,
                    ProxyLoop.BAD_GATEWAY);
        } else if (state == State.CONNECTING) {
            boolean late = failure == IoFailure.TIMED_OUT;
            fail(
                    late ? ProxyError.UPSTREAM_CONNECT_TIMEOUT : ProxyError.UPSTREAM_CONNECT_FAILED,
                    late ? GATEWAY_TIMEOUT : ProxyLoop.BAD_GATEWAY);
        } else {
            onBroken();
        }
    }

    /** What has arrived is no response. */
    public void failMalformed() {
        fail(ProxyError.UPSTREAM_MALFORMED, ProxyLoop.BAD_GATEWAY);
    }

    /** The connection has ended or broken where it must not. */
    public void onBroken() {
        fail(ProxyError.UPSTREAM_CLOSED, ProxyLoop.BAD_GATEWAY);
    }

    @Override
    public void onDeadline(Deadlines expired) {
        Http1Asker served = asker;
        if (connection() instanceof TlsConnection tls && tls.handshaking()) {
            loop().onTlsFailure("upstream", tls);
            fail(ProxyError.UPSTREAM_HANDSHAKE_TIMEOUT, GATEWAY_TIMEOUT);
        } else if (state == State.CONNECTING) {
            fail(ProxyError.UPSTREAM_CONNECT_TIMEOUT, GATEWAY_TIMEOUT);
        } else if (served == null) {
            close();
        } else if (expired == loop().tunnelWaits()) {
            served.onTunnelTimeout();
        } else if (expired == responseWaits()) {
            fail(ProxyError.UPSTREAM_TIMEOUT, GATEWAY_TIMEOUT);
        } else if (state == State.HEAD && !hasPending()) {
            close();
            served.onRequestTimeout();
        } else {
            fail(ProxyError.STREAM_TIMEOUT, GATEWAY_TIMEOUT);
        }
    }

    private void fail(ProxyError error, int status) {
        Http1Asker served = asker;
        close();
        if (served != null) {
            served.onFailed(status, error, endpoint.text());
        }
    }

    /** Closes the connection, whatever it serves; nobody is told. */
    public void close() {
        asker = null;
        if (state == State.CONNECTING) {
            endpoint.onSettled();
        }
        state = State.CLOSED;
        if (closeSide(false)) {
            connections.onClosed(endpoint);
        }
    }
}
