package dev.tare.specimen.proxy.client.http1;

import dev.tare.io.net.Connection;
import dev.tare.io.net.IoFailure;
import dev.tare.io.net.PipedConnection;
import dev.tare.io.wire.BodyFraming;
import dev.tare.io.wire.BodySink;
import dev.tare.io.wire.Http1BodyDecoder;
import dev.tare.io.wire.Http1Head;
import dev.tare.io.wire.HttpMethod;
import dev.tare.specimen.proxy.cluster.KeptRequest;
import dev.tare.specimen.proxy.cluster.Upstream;
import dev.tare.specimen.proxy.config.ListenerProtocol;
import dev.tare.specimen.proxy.count.ProxyCounters;
import dev.tare.specimen.proxy.count.ProxyCounters.Count;
import dev.tare.specimen.proxy.count.ProxyError;
import dev.tare.specimen.proxy.exchange.AccessNotes;
import dev.tare.specimen.proxy.exchange.Asker;
import dev.tare.specimen.proxy.exchange.Exchange;
import dev.tare.specimen.proxy.exchange.LoopRouting;
import dev.tare.specimen.proxy.head.Forwarded;
import dev.tare.specimen.proxy.head.HeadRewriter;
import dev.tare.specimen.proxy.head.HeadRewriter.ConnectionOption;
import dev.tare.specimen.proxy.log.AccessEntry;
import dev.tare.specimen.proxy.loop.Deadlines;
import dev.tare.specimen.proxy.loop.LoopListener;
import dev.tare.specimen.proxy.loop.ProxyLoop;
import dev.tare.specimen.proxy.loop.Side;
import java.lang.foreign.MemorySegment;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A client of HTTP/1.1: reads its requests one after the other, and passes each on to an upstream
 * connection that it has for itself until the response is whole; or, where HTTP/2 is spoken, by an
 * {@link Http1OverHttp2}.
 *
 * <p>Thread-safety: its loop's thread. Allocation: none after the first requests.
 */
public final class Downstream extends Side implements Asker {
    private enum State {
        /** No byte of the next request is there. */
        IDLE,
        /** A whole head is held, for its route has it wait. */
        DELAYED,
        /** A part of a request's head is held. */
        HEAD,
        /** The request's head was passed on, its body is not whole. */
        BODY,
        /** The request was passed on whole; its response is not whole. */
        WAITING,
        /** Another protocol is spoken, by the upstream with the client. */
        TUNNEL,
        /** The response is whole; the client has not taken all of it. */
        FINISHING,
        /** All is said; the client may take its time to read it. */
        LINGERING,
        CLOSED
    }

    private static final int BAD_REQUEST = 400;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int HEAD_TOO_LARGE = 431;
    private static final int NOT_IMPLEMENTED = 501;
    private static final int GATEWAY_TIMEOUT = 504;

    private static final int VERSION_NOT_SUPPORTED = 505;

    private final Http1BodyDecoder body = new Http1BodyDecoder();
    private final LoopListener listener;
    private final Http1Relay relay;
    private final Exchange exchange;
    private final AccessNotes notes;
    private final OwnAnswers own;
    private final KeptRequest request;
    private State state = State.IDLE;

    /** Serves the current request, if that goes to an upstream of HTTP/1.1. */
    private @Nullable Upstream upstream;

    private @Nullable Tunnel tunnel;

    /** Takes requests to upstreams of HTTP/2, once there was one. */
    private @Nullable Http1OverHttp2 overHttp2;

    private HttpMethod method = HttpMethod.GET;
    private int minorVersion = 1;
    private boolean keepAlive;
    private boolean upgradeAsked;
    private boolean inputEnded;
    private Forwarded forwarded = Forwarded.NOTHING;

    private boolean responseBegun;
    private boolean requestRead;
    private boolean replayable;
    private boolean kept;
    private boolean consumingHeld;

    /**
     * A client without a connection yet.
     *
     * @param routing where its requests go
     * @param listener by which it has come; where it must not speak HTTP/1.1 it is told so
     */
    public Downstream(ProxyLoop loop, LoopRouting routing, LoopListener listener) {
        super(loop, Count.CLIENT_BYTES_SENT);
        this.listener = listener;
        relay = new Http1Relay(loop, this);
        exchange = new Exchange(loop, routing, this);
        notes = new AccessNotes(loop);
        own = new OwnAnswers(loop, this, exchange, notes);
        request = new KeptRequest(loop.buffers());
    }

    /** Where the current request goes. */
    Exchange exchange() {
        return exchange;
    }

    @Override
    public SocketAddress remoteAddress() {
        return connection().remoteAddress();
    }

    /** What this client's requests are told of their way. */
    public void comesFrom(Forwarded told) {
        forwarded = told;
    }

    /** Leaves a line in the access log for each request from now on. */
    public void logsTo(AccessEntry kept) {
        notes.goTo(kept);
    }

    /** Whether the request asked for another protocol, and may get it. */
    boolean upgradeAsked() {
        return upgradeAsked;
    }

    HttpMethod method() {
        return method;
    }

    /** The client's HTTP/1.x. */
    int minorVersion() {
        return minorVersion;
    }

    boolean requestWhole() {
        return state == State.WAITING;
    }

    /** What a final response has to say about the connection, if it can stay open otherwise. */
    ConnectionOption connectionOption() {
        if (!keepAlive || loop().isStopping()) {
            return ConnectionOption.CLOSE;
        }
        return minorVersion == 0 ? ConnectionOption.KEEP_ALIVE : ConnectionOption.NONE;
    }

    /** The connection ends with the current response. */
    void forbidKeepAlive() {
        keepAlive = false;
    }

    @Override
    public void onConnected(Connection self) {}

    @Override
    public void onData(Connection self, MemorySegment buffer, long offset, int length) {
        loop().counters().add(Count.CLIENT_BYTES_RECEIVED, length);
        switch (state) {
            case IDLE -> {
                consumingHeld = true;
                readHead(buffer, offset, length);
                consumeHeld();
            }
            case HEAD -> continueHead(buffer, offset, length);
            case BODY -> passBody(buffer, offset, length);
            case TUNNEL -> passRaw(buffer, offset, length);
            case WAITING, FINISHING -> holdUnread(buffer, offset, length);
            case DELAYED -> append(buffer, offset, length);
            case LINGERING, CLOSED -> {}
        }
    }

    @Override
    public boolean onReadable(PipedConnection self) {
        Upstream server = upstream;
        if (server == null || state != State.BODY || exchange.filters().requestWatch() != null) {
            return false;
        }
        ProxyCounters counters = loop().counters();
        long bytesBefore = body.bodyBytes();
        BodyPipe.Outcome outcome =
                BodyPipe.pass(self, body, server, counters, Count.CLIENT_BYTES_RECEIVED);
        notes.receives(body.bodyBytes() - bytesBefore);
        if (body.complete()) {
            state = State.WAITING;
        }
        switch (outcome) {
            case UNTOUCHED -> {}
            case PASSED -> afterPassing(server);
            case SOURCE_BROKEN -> onClientGone();
            case TARGET_BROKEN -> server.onBroken();
        }
        return outcome != BodyPipe.Outcome.UNTOUCHED;
    }

    private void continueHead(MemorySegment buffer, long offset, int length) {
        boolean endsLine = append(buffer, offset, length);
        if (endsLine || heldLength() > loop().maxHeadBytes()) {
            consumingHeld = true;
            readHead(held(), heldStart(), heldLength());
            consumeHeld();
        }
    }

    /** Reads what is held, request by request, until one is on its way; then reads on. */
    private void consumeHeld() {
        consumingHeld = true;
        while (state == State.IDLE && heldLength() > 0) {
            readHead(held(), heldStart(), heldLength());
        }
        consumingHeld = false;
        boolean bodyGoesOn = state == State.BODY && hasUpstreamTaken();
        if (state == State.IDLE || state == State.HEAD || bodyGoesOn) {
            connection().wantReadable(true);
        }
    }

    /** Whether all that has come of the request's body is on its way. */
    private boolean hasUpstreamTaken() {
        Upstream server = upstream;
        return server != null
                ? !server.hasPending()
                : overHttp2 != null && overHttp2.hasTakenBody();
    }

    private void readHead(MemorySegment buffer, long offset, int length) {
        Http1Head head = loop().requestHead();
        int maxBytes = loop().maxHeadBytes();
        int parsed = head.parseRequest(buffer, offset, length);
        if (parsed > maxBytes || (parsed == Http1Head.NEED_MORE && length > maxBytes)) {
            refuse(HEAD_TOO_LARGE, ProxyError.REQUEST_HEAD_TOO_LARGE);
        } else if (parsed == Http1Head.NEED_MORE) {
            hold(buffer, offset, length);
            if (state == State.IDLE) {
                state = State.HEAD;
                loop().startWait(loop().requestHeadWaits(), this);
            }
        } else if (parsed == Http1Head.TOO_LARGE) {
            refuse(head.faultStatus(), ProxyError.REQUEST_HEAD_TOO_LARGE);
        } else if (parsed < 0) {
            refuse(head.faultStatus(), ProxyError.BAD_REQUEST);
        } else {
            onRequest(head, buffer, offset + parsed, parsed, length - parsed);
        }
    }

    private void refuse(int status, ProxyError error) {
        listener.countRequest();
        notes.begin(sentBytes());
        method = HttpMethod.GET;
        minorVersion = 1;
        keepAlive = false;
        own.failed(status, error);
    }

    private void onRequest(
            Http1Head head, MemorySegment buffer, long bodyStart, int headLength, int restLength) {
        if (listener.protocol() == ListenerProtocol.HTTP2) {
            refuse(VERSION_NOT_SUPPORTED, ProxyError.BAD_REQUEST);
            return;
        }
        if (head.method() == HttpMethod.CONNECT) {
            refuse(NOT_IMPLEMENTED, ProxyError.METHOD_NOT_SUPPORTED);
            return;
        }
        if (HeadRewriter.hopsLeft(head) == 0) {
            // The last recipient answers itself, and has nothing to say (RFC 9110, 7.6.2).
            refuse(NOT_IMPLEMENTED, ProxyError.NO_HOPS_LEFT);
            return;
        }
        BodyFraming framing = BodyFraming.ofRequest(head);
        body.begin(framing, Math.max(0, head.contentLength()));
        int bodyLength = body.decode(buffer, bodyStart, restLength, null);
        if (bodyLength == Http1BodyDecoder.MALFORMED) {
            refuse(BAD_REQUEST, ProxyError.BAD_REQUEST);
            return;
        }
        if (inputEnded && !body.complete()) {
            // While the request was delayed the client has ended it.
            onRequestCut();
            return;
        }
        Exchange.Way way = exchange.begin(head, listener);
        if (way == Exchange.Way.DELAY) {
            delay(buffer, bodyStart - headLength, headLength + restLength);
            return;
        }
        listener.countRequest();
        stopWaiting();
        method = head.method();
        minorVersion = head.minorVersion();
        keepAlive = head.keepAlive() && !inputEnded && !loop().isStopping();
        responseBegun = false;
        upgradeAsked = framing == BodyFraming.NONE && Tunnel.isAskedFor(head);
        boolean unnamed =
                notes.begin(head, headLength + bodyLength, sentBytes(), !forwarded.isNothing());
        notes.traces(exchange.filters().trace());
        state = body.complete() ? State.WAITING : State.BODY;
        if (way == Exchange.Way.ANSWER || denies(framing, head, buffer, bodyStart, restLength)) {
            keepRest(buffer, bodyStart + bodyLength, restLength - bodyLength);
            own.asRouted();
            return;
        }
        if (exchange.endpoint().speaksHttp2()) {
            upgradeAsked = false;
            replayable = false;
            kept = false;
            notes.goesTo(exchange.endpoint().text());
            Http1OverHttp2 over = overHttp2();
            over.begin(head, framing, buffer, bodyStart, bodyLength);
            if (unnamed) {
                notes.name();
            }
            keepRest(buffer, bodyStart + bodyLength, restLength - bodyLength);
            over.tellFailure();
            return;
        }
        loop().rewriter().goesTo(exchange.endpoint().destination().authority());
        long start =
                loop().rewriter()
                        .rewriteRequest(
                                head,
                                headLength,
                                forwarded,
                                upgradeAsked,
                                exchange.rewrite(),
                                exchange.filters().requestEdits());
        if (unnamed) {
            notes.name();
        }
        boolean bodiless = framing == BodyFraming.NONE;
        passOn(buffer, start, bodyStart + bodyLength, restLength - bodyLength, bodiless);
    }

    /** Sends a request, up to {@code end}, to an upstream, and keeps what is behind it. */
    private void passOn(
            MemorySegment buffer, long start, long end, int restLength, boolean bodiless) {
        int length = Math.toIntExact(end - start);
        Upstream chosen = exchange.connect(relay);
        if (chosen == null) {
            keepRest(buffer, end, restLength);
            own.failed(exchange.status(), exchange.error());
            return;
        }
        upstream = chosen;
        notes.goesTo(chosen.addressText());
        replayable =
                exchange.reused() && bodiless && Exchange.isIdempotent(method) && !upgradeAsked;
        kept =
                exchange.mayRetry()
                        && state == State.WAITING
                        && !upgradeAsked
                        && length <= KeptRequest.MAX_BYTES;
        if (replayable || kept) {
            request.keep(buffer, start, length);
        }
        boolean sent = chosen.send(buffer, start, length);
        keepRest(buffer, end, restLength);
        if (!sent) {
            chosen.onBroken();
        } else {
            chosen.awaitMore(state == State.WAITING);
            pauseWhile(chosen);
        }
    }

    /** Whether a filter will not have the part of a body that came with its head. */
    private boolean denies(
            BodyFraming framing, Http1Head head, MemorySegment buffer, long start, int length) {
        BodySink watch = exchange.filters().requestWatch();
        if (watch == null) {
            return false;
        }
        body.begin(framing, Math.max(0, head.contentLength()));
        body.decode(buffer, start, length, watch);
        return exchange.filters().deny();
    }

    private Http1OverHttp2 overHttp2() {
        Http1OverHttp2 over = overHttp2;
        if (over == null) {
            over = new Http1OverHttp2(loop(), this, body);
            overHttp2 = over;
        }
        return over;
    }

    /** What this client's requests are told of their way. */
    Forwarded forwarded() {
        return forwarded;
    }

    /** All of the request's body was read. */
    void onRequestWhole() {
        state = State.WAITING;
    }

    /** Holds a request as it came until its delay is over; then it is read anew. */
    private void delay(MemorySegment buffer, long offset, int length) {
        hold(buffer, offset, length);
        state = State.DELAYED;
        connection().wantReadable(false);
        loop().startWait(exchange.delays(), this);
    }

    private void goOn() {
        state = State.IDLE;
        consumeHeld();
    }

    /** The upstream agrees to speak another protocol; its answer is about to be passed on. */
    void onSwitched(int status, Tunnel agreed) {
        onResponseBegun(status);
        exchange.switched();
        keepAlive = false;
        state = State.TUNNEL;
        tunnel = agreed;
        loop().counters().increment(Count.TUNNELS);
    }

    /** Whether the client sends no more. */
    boolean inputEnded() {
        return inputEnded;
    }

    /** Passes on bytes of a tunnel. */
    void passRaw(MemorySegment buffer, long offset, int length) {
        notes.receives(length);
        tunnel().fromClient(buffer, offset, length);
    }

    private Tunnel tunnel() {
        Tunnel through = tunnel;
        if (through == null) {
            throw new IllegalStateException("there is no tunnel");
        }
        return through;
    }

    /** Both directions of a tunnel have ended. */
    void onTunnelEnded() {
        upstream = null;
        close(false);
    }

    /** Keeps what came behind a request for after its response. */
    private void keepRest(MemorySegment buffer, long offset, int length) {
        if (length > 0) {
            holdUnread(buffer, offset, length);
        } else if (isHeld(buffer)) {
            releaseHeld();
        }
    }

    private void holdUnread(MemorySegment buffer, long offset, int length) {
        hold(buffer, offset, length);
        connection().wantReadable(false);
    }

    private void passBody(MemorySegment buffer, long offset, int length) {
        Upstream server = upstream;
        Http1OverHttp2 over = overHttp2;
        int bodyLength =
                server == null && over != null
                        ? over.passBody(buffer, offset, length)
                        : body.decode(buffer, offset, length, exchange.filters().requestWatch());
        if (bodyLength == Http1BodyDecoder.MALFORMED) {
            failRequest(BAD_REQUEST, ProxyError.CLIENT_ABORTED);
            return;
        }
        notes.receives(bodyLength);
        if (exchange.filters().deny()) {
            releaseUpstream();
            onDenied();
            return;
        }
        if (server == null) {
            keepRest(buffer, offset + bodyLength, length - bodyLength);
            return;
        }
        if (body.complete()) {
            state = State.WAITING;
        }
        boolean sent = server.send(buffer, offset, bodyLength);
        keepRest(buffer, offset + bodyLength, length - bodyLength);
        if (!sent) {
            server.onBroken();
        } else {
            afterPassing(server);
        }
    }

    private void afterPassing(Upstream server) {
        server.awaitMore(state == State.WAITING);
        pauseWhile(server);
    }

    /** Reads no more of a body while the upstream does not take what was read. */
    private void pauseWhile(Upstream server) {
        if (state == State.BODY && server.hasPending()) {
            connection().wantReadable(false);
        }
    }

    /** The upstream has taken all that was read. */
    void onUpstreamDrained() {
        if (state == State.BODY || state == State.TUNNEL) {
            connection().wantReadable(true);
        }
    }

    /** The first byte of a response has come: the request cannot be sent again. */
    void forbidReplay() {
        replayable = false;
    }

    /** A final response's head is about to be passed on. */
    void onResponseBegun(int status) {
        responseBegun = true;
        exchange.answered(status);
        notes.isAnswered(status);
    }

    /** The response was passed on whole; the upstream connection serves others from now on. */
    void onResponseWhole() {
        upstream = null;
        exchange.end();
        requestRead = state == State.WAITING;
        keepAlive &= requestRead;
        if (hasPending()) {
            state = State.FINISHING;
            loop().startWait(loop().streamWaits(), this);
        } else {
            next();
        }
    }

    /** The upstream has failed to answer; the connection is closed already. */
    void onUpstreamFailed(int status, ProxyError error, String address) {
        upstream = null;
        if (responseBegun) {
            boolean late = error == ProxyError.STREAM_TIMEOUT;
            ProxyError seen = late ? error : ProxyError.RESPONSE_TRUNCATED;
            exchange.brokeOff(seen);
            if (!late) {
                loop().onUpstreamFailure(seen, address);
            }
            abort(seen);
            return;
        }
        boolean staleConnection = replayable && error == ProxyError.UPSTREAM_CLOSED;
        if (!staleConnection) {
            loop().onUpstreamFailure(error, address);
            if (!exchange.triesAgainAfter(error)) {
                own.failed(status, error);
            }
            return;
        }
        loop().counters().increment(Count.RETRIES);
        sendAgain();
    }

    @Override
    public boolean isKept() {
        boolean copied = kept || (overHttp2 != null && overHttp2.isKept());
        return copied && state == State.WAITING && !responseBegun;
    }

    @Override
    public void sendAgain() {
        notes.goesTo(exchange.endpoint().text());
        if (overHttp2 != null && exchange.endpoint().speaksHttp2()) {
            overHttp2.sendAgain();
            return;
        }
        replayable = false;
        Upstream fresh = exchange.connectAnew(relay);
        if (fresh == null) {
            own.failed(exchange.status(), exchange.error());
        } else {
            upstream = fresh;
            request.sendOver(fresh);
        }
    }

    /** An answer that is not passed on: the request is tried again; its connection is closed. */
    void tryAgain() {
        upstream = null;
        exchange.tryAgain();
    }

    @Override
    public void failUnsent(int status, ProxyError error) {
        own.failed(status, error);
    }

    @Override
    public void onRouteTimeout() {
        exchange.timedOut();
        if (responseBegun) {
            abort(ProxyError.ROUTE_TIMEOUT);
        } else {
            releaseUpstream();
            own.failed(GATEWAY_TIMEOUT, ProxyError.ROUTE_TIMEOUT);
        }
    }

    /** The request itself is at fault, after a part of it was passed on. */
    private void failRequest(int status, ProxyError error) {
        releaseUpstream();
        if (responseBegun) {
            abort(error);
        } else {
            keepAlive = false;
            own.failed(status, error);
        }
    }

    /** A filter will not have what was to pass; the upstream connection is closed already. */
    void onDenied() {
        upstream = null;
        if (responseBegun) {
            own.countDenial();
            close(true);
        } else {
            own.denied();
        }
    }

    /** Answers without the upstream. */
    void answer(int status, ProxyError error) {
        own.failed(status, error);
    }

    /** An answer of minivoy's own begins. */
    void onOwnAnswer() {
        // The rest of a request that is not whole has no end that could be found, or is not worth
        // waiting for.
        keepAlive &= state == State.WAITING;
    }

    /** Goes on after a response: with the next request, or to the end. */
    private void next() {
        notes.end(sentBytes());
        if (!keepAlive || loop().isStopping()) {
            finish(requestRead && heldLength() == 0);
            return;
        }
        state = State.IDLE;
        loop().startWait(loop().clientIdleWaits(), this);
        if (heldLength() > 0 && !consumingHeld) {
            consumeHeld();
        } else if (heldLength() == 0) {
            connection().wantReadable(true);
        }
    }

    /**
     * Closes in such a way that the client gets the response: closing while bytes of its are unread
     * would send RST, and that could overtake the response (RFC 9112, section 9.6).
     */
    private void finish(boolean allRead) {
        if (allRead && waitsForKernel()) {
            // It counts as open, and has its time, until the client has taken these as well.
            state = State.FINISHING;
            connection().wantWritable(true);
            loop().startWait(loop().streamWaits(), this);
            return;
        }
        if (allRead) {
            close(false);
            return;
        }
        state = State.LINGERING;
        releaseHeld();
        connection().shutdownOutput();
        connection().wantReadable(true);
        loop().startWait(loop().lingerWaits(), this);
    }

    @Override
    public void onWritable(Connection self) {
        if (!flush()) {
            onClientGone();
            return;
        }
        Upstream server = upstream;
        if (server != null) {
            server.onClientTook(!hasPending());
        } else if (overHttp2 != null && overHttp2.isActive()) {
            if (!hasPending()) {
                overHttp2.onClientTook();
            }
        } else if (state == State.FINISHING) {
            if (hasPending()) {
                loop().startWait(loop().streamWaits(), this);
            } else {
                connection().wantWritable(false);
                next();
            }
        }
    }

    @Override
    public void onEnd(Connection self) {
        switch (state) {
            case IDLE, LINGERING, CLOSED -> close(false);
            case HEAD -> onRequestCut();
            case BODY -> {
                own.countError(ProxyError.CLIENT_ABORTED);
                releaseUpstream();
                close(true);
            }
            case TUNNEL -> tunnel().clientEnded();
            // The client waits for its response, and sends no more requests.
            case DELAYED, WAITING, FINISHING -> {
                keepAlive = false;
                inputEnded = true;
            }
        }
    }

    /** The client sends no more of a request of which nothing was passed on. */
    private void onRequestCut() {
        own.countError(ProxyError.CLIENT_ABORTED);
        close(false);
    }

    @Override
    public void onFailure(Connection self, IoFailure failure) {
        if (failure == IoFailure.TLS_TRUNCATED && (state == State.HEAD || state == State.BODY)) {
            onEnd(self);
        } else {
            onClientGone();
        }
    }

    /** The connection to the client is broken. */
    void onClientGone() {
        if (state == State.BODY
                || state == State.WAITING
                || state == State.TUNNEL
                || state == State.FINISHING) {
            own.countError(ProxyError.CLIENT_GONE);
        }
        releaseUpstream();
        close(false);
    }

    /** Cuts the client off, so that it knows that its response is not whole. */
    void abort(ProxyError error) {
        own.countError(error);
        releaseUpstream();
        close(true);
    }

    @Override
    public void onDeadline(Deadlines expired) {
        if (expired == loop().requestHeadWaits()) {
            refuse(REQUEST_TIMEOUT, ProxyError.REQUEST_TIMEOUT);
        } else if (expired == loop().streamWaits()) {
            abort(ProxyError.STREAM_TIMEOUT);
        } else if (state == State.DELAYED) {
            goOn();
        } else if (state == State.IDLE) {
            finish(true);
        } else {
            close(false);
        }
    }

    /** The body has made no progress, and no response has begun: the client is too slow. */
    void onRequestTimeout() {
        upstream = null;
        own.failed(REQUEST_TIMEOUT, ProxyError.REQUEST_TIMEOUT);
    }

    private void releaseUpstream() {
        Upstream server = upstream;
        upstream = null;
        if (server != null) {
            server.close();
        }
        if (overHttp2 != null) {
            overHttp2.cancel();
        }
    }

    private void close(boolean withReset) {
        state = State.CLOSED;
        exchange.end();
        notes.end(sentBytes());
        if (closeSide(withReset)) {
            request.release();
            loop().onClientClosed();
        }
    }
}
