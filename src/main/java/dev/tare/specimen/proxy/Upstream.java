package dev.tare.specimen.proxy;

import dev.tare.io.net.Connection;
import dev.tare.io.net.IoFailure;
import dev.tare.io.net.PipedConnection;
import dev.tare.io.net.tls.TlsConnection;
import dev.tare.io.wire.BodyFraming;
import dev.tare.io.wire.BodySink;
import dev.tare.io.wire.Http1BodyDecoder;
import dev.tare.io.wire.Http1Head;
import dev.tare.io.wire.Http1Writer;
import dev.tare.specimen.proxy.HeadRewriter.ConnectionOption;
import dev.tare.specimen.proxy.HeadRewriter.Framing;
import dev.tare.specimen.proxy.ProxyCounters.Count;
import dev.tare.specimen.proxy.filter.HeadEdits;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A connection to the upstream: serves one client's request at a time, and waits in the pool
 * between them.
 *
 * <p>Thread-safety: its loop's thread. Allocation: none after the first requests.
 */
final class Upstream extends Side implements BodySink {
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

    /** The longest line that stands between two chunks, with the end of the one before. */
    private static final int MAX_CHUNK_LINE_BYTES = 16;

    private final Http1BodyDecoder body = new Http1BodyDecoder();
    private final Endpoint endpoint;
    private State state = State.CONNECTING;

    /** Whose request is being served. */
    private @Nullable Downstream client;

    private int interimCount;
    private boolean reusable;
    private Framing framing = Framing.SAME;
    private @Nullable Tunnel tunnel;

    /** Whether a chunk was sent whose data is not yet followed by CRLF. */
    private boolean chunkOpen;

    /** Whether the client's connection has broken while the body was taken apart. */
    private boolean clientBroken;

    Upstream(ProxyLoop loop, Endpoint endpoint) {
        super(loop, Count.UPSTREAM_BYTES_SENT);
        this.endpoint = endpoint;
    }

    /** Where it is connected to, as people write it. */
    String addressText() {
        return endpoint.text();
    }

    /** Where it is connected to. */
    Endpoint endpoint() {
        return endpoint;
    }

    /** Serves a client's request from now on. */
    void serve(Downstream served) {
        client = served;
        interimCount = 0;
        reusable = false;
        chunkOpen = false;
        if (state == State.IDLE) {
            state = State.HEAD;
        }
        loop().counters().increment(Count.UPSTREAM_REQUESTS);
    }

    /** Waits for the rest of the request, or if that is whole for the response. */
    void awaitMore(boolean requestWhole) {
        if (state == State.HEAD) {
            loop().startWait(requestWhole ? responseWaits() : loop().streamWaits(), this);
        } else if (state == State.BODY) {
            loop().startWait(loop().streamWaits(), this);
        }
    }

    private Deadlines responseWaits() {
        Downstream served = client;
        return served == null
                ? endpoint.cluster().responseWaits()
                : served.exchange().responseWaits();
    }

    @Override
    public void onConnected(Connection self) {
        endpoint.onSettled();
        if (self instanceof TlsConnection tls) {
            loop().counters().addHandshake(tls.resumed(), Count.UPSTREAM_HANDSHAKES);
        }
        setConnected();
        state = State.HEAD;
        Downstream served = client;
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
        Downstream served = client;
        if (served == null) {
            return;
        }
        Tunnel through = tunnel;
        if (through == null) {
            awaitMore(served.requestWhole());
        } else {
            through.awaitMore();
            through.endIfOver();
        }
        if (!hasPending()) {
            served.onUpstreamDrained();
        }
    }

    @Override
    public void onData(Connection self, MemorySegment buffer, long offset, int length) {
        loop().counters().add(Count.UPSTREAM_BYTES_RECEIVED, length);
        Downstream served = client;
        if (served == null) {
            // Nobody has asked for anything.
            close();
            return;
        }
        served.forbidReplay();
        if (state == State.BODY) {
            passBody(served, buffer, offset, length);
        } else if (tunnel != null) {
            tunnel.fromServer(buffer, offset, length);
        } else if (heldLength() == 0) {
            readHead(served, buffer, offset, length);
        } else if (append(buffer, offset, length)
                || heldLength() > loop().limits().maxHeadBytes()) {
            readHead(served, held(), heldStart(), heldLength());
        }
    }

    @Override
    public boolean onReadable(PipedConnection self) {
        Downstream served = client;
        if (served == null
                || state != State.BODY
                || framing != Framing.SAME
                || served.exchange().filters().responseWatch() != null) {
            return false;
        }
        ProxyCounters counters = loop().counters();
        BodyPipe.Outcome outcome =
                BodyPipe.pass(self, body, served, counters, Count.UPSTREAM_BYTES_RECEIVED);
        switch (outcome) {
            case UNTOUCHED -> {}
            case PASSED -> afterPassing(served, MemorySegment.NULL, 0);
            case SOURCE_BROKEN -> onBroken();
            case TARGET_BROKEN -> served.onClientGone();
        }
        return outcome != BodyPipe.Outcome.UNTOUCHED;
    }

    private void readHead(Downstream served, MemorySegment buffer, long offset, int length) {
        Http1Head head = loop().responseHead();
        long start = offset;
        int left = length;
        while (left > 0) {
            int parsed = head.parseResponse(buffer, start, left);
            int maxBytes = loop().limits().maxHeadBytes();
            if (parsed == Http1Head.NEED_MORE && left <= maxBytes) {
                hold(buffer, start, left);
                return;
            }
            boolean switching = parsed >= 0 && head.status() == SWITCHING_PROTOCOLS;
            boolean switchingUnasked = switching && !served.upgradeAsked();
            if (parsed < 0 || parsed > maxBytes || switchingUnasked) {
                fail(ProxyError.UPSTREAM_MALFORMED, ProxyLoop.BAD_GATEWAY);
                return;
            }
            start += parsed;
            left -= parsed;
            if (switching) {
                onSwitch(served, head, parsed, buffer, start, left);
                return;
            }
            if (head.status() >= FIRST_FINAL_STATUS) {
                onResponse(served, head, parsed, buffer, start, left);
                return;
            }
            if (!passInterim(served, head, parsed, buffer, start)) {
                return;
            }
        }
        if (isHeld(buffer)) {
            releaseHeld();
        }
    }

    /** The upstream speaks the protocol that was asked for: from here on bytes pass as they are. */
    private void onSwitch(
            Downstream served,
            Http1Head head,
            int headLength,
            MemorySegment buffer,
            long restStart,
            int restLength) {
        Tunnel agreed = new Tunnel(loop(), served, this);
        tunnel = agreed;
        state = State.TUNNEL;
        loop().counters().addResponse(head.status());
        served.onSwitched(head.status(), agreed);
        long start =
                loop().rewriter()
                        .rewriteResponse(
                                head,
                                headLength,
                                ConnectionOption.NONE,
                                Framing.SAME,
                                loop().dateLine(),
                                HeadEdits.NONE);
        boolean sent = served.send(buffer, start, (int) (restStart + restLength - start));
        if (isHeld(buffer)) {
            releaseHeld();
        }
        if (sent) {
            agreed.begin();
        } else {
            served.onClientGone();
        }
    }

    /** Passes on a response of the class 1xx; false when that was the end. */
    private boolean passInterim(
            Downstream served, Http1Head head, int headLength, MemorySegment buffer, long end) {
        if (++interimCount > MAX_INTERIM) {
            fail(ProxyError.UPSTREAM_MALFORMED, ProxyLoop.BAD_GATEWAY);
            return false;
        }
        if (served.minorVersion() == 0) {
            return true;
        }
        loop().counters().addResponse(head.status());
        long start =
                loop().rewriter()
                        .rewriteResponse(
                                head,
                                headLength,
                                ConnectionOption.NONE,
                                Framing.SAME,
                                loop().dateLine(),
                                HeadEdits.NONE);
        if (!served.send(buffer, start, (int) (end - start))) {
            served.onClientGone();
            return false;
        }
        if (served.hasPending()) {
            connection().wantReadable(false);
        }
        return true;
    }

    private void onResponse(
            Downstream served,
            Http1Head head,
            int headLength,
            MemorySegment buffer,
            long bodyStart,
            int restLength) {
        if (served.exchange().refuses(head.status())) {
            close();
            served.tryAgain();
            return;
        }
        BodyFraming received = BodyFraming.ofResponse(head, served.method());
        ExchangeFilters filters = served.exchange().filters();
        if (!filters.admitResponse(head, received)) {
            onDenied(served);
            return;
        }
        body.begin(received, Math.max(0, head.contentLength()));
        framing = framingFor(served, head, received);
        int bodyLength = 0;
        if (framing == Framing.SAME) {
            bodyLength = body.decode(buffer, bodyStart, restLength, filters.responseWatch());
            if (bodyLength == Http1BodyDecoder.MALFORMED) {
                fail(ProxyError.UPSTREAM_MALFORMED, ProxyLoop.BAD_GATEWAY);
                return;
            }
            if (filters.deny()) {
                onDenied(served);
                return;
            }
        }
        reusable = head.keepAlive() && received != BodyFraming.UNTIL_CLOSE;
        boolean endsWithConnection =
                framing == Framing.UNTIL_CLOSE
                        || (framing == Framing.SAME && received == BodyFraming.UNTIL_CLOSE);
        if (endsWithConnection || !served.requestWhole()) {
            served.forbidKeepAlive();
        }
        served.onResponseBegun(head.status());
        loop().counters().addResponse(head.status());
        state = State.BODY;
        long start =
                loop().rewriter()
                        .rewriteResponse(
                                head,
                                headLength,
                                served.connectionOption(),
                                framing,
                                loop().dateLine(),
                                filters.responseEdits());
        if (!served.send(buffer, start, (int) (bodyStart + bodyLength - start))) {
            served.onClientGone();
        } else if (framing == Framing.SAME) {
            afterPassing(served, buffer, restLength - bodyLength);
        } else {
            passBody(served, buffer, bodyStart, restLength);
        }
    }

    /** How the client gets a body that has arrived in a framing. */
    private static Framing framingFor(Downstream served, Http1Head head, BodyFraming received) {
        boolean old = served.minorVersion() == 0;
        if (received == BodyFraming.UNTIL_CLOSE && !old && !head.transferCoded()) {
            return Framing.CHUNKED;
        }
        return received == BodyFraming.CHUNKED && old ? Framing.UNTIL_CLOSE : Framing.SAME;
    }

    /** A filter will not have the response, or no more of it. */
    private void onDenied(Downstream served) {
        close();
        served.onDenied();
    }

    private void passBody(Downstream served, MemorySegment buffer, long offset, int length) {
        int passed =
                switch (framing) {
                    case SAME -> passAsItIs(served, buffer, offset, length);
                    case CHUNKED -> passAsChunk(served, buffer, offset, length);
                    case UNTIL_CLOSE -> body.decode(buffer, offset, length, this);
                };
        if (clientBroken) {
            served.onClientGone();
        } else if (served.exchange().filters().deny()) {
            onDenied(served);
        } else if (passed == Http1BodyDecoder.MALFORMED) {
            fail(ProxyError.UPSTREAM_MALFORMED, ProxyLoop.BAD_GATEWAY);
        } else {
            afterPassing(served, buffer, length - passed);
        }
    }

    private int passAsItIs(Downstream served, MemorySegment buffer, long offset, int length) {
        ExchangeFilters filters = served.exchange().filters();
        int bodyLength = body.decode(buffer, offset, length, filters.responseWatch());
        if (bodyLength > 0 && !filters.deny()) {
            clientBroken = !served.send(buffer, offset, bodyLength);
        }
        return bodyLength;
    }

    /** The chunk's line is written right before its data, into room that is free by now. */
    private int passAsChunk(Downstream served, MemorySegment buffer, long offset, int length) {
        if (length > 0 && mayPass(served, buffer, offset, length)) {
            Http1Writer writer = loop().writer();
            MemorySegment scratch = loop().scratch();
            writer.begin(scratch, 0, MAX_CHUNK_LINE_BYTES);
            if (chunkOpen) {
                writer.crlf();
            }
            int lineLength = writer.chunkHeader(length).length();
            long start = offset - lineLength;
            MemorySegment.copy(scratch, 0, buffer, start, lineLength);
            clientBroken = !served.send(buffer, start, lineLength + length);
            chunkOpen = true;
        }
        return length;
    }

    @Override
    public void onBody(MemorySegment buffer, long offset, int length) {
        Downstream served = client;
        if (served != null && !clientBroken && mayPass(served, buffer, offset, length)) {
            clientBroken = !served.send(buffer, offset, length);
        }
    }

    /** Shows a piece that is not decoded to the filters that watch the body. */
    private static boolean mayPass(
            Downstream served, MemorySegment buffer, long offset, int length) {
        ExchangeFilters filters = served.exchange().filters();
        BodySink watch = filters.responseWatch();
        if (watch != null) {
            watch.onBody(buffer, offset, length);
        }
        return !filters.deny();
    }

    private void afterPassing(Downstream served, MemorySegment buffer, int leftLength) {
        if (isHeld(buffer)) {
            releaseHeld();
        }
        if (body.complete()) {
            if (leftLength > 0) {
                // More than was asked for: who knows what it belongs to.
                reusable = false;
            }
            finish(served);
            return;
        }
        loop().startWait(loop().streamWaits(), this);
        if (served.hasPending()) {
            connection().wantReadable(false);
        }
    }

    /** The client has taken something of what was passed on, perhaps all. */
    void onClientTook(boolean all) {
        if (state == State.BODY) {
            loop().startWait(loop().streamWaits(), this);
        } else if (tunnel != null) {
            tunnel.awaitMore();
        }
        if (all) {
            connection().wantReadable(true);
            if (tunnel != null) {
                tunnel.endIfOver();
            }
        }
    }

    private void finish(Downstream served) {
        client = null;
        if (reusable && served.requestWhole() && !hasPending() && !loop().isStopping()) {
            state = State.IDLE;
            connection().wantReadable(true);
            loop().keepUpstream(this);
        } else {
            close();
        }
        served.onResponseWhole();
    }

    @Override
    public void onEnd(Connection self) {
        Downstream served = client;
        if (served != null && tunnel != null) {
            tunnel.serverEnded();
            return;
        }
        if (served != null && state == State.BODY && body.completeAtEnd()) {
            reusable = false;
            if (framing == Framing.CHUNKED && !sendLastChunk(served)) {
                served.onClientGone();
            } else {
                finish(served);
            }
            return;
        }
        onBroken();
    }

    private boolean sendLastChunk(Downstream served) {
        Http1Writer writer = loop().writer().begin(loop().scratch(), 0, MAX_CHUNK_LINE_BYTES);
        if (chunkOpen) {
            writer.crlf();
        }
        return served.send(loop().scratch(), 0, writer.lastChunk().length());
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

    /** The connection has ended or broken where it must not. */
    void onBroken() {
        fail(ProxyError.UPSTREAM_CLOSED, ProxyLoop.BAD_GATEWAY);
    }

    @Override
    void onDeadline(Deadlines expired) {
        Downstream served = client;
        if (connection() instanceof TlsConnection tls && tls.handshaking()) {
            loop().onTlsFailure("upstream", tls);
            fail(ProxyError.UPSTREAM_HANDSHAKE_TIMEOUT, GATEWAY_TIMEOUT);
        } else if (state == State.CONNECTING) {
            fail(ProxyError.UPSTREAM_CONNECT_TIMEOUT, GATEWAY_TIMEOUT);
        } else if (served == null) {
            close();
        } else if (expired == loop().tunnelWaits()) {
            served.abort(ProxyError.STREAM_TIMEOUT);
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
        Downstream served = client;
        close();
        if (served != null) {
            served.onUpstreamFailed(status, error, endpoint.text());
        }
    }

    void close() {
        client = null;
        if (state == State.CONNECTING) {
            endpoint.onSettled();
        }
        state = State.CLOSED;
        if (closeSide(false)) {
            loop().onUpstreamClosed(this);
        }
    }
}
