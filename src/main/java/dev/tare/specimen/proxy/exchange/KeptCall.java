package dev.tare.specimen.proxy.exchange;

import dev.tare.io.wire.http2.HeadFields;
import dev.tare.specimen.proxy.cluster.Http2Asker;
import dev.tare.specimen.proxy.cluster.Http2Call;
import dev.tare.specimen.proxy.cluster.KeptRequest;
import dev.tare.specimen.proxy.loop.ProxyLoop;
import java.lang.foreign.MemorySegment;

/**
 * A copy of a request as an {@link Http2Call} takes it, head and body, while it could be sent
 * again.
 *
 * <p>Thread-safety: its loop's thread. Allocation: none; its buffers are the pool's.
 */
public final class KeptCall {
    private final ProxyLoop loop;
    private final KeptRequest body;
    private MemorySegment head = MemorySegment.NULL;
    private boolean complete;

    /** Without a copy yet. */
    public KeptCall(ProxyLoop loop) {
        this.loop = loop;
        body = new KeptRequest(loop.buffers());
    }

    /** Whether all of the request so far is here. */
    public boolean isComplete() {
        return complete;
    }

    /** Begins with a head; with one that is too large nothing is kept. */
    public void begin(HeadFields fields) {
        release();
        if (fields.savedBytes() <= KeptRequest.MAX_BYTES) {
            head = loop.buffers().take(fields.savedBytes());
            fields.save(head);
            complete = true;
        }
    }

    /** Copies more of the body, unless that becomes too much. */
    public void append(MemorySegment buffer, long offset, int length) {
        if (complete && !body.append(buffer, offset, length)) {
            release();
        }
    }

    /** Forgets it: it has trailers, for one, which are not kept. */
    public void release() {
        complete = false;
        loop.buffers().giveBack(head);
        head = MemorySegment.NULL;
        body.release();
    }

    /**
     * Sends it, whole, as another call.
     *
     * @param told what becomes of it; may be told a failure from within this method
     */
    public void sendAs(Http2Call call, Exchange exchange, Http2Asker told) {
        HeadFields fields = loop.heads().restored(head);
        boolean ends = body.length() == 0;
        boolean goesOn =
                call.begin(exchange.http2(), exchange.responseWaits(), told, fields, ends, false);
        if (goesOn && !ends) {
            call.sendBody(body.bytes(), 0, body.length());
            call.endRequest();
        }
    }
}
