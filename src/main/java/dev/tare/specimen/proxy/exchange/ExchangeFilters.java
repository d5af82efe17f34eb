package dev.tare.specimen.proxy.exchange;

import dev.tare.io.wire.BodyFraming;
import dev.tare.io.wire.BodySink;
import dev.tare.io.wire.FieldsView;
import dev.tare.io.wire.Http1Fields;
import dev.tare.io.wire.Http1Head;
import dev.tare.io.wire.http2.Http2Fields;
import dev.tare.specimen.proxy.filter.FilterAnswer;
import dev.tare.specimen.proxy.filter.FilterCall;
import dev.tare.specimen.proxy.filter.FilterChain;
import dev.tare.specimen.proxy.filter.FilterRun;
import dev.tare.specimen.proxy.filter.HeadEdits;
import dev.tare.specimen.proxy.filter.TraceContext;
import dev.tare.specimen.proxy.loop.ProxyLoop;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The filters that a client's current request and its response pass; nothing where there are none.
 *
 * <p>Thread-safety: its loop's thread. Allocation: none after the first request that passes any.
 */
public final class ExchangeFilters {
    private final ProxyLoop loop;

    /** From the client's first request on that passes filters. */
    private @Nullable FilterRun run;

    private @Nullable Http1Fields responseFields;

    ExchangeFilters(ProxyLoop loop) {
        this.loop = loop;
    }

    /** How long a body says that it is, for filters. */
    static long lengthOf(BodyFraming framing, Http1Head head) {
        return switch (framing) {
            case NONE -> 0;
            case LENGTH -> head.contentLength();
            case CHUNKED, UNTIL_CLOSE -> FilterCall.UNKNOWN;
        };
    }

    /** The same for a message of HTTP/2. */
    static long lengthOf(Http2Fields head) {
        return head.endsMessage() ? 0 : head.contentLength();
    }

    /** Whether a request has been let in by this chain. */
    boolean isThrough(FilterChain chain) {
        return run != null && run.isThrough(chain) && !run.isDenied();
    }

    /**
     * Whether a chain lets a request in; if not there is a {@link #denial}.
     *
     * @param bodyBytes as it says, or {@link FilterCall#UNKNOWN}
     * @param clientKey a hash of the client's address
     */
    boolean admitRequest(FilterChain chain, FieldsView fields, long bodyBytes, long clientKey) {
        FilterRun current = run;
        if (current == null) {
            current = new FilterRun();
            run = current;
        }
        return current.request(chain, fields, bodyBytes, clientKey, loop.nowNs());
    }

    /** The same of the final response to a request that was let in. */
    boolean admitResponse(FieldsView fields, int status, long bodyBytes) {
        return run == null || !run.isOn() || run.response(fields, status, bodyBytes, loop.nowNs());
    }

    /** The same of one over HTTP/1.1; {@code head} is the loop's own. */
    public boolean admitResponse(Http1Head head, BodyFraming framing) {
        if (run == null || !run.isOn()) {
            return true;
        }
        Http1Fields fields = responseFields;
        if (fields == null) {
            fields = new Http1Fields(head);
            responseFields = fields;
        }
        return admitResponse(fields, head.status(), lengthOf(framing, head));
    }

    /**
     * The same of one over HTTP/2.
     *
     * @param bodiless whether its length is another response's: it answers HEAD, for one
     */
    public boolean admitResponse(Http2Fields head, boolean bodiless) {
        long bytes = bodiless && !head.endsMessage() ? FilterCall.UNKNOWN : lengthOf(head);
        return admitResponse(head, head.status(), bytes);
    }

    /** Shows a piece of a request's body to those that watch it; returns whether it passes. */
    public boolean admitRequestBody(MemorySegment buffer, long offset, int length) {
        return admitBody(requestWatch(), buffer, offset, length);
    }

    /** The same of the response's. */
    public boolean admitResponseBody(MemorySegment buffer, long offset, int length) {
        return admitBody(responseWatch(), buffer, offset, length);
    }

    private boolean admitBody(
            @Nullable BodySink watch, MemorySegment buffer, long offset, int length) {
        if (watch == null) {
            return true;
        }
        watch.onBody(buffer, offset, length);
        return !deny();
    }

    /** Is shown a request's body before it passes on; null for nobody. */
    public @Nullable BodySink requestWatch() {
        return run == null ? null : run.requestWatch();
    }

    /** The same of the response's. */
    public @Nullable BodySink responseWatch() {
        return run == null ? null : run.responseWatch();
    }

    /** In which trace the request stands; null if no filter has said so. */
    public @Nullable TraceContext trace() {
        return run == null ? null : run.knownTrace();
    }

    /** What is to be changed of the fields of the request that is passed on. */
    public HeadEdits requestEdits() {
        return run == null ? HeadEdits.NONE : run.requestEdits();
    }

    /** The same of the response. */
    public HeadEdits responseEdits() {
        return run == null ? HeadEdits.NONE : run.responseEdits();
    }

    /** Whether a filter will not have what it was shown. */
    public boolean deny() {
        return run != null && run.isDenied();
    }

    /** What the client gets then; null if they have denied nothing. */
    public @Nullable FilterAnswer denial() {
        return run != null && run.isDenied() ? run.denial() : null;
    }

    /** Counts a {@link #denial}; returns what the access log says of it. */
    public String countDenial() {
        FilterRun current = run;
        if (current == null) {
            throw new IllegalStateException("nothing was denied");
        }
        current.denier().countDenial();
        return current.denier().note(current.denial().reason());
    }

    /** Nothing more comes of the exchange; does nothing if no filter was asked. */
    void end() {
        if (run != null) {
            run.end();
        }
    }
}
