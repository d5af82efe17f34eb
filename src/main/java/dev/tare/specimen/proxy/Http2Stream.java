package dev.tare.specimen.proxy;

import dev.tare.io.wire.forward.HeadFault;
import dev.tare.io.wire.forward.Http2ToHttp2;
import dev.tare.io.wire.http2.HeadFields;
import dev.tare.io.wire.http2.Http2Error;
import dev.tare.io.wire.http2.Http2Fields;
import dev.tare.io.wire.http2.Http2ServerSession;
import dev.tare.specimen.proxy.ProxyCounters.Count;
import dev.tare.specimen.proxy.log.AccessEntry;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * One request of a client that speaks HTTP/2, and its response. One object a slot of the client's
 * session, used again.
 *
 * <p>Of the response's body it holds what the client has not taken: the window that the upstream
 * has on the stream bounds that.
 *
 * <p>Thread-safety: its loop's thread. Allocation: none, but for answers of minivoy's own.
 */
final class Http2Stream extends Deadlines.Waiter implements Http2Asker {
    private static final byte[] NO_TEXT = {};
    private static final Http2Error[] PASSED_ON = {
        Http2Error.PROTOCOL_ERROR,
        Http2Error.REFUSED_STREAM,
        Http2Error.CANCEL,
        Http2Error.ENHANCE_YOUR_CALM
    };
    private static final int BAD_GATEWAY = ProxyLoop.BAD_GATEWAY;
    private static final int HEAD_TOO_LARGE = 431;
    private static final int NOT_IMPLEMENTED = 501;
    private static final int OK = 200;

    private final ProxyLoop loop;
    private final Http2Downstream client;
    private final Http2ServerSession session;
    private final int number;
    private final BodyQueue body;
    private @Nullable AccessEntry entry;
    private @Nullable Http2Call call;
    private boolean open;
    private boolean requestWhole;
    private boolean responseBegun;
    private boolean responseWhole;
    private boolean halfClosed;
    private boolean grpc;
    private boolean headOnly;
    private long bodySentBytes;

    /** The body of an answer of minivoy's own. */
    private byte[] text = NO_TEXT;

    Http2Stream(ProxyLoop loop, Http2Downstream client, int number) {
        this.loop = loop;
        this.client = client;
        this.number = number;
        session = client.session();
        body = new BodyQueue(loop.buffers());
    }

    boolean isLogged() {
        return entry != null;
    }

    /** Leaves a line in the access log for each request on the current connection. */
    void logTo(AccessEntry kept) {
        entry = kept;
    }

    /** A request begins. */
    void begin(Http2Fields head) {
        open = true;
        requestWhole = head.endsMessage();
        responseBegun = false;
        responseWhole = false;
        halfClosed = false;
        text = NO_TEXT;
        bodySentBytes = 0;
        session.creditByOwner(number);
        grpc = Http2Heads.isGrpc(head);
        headOnly = Http2Heads.isHead(head);
        loop.counters().increment(Count.REQUESTS);
        loop.counters().increment(Count.HTTP2_REQUESTS);
        if (entry != null) {
            beginEntry(entry, head);
        }
        ask(head);
    }

    private void ask(Http2Fields head) {
        HeadFields fields = loop.http2().fields();
        Forwarded forwarded = client.forwarded();
        HeadFault fault = loop.http2().heads().request(head, forwarded, fields);
        if (fault == HeadFault.CONNECT) {
            answer(fault.requestStatus(), ProxyError.METHOD_NOT_SUPPORTED);
        } else if (fault == HeadFault.TOO_LARGE
                || (fault == HeadFault.NONE && fields.listBytes() > loop.limits().maxHeadBytes())) {
            answer(HEAD_TOO_LARGE, ProxyError.REQUEST_HEAD_TOO_LARGE);
        } else if (fault != HeadFault.NONE) {
            answer(fault.requestStatus(), ProxyError.BAD_REQUEST);
        } else if (Http2Heads.hopsLeft(head) == 0) {
            answer(NOT_IMPLEMENTED, ProxyError.NO_HOPS_LEFT);
        } else {
            Http2Call begun = loop.http2().upstreams().call();
            call = begun;
            if (entry != null) {
                if (!forwarded.isNothing() && !Http2Heads.isNamed(head)) {
                    loop.nameEntry(entry);
                }
                entry.goesTo(begun.addressText());
            }
            begun.begin(this, fields, requestWhole, Http2Heads.isIdempotent(head));
        }
    }

    private void beginEntry(AccessEntry begun, Http2Fields head) {
        begun.begin(loop.nowNs(), 0);
        int method = head.method();
        int path = head.path();
        begun.asks(
                head.bytes(),
                head.valueOffset(method),
                head.valueLength(method),
                head.valueOffset(path),
                head.valueLength(path));
        int id = Http2Heads.requestId(head);
        if (id != Http2Fields.NONE) {
            begun.isNamed(head.bytes(), head.valueOffset(id), head.valueLength(id));
        }
    }

    // What the client's session tells.

    void onRequestBody(MemorySegment buffer, long offset, int length) {
        if (entry != null) {
            entry.receives(length);
        }
        if (call == null) {
            session.credit(number, length);
        } else {
            call.sendBody(buffer, offset, length);
        }
    }

    void onRequestTrailers(Http2Fields trailers) {
        requestWhole = true;
        if (call != null) {
            HeadFields fields = loop.http2().fields();
            if (Http2ToHttp2.trailers(trailers, fields) == HeadFault.NONE) {
                call.endRequest(fields);
            } else {
                call.cancel();
                call = null;
                onFailed(HEAD_TOO_LARGE, ProxyError.REQUEST_HEAD_TOO_LARGE);
            }
        }
    }

    void onRequestEnd() {
        requestWhole = true;
        if (call != null) {
            call.endRequest();
        }
    }

    void copyBody(long position, MemorySegment target, long offset, int length) {
        bodySentBytes += length;
        if (text.length > 0) {
            MemorySegment.copy(text, (int) position, target, ValueLayout.JAVA_BYTE, offset, length);
            return;
        }
        body.take(target, offset, length);
        if (call != null) {
            call.credit(length);
        } else {
            loop.startWait(loop.streamWaits(), this);
        }
    }

    /** The client has all of the response, and the request was whole. */
    void onAnswered() {
        Http2Call forsaken = call;
        leave();
        if (forsaken != null) {
            forsaken.forsake();
        }
    }

    /** The client has all of the response, and its request may go on. */
    void onHalfClosed() {
        halfClosed = true;
        if (call == null) {
            resetUnneeded();
        }
    }

    private void resetUnneeded() {
        session.resetStream(number, Http2Error.NO_ERROR);
        client.touch();
        leave();
    }

    void onAborted() {
        loop.counters().increment(Count.CLIENT_STREAMS_RESET);
        abandon();
        client.touch();
    }

    /** The client's connection is at its end, and with it the stream, if it is open. */
    void onConnectionLost() {
        if (open) {
            abandon();
        }
        entry = null;
    }

    /** The client wants no more of it. */
    private void abandon() {
        if (!halfClosed) {
            countError(requestWhole ? ProxyError.CLIENT_GONE : ProxyError.CLIENT_ABORTED);
        }
        Http2Call cancelled = call;
        leave();
        if (cancelled != null) {
            cancelled.cancel();
        }
    }

    // What the call tells.

    @Override
    public void onRequestTaken(int bytes) {
        session.credit(number, bytes);
        client.touch();
    }

    @Override
    public void onInterim(Http2Fields head) {
        HeadFields fields = loop.http2().fields();
        if (Http2Heads.response(head, NO_TEXT, fields) == HeadFault.NONE) {
            loop.counters().addResponse(head.status());
            session.inform(number, fields);
            client.touch();
        }
    }

    @Override
    public void onHead(Http2Fields head) {
        HeadFields fields = loop.http2().fields();
        if (Http2Heads.response(head, loop.date(), fields) != HeadFault.NONE) {
            cancelCall();
            onFailed(BAD_GATEWAY, ProxyError.UPSTREAM_MALFORMED);
            return;
        }
        beginResponse(head.status());
        responseWhole = head.endsMessage();
        client.touch();
        if (!session.answer(number, fields, responseWhole)) {
            giveUp();
        }
    }

    private void beginResponse(int status) {
        responseBegun = true;
        if (entry != null) {
            entry.isAnswered(status);
        }
        loop.counters().addResponse(status);
    }

    @Override
    public void onBody(MemorySegment buffer, long offset, int length) {
        body.lend(buffer, offset, length);
        session.moreBody(number, length);
        body.keepRest();
        client.touch();
    }

    @Override
    public void onTrailers(Http2Fields trailers) {
        HeadFields fields = loop.http2().fields();
        responseWhole = true;
        client.touch();
        boolean fits = Http2ToHttp2.trailers(trailers, fields) == HeadFault.NONE;
        if (!fits || !session.endBody(number, fields)) {
            giveUp();
        }
    }

    @Override
    public void onResponseEnd() {
        responseWhole = true;
        client.touch();
        session.endBody(number);
    }

    /** What is to be said next finds no room, for the client does not read. */
    private void giveUp() {
        cancelCall();
        resetWith(Http2Error.INTERNAL_ERROR, ProxyError.CLIENT_GONE);
    }

    private void cancelCall() {
        Http2Call cancelled = call;
        call = null;
        if (cancelled != null) {
            cancelled.cancel();
        }
    }

    @Override
    public void onOver() {
        call = null;
        if (halfClosed) {
            resetUnneeded();
        } else if (open) {
            loop.startWait(loop.streamWaits(), this);
        }
    }

    @Override
    public void onReset(int errorCode) {
        call = null;
        loop.onUpstreamFailure(ProxyError.UPSTREAM_RESET);
        resetWith(passedOn(errorCode), ProxyError.UPSTREAM_RESET);
    }

    /**
     * The reason that a client is told; one that concerns the upstream's connection only is not.
     */
    private static Http2Error passedOn(int errorCode) {
        for (Http2Error error : PASSED_ON) {
            if (error.code() == errorCode) {
                return error;
            }
        }
        return Http2Error.INTERNAL_ERROR;
    }

    @Override
    public void onFailed(int status, ProxyError error) {
        call = null;
        boolean late = error == ProxyError.STREAM_TIMEOUT || error == ProxyError.REQUEST_TIMEOUT;
        if (responseBegun) {
            ProxyError seen = late ? error : ProxyError.RESPONSE_TRUNCATED;
            if (!late) {
                loop.onUpstreamFailure(seen);
            }
            resetWith(Http2Error.INTERNAL_ERROR, seen);
            return;
        }
        if (error != ProxyError.REQUEST_TIMEOUT) {
            loop.onUpstreamFailure(error);
        }
        answer(status, error);
    }

    /** Answers without the upstream. */
    private void answer(int status, ProxyError error) {
        HeadFields fields = loop.http2().fields();
        countError(error);
        loop.counters().increment(Count.LOCAL_RESPONSES);
        boolean ends = grpc || headOnly;
        byte[] said = Http2Heads.localBody(status, error);
        if (grpc) {
            Http2Heads.localGrpc(status, error, loop.date(), fields);
        } else {
            Http2Heads.local(status, loop.date(), said.length, fields);
        }
        beginResponse(grpc ? OK : status);
        responseWhole = true;
        client.touch();
        loop.startWait(loop.streamWaits(), this);
        if (!session.answer(number, fields, ends)) {
            giveUp();
        } else if (!ends) {
            text = said;
            session.moreBody(number, said.length);
            session.endBody(number);
        }
    }

    private void resetWith(Http2Error error, ProxyError kind) {
        countError(kind);
        session.resetStream(number, error);
        client.touch();
        leave();
    }

    /** The response is whole, and the client takes too long to take it. */
    @Override
    void onDeadline(Deadlines expired) {
        resetWith(Http2Error.CANCEL, ProxyError.STREAM_TIMEOUT);
    }

    private void countError(ProxyError error) {
        loop.counters().addError(error);
        loop.onRequestFailure(client.connection(), error);
        if (entry != null) {
            entry.fails(error.jsonName());
        }
    }

    private void leave() {
        open = false;
        call = null;
        stopWaiting();
        body.clear();
        if (entry != null) {
            entry.end(loop.nowNs(), bodySentBytes);
        }
    }
}
