package dev.tare.specimen.proxy.client.http1;

import dev.tare.io.net.Connection;
import dev.tare.io.net.IoFailure;
import dev.tare.io.net.PipedConnection;
import dev.tare.io.wire.BodyFraming;
import dev.tare.io.wire.BodySink;
import dev.tare.io.wire.Http1BodyDecoder;
import dev.tare.io.wire.Http1Head;
import dev.tare.io.wire.HttpMethod;
import dev.tare.specimen.proxy.config.ListenerProtocol;
import dev.tare.specimen.proxy.count.ProxyCounters.Count;
import dev.tare.specimen.proxy.count.ProxyError;
import dev.tare.specimen.proxy.exchange.AccessNotes;
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

/**
 * A client of HTTP/1.1: reads its requests one after the other, and has each, as its {@link
 * Http1Request}, until the response is whole and taken.
 *
 * <p>Thread-safety: its loop's thread. Allocation: none after the first requests.
 */
public final class Downstream extends Side {
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
    private static final int VERSION_NOT_SUPPORTED = 505;

    private final Http1BodyDecoder body = new Http1BodyDecoder();
    private final LoopListener listener;
    private final AccessNotes notes;
    private final Http1Request request;
    private final Exchange exchange;
    private final OwnAnswers own;
    private State state = State.IDLE;
    private boolean keepAlive;
    private boolean inputEnded;
    private boolean requestRead;
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
        notes = new AccessNotes(loop);
        request = new Http1Request(loop, routing, this, body, notes);
        exchange = request.exchange();
        own = request.own();
    }

    /** What this client's requests are told of their way. */
    public void comesFrom(Forwarded told) {
        request.comesFrom(told);
    }

    /** Leaves a line in the access log for each request from now on. */
    public void logsTo(AccessEntry kept) {
        notes.goTo(kept);
    }

    /** Whether all of the current request was read. */
    boolean requestWhole() {
        return state == State.WAITING;
    }

    /** What a final response has to say about the connection, if it can stay open otherwise. */
    ConnectionOption connectionOption() {
        if (!keepAlive || loop().isStopping()) {
            return ConnectionOption.CLOSE;
        }
        return request.minorVersion() == 0 ? ConnectionOption.KEEP_ALIVE : ConnectionOption.NONE;
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
            case BODY -> request.passBody(buffer, offset, length);
            case TUNNEL -> passRaw(buffer, offset, length);
            case WAITING, FINISHING -> holdUnread(buffer, offset, length);
            case DELAYED -> append(buffer, offset, length);
            case LINGERING, CLOSED -> {}
        }
    }

    @Override
    public boolean onReadable(PipedConnection self) {
        return state == State.BODY && request.onReadable(self);
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
        boolean bodyGoesOn = state == State.BODY && request.isTaken();
        if (state == State.IDLE || state == State.HEAD || bodyGoesOn) {
            connection().wantReadable(true);
        }
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
        request.isRefused();
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
        keepAlive = head.keepAlive() && !inputEnded && !loop().isStopping();
        boolean unnamed = request.begin(head, framing, headLength + bodyLength, sentBytes());
        state = body.complete() ? State.WAITING : State.BODY;
        long restStart = bodyStart + bodyLength;
        int leftLength = restLength - bodyLength;
        if (way == Exchange.Way.ANSWER || denies(framing, head, buffer, bodyStart, restLength)) {
            keepRest(buffer, restStart, leftLength);
            own.asRouted();
        } else if (exchange.endpoint().speaksHttp2()) {
            Http1OverHttp2 over =
                    request.beginHttp2(head, framing, buffer, bodyStart, bodyLength, unnamed);
            keepRest(buffer, restStart, leftLength);
            over.tellFailure();
        } else {
            long start = request.rewrite(head, headLength, unnamed);
            request.passOn(buffer, start, restStart, leftLength, framing == BodyFraming.NONE);
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
    void onSwitched(int status) {
        request.onResponseBegun(status);
        exchange.switched();
        keepAlive = false;
        state = State.TUNNEL;
        loop().counters().increment(Count.TUNNELS);
    }

    /** Whether the client sends no more. */
    boolean inputEnded() {
        return inputEnded;
    }

    /** Passes on bytes of a tunnel. */
    void passRaw(MemorySegment buffer, long offset, int length) {
        notes.receives(length);
        request.tunnel().fromClient(buffer, offset, length);
    }

    /** Both directions of a tunnel have ended. */
    void onTunnelEnded() {
        request.leaveUpstream();
        close(false);
    }

    /** Keeps what came behind a request for after its response. */
    void keepRest(MemorySegment buffer, long offset, int length) {
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

    /** Reads no more of a body while the upstream does not take what was read. */
    void pauseBody() {
        if (state == State.BODY) {
            connection().wantReadable(false);
        }
    }

    /** The upstream has taken all that was read. */
    void onUpstreamDrained() {
        if (state == State.BODY || state == State.TUNNEL) {
            connection().wantReadable(true);
        }
    }

    /** The response was passed on whole; the upstream connection serves others from now on. */
    void onResponseWhole() {
        request.leaveUpstream();
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
        if (!request.onClientTook(!hasPending()) && state == State.FINISHING) {
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
                request.cancel();
                close(true);
            }
            case TUNNEL -> request.tunnel().clientEnded();
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
        request.cancel();
        close(false);
    }

    /** Cuts the client off, so that it knows that its response is not whole. */
    void abort(ProxyError error) {
        own.countError(error);
        request.cancel();
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

    /** Closes the connection; with a reset the client knows that what it has got is not whole. */
    void close(boolean withReset) {
        state = State.CLOSED;
        exchange.end();
        notes.end(sentBytes());
        if (closeSide(withReset)) {
            request.release();
            loop().onClientClosed();
        }
    }
}
