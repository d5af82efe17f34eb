package dev.tare.specimen.proxy.client.http2;

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
import dev.tare.specimen.proxy.cluster.Call;
import dev.tare.specimen.proxy.cluster.Http1Asker;
import dev.tare.specimen.proxy.cluster.KeptRequest;
import dev.tare.specimen.proxy.cluster.Upstream;
import dev.tare.specimen.proxy.count.ProxyCounters.Count;
import dev.tare.specimen.proxy.count.ProxyError;
import dev.tare.specimen.proxy.exchange.Exchange;
import dev.tare.specimen.proxy.exchange.ExchangeFilters;
import dev.tare.specimen.proxy.filter.HeadEdits;
import dev.tare.specimen.proxy.head.Forwarded;
import dev.tare.specimen.proxy.head.Http2Heads;
import dev.tare.specimen.proxy.head.TranslatedHeads;
import dev.tare.specimen.proxy.loop.Deadlines;
import dev.tare.specimen.proxy.loop.ProxyLoop;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * A stream's request on its way over a connection that speaks HTTP/1.1, which it has for itself
 * until the response is whole. One of a stream, used again.
 *
 * <p>The request's body leaves by its length, or in chunks of the pieces that it came in; the
 * client gets credit when the connection has taken them, so a stream's window of it waits here at
 * most. The connection is not read while the client has not taken what was read: one reading of the
 * response waits at most. A stream that is reset closes the connection.
 *
 * <p>Thread-safety: its loop's thread. Allocation: none after the first requests.
 */
final class Http2OverHttp1 implements Call, Http1Asker, BodySink {
    private static final MemorySegment LINE_END = constant("\r\n");
    private static final MemorySegment LAST_CHUNK = constant("0\r\n\r\n");
    private static final int MAX_CHUNK_LINE_BYTES = 16;
    private static final int REQUEST_TIMEOUT = 408;

    private final ProxyLoop loop;
    private final Http2Stream stream;
    private final StreamRequest asked;
    private final KeptRequest request;
    private final Http1Trailers trailers = new Http1Trailers();
    private @Nullable Upstream server;
    private boolean chunked;

    /** Whether a copy of all that was sent is held. */
    private boolean kept;

    /** Whether the request can be sent again because its connection was an old one. */
    private boolean replayable;

    /** Bytes of the request's body that the client has no credit for yet. */
    private int uncreditedBytes;

    /** Whether the response ends with its head. */
    private boolean bodiless;

    Http2OverHttp1(ProxyLoop loop, Http2Stream stream, StreamRequest asked) {
        this.loop = loop;
        this.stream = stream;
        this.asked = asked;
        request = new KeptRequest(loop.buffers());
    }

    private static MemorySegment constant(String text) {
        byte[] bytes = ascii(text);
        MemorySegment segment = Arena.global().allocate(bytes.length);
        MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return segment;
    }

    /**
     * Begins with a request; asks the stream's exchange for a connection.
     *
     * @param ends whether the head is all of it
     * @return what is wrong with the head; if something is, nothing has begun
     */
    HeadFault begin(Http2Fields head, Forwarded forwarded, boolean ends) {
        TranslatedHeads heads = loop.heads().translated();
        Exchange exchange = asked.exchange();
        HeadFault fault =
                heads.requestToHttp1(
                        head,
                        forwarded,
                        exchange.endpoint().destination(),
                        exchange.filters().requestEdits(),
                        exchange.rewrite());
        if (fault != HeadFault.NONE || heads.length() > loop.maxHeadBytes()) {
            return fault == HeadFault.NONE ? HeadFault.TOO_LARGE : fault;
        }
        chunked = heads.framing() == BodyFraming.CHUNKED;
        uncreditedBytes = 0;
        Upstream chosen = exchange.connect(this);
        server = chosen;
        boolean idempotent = Http2Heads.isIdempotent(head);
        replayable = ends && idempotent && exchange.reused();
        kept = replayable || exchange.mayRetry();
        if (kept) {
            request.clear();
            kept = request.append(heads.bytes(), 0, heads.length());
            replayable &= kept;
        }
        if (chosen != null) {
            chosen.sendLater(heads.bytes(), 0, heads.length());
            chosen.awaitMore(ends);
        }
        return HeadFault.NONE;
    }

    /** Whether there is a connection; if not, the exchange says why. */
    boolean hasConnection() {
        return server != null;
    }

    /** Whether the whole request could be sent again. */
    boolean isKept() {
        return kept;
    }

    /** Sends the request again over a new connection; false if there is none. */
    boolean sendAgain() {
        replayable = false;
        Upstream fresh = asked.exchange().connectAnew(this);
        server = fresh;
        if (fresh != null) {
            request.sendOver(fresh);
        }
        return fresh != null;
    }

    private void pass(MemorySegment bytes, long offset, int length) {
        Upstream to = server;
        if (kept) {
            kept = request.append(bytes, offset, length);
        }
        if (to != null) {
            to.sendLater(bytes, offset, length);
        }
    }

    // What the stream says.

    @Override
    public void sendBody(MemorySegment buffer, long offset, int length) {
        uncreditedBytes += length;
        if (chunked) {
            Http1Writer line = loop.writer().begin(loop.scratch(), 0, MAX_CHUNK_LINE_BYTES);
            pass(loop.scratch(), 0, line.chunkHeader(length).length());
        }
        pass(buffer, offset, length);
        if (chunked) {
            pass(LINE_END, 0, (int) LINE_END.byteSize());
        }
        awaitMore();
    }

    private void awaitMore() {
        if (server != null) {
            server.awaitMore(asked.isWhole());
        }
    }

    @Override
    public void endRequest() {
        if (chunked) {
            pass(LAST_CHUNK, 0, (int) LAST_CHUNK.byteSize());
        }
        awaitMore();
    }

    @Override
    public boolean endRequest(Http2Fields trailersOfRequest) {
        if (chunked) {
            TranslatedHeads heads = loop.heads().translated();
            heads.trailersToHttp1(trailersOfRequest);
            pass(heads.bytes(), 0, heads.length());
        }
        awaitMore();
        return true;
    }

    @Override
    public void credit(int bytes) {
        Upstream from = server;
        if (from != null) {
            from.onClientTook(!stream.holdsBody());
        }
    }

    @Override
    public void cancel() {
        Upstream closed = server;
        server = null;
        if (closed != null) {
            closed.close();
        }
    }

    @Override
    public void forsake() {
        // The client has all of the response only when the connection has brought all of it.
    }

    /** Gives back what it keeps. */
    void release() {
        kept = false;
        request.release();
    }

    // What the connection tells.

    @Override
    public HttpMethod method() {
        return stream.headOnly() ? HttpMethod.HEAD : HttpMethod.GET;
    }

    @Override
    public boolean requestWhole() {
        return asked.isWhole();
    }

    @Override
    public boolean upgradeAsked() {
        return false;
    }

    @Override
    public Deadlines responseWaits() {
        return asked.exchange().responseWaits();
    }

    @Override
    public void onFirstBytes() {
        replayable = false;
    }

    @Override
    public void onDrained() {
        int bytes = uncreditedBytes;
        uncreditedBytes = 0;
        if (bytes > 0) {
            stream.onRequestTaken(bytes);
        }
    }

    @Override
    public boolean onInterim(
            Upstream from, Http1Head head, int headLength, MemorySegment buffer, long end) {
        HeadFields fields = loop.heads().fields();
        TranslatedHeads heads = loop.heads().translated();
        if (heads.responseToHttp2(loop.date(), HeadEdits.NONE, fields) == HeadFault.NONE) {
            stream.inform(head.status(), fields);
        }
        return true;
    }

    @Override
    public boolean refuses(int status) {
        return asked.exchange().refuses(status);
    }

    @Override
    public void tryAgain() {
        server = null;
        asked.tryAgain();
    }

    @Override
    public void onHead(
            Upstream from,
            Http1Head head,
            int headLength,
            BodyFraming framing,
            MemorySegment buffer,
            long bodyStart,
            int restLength) {
        ExchangeFilters filters = asked.exchange().filters();
        if (!filters.admitResponse(head, framing)) {
            stream.onDenied();
            return;
        }
        HeadFields fields = loop.heads().fields();
        int status = head.status();
        TranslatedHeads heads = loop.heads().translated();
        HeadFault fault = heads.responseToHttp2(loop.date(), filters.responseEdits(), fields);
        if (fault != HeadFault.NONE) {
            from.failMalformed();
            return;
        }
        from.body().keepTrailers(trailers);
        bodiless = from.body().complete();
        release();
        if (stream.respond(status, fields, bodiless)) {
            onBody(from, buffer, bodyStart, restLength);
        }
    }

    @Override
    public void onBody(Upstream from, MemorySegment buffer, long offset, int length) {
        int passed = from.body().decode(buffer, offset, length, this);
        if (passed == Http1BodyDecoder.MALFORMED) {
            from.failMalformed();
            return;
        }
        if (asked.exchange().filters().deny()) {
            stream.onDenied();
            return;
        }
        if (from.isHeld(buffer)) {
            from.releaseHeld();
        }
        if (from.body().complete()) {
            // More than was asked for: who knows what it belongs to.
            end(from, passed == length);
            return;
        }
        from.awaitBody();
        if (stream.holdsBody()) {
            from.connection().wantReadable(false);
        }
    }

    @Override
    public void onBody(MemorySegment buffer, long offset, int length) {
        if (asked.exchange().filters().admitResponseBody(buffer, offset, length)) {
            stream.passBody(buffer, offset, length);
        }
    }

    @Override
    public void onBodyEnd(Upstream from) {
        end(from, false);
    }

    private void end(Upstream from, boolean clean) {
        from.finish(clean);
        server = null;
        HeadFields fields = loop.heads().fields();
        FieldsView kept = bodiless ? null : trailers.fields();
        if (kept != null && Http1ToHttp2.trailers(kept, fields) == HeadFault.NONE) {
            stream.endResponse(fields);
        } else if (!bodiless) {
            stream.onResponseEnd();
        }
        stream.onOver();
    }

    @Override
    public void onRequestTimeout() {
        server = null;
        stream.onFailed(REQUEST_TIMEOUT, ProxyError.REQUEST_TIMEOUT);
    }

    @Override
    public void onFailed(int status, ProxyError error, String address) {
        server = null;
        if (!replayable || error != ProxyError.UPSTREAM_CLOSED) {
            stream.onFailed(status, error);
            return;
        }
        loop.counters().increment(Count.RETRIES);
        if (!sendAgain()) {
            asked.failUnsent(asked.exchange().status(), asked.exchange().error());
        }
    }
}
