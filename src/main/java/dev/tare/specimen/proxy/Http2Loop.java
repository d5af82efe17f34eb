package dev.tare.specimen.proxy;

import dev.tare.io.net.Connection;
import dev.tare.io.wire.http2.HeadFields;
import dev.tare.specimen.proxy.log.AccessLog;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a loop has for HTTP/2: its clients, what serves its connections to upstreams, and the order
 * in which they send.
 *
 * <p>Thread-safety: its loop's thread. Allocation: none once there are as many connections as there
 * ever will be.
 */
final class Http2Loop {
    /** How much of one body waits in minivoy at most, each way. */
    static final int STREAM_WINDOW_BYTES = 64 * 1024;

    private final ProxyLoop loop;
    private final Arena arena;
    private final AccessLog.@Nullable Source access;
    private final Http2Heads heads;
    private final TranslatedHeads translated;
    private final HeadFields fields;
    private final HeadFields restored;
    private final List<Http2Downstream> clients = new ArrayList<>();
    private final ArrayDeque<Http2Downstream> freeClients = new ArrayDeque<>();
    private final ArrayDeque<Http2Upstream> freeConnections = new ArrayDeque<>();
    private final ArrayDeque<Http2Call> freeCalls = new ArrayDeque<>();
    private final List<Http2Upstreams> waiting = new ArrayList<>();
    private final ArrayDeque<Side> unsent = new ArrayDeque<>();
    private boolean moreWait;
    private @Nullable Http2Side firstTouched;
    private @Nullable Http2Side lastTouched;

    /**
     * Without connections yet.
     *
     * @param access where a line is left for each request; null for nowhere
     * @param requestIds names for requests that have none
     */
    Http2Loop(
            ProxyLoop loop, Arena arena, AccessLog.@Nullable Source access, RequestIds requestIds) {
        this.loop = loop;
        this.arena = arena;
        this.access = access;
        heads = new Http2Heads(arena, requestIds);
        translated =
                new TranslatedHeads(arena, requestIds, loop.requestHead(), loop.responseHead());
        fields = new HeadFields(arena);
        restored = new HeadFields(arena);
    }

    Http2Heads heads() {
        return heads;
    }

    TranslatedHeads translated() {
        return translated;
    }

    /** For a head that is sent at once. */
    HeadFields fields() {
        return fields;
    }

    /** A head that was saved, to be sent at once. */
    HeadFields restored(MemorySegment saved) {
        return restored.restore(saved);
    }

    /** A call that nobody uses. */
    Http2Call call() {
        Http2Call call = freeCalls.poll();
        return call == null ? new Http2Call(loop) : call;
    }

    void giveBack(Http2Call call) {
        freeCalls.push(call);
    }

    /** What serves a connection to an endpoint, and serves none now. */
    Http2Upstream connection() {
        Http2Upstream connection = freeConnections.poll();
        return connection == null ? new Http2Upstream(loop, arena) : connection;
    }

    void giveBack(Http2Upstream connection) {
        freeConnections.push(connection);
    }

    /** Requests begin to wait for a stream to an endpoint. */
    void haveWaiting(Http2Upstreams upstreams) {
        moreWait = true;
        if (!waiting.contains(upstreams)) {
            waiting.add(upstreams);
        }
    }

    /** Serves a client that speaks HTTP/2 from now on. */
    Http2Downstream serve(Connection connection, LoopListener listener) {
        Http2Downstream client = freeClients.poll();
        if (client == null) {
            client = new Http2Downstream(loop, arena);
        }
        client.begin(connection, listener, clients.size(), access);
        clients.add(client);
        return client;
    }

    /** A client's connection is closed. */
    void onClosed(Http2Downstream client, int index) {
        Http2Downstream moved = clients.removeLast();
        if (moved != client) {
            clients.set(index, moved);
            moved.setIndex(index);
        }
        freeClients.push(client);
    }

    int openClients() {
        return clients.size();
    }

    /** Requests in flight. */
    int openStreams() {
        int sum = 0;
        for (int i = 0; i < clients.size(); i++) {
            sum += clients.get(i).session().openStreams();
        }
        return sum;
    }

    /** Tells all clients to go away, when what they have asked for is answered. */
    void drain() {
        for (int i = 0; i < clients.size(); i++) {
            clients.get(i).drain();
        }
    }

    /** Remembers a connection that may have something to send. */
    void touch(Http2Side side) {
        side.touched = true;
        side.nextTouched = null;
        if (lastTouched == null) {
            firstTouched = side;
        } else {
            lastTouched.nextTouched = side;
        }
        lastTouched = side;
    }

    /** Remembers a connection of HTTP/1.1 with bytes that shall leave together with others. */
    void sendLater(Side side) {
        unsent.add(side);
    }

    /** Sends everything that there is to send, as far as the kernel takes it. */
    void flush() {
        do {
            flushTouched();
            flushUnsent();
            startWaiting();
        } while (firstTouched != null || !unsent.isEmpty() || moreWait);
    }

    private void flushUnsent() {
        Side side = unsent.poll();
        while (side != null) {
            side.sendNow();
            side = unsent.poll();
        }
    }

    private void startWaiting() {
        moreWait = false;
        for (int i = waiting.size() - 1; i >= 0; i--) {
            Http2Upstreams upstreams = waiting.get(i);
            upstreams.startWaiting();
            if (!upstreams.anyWaits()) {
                waiting.remove(upstreams);
            }
        }
    }

    private void flushTouched() {
        Http2Side side = firstTouched;
        while (side != null) {
            firstTouched = side.nextTouched;
            if (firstTouched == null) {
                lastTouched = null;
            }
            side.touched = false;
            side.nextTouched = null;
            side.flush();
            side = firstTouched;
        }
    }
}
