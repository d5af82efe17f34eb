package dev.tare.specimen.proxy.filter;

import dev.tare.io.wire.BodySink;
import dev.tare.io.wire.FieldsView;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The way of one exchange through a chain of filters; to be used again for the next.
 *
 * <p>{@link #request} begins it, {@link #response} may follow, {@link #end} is told at last. Both
 * say whether the head passes; while its body passes, {@link #requestWatch} or {@link
 * #responseWatch} is to be shown each piece before it is passed on, and {@link #isDenied} asked.
 * What does not pass is answered with {@link #denial}.
 *
 * <p>Thread-safety: its loop's thread. Allocation: none after construction.
 */
public final class FilterRun implements FilterCall {
    private static final AtomicLong IDS = new AtomicLong();

    private final long id = IDS.incrementAndGet();
    private final HeadEdits requestEdits = new HeadEdits(SharedFilter.MAX_CHAIN);
    private final HeadEdits responseEdits = new HeadEdits(SharedFilter.MAX_CHAIN);
    private final FilterAnswer answer = new FilterAnswer();
    private final Watch requestWatch = new Watch(false);
    private final Watch responseWatch = new Watch(true);

    private @Nullable TraceContext trace;
    private @Nullable FilterChain chain;
    private @Nullable FieldsView fields;
    private boolean responding;
    private int current;
    private int status;
    private long lengthBytes;
    private long clientKey;
    private long nowNs;
    private @Nullable SharedFilter denier;

    /** Shows a body to those that watch it. */
    private final class Watch implements BodySink {
        private final boolean ofResponse;

        /** A bit for each filter of the chain. */
        private long watchers;

        private long shownBytes;

        Watch(boolean ofResponse) {
            this.ofResponse = ofResponse;
        }

        void clear() {
            watchers = 0;
            shownBytes = 0;
        }

        @Override
        public void onBody(MemorySegment buffer, long offset, int length) {
            shownBytes += length;
            FilterChain of = chain;
            if (of == null || denier != null) {
                return;
            }
            responding = ofResponse;
            int last = of.length() - 1;
            for (int i = 0; i <= last; i++) {
                int at = ofResponse ? last - i : i;
                if ((watchers >>> at & 1) != 0 && !passes(of, at, buffer, offset, length)) {
                    denier = of.shared(at);
                    return;
                }
            }
        }

        private boolean passes(
                FilterChain of, int at, MemorySegment buffer, long offset, int length) {
            Filter filter = of.filter(at);
            current = at;
            Verdict verdict =
                    ofResponse
                            ? filter.onResponseBody(FilterRun.this, buffer, offset, length)
                            : filter.onRequestBody(FilterRun.this, buffer, offset, length);
            return verdict == Verdict.CONTINUE;
        }
    }

    /**
     * Shows a request's head to a chain, once.
     *
     * @param requestFields valid during the call
     * @param announcedBytes of its body, or {@link FilterCall#UNKNOWN}
     * @param client a hash of its address
     * @param monotonicNs now
     * @return whether it passes
     */
    public boolean request(
            FilterChain through,
            FieldsView requestFields,
            long announcedBytes,
            long client,
            long monotonicNs) {
        end();
        chain = through;
        clientKey = client;
        nowNs = monotonicNs;
        requestEdits.clear();
        responseEdits.clear();
        requestWatch.clear();
        responseWatch.clear();
        if (trace != null) {
            trace.clear();
        }
        show(requestFields, 0, announcedBytes);
        for (int i = 0; i < through.length(); i++) {
            current = i;
            if (through.filter(i).onRequestHead(this) == Verdict.ANSWER) {
                denier = through.shared(i);
                break;
            }
        }
        fields = null;
        return denier == null;
    }

    /** Whether {@link #request} was asked with this chain, and {@link #end} not told since. */
    public boolean isThrough(FilterChain asked) {
        return asked.equals(chain);
    }

    /** Whether a chain is gone through. */
    public boolean isOn() {
        return chain != null;
    }

    /**
     * Shows the head of the final response to the chain.
     *
     * @return whether it passes
     */
    public boolean response(
            FieldsView responseFields, int finalStatus, long announcedBytes, long monotonicNs) {
        FilterChain through = chain;
        if (through == null) {
            return true;
        }
        nowNs = monotonicNs;
        show(responseFields, finalStatus, announcedBytes);
        for (int i = through.length() - 1; i >= 0; i--) {
            current = i;
            if (through.filter(i).onResponseHead(this) == Verdict.ANSWER) {
                denier = through.shared(i);
                break;
            }
        }
        fields = null;
        return denier == null;
    }

    private void show(FieldsView head, int ofStatus, long announcedBytes) {
        fields = head;
        status = ofStatus;
        responding = ofStatus != 0;
        lengthBytes = announcedBytes;
    }

    /** What is to be shown the request's body before it passes; null for nobody. */
    public @Nullable BodySink requestWatch() {
        return requestWatch.watchers == 0 ? null : requestWatch;
    }

    /** The same of the response's body. */
    public @Nullable BodySink responseWatch() {
        return responseWatch.watchers == 0 ? null : responseWatch;
    }

    /** Whether something was not to pass. */
    public boolean isDenied() {
        return denier != null;
    }

    /** What is answered then. */
    public FilterAnswer denial() {
        return answer;
    }

    /** Who has denied it, after {@link #isDenied}. */
    public SharedFilter denier() {
        SharedFilter by = denier;
        if (by == null) {
            throw new IllegalStateException("nothing was denied");
        }
        return by;
    }

    /** In which trace the request stands; null if no filter has said so. */
    public @Nullable TraceContext knownTrace() {
        TraceContext of = trace;
        return chain != null && of != null && of.isKnown() ? of : null;
    }

    /** What is to be changed of the request's head. */
    public HeadEdits requestEdits() {
        return chain == null ? HeadEdits.NONE : requestEdits;
    }

    /** The same of the response's. */
    public HeadEdits responseEdits() {
        return chain == null ? HeadEdits.NONE : responseEdits;
    }

    /** Nothing more comes of the exchange; does nothing if there is none. */
    public void end() {
        FilterChain through = chain;
        if (through == null) {
            return;
        }
        for (int i = 0; i < through.length(); i++) {
            current = i;
            through.filter(i).onEnd(this);
        }
        chain = null;
        denier = null;
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public FieldsView fields() {
        FieldsView shown = fields;
        if (shown == null) {
            throw new IllegalStateException("there is no head at hand");
        }
        return shown;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public long lengthBytes() {
        return lengthBytes;
    }

    @Override
    public long shownBytes() {
        return responding ? responseWatch.shownBytes : requestWatch.shownBytes;
    }

    @Override
    public long clientKey() {
        return clientKey;
    }

    @Override
    public long nowNs() {
        return nowNs;
    }

    @Override
    public void edit(FieldEdits edits) {
        (responding ? responseEdits : requestEdits).add(edits);
    }

    @Override
    public void watchRequestBody() {
        requestWatch.watchers |= 1L << current;
    }

    @Override
    public void watchResponseBody() {
        responseWatch.watchers |= 1L << current;
    }

    @Override
    public TraceContext trace() {
        TraceContext of = trace;
        if (of == null) {
            of = new TraceContext();
            trace = of;
        }
        return of;
    }

    @Override
    public FilterAnswer answer() {
        return answer;
    }
}
