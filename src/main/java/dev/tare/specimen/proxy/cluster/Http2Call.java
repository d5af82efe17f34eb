package dev.tare.specimen.proxy.cluster;

import dev.tare.io.wire.forward.HeadFault;
import dev.tare.io.wire.forward.Http2ToHttp2;
import dev.tare.io.wire.http2.HeadFields;
import dev.tare.io.wire.http2.Http2Error;
import dev.tare.io.wire.http2.Http2Fields;
import dev.tare.specimen.proxy.count.ProxyCounters.Count;
import dev.tare.specimen.proxy.count.ProxyError;
import dev.tare.specimen.proxy.loop.BodyQueue;
import dev.tare.specimen.proxy.loop.BufferPool;
import dev.tare.specimen.proxy.loop.Deadlines;
import dev.tare.specimen.proxy.loop.ProxyLoop;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A request on its way to an upstream that speaks HTTP/2: waits for a stream, is sent, brings the
 * response, and is sent once more where the upstream has certainly not processed it.
 *
 * <p>Of the request's body it holds what has not been sent: the window that the asker gives its own
 * client bounds that. Used again for other requests, by {@link UpstreamConnections}.
 *
 * <p>Thread-safety: its loop's thread. Allocation: none.
 */
public final class Http2Call extends Deadlines.Waiter implements Call {
    /** Heads larger than this are kept only while they wait, and not to be sent again. */
    private static final int MAX_KEPT_BYTES = BufferPool.MIN_BYTES;

    private static final int SERVICE_UNAVAILABLE = 503;
    private static final int GATEWAY_TIMEOUT = 504;
    private static final int REQUEST_TIMEOUT = 408;

    private final ProxyLoop loop;
    private final UpstreamConnections connections;
    private final BodyQueue body;

    private @Nullable Http2Upstreams upstreams;
    private @Nullable Http2Asker asker;
    private @Nullable Deadlines responseWaits;
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

    Http2Call(ProxyLoop loop, UpstreamConnections connections) {
        this.loop = loop;
        this.connections = connections;
        body = new BodyQueue(loop.buffers());
    }

    private Http2Upstreams upstreams() {
        Http2Upstreams current = upstreams;
        if (current == null) {
            throw new IllegalStateException("a call that was not begun");
        }
        return current;
    }

    /**
     * Begins with a request.
     *
     * @param to where it goes
     * @param waits for the head of the response
     * @param told what becomes of it; may be told a failure from within this method
     * @param ends whether the head is all of the request
     * @param safeToRepeat whether it may be sent again though it could have been processed
     * @return false when it has failed, and {@code told} knows
     */
    public boolean begin(
            Http2Upstreams to,
            Deadlines waits,
            Http2Asker told,
            HeadFields head,
            boolean ends,
            boolean safeToRepeat) {
        upstreams = to;
        responseWaits = waits;
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
        return send(head);
    }

    private void keep(HeadFields head) {
        kept = loop.buffers().take(head.savedBytes());
        head.save(kept);
    }

    /** Sends the head or has it wait; returns whether the call goes on. */
    private boolean send(HeadFields head) {
        if (upstreams().start(this, head)) {
            return true;
        }
        if (kept.byteSize() == 0) {
            keep(head);
        }
        if (!upstreams().enqueue(this)) {
            fail(SERVICE_UNAVAILABLE, upstreams().overflow());
            return false;
        }
        return true;
    }

    /** Sends what has waited; returns false if the connection does not take it now. */
    boolean startKept(Http2Upstream on) {
        return start(on, loop.heads().restored(kept));
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
        HeadFields trailers = loop.heads().restored(keptTrailers);
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

    /** Waits for progress from now on. */
    private void await() {
        Deadlines forResponse = requestEnded && !responseBegun ? responseWaits : null;
        loop.startWait(forResponse == null ? loop.streamWaits() : forResponse, this);
    }

    // What the asker says.

    /** How many bytes of the request's body wait here. */
    public int unsentBytes() {
        return body.length();
    }

    @Override
    public void sendBody(MemorySegment buffer, long offset, int length) {
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

    @Override
    public void endRequest() {
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

    @Override
    public boolean endRequest(Http2Fields trailers) {
        HeadFields fields = loop.heads().fields();
        if (Http2ToHttp2.trailers(trailers, fields) != HeadFault.NONE) {
            return false;
        }
        endRequest(fields);
        return true;
    }

    /** The request ends with these. */
    public void endRequest(HeadFields trailers) {
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

    @Override
    public void credit(int bytes) {
        Http2Upstream on = server;
        if (on != null) {
            await();
            on.session().credit(token, bytes);
            on.touch();
        }
    }

    @Override
    public void cancel() {
        asker = null;
        leaveServer(Http2Error.CANCEL);
        recycle();
    }

    @Override
    public void forsake() {
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
        // If it cannot even wait, whoever has asked is told: so or so that is dealt with.
        var _ = send(loop.heads().restored(kept));
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
    public void onDeadline(Deadlines expired) {
        Http2Upstream on = server;
        boolean clientSlow =
                !responseBegun && !requestEnded && body.isEmpty() && expired == loop.streamWaits();
        if (clientSlow) {
            failAndReset(REQUEST_TIMEOUT, ProxyError.REQUEST_TIMEOUT);
        } else if (expired == responseWaits) {
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
            upstreams().unqueue(this);
        }
        asker = null;
        server = null;
        releaseKept();
        loop.buffers().giveBack(keptTrailers);
        keptTrailers = MemorySegment.NULL;
        body.clear();
        upstreams = null;
        responseWaits = null;
        connections.giveBack(this);
    }
}
