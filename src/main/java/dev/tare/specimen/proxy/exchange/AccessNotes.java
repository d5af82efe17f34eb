package dev.tare.specimen.proxy.exchange;

import dev.tare.io.wire.Http1Head;
import dev.tare.io.wire.KnownField;
import dev.tare.io.wire.http2.Http2Fields;
import dev.tare.specimen.proxy.count.ProxyError;
import dev.tare.specimen.proxy.filter.TraceContext;
import dev.tare.specimen.proxy.head.Http2Heads;
import dev.tare.specimen.proxy.log.AccessEntry;
import dev.tare.specimen.proxy.loop.ProxyLoop;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * What the access log is told of requests, one after the other: those of a client of HTTP/1.1, or
 * those of a stream. Nothing where there is no log.
 *
 * <p>Thread-safety: its loop's thread. Allocation: none.
 */
public final class AccessNotes {
    private final ProxyLoop loop;
    private @Nullable AccessEntry entry;

    /** Of requests that leave no line; see {@link #goTo}. */
    public AccessNotes(ProxyLoop loop) {
        this.loop = loop;
    }

    /** Whether requests leave a line. */
    public boolean isLogged() {
        return entry != null;
    }

    /** Leaves no more lines. */
    public void stop() {
        entry = null;
    }

    /** Leaves a line for each request from now on. */
    public void goTo(AccessEntry kept) {
        entry = kept;
    }

    /**
     * A request that is refused begins.
     *
     * @param sentBytes on its connection so far
     */
    public void begin(long sentBytes) {
        if (entry != null) {
            entry.begin(loop.nowNs(), sentBytes);
        }
    }

    /**
     * A request begins, whose head is not rewritten yet.
     *
     * @param sentBytes on its connection so far
     * @param named whether it is given a name on its way if it has none
     * @return whether {@link #name} shall follow
     */
    public boolean begin(Http1Head head, int receivedBytes, long sentBytes, boolean named) {
        AccessEntry of = entry;
        if (of == null) {
            return false;
        }
        MemorySegment buffer = head.buffer();
        long offset = head.offset();
        of.begin(loop.nowNs(), sentBytes);
        of.asks(
                buffer,
                offset + head.methodStart(),
                head.methodEnd() - head.methodStart(),
                offset + head.targetStart(),
                head.targetEnd() - head.targetStart());
        of.receives(receivedBytes);
        int id = head.find(KnownField.X_REQUEST_ID);
        if (id >= 0) {
            int length = head.valueEnd(id) - head.valueStart(id);
            of.isNamed(buffer, offset + head.valueStart(id), length);
        }
        return id < 0 && named;
    }

    /**
     * A request of HTTP/2 begins, of which bytes of bodies alone count.
     *
     * @param named whether it is given a name on its way if it has none
     * @return whether {@link #name} shall follow
     */
    public boolean begin(Http2Fields head, boolean named) {
        AccessEntry of = entry;
        if (of == null) {
            return false;
        }
        int method = head.method();
        int path = head.path();
        of.begin(loop.nowNs(), 0);
        of.asks(
                head.bytes(),
                head.valueOffset(method),
                head.valueLength(method),
                head.valueOffset(path),
                head.valueLength(path));
        int id = Http2Heads.requestId(head);
        if (id != Http2Fields.NONE) {
            of.isNamed(head.bytes(), head.valueOffset(id), head.valueLength(id));
        }
        return id == Http2Fields.NONE && named;
    }

    /** The request has the name that was given last. */
    public void name() {
        if (entry != null) {
            loop.nameEntry(entry);
        }
    }

    /** The request stands in this trace; null for none. */
    public void traces(@Nullable TraceContext trace) {
        if (entry != null && trace != null) {
            entry.isTraced(trace.traceHigh(), trace.traceLow());
        }
    }

    /** More bytes of the request were read. */
    public void receives(long bytes) {
        if (entry != null) {
            entry.receives(bytes);
        }
    }

    /** The request goes to this upstream. */
    public void goesTo(String address) {
        if (entry != null) {
            entry.goesTo(address);
        }
    }

    /** The request's final response has this status. */
    public void isAnswered(int status) {
        if (entry != null) {
            entry.isAnswered(status);
        }
    }

    /** The request has failed so. */
    public void fails(ProxyError error) {
        if (entry != null) {
            entry.fails(error.jsonName());
        }
    }

    /** The same in words of its own; the last ones count. */
    public void fails(String kind) {
        if (entry != null) {
            entry.fails(kind);
        }
    }

    /**
     * Nothing more comes of the request, if there is one.
     *
     * @param sentBytes on its connection so far
     */
    public void end(long sentBytes) {
        if (entry != null && entry.isOpen()) {
            entry.end(loop.nowNs(), sentBytes);
        }
    }
}
