package dev.tare.specimen.proxy.client.http2;

import dev.tare.io.wire.forward.HeadFault;
import dev.tare.io.wire.forward.Http2ToHttp2;
import dev.tare.io.wire.http2.HeadFields;
import dev.tare.io.wire.http2.Http2Error;
import dev.tare.io.wire.http2.Http2Fields;
import dev.tare.io.wire.http2.Http2ServerSession;
import dev.tare.specimen.proxy.cluster.Call;
import dev.tare.specimen.proxy.cluster.Http2Asker;
import dev.tare.specimen.proxy.count.ProxyCounters.Count;
import dev.tare.specimen.proxy.count.ProxyError;
import dev.tare.specimen.proxy.exchange.AccessNotes;
import dev.tare.specimen.proxy.exchange.Exchange;
import dev.tare.specimen.proxy.exchange.ExchangeFilters;
import dev.tare.specimen.proxy.filter.FilterAnswer;
import dev.tare.specimen.proxy.filter.HeadEdits;
import dev.tare.specimen.proxy.head.Http2Heads;
import dev.tare.specimen.proxy.head.RouteAnswer;
import dev.tare.specimen.proxy.loop.BodyQueue;
import dev.tare.specimen.proxy.loop.Deadlines;
import dev.tare.specimen.proxy.loop.ProxyLoop;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * One request of a client that speaks HTTP/2, and its response. One object a slot of the client's
 * session, used again.
 *
 * <p>Its {@link StreamRequest} takes the one where it goes. Of the other's body it holds what the
 * client has not taken: the window that an upstream of HTTP/2 has on the stream bounds that, and
 * one reading of HTTP/1.1.
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
    private static final int OK = 200;

    private final ProxyLoop loop;
    private final Http2Downstream client;
    private final Http2ServerSession session;
    private final int number;
    private final AccessNotes notes;
    private final StreamRequest request;
    private final BodyQueue body;
    private boolean open;
    private boolean responseBegun;
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
        notes = new AccessNotes(loop);
        request = new StreamRequest(loop, client, this, notes);
        body = new BodyQueue(loop.buffers());
    }

    /** What the access log is told of its requests. */
    AccessNotes notes() {
        return notes;
    }

    /** Whether a response has begun to be passed on. */
    boolean responseBegun() {
        return responseBegun;
    }

    /** Whether only the head of a response is asked for. */
    boolean headOnly() {
        return headOnly;
    }

    /** Whether it holds body that the client has not taken. */
    boolean holdsBody() {
        return !body.isEmpty();
    }

    /** A request begins. */
    void begin(Http2Fields head) {
        open = true;
        responseBegun = false;
        halfClosed = false;
        text = NO_TEXT;
        bodySentBytes = 0;
        session.creditByOwner(number);
        grpc = Http2Heads.isGrpc(head);
        headOnly = Http2Heads.isHead(head);
        client.listener().countRequest();
        loop.counters().increment(Count.HTTP2_REQUESTS);
        request.begin(head);
    }

    // What the client's session tells.

    void onRequestBody(MemorySegment buffer, long offset, int length) {
        notes.receives(length);
        if (!request.onBody(buffer, offset, length)) {
            session.credit(number, length);
        }
    }

    void onRequestTrailers(Http2Fields trailers) {
        request.onTrailers(trailers);
    }

    void onRequestEnd() {
        request.onEnd();
    }

    void copyBody(long position, MemorySegment target, long offset, int length) {
        bodySentBytes += length;
        if (text.length > 0) {
            MemorySegment.copy(text, (int) position, target, ValueLayout.JAVA_BYTE, offset, length);
            return;
        }
        body.take(target, offset, length);
        Call call = request.call();
        if (call != null) {
            call.credit(length);
        } else {
            loop.startWait(loop.streamWaits(), this);
        }
    }

    /** The client has all of the response, and the request was whole. */
    void onAnswered() {
        Call forsaken = request.call();
        leave();
        if (forsaken != null) {
            forsaken.forsake();
        }
    }

    /** The client has all of the response, and its request may go on. */
    void onHalfClosed() {
        halfClosed = true;
        if (request.call() == null) {
            resetUnneeded();
        }
    }

    private void resetUnneeded() {
        reset(Http2Error.NO_ERROR);
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
        notes.stop();
    }

    /** The client wants no more of it. */
    private void abandon() {
        if (!halfClosed) {
            countError(request.isWhole() ? ProxyError.CLIENT_GONE : ProxyError.CLIENT_ABORTED);
        }
        Call cancelled = request.call();
        leave();
        if (cancelled != null) {
            cancelled.cancel();
        }
    }

    // What the call tells.

    @Override
    public void onRequestTaken(int bytes) {
        if (open) {
            session.credit(number, bytes);
            client.touch();
        }
    }

    @Override
    public void onInterim(Http2Fields head) {
        HeadFields fields = loop.heads().fields();
        Http2Heads heads = loop.heads().http2();
        if (heads.response(head, NO_TEXT, HeadEdits.NONE, fields) == HeadFault.NONE) {
            inform(head.status(), fields);
        }
    }

    /** Passes on an informational head that was put together. */
    void inform(int status, HeadFields fields) {
        loop.counters().addResponse(status);
        session.inform(number, fields);
        client.touch();
    }

    @Override
    public void onHead(Http2Fields head) {
        ExchangeFilters filters = request.exchange().filters();
        if (request.exchange().refuses(head.status())) {
            request.cancelCall();
            request.tryAgain();
            return;
        }
        if (!filters.admitResponse(head, headOnly)) {
            onDenied();
            return;
        }
        HeadFields fields = loop.heads().fields();
        Http2Heads heads = loop.heads().http2();
        HeadFault fault = heads.response(head, loop.date(), filters.responseEdits(), fields);
        if (fault != HeadFault.NONE) {
            request.cancelCall();
            onFailed(BAD_GATEWAY, ProxyError.UPSTREAM_MALFORMED);
        } else {
            var _ = respond(head.status(), fields, head.endsMessage());
        }
    }

    /**
     * Passes on a final head that was put together.
     *
     * @param ends whether nothing follows it
     * @return false when the client does not read, and the call was cancelled
     */
    boolean respond(int status, HeadFields fields, boolean ends) {
        request.exchange().answered(status);
        beginResponse(status);
        client.touch();
        boolean sent = session.answer(number, fields, ends);
        if (!sent) {
            giveUp();
        }
        return sent;
    }

    private void beginResponse(int status) {
        responseBegun = true;
        request.onResponseBegun();
        notes.isAnswered(status);
        loop.counters().addResponse(status);
    }

    @Override
    public void onBody(MemorySegment buffer, long offset, int length) {
        if (request.exchange().filters().admitResponseBody(buffer, offset, length)) {
            passBody(buffer, offset, length);
        } else {
            onDenied();
        }
    }

    /** Passes on body that filters have seen. */
    void passBody(MemorySegment buffer, long offset, int length) {
        body.lend(buffer, offset, length);
        session.moreBody(number, length);
        body.keepRest();
        client.touch();
    }

    @Override
    public void onTrailers(Http2Fields trailers) {
        HeadFields fields = loop.heads().fields();
        if (Http2ToHttp2.trailers(trailers, fields) == HeadFault.NONE) {
            endResponse(fields);
        } else {
            giveUp();
        }
    }

    /** Ends the response with trailers that were put together. */
    void endResponse(HeadFields trailers) {
        client.touch();
        if (!session.endBody(number, trailers)) {
            giveUp();
        }
    }

    @Override
    public void onResponseEnd() {
        client.touch();
        session.endBody(number);
    }

    /** What is to be said next finds no room, for the client does not read. */
    private void giveUp() {
        request.cancelCall();
        resetWith(Http2Error.INTERNAL_ERROR, ProxyError.CLIENT_GONE);
    }

    @Override
    public void onOver() {
        request.onCallOver();
        request.exchange().end();
        if (halfClosed) {
            resetUnneeded();
        } else if (open) {
            loop.startWait(loop.streamWaits(), this);
        }
    }

    @Override
    public void onReset(int errorCode) {
        request.onCallOver();
        Exchange exchange = request.exchange();
        if (responseBegun) {
            exchange.brokeOff(ProxyError.UPSTREAM_RESET);
        } else if (exchange.triesAgainAfter(ProxyError.UPSTREAM_RESET)) {
            return;
        }
        tellOfFailure(ProxyError.UPSTREAM_RESET);
        resetWith(passedOn(errorCode), ProxyError.UPSTREAM_RESET);
    }

    private void tellOfFailure(ProxyError error) {
        loop.onUpstreamFailure(error, request.exchange().lastText());
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
        request.onCallOver();
        Exchange exchange = request.exchange();
        boolean late = error == ProxyError.STREAM_TIMEOUT || error == ProxyError.REQUEST_TIMEOUT;
        if (responseBegun) {
            ProxyError seen = late ? error : ProxyError.RESPONSE_TRUNCATED;
            exchange.brokeOff(seen);
            if (!late) {
                tellOfFailure(seen);
            }
            resetWith(Http2Error.INTERNAL_ERROR, seen);
            return;
        }
        if (error != ProxyError.REQUEST_TIMEOUT) {
            tellOfFailure(error);
        }
        if (!exchange.triesAgainAfter(error)) {
            answer(status, error);
        }
    }

    /** Gives the request up for another reason than its call's; that is over. */
    void fail(int status, ProxyError error) {
        if (responseBegun) {
            resetWith(Http2Error.INTERNAL_ERROR, error);
        } else {
            answer(status, error);
        }
    }

    /** Answers as a route says. */
    void answer(RouteAnswer own) {
        HeadFields fields = loop.heads().fields();
        if (grpc) {
            Http2Heads.routedGrpc(own, loop.date(), fields);
        } else {
            Http2Heads.routed(own, loop.date(), fields);
        }
        answer(grpc ? OK : own.status(), fields, own.body());
    }

    /** A filter will not have what was to pass, and says so if no response has begun. */
    void onDenied() {
        request.cancelCall();
        FilterAnswer denial = request.exchange().filters().denial();
        if (denial == null) {
            throw new IllegalStateException("nothing was denied");
        }
        if (!responseBegun) {
            answer(denial);
            return;
        }
        var _ = countDenial(denial);
        reset(halfClosed ? Http2Error.NO_ERROR : Http2Error.INTERNAL_ERROR);
    }

    private ProxyError countDenial(FilterAnswer denial) {
        ProxyError error = ProxyError.of(denial.reason());
        countError(error);
        notes.fails(request.exchange().filters().countDenial());
        return error;
    }

    /** Answers as a filter says that has denied the request. */
    void answer(FilterAnswer denial) {
        HeadFields fields = loop.heads().fields();
        ProxyError error = countDenial(denial);
        byte[] said = denial.body();
        if (grpc) {
            Http2Heads.localGrpc(denial.status(), error, loop.date(), fields);
        } else {
            Http2Heads.denied(denial, loop.date(), fields);
        }
        answer(grpc ? OK : denial.status(), fields, said);
    }

    /** Answers without the upstream. */
    void answer(int status, ProxyError error) {
        HeadFields fields = loop.heads().fields();
        countError(error);
        byte[] said = Http2Heads.localBody(status, error);
        if (grpc) {
            Http2Heads.localGrpc(status, error, loop.date(), fields);
        } else {
            Http2Heads.local(status, loop.date(), said.length, fields);
        }
        answer(grpc ? OK : status, fields, said);
    }

    /** Answers without the upstream; a client of gRPC gets no body. */
    private void answer(int status, HeadFields fields, byte[] said) {
        boolean ends = grpc || headOnly || said.length == 0;
        request.exchange().end();
        loop.counters().increment(Count.LOCAL_RESPONSES);
        beginResponse(status);
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
        reset(error);
    }

    private void reset(Http2Error error) {
        session.resetStream(number, error);
        client.touch();
        leave();
    }

    /** The response is whole, and the client takes too long to take it. */
    @Override
    public void onDeadline(Deadlines expired) {
        resetWith(Http2Error.CANCEL, ProxyError.STREAM_TIMEOUT);
    }

    private void countError(ProxyError error) {
        loop.counters().addError(error);
        loop.onRequestFailure(client.connection(), error);
        notes.fails(error);
    }

    private void leave() {
        open = false;
        stopWaiting();
        request.leave();
        body.clear();
        notes.end(bodySentBytes);
    }
}
