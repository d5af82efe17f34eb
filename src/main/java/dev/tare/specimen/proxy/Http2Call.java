package dev.tare.specimen.proxy;

import dev.tare.io.wire.http2.HeadFields;
import dev.tare.io.wire.http2.Http2Error;
import dev.tare.io.wire.http2.Http2Fields;
import dev.tare.specimen.proxy.ProxyCounters.Count;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A request on its way to an upstream that speaks HTTP/2: waits for a stream, is sent, brings the
 * response, and is sent once more where the upstream has certainly not processed it.
 *
 * <p>Of the request's body it holds what has not been sent: the window that the asker gives its own
 * client bounds that. Used again for other requests, by {@link Http2Upstreams}.
 *
 * <p>Thread-safety: its loop's thread. Allocation: none.
 */
final class Http2Call extends Deadlines.Waiter {
    /** Heads larger than this are kept only while they wait, and not to be sent again. */
    private static final int MAX_KEPT_BYTES = BufferPool.MIN_BYTES;

    private static final int SERVICE_UNAVAILABLE = 503;
    private static final int GATEWAY_TIMEOUT = 504;
    private static final int REQUEST_TIMEOUT = 408;

    private final ProxyLoop loop;
    private final Http2Upstreams upstreams;
    private final BodyQueue body;

    private @Nullable Http2Asker asker;
    private @Nullable Http2Upstream server;
    private int token;

    /** The head, while it may have to be sent yet, or again. */
    private MemorySegment kept = MemorySegment.NULL;

    private MemorySegment keptTrailers = MemorySegment.NULL;
    private boolean repeatable;
    private boolean requestEnded;

    /** Whether a byte of the body has left. */
    private boolean bodyBegun;

    private boolean retried;
    private boolean responseBegun;
    private boolean responseEnded;
    private long serverBytesBefore;

    /** Its neighbours among those that wait for a stream; see {@link Http2Upstreams}. */
    @Nullable Http2Call previous;

    @Nullable Http2Call next;
    boolean waiting;

    Http2Call(ProxyLoop loop, Http2Upstreams upstreams) {
        this.loop = loop;
        this.upstreams = upstreams;
        body = new BodyQueue(loop.buffers());
    }

    /**
     * Begins with a request.
     *
     * @param told what becomes of it; may be told a failure from within this method
     * @param ends whether the head is all of the request
     * @param safeToRepeat whether it may be sent again though it could have been processed
     */
    void begin(Http2Asker told, HeadFields head, boolean ends, boolean safeToRepeat) {
        asker = told;
        server = null;
        repeatable = safeToRepeat && ends;
        requestEnded = ends;
        bodyBegun = false;
        retried = false;
        responseBegun = false;
        responseEnded = false;
        if (head.savedBytes() <= MAX_KEPT_BYTES) {
            keep(head);
        }
        await();
        send(head);
    }

    private void keep(HeadFields head) {
        kept = loop.buffers().take(head.savedBytes());
        head.save(kept);
    }

    private void send(HeadFields head) {
        if (upstreams.start(this, head)) {
            return;
        }
        if (kept.byteSize() == 0) {
            keep(head);
        }
        if (!upstreams.enqueue(this)) {
            fail(SERVICE_UNAVAILABLE, ProxyError.UPSTREAM_OVERFLOW);
        }
    }

    /** Sends what has waited; returns false if the connection does not take it now. */
    boolean startKept(Http2Upstream on, HeadFields scratch) {
        return start(on, scratch.restore(kept));
    }

    /** Sends the request; returns false if the connection does not take it now. */
    boolean start(Http2Upstream on, HeadFields head) {
        boolean ends = requestEnded && body.isEmpty() && keptTrailers.byteSize() == 0;
        int begun = on.start(this, head, ends);
        if (begun == Http2Upstream.NONE) {
            return false;
        }
        server = on;
        token = begun;
        serverBytesBefore = on.receivedBytes();
        repeatable &= on.isReused();
        if (kept.byteSize() > MAX_KEPT_BYTES) {
            releaseKept();
        }
        if (!body.isEmpty()) {
            on.session().moreBody(begun, body.length());
        }
        if (requestEnded && !ends) {
            endBody(on);
        }
        return true;
    }

    private void endBody(Http2Upstream on) {
        if (keptTrailers.byteSize() == 0) {
            on.session().endBody(token);
            return;
        }
        HeadFields trailers = upstreams.scratch().restore(keptTrailers);
        loop.buffers().giveBack(keptTrailers);
        keptTrailers = MemorySegment.NULL;
        endBody(on, trailers);
    }

    private void endBody(Http2Upstream on, HeadFields trailers) {
        if (!on.session().endBody(token, trailers)) {
            // So much waits for the upstream that it does not read.
            failAndReset(GATEWAY_TIMEOUT, ProxyError.STREAM_TIMEOUT);
        }
    }

    /** How the upstream is called where people read it. */
    String addressText() {
        return loop.upstreamText();
    }

    /** Waits for progress from now on. */
    private void await() {
        boolean forResponse = requestEnded && !responseBegun;
        loop.startWait(forResponse ? loop.responseWaits() : loop.streamWaits(), this);
    }

    // What the asker says.

    /** Passes on bytes of the request's body. */
    void sendBody(MemorySegment buffer, long offset, int length) {
        await();
        Http2Upstream on = server;
        if (on == null) {
            body.keep(buffer, offset, length);
            return;
        }
        body.lend(buffer, offset, length);
        on.session().moreBody(token, length);
        body.keepRest();
        on.touch();
    }

    /** The request ends here. */
    void endRequest() {
        if (requestEnded) {
            return;
        }
        requestEnded = true;
        await();
        Http2Upstream on = server;
        if (on != null) {
            on.touch();
            endBody(on);
        }
    }

    /** The request ends with these. */
    void endRequest(HeadFields trailers) {
        requestEnded = true;
        await();
        Http2Upstream on = server;
        if (on == null) {
            keptTrailers = loop.buffers().take(trailers.savedBytes());
            trailers.save(keptTrailers);
        } else {
            on.touch();
            endBody(on, trailers);
        }
    }

    /** So many bytes of the response were taken by the client. */
    void credit(int bytes) {
        Http2Upstream on = server;
        if (on != null) {
            await();
            on.session().credit(token, bytes);
            on.touch();
        }
    }

    /** The asker wants no more of it: the stream is reset. */
    void cancel() {
        asker = null;
        leaveServer(Http2Error.CANCEL);
        recycle();
    }

    /** The asker is done with it: what is left of the request is sent all the same. */
    void forsake() {
        asker = null;
    }

    // What the upstream's connection says.

    void copyBody(MemorySegment target, long offset, int length) {
        bodyBegun = true;
        body.take(target, offset, length);
        if (asker != null) {
            await();
            asker.onRequestTaken(length);
        }
    }

    void onInterim(Http2Fields head) {
        if (asker != null) {
            await();
            asker.onInterim(head);
        }
    }

    void onHead(Http2Fields head) {
        responseBegun = true;
        responseEnded = head.endsMessage();
        releaseKept();
        await();
        if (asker != null) {
            asker.onHead(head);
        }
    }

    void onBody(Http2Upstream from, MemorySegment buffer, long offset, int length) {
        if (asker == null) {
            from.session().credit(token, length);
        } else {
            await();
            asker.onBody(buffer, offset, length);
        }
    }

    void onTrailers(Http2Fields trailers) {
        responseEnded = true;
        if (asker != null) {
            asker.onTrailers(trailers);
        }
    }

    void onResponseEnd() {
        if (!responseEnded) {
            responseEnded = true;
            if (asker != null) {
                asker.onResponseEnd();
            }
        }
    }

    /** The stream has ended, and both messages are whole. */
    void onStreamEnd() {
        onResponseEnd();
        over();
    }

    private void over() {
        Http2Asker told = asker;
        recycle();
        if (told != null) {
            told.onOver();
        }
    }

    void onReset(int errorCode) {
        loop.counters().increment(Count.UPSTREAM_STREAMS_RESET);
        if (responseEnded) {
            over();
        } else if (!Http2Error.isUnprocessed(errorCode) || !retry()) {
            reset(errorCode);
        }
    }

    void onNotProcessed() {
        if (responseBegun) {
            fail(ProxyLoop.BAD_GATEWAY, ProxyError.UPSTREAM_CLOSED);
        } else if (!retry()) {
            reset(Http2Error.REFUSED_STREAM.code());
        }
    }

    private void reset(int errorCode) {
        Http2Asker told = asker;
        recycle();
        if (told != null) {
            told.onReset(errorCode);
        }
    }

    /** The connection has ended. */
    void onConnectionLost(ProxyError error, int status) {
        if (responseEnded) {
            over();
        } else if (!repeatable || error != ProxyError.UPSTREAM_CLOSED || !retry()) {
            fail(status, error);
        }
    }

    /** Sends the request once more, if that is possible; returns whether it is. */
    private boolean retry() {
        boolean untouched = !retried && !responseBegun && !bodyBegun;
        if (!untouched || asker == null || kept.byteSize() == 0) {
            return false;
        }
        retried = true;
        repeatable = false;
        server = null;
        loop.counters().increment(Count.RETRIES);
        await();
        send(upstreams.scratch().restore(kept));
        return true;
    }

    /** There will be no response, or no rest of it. */
    void fail(int status, ProxyError error) {
        Http2Asker told = asker;
        recycle();
        if (told != null) {
            told.onFailed(status, error);
        }
    }

    private void failAndReset(int status, ProxyError error) {
        leaveServer(Http2Error.CANCEL);
        fail(status, error);
    }

    @Override
    void onDeadline(Deadlines expired) {
        Http2Upstream on = server;
        boolean clientSlow =
                !responseBegun && !requestEnded && body.isEmpty() && expired == loop.streamWaits();
        if (clientSlow) {
            failAndReset(REQUEST_TIMEOUT, ProxyError.REQUEST_TIMEOUT);
        } else if (expired == loop.responseWaits()) {
            if (on != null && on.receivedBytes() == serverBytesBefore) {
                on.retire();
            }
            failAndReset(GATEWAY_TIMEOUT, ProxyError.UPSTREAM_TIMEOUT);
        } else {
            failAndReset(GATEWAY_TIMEOUT, ProxyError.STREAM_TIMEOUT);
        }
    }

    private void leaveServer(Http2Error error) {
        Http2Upstream on = server;
        server = null;
        if (on != null) {
            on.reset(token, error);
        }
    }

    private void releaseKept() {
        loop.buffers().giveBack(kept);
        kept = MemorySegment.NULL;
    }

    /** Gives everything back, itself too. */
    private void recycle() {
        stopWaiting();
        if (waiting) {
            upstreams.unqueue(this);
        }
        asker = null;
        server = null;
        releaseKept();
        loop.buffers().giveBack(keptTrailers);
        keptTrailers = MemorySegment.NULL;
        body.clear();
        upstreams.giveBack(this);
    }
}
