package dev.tare.specimen.proxy.client.http1;

import dev.tare.io.net.PipedConnection;
import dev.tare.io.wire.BodyFraming;
import dev.tare.io.wire.Http1BodyDecoder;
import dev.tare.io.wire.Http1Head;
import dev.tare.io.wire.HttpMethod;
import dev.tare.specimen.proxy.cluster.KeptRequest;
import dev.tare.specimen.proxy.cluster.Upstream;
import dev.tare.specimen.proxy.count.ProxyCounters.Count;
import dev.tare.specimen.proxy.count.ProxyError;
import dev.tare.specimen.proxy.exchange.AccessNotes;
import dev.tare.specimen.proxy.exchange.Asker;
import dev.tare.specimen.proxy.exchange.Exchange;
import dev.tare.specimen.proxy.exchange.LoopRouting;
import dev.tare.specimen.proxy.head.Forwarded;
import dev.tare.specimen.proxy.loop.ProxyLoop;
import java.lang.foreign.MemorySegment;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The current request of a {@link Downstream}: its {@link Exchange} says where it goes, and a
 * connection that it has for itself takes it there, or, where HTTP/2 is spoken, an {@link
 * Http1OverHttp2}; again and elsewhere, where the route wants that. One of a client, used again.
 *
 * <p>Thread-safety: its loop's thread. Allocation: none after the first requests.
 */
final class Http1Request implements Asker {
    private static final int BAD_REQUEST = 400;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int GATEWAY_TIMEOUT = 504;

    private final ProxyLoop loop;
    private final Downstream client;
    private final Http1BodyDecoder body;
    private final AccessNotes notes;
    private final Exchange exchange;
    private final OwnAnswers own;
    private final Http1Relay relay;
    private final KeptRequest copy;

    /** Serves the request, if that goes to an upstream of HTTP/1.1. */
    private @Nullable Upstream upstream;

    /** Takes requests to upstreams of HTTP/2, once there was one. */
    private @Nullable Http1OverHttp2 overHttp2;

    private Forwarded forwarded = Forwarded.NOTHING;
    private HttpMethod method = HttpMethod.GET;
    private int minorVersion = 1;
    private boolean upgradeAsked;
    private boolean responseBegun;

    /** Whether it can be sent again because its connection was an old one. */
    private boolean replayable;

    /** Whether a copy is held for other tries. */
    private boolean kept;

    /**
     * For the requests of a client.
     *
     * @param routing where they go
     * @param body finds the end of the current one
     * @param notes what the access log is told of them
     */
    Http1Request(
            ProxyLoop loop,
            LoopRouting routing,
            Downstream client,
            Http1BodyDecoder body,
            AccessNotes notes) {
        this.loop = loop;
        this.client = client;
        this.body = body;
        this.notes = notes;
        exchange = new Exchange(loop, routing, this);
        own = new OwnAnswers(loop, client, this, notes);
        relay = new Http1Relay(loop, client, this);
        copy = new KeptRequest(loop.buffers());
    }

    /** Where it goes. */
    Exchange exchange() {
        return exchange;
    }

    /** What minivoy answers it itself. */
    OwnAnswers own() {
        return own;
    }

    /** What it is told of its way. */
    Forwarded forwarded() {
        return forwarded;
    }

    /** The same, from now on. */
    void comesFrom(Forwarded told) {
        forwarded = told;
    }

    HttpMethod method() {
        return method;
    }

    /** The client's HTTP/1.x. */
    int minorVersion() {
        return minorVersion;
    }

    /** Whether it asks for another protocol, and may get it. */
    boolean upgradeAsked() {
        return upgradeAsked;
    }

    /** The way of the other protocol, once both sides have agreed on it. */
    Tunnel tunnel() {
        return relay.tunnel();
    }

    @Override
    public SocketAddress remoteAddress() {
        return client.connection().remoteAddress();
    }

    /** It was not even read. */
    void isRefused() {
        method = HttpMethod.GET;
        minorVersion = 1;
    }

    /**
     * Begins with a head that is not rewritten yet.
     *
     * @param receivedBytes of head and body that have come
     * @param sentBytes to the client so far
     * @return whether the access log is to be told the name that it is given
     */
    boolean begin(Http1Head head, BodyFraming framing, int receivedBytes, long sentBytes) {
        method = head.method();
        minorVersion = head.minorVersion();
        responseBegun = false;
        upgradeAsked = framing == BodyFraming.NONE && Tunnel.isAskedFor(head);
        boolean unnamed = notes.begin(head, receivedBytes, sentBytes, !forwarded.isNothing());
        notes.traces(exchange.filters().trace());
        return unnamed;
    }

    /**
     * Sends it to an upstream that speaks HTTP/2, with what came of its body.
     *
     * @param length bytes of the body that lie at {@code start}, in their framing
     * @return who is to be asked, behind what came after it, for a failure
     */
    Http1OverHttp2 beginHttp2(
            Http1Head head,
            BodyFraming framing,
            MemorySegment buffer,
            long start,
            int length,
            boolean unnamed) {
        upgradeAsked = false;
        replayable = false;
        kept = false;
        notes.goesTo(exchange.endpoint().text());
        Http1OverHttp2 over = overHttp2;
        if (over == null) {
            over = new Http1OverHttp2(loop, client, this, body);
            overHttp2 = over;
        }
        over.begin(head, framing, buffer, start, length);
        if (unnamed) {
            notes.name();
        }
        return over;
    }

    /** Rewrites its head where it lies, for {@link #passOn}; returns where it begins now. */
    long rewrite(Http1Head head, int headLength, boolean unnamed) {
        loop.rewriter().goesTo(exchange.endpoint().destination().authority());
        long start =
                loop.rewriter()
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
        return start;
    }

    /**
     * Sends it, up to {@code end}, to an upstream, and keeps what is behind it.
     *
     * @param restLength bytes that lie behind it
     * @param bodiless whether its head is all of it
     */
    void passOn(MemorySegment buffer, long start, long end, int restLength, boolean bodiless) {
        int length = Math.toIntExact(end - start);
        Upstream chosen = exchange.connect(relay);
        if (chosen == null) {
            client.keepRest(buffer, end, restLength);
            own.failed(exchange.status(), exchange.error());
            return;
        }
        upstream = chosen;
        notes.goesTo(chosen.addressText());
        replayable = exchange.reused() && bodiless && method.isIdempotent() && !upgradeAsked;
        kept =
                exchange.mayRetry()
                        && client.requestWhole()
                        && !upgradeAsked
                        && length <= KeptRequest.MAX_BYTES;
        if (replayable || kept) {
            copy.keep(buffer, start, length);
        }
        boolean sent = chosen.send(buffer, start, length);
        client.keepRest(buffer, end, restLength);
        if (!sent) {
            chosen.onBroken();
        } else {
            afterPassing(chosen);
        }
    }

    /** Passes on more of its body, and keeps what is behind that. */
    void passBody(MemorySegment buffer, long offset, int length) {
        Upstream server = upstream;
        Http1OverHttp2 over = overHttp2;
        int bodyLength =
                server == null && over != null
                        ? over.passBody(buffer, offset, length)
                        : body.decode(buffer, offset, length, exchange.filters().requestWatch());
        if (bodyLength == Http1BodyDecoder.MALFORMED) {
            onMalformedBody();
            return;
        }
        notes.receives(bodyLength);
        if (exchange.filters().deny()) {
            cancel();
            onDenied();
            return;
        }
        if (server == null) {
            client.keepRest(buffer, offset + bodyLength, length - bodyLength);
            return;
        }
        if (body.complete()) {
            client.onRequestWhole();
        }
        boolean sent = server.send(buffer, offset, bodyLength);
        client.keepRest(buffer, offset + bodyLength, length - bodyLength);
        if (!sent) {
            server.onBroken();
        } else {
            afterPassing(server);
        }
    }

    /** The same of body that could pass in a pipe; returns whether it does. */
    boolean onReadable(PipedConnection self) {
        Upstream server = upstream;
        if (server == null || exchange.filters().requestWatch() != null) {
            return false;
        }
        long bytesBefore = body.bodyBytes();
        BodyPipe.Outcome outcome =
                BodyPipe.pass(self, body, server, loop.counters(), Count.CLIENT_BYTES_RECEIVED);
        notes.receives(body.bodyBytes() - bytesBefore);
        if (body.complete()) {
            client.onRequestWhole();
        }
        switch (outcome) {
            case UNTOUCHED -> {}
            case PASSED -> afterPassing(server);
            case SOURCE_BROKEN -> client.onClientGone();
            case TARGET_BROKEN -> server.onBroken();
        }
        return outcome != BodyPipe.Outcome.UNTOUCHED;
    }

    private void afterPassing(Upstream server) {
        server.awaitMore(client.requestWhole());
        if (server.hasPending()) {
            client.pauseBody();
        }
    }

    /** Its body is at fault, after a part of it was passed on. */
    private void onMalformedBody() {
        cancel();
        if (responseBegun) {
            client.abort(ProxyError.CLIENT_ABORTED);
        } else {
            client.forbidKeepAlive();
            own.failed(BAD_REQUEST, ProxyError.CLIENT_ABORTED);
        }
    }

    /** Whether all that has come of its body is on its way. */
    boolean isTaken() {
        Upstream server = upstream;
        return server != null
                ? !server.hasPending()
                : overHttp2 != null && overHttp2.hasTakenBody();
    }

    /**
     * The client has taken something of what was passed on.
     *
     * @param all whether that was all
     * @return false when nothing is passed on for it now
     */
    boolean onClientTook(boolean all) {
        Upstream server = upstream;
        Http1OverHttp2 over = overHttp2;
        if (server != null) {
            server.onClientTook(all);
            return true;
        }
        if (over == null || !over.isActive()) {
            return false;
        }
        if (all) {
            over.onClientTook();
        }
        return true;
    }

    // What comes of it.

    /** The first byte of a response has come: it cannot be sent again. */
    void forbidReplay() {
        replayable = false;
    }

    /** A final response's head is about to be passed on. */
    void onResponseBegun(int status) {
        responseBegun = true;
        exchange.answered(status);
        notes.isAnswered(status);
    }

    /** Its upstream connection is no longer its own: it serves others, or is closed. */
    void leaveUpstream() {
        upstream = null;
    }

    /** The upstream has failed to answer; the connection is closed already. */
    void onUpstreamFailed(int status, ProxyError error, String address) {
        upstream = null;
        if (responseBegun) {
            boolean late = error == ProxyError.STREAM_TIMEOUT;
            ProxyError seen = late ? error : ProxyError.RESPONSE_TRUNCATED;
            exchange.brokeOff(seen);
            if (!late) {
                loop.onUpstreamFailure(seen, address);
            }
            client.abort(seen);
            return;
        }
        boolean staleConnection = replayable && error == ProxyError.UPSTREAM_CLOSED;
        if (!staleConnection) {
            loop.onUpstreamFailure(error, address);
            if (!exchange.triesAgainAfter(error)) {
                own.failed(status, error);
            }
            return;
        }
        loop.counters().increment(Count.RETRIES);
        sendAgain();
    }

    /** An answer that is not passed on: it is tried again; its connection is closed. */
    void tryAgain() {
        upstream = null;
        exchange.tryAgain();
    }

    /** Its body has made no progress, and no response has begun: the client is too slow. */
    void onRequestTimeout() {
        upstream = null;
        own.failed(REQUEST_TIMEOUT, ProxyError.REQUEST_TIMEOUT);
    }

    /** A filter will not have what was to pass; the upstream connection is closed already. */
    void onDenied() {
        upstream = null;
        if (responseBegun) {
            own.countDenial();
            client.close(true);
        } else {
            own.denied();
        }
    }

    /** Nobody wants what it brings, or what is left of it. */
    void cancel() {
        Upstream server = upstream;
        upstream = null;
        if (server != null) {
            server.close();
        }
        if (overHttp2 != null) {
            overHttp2.cancel();
        }
    }

    /** Gives back what it keeps. */
    void release() {
        copy.release();
    }

    // What the exchange asks and tells.

    @Override
    public boolean isKept() {
        boolean copied = kept || (overHttp2 != null && overHttp2.isKept());
        return copied && client.requestWhole() && !responseBegun;
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
            copy.sendOver(fresh);
        }
    }

    @Override
    public void failUnsent(int status, ProxyError error) {
        own.failed(status, error);
    }

    @Override
    public void onRouteTimeout() {
        exchange.timedOut();
        if (responseBegun) {
            client.abort(ProxyError.ROUTE_TIMEOUT);
        } else {
            cancel();
            own.failed(GATEWAY_TIMEOUT, ProxyError.ROUTE_TIMEOUT);
        }
    }
}
