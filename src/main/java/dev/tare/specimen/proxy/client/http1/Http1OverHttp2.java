package dev.tare.specimen.proxy.client.http1;

import static dev.tare.specimen.proxy.head.Additions.ascii;

import dev.tare.io.wire.BodyFraming;
import dev.tare.io.wire.BodySink;
import dev.tare.io.wire.FieldsView;
import dev.tare.io.wire.Http1BodyDecoder;
import dev.tare.io.wire.Http1Head;
import dev.tare.io.wire.Http1Trailers;
import dev.tare.io.wire.Http1Writer;
import dev.tare.io.wire.HttpMethod;
import dev.tare.io.wire.forward.HeadFault;
import dev.tare.io.wire.forward.Http1ToHttp2;
import dev.tare.io.wire.http2.HeadFields;
import dev.tare.io.wire.http2.Http2Fields;
import dev.tare.specimen.proxy.cluster.Http2Asker;
import dev.tare.specimen.proxy.cluster.Http2Call;
import dev.tare.specimen.proxy.count.ProxyError;
import dev.tare.specimen.proxy.exchange.Exchange;
import dev.tare.specimen.proxy.exchange.ExchangeFilters;
import dev.tare.specimen.proxy.exchange.KeptCall;
import dev.tare.specimen.proxy.filter.HeadEdits;
import dev.tare.specimen.proxy.head.HeadRewriter.ConnectionOption;
import dev.tare.specimen.proxy.head.TranslatedHeads;
import dev.tare.specimen.proxy.loop.ProxyLoop;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * The request of a client of HTTP/1.1 on its way to an upstream that speaks HTTP/2, as a stream of
 * a connection that it shares with others. One of a client, used again.
 *
 * <p>The client is not read while the stream has not taken what was read, so one reading waits at
 * most; and the stream has no more credit than the client has taken of the response, so a stream's
 * window of that waits, in the framing that the client gets it in. A stream that is reset after the
 * response's head was passed on is a client cut off.
 *
 * <p>Thread-safety: its loop's thread. Allocation: none after the first requests.
 */
final class Http1OverHttp2 implements Http2Asker {
    private static final MemorySegment LINE_END = constant("\r\n");
    private static final MemorySegment LAST_CHUNK = constant("0\r\n\r\n");
    private static final int MAX_CHUNK_LINE_BYTES = 16;

    private final ProxyLoop loop;
    private final Downstream client;
    private final Http1Request request;
    private final Http1BodyDecoder body;
    private final KeptCall kept;
    private final Http1Trailers trailers = new Http1Trailers();
    private final BodySink requestBody = this::sendBody;
    private @Nullable Http2Call call;
    private BodyFraming framing = BodyFraming.NONE;

    /** Bytes of the response's body that the stream has no credit for yet. */
    private int uncreditedBytes;

    /** Whether a failure is told to the client only by {@link #tellFailure}. */
    private boolean beginning;

    private int failedStatus;
    private ProxyError failure = ProxyError.UPSTREAM_OVERFLOW;

    /**
     * For the requests of a client.
     *
     * @param request the current one
     * @param body takes the framing off the current request's
     */
    Http1OverHttp2(ProxyLoop loop, Downstream client, Http1Request request, Http1BodyDecoder body) {
        this.loop = loop;
        this.client = client;
        this.request = request;
        this.body = body;
        kept = new KeptCall(loop);
    }

    private static MemorySegment constant(String text) {
        byte[] bytes = ascii(text);
        MemorySegment segment = Arena.global().allocate(bytes.length);
        MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return segment;
    }

    /** Whether there is a request under way. */
    boolean isActive() {
        return call != null;
    }

    /**
     * Begins with a request and what came with its head; {@link #tellFailure} must follow when what
     * came behind it has been dealt with.
     *
     * @param head as it was parsed
     * @param framing of the body
     * @param length bytes of the body that lie at {@code start}, in their framing
     */
    void begin(Http1Head head, BodyFraming framing, MemorySegment buffer, long start, int length) {
        uncreditedBytes = 0;
        failedStatus = 0;
        beginning = true;
        Exchange exchange = request.exchange();
        HeadFields fields = loop.heads().fields();
        TranslatedHeads heads = loop.heads().translated();
        HeadFault fault =
                heads.requestToHttp2(
                        request.forwarded(),
                        exchange.endpoint().destination(),
                        exchange.filters().requestEdits(),
                        exchange.rewrite(),
                        fields);
        if (fault != HeadFault.NONE) {
            boolean large = fault == HeadFault.TOO_LARGE;
            failedStatus = fault.requestStatus();
            failure = large ? ProxyError.REQUEST_HEAD_TOO_LARGE : ProxyError.BAD_REQUEST;
            return;
        }
        if (exchange.mayRetry()) {
            kept.begin(fields);
        }
        boolean ends = framing == BodyFraming.NONE;
        boolean idempotent = request.method().isIdempotent();
        Http2Call begun = exchange.newCall();
        call = begun;
        var _ =
                begun.begin(
                        exchange.http2(), exchange.responseWaits(), this, fields, ends, idempotent);
        if (!ends) {
            body.begin(framing, Math.max(0, head.contentLength()));
            body.keepTrailers(trailers);
            var _ = passBody(buffer, start, length);
        }
    }

    /**
     * Passes on what has come of the body, in its framing; the client is not read on while that is
     * not on its way. Filters that deny it are to be asked behind this.
     *
     * @return how many bytes were body, or {@link Http1BodyDecoder#MALFORMED}
     */
    int passBody(MemorySegment buffer, long offset, int length) {
        int bodyLength = body.decode(buffer, offset, length, requestBody);
        if (bodyLength != Http1BodyDecoder.MALFORMED && !filters().deny()) {
            if (body.complete()) {
                client.onRequestWhole();
                endRequest();
            } else if (!hasTakenBody()) {
                client.connection().wantReadable(false);
            }
        }
        return bodyLength;
    }

    private ExchangeFilters filters() {
        return request.exchange().filters();
    }

    /** Filters have seen what came with the head before the request began. */
    private void sendBody(MemorySegment buffer, long offset, int length) {
        if (!beginning && !filters().admitRequestBody(buffer, offset, length)) {
            return;
        }
        kept.append(buffer, offset, length);
        if (call != null) {
            call.sendBody(buffer, offset, length);
        }
    }

    private void endRequest() {
        Http2Call current = call;
        if (current == null) {
            return;
        }
        FieldsView fields = trailers.fields();
        HeadFields translated = loop.heads().fields();
        if (fields != null && Http1ToHttp2.trailers(fields, translated) == HeadFault.NONE) {
            kept.release();
            current.endRequest(translated);
        } else {
            current.endRequest();
        }
    }

    /** Tells the client what was wrong with its request, or with the way, when that began. */
    void tellFailure() {
        beginning = false;
        if (failedStatus > 0 && ProxyError.OF_UPSTREAM.contains(failure)) {
            request.onUpstreamFailed(failedStatus, failure, addressText());
        } else if (failedStatus > 0) {
            request.failUnsent(failedStatus, failure);
        }
    }

    private String addressText() {
        return request.exchange().lastText();
    }

    /** Whether all that has come of the request's body is on its way. */
    boolean hasTakenBody() {
        return call == null || call.unsentBytes() == 0;
    }

    /** Whether the whole request could be sent again. */
    boolean isKept() {
        return kept.isComplete();
    }

    /** Sends the request again, to the endpoint that the exchange has chosen now. */
    void sendAgain() {
        uncreditedBytes = 0;
        Http2Call again = request.exchange().newCall();
        call = again;
        kept.sendAs(again, request.exchange(), this);
    }

    /** The client has taken all that was passed on. */
    void onClientTook() {
        int bytes = uncreditedBytes;
        uncreditedBytes = 0;
        if (bytes > 0 && call != null) {
            call.credit(bytes);
        }
    }

    /** The client wants no more of it. */
    void cancel() {
        Http2Call cancelled = call;
        call = null;
        kept.release();
        if (cancelled != null) {
            cancelled.cancel();
        }
    }

    // What the call tells.

    @Override
    public void onInterim(Http2Fields head) {
        if (request.minorVersion() > 0
                && write(head, ConnectionOption.NONE, HeadEdits.NONE) == HeadFault.NONE) {
            loop.counters().addResponse(head.status());
            sendHead();
        }
    }

    private HeadFault write(Http2Fields head, ConnectionOption option, HeadEdits edits) {
        return loop.heads()
                .translated()
                .responseToHttp1(
                        head, isHead(), request.minorVersion(), option, loop.dateLine(), edits);
    }

    private boolean isHead() {
        return request.method() == HttpMethod.HEAD;
    }

    private void sendHead() {
        TranslatedHeads heads = loop.heads().translated();
        client.sendLater(heads.bytes(), 0, heads.length());
    }

    @Override
    public void onHead(Http2Fields head) {
        if (request.exchange().refuses(head.status())) {
            leaveCall(false);
            request.tryAgain();
            return;
        }
        if (!filters().admitResponse(head, isHead())) {
            onDenied();
            return;
        }
        if (!client.requestWhole()) {
            client.forbidKeepAlive();
        }
        HeadFault fault = write(head, client.connectionOption(), filters().responseEdits());
        if (fault != HeadFault.NONE) {
            leaveCall(false);
            request.onUpstreamFailed(
                    ProxyLoop.BAD_GATEWAY, ProxyError.UPSTREAM_MALFORMED, addressText());
            return;
        }
        kept.release();
        framing = loop.heads().translated().framing();
        if (framing == BodyFraming.UNTIL_CLOSE) {
            client.forbidKeepAlive();
        }
        request.onResponseBegun(head.status());
        loop.counters().addResponse(head.status());
        sendHead();
        if (head.endsMessage()) {
            finish();
        }
    }

    /** A filter will not have the response, or no more of it. */
    private void onDenied() {
        cancel();
        request.onDenied();
    }

    @Override
    public void onBody(MemorySegment buffer, long offset, int length) {
        if (!filters().admitResponseBody(buffer, offset, length)) {
            onDenied();
            return;
        }
        uncreditedBytes += length;
        if (framing == BodyFraming.CHUNKED) {
            Http1Writer line = loop.writer().begin(loop.scratch(), 0, MAX_CHUNK_LINE_BYTES);
            client.sendLater(loop.scratch(), 0, line.chunkHeader(length).length());
        }
        client.sendLater(buffer, offset, length);
        if (framing == BodyFraming.CHUNKED) {
            client.sendLater(LINE_END, 0, (int) LINE_END.byteSize());
        }
    }

    @Override
    public void onTrailers(Http2Fields received) {
        if (framing == BodyFraming.CHUNKED) {
            loop.heads().translated().trailersToHttp1(received);
            sendHead();
        }
        finish();
    }

    @Override
    public void onResponseEnd() {
        if (framing == BodyFraming.CHUNKED) {
            client.sendLater(LAST_CHUNK, 0, (int) LAST_CHUNK.byteSize());
        }
        finish();
    }

    /** The response is whole; what is left of a request that is whole too leaves without us. */
    private void finish() {
        leaveCall(client.requestWhole());
        client.onResponseWhole();
    }

    private void leaveCall(boolean requestWhole) {
        Http2Call left = call;
        call = null;
        if (left != null && requestWhole) {
            left.forsake();
        } else if (left != null) {
            left.cancel();
        }
    }

    @Override
    public void onRequestTaken(int bytes) {
        if (hasTakenBody()) {
            client.onUpstreamDrained();
        }
    }

    @Override
    public void onOver() {
        call = null;
    }

    @Override
    public void onReset(int errorCode) {
        onFailed(ProxyLoop.BAD_GATEWAY, ProxyError.UPSTREAM_RESET);
    }

    @Override
    public void onFailed(int status, ProxyError error) {
        call = null;
        if (beginning) {
            failedStatus = status;
            failure = error;
        } else if (error == ProxyError.REQUEST_TIMEOUT) {
            request.onRequestTimeout();
        } else {
            request.onUpstreamFailed(status, error, addressText());
        }
    }
}
