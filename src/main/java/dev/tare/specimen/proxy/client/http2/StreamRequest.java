package dev.tare.specimen.proxy.client.http2;

import dev.tare.io.wire.forward.HeadFault;
import dev.tare.io.wire.forward.Http2ToHttp2;
import dev.tare.io.wire.http2.HeadFields;
import dev.tare.io.wire.http2.Http2Fields;
import dev.tare.specimen.proxy.cluster.Call;
import dev.tare.specimen.proxy.cluster.Endpoint;
import dev.tare.specimen.proxy.cluster.Http2Call;
import dev.tare.specimen.proxy.count.ProxyError;
import dev.tare.specimen.proxy.exchange.AccessNotes;
import dev.tare.specimen.proxy.exchange.Asker;
import dev.tare.specimen.proxy.exchange.Exchange;
import dev.tare.specimen.proxy.exchange.KeptCall;
import dev.tare.specimen.proxy.filter.FilterAnswer;
import dev.tare.specimen.proxy.head.Http2Heads;
import dev.tare.specimen.proxy.head.RouteAnswer;
import dev.tare.specimen.proxy.loop.Deadlines;
import dev.tare.specimen.proxy.loop.ProxyLoop;
import java.lang.foreign.MemorySegment;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The request of an {@link Http2Stream}: its {@link Exchange} says where it goes, and a {@link
 * Call} takes it there, in the HTTP that is spoken there; again and elsewhere, where the route
 * wants that.
 *
 * <p>Thread-safety: its loop's thread. Allocation: none after the first requests.
 */
final class StreamRequest extends Deadlines.Waiter implements Asker {
    private static final int HEAD_TOO_LARGE = 431;
    private static final int NOT_IMPLEMENTED = 501;
    private static final int GATEWAY_TIMEOUT = 504;

    private final ProxyLoop loop;
    private final Http2Downstream client;
    private final Http2Stream stream;
    private final Exchange exchange;
    private final AccessNotes notes;
    private final KeptCall kept;

    /** What brings the response; null if nothing does. */
    private @Nullable Call call;

    /** The same over HTTP/1.1, once there was such a request. */
    private @Nullable Http2OverHttp1 overHttp1;

    /** What is held back of it, once a request was. */
    private @Nullable DelayedRequest delayed;

    private boolean whole;
    private boolean unnamed;

    StreamRequest(ProxyLoop loop, Http2Downstream client, Http2Stream stream, AccessNotes notes) {
        this.loop = loop;
        this.client = client;
        this.stream = stream;
        this.notes = notes;
        exchange = new Exchange(loop, client.routing(), this);
        kept = new KeptCall(loop);
    }

    /** Where it goes. */
    Exchange exchange() {
        return exchange;
    }

    /** What brings the response; null if nothing does. */
    @Nullable Call call() {
        return call;
    }

    /** Whether all of it has come. */
    boolean isWhole() {
        return whole;
    }

    /** A request begins. */
    void begin(Http2Fields head) {
        whole = head.endsMessage();
        unnamed = notes.begin(head, !client.forwarded().isNothing());
        ask(head);
    }

    private void ask(Http2Fields head) {
        // Where no route looks at it, the translation finds what is wrong with it.
        boolean looked = exchange.looksAtHeads();
        HeadFault fault = looked ? Http2ToHttp2.faultOf(head) : HeadFault.NONE;
        if (fault != HeadFault.NONE) {
            refuse(fault);
        } else if (Http2Heads.hopsLeft(head) == 0) {
            stream.answer(NOT_IMPLEMENTED, ProxyError.NO_HOPS_LEFT);
        } else {
            Exchange.Way way = exchange.begin(head, client.listener());
            notes.traces(exchange.filters().trace());
            switch (way) {
                case FORWARD -> forward(head);
                case DELAY -> delay(head);
                case ANSWER -> answer();
            }
        }
    }

    private void refuse(HeadFault fault) {
        ProxyError error =
                switch (fault) {
                    case CONNECT -> ProxyError.METHOD_NOT_SUPPORTED;
                    case TOO_LARGE -> ProxyError.REQUEST_HEAD_TOO_LARGE;
                    default -> ProxyError.BAD_REQUEST;
                };
        stream.answer(fault.requestStatus(), error);
    }

    /** Answers as filters or the route say, or says why there is no answer. */
    private void answer() {
        FilterAnswer denial = exchange.filters().denial();
        if (denial != null) {
            stream.answer(denial);
            return;
        }
        RouteAnswer own = exchange.answer();
        if (own == null) {
            stream.answer(exchange.status(), exchange.error());
        } else {
            stream.answer(own);
        }
    }

    private void delay(Http2Fields head) {
        DelayedRequest held = delayed;
        if (held == null) {
            held = new DelayedRequest(loop.buffers());
            delayed = held;
        }
        held.begin(head);
        loop.startWait(exchange.delays(), this);
    }

    /** The delay is over: the request is begun anew, with all that has come of it. */
    @Override
    public void onDeadline(Deadlines expired) {
        DelayedRequest held = delayed;
        if (held == null || !held.isWaiting()) {
            throw new IllegalStateException("no request waits");
        }
        Http2Fields head = held.resume();
        ask(head);
        Call begun = call;
        if (held.bodyBytes() > 0) {
            if (begun != null) {
                pass(begun, held.body(), 0, held.bodyBytes());
            } else {
                stream.onRequestTaken(held.bodyBytes());
            }
        }
        Http2Fields trailers = held.trailers();
        if (trailers != null) {
            endWith(trailers);
        } else if (whole && !head.endsMessage() && call != null) {
            call.endRequest();
        }
        held.release();
    }

    private void forward(Http2Fields head) {
        Endpoint to = exchange.endpoint();
        notes.goesTo(to.text());
        HeadFault fault = to.speaksHttp2() ? callHttp2(head) : callHttp1(head);
        if (fault != HeadFault.NONE) {
            refuse(fault);
        }
    }

    private HeadFault callHttp2(Http2Fields head) {
        HeadFields fields = loop.heads().fields();
        HeadFault fault =
                loop.heads()
                        .http2()
                        .request(
                                head,
                                client.forwarded(),
                                exchange.endpoint().destination(),
                                exchange.filters().requestEdits(),
                                exchange.rewrite(),
                                fields);
        if (fault != HeadFault.NONE || fields.listBytes() > loop.maxHeadBytes()) {
            return fault == HeadFault.NONE ? HeadFault.TOO_LARGE : fault;
        }
        name();
        if (exchange.mayRetry()) {
            kept.begin(fields);
        }
        Http2Call begun = exchange.newCall();
        call = begun;
        boolean ends = head.endsMessage();
        boolean idempotent = Http2Heads.isIdempotent(head);
        // What becomes of it the stream is told, at once too.
        var _ =
                begun.begin(
                        exchange.http2(),
                        exchange.responseWaits(),
                        stream,
                        fields,
                        ends,
                        idempotent);
        return HeadFault.NONE;
    }

    private HeadFault callHttp1(Http2Fields head) {
        Http2OverHttp1 begun = overHttp1;
        if (begun == null) {
            begun = new Http2OverHttp1(loop, stream, this);
            overHttp1 = begun;
        }
        HeadFault fault = begun.begin(head, client.forwarded(), head.endsMessage());
        if (fault == HeadFault.NONE) {
            name();
            if (begun.hasConnection()) {
                call = begun;
            } else {
                stream.answer(exchange.status(), exchange.error());
            }
        }
        return fault;
    }

    private void name() {
        if (unnamed) {
            notes.name();
        }
    }

    /** More of the body has come; returns whether it is used, and credit for it follows. */
    boolean onBody(MemorySegment buffer, long offset, int length) {
        Call current = call;
        DelayedRequest held = delayed;
        if (current != null) {
            pass(current, buffer, offset, length);
            return true;
        }
        boolean waits = held != null && held.isWaiting();
        if (held != null && waits) {
            held.append(buffer, offset, length);
        }
        return waits;
    }

    private void pass(Call to, MemorySegment buffer, long offset, int length) {
        if (exchange.filters().admitRequestBody(buffer, offset, length)) {
            kept.append(buffer, offset, length);
            to.sendBody(buffer, offset, length);
        } else {
            stream.onRequestTaken(length);
            stream.onDenied();
        }
    }

    /** It ends with these. */
    void onTrailers(Http2Fields trailers) {
        whole = true;
        DelayedRequest held = delayed;
        if (held != null && held.isWaiting()) {
            held.endWith(trailers);
        } else {
            endWith(trailers);
        }
    }

    private void endWith(Http2Fields trailers) {
        kept.release();
        if (call != null && !call.endRequest(trailers)) {
            cancelCall();
            stream.fail(HEAD_TOO_LARGE, ProxyError.REQUEST_HEAD_TOO_LARGE);
        }
    }

    /** It ends here, if that was not known yet. */
    void onEnd() {
        if (!whole) {
            whole = true;
            if (call != null) {
                call.endRequest();
            }
        }
    }

    /** The call is over, whatever came of it. */
    void onCallOver() {
        call = null;
    }

    /** The response has begun: it is not sent again. */
    void onResponseBegun() {
        kept.release();
    }

    /** Nobody wants what the call brings. */
    void cancelCall() {
        Call cancelled = call;
        call = null;
        if (cancelled != null) {
            cancelled.cancel();
        }
    }

    /** Nothing more comes of it. */
    void leave() {
        call = null;
        stopWaiting();
        exchange.end();
        kept.release();
        if (overHttp1 != null) {
            overHttp1.release();
        }
        if (delayed != null) {
            delayed.release();
        }
    }

    /** An answer that is not passed on: the request is tried again; its call is over. */
    void tryAgain() {
        call = null;
        exchange.tryAgain();
    }

    // What the exchange asks and tells.

    @Override
    public SocketAddress remoteAddress() {
        return client.connection().remoteAddress();
    }

    @Override
    public boolean isKept() {
        boolean copied = kept.isComplete() || (overHttp1 != null && overHttp1.isKept());
        return copied && whole && !stream.responseBegun();
    }

    @Override
    public void sendAgain() {
        notes.goesTo(exchange.endpoint().text());
        if (exchange.endpoint().speaksHttp2()) {
            Http2Call again = exchange.newCall();
            call = again;
            kept.sendAs(again, exchange, stream);
        } else if (overHttp1 != null && overHttp1.sendAgain()) {
            call = overHttp1;
        } else {
            failUnsent(exchange.status(), exchange.error());
        }
    }

    @Override
    public void failUnsent(int status, ProxyError error) {
        call = null;
        stream.answer(status, error);
    }

    @Override
    public void onRouteTimeout() {
        exchange.timedOut();
        cancelCall();
        stream.fail(GATEWAY_TIMEOUT, ProxyError.ROUTE_TIMEOUT);
    }
}
