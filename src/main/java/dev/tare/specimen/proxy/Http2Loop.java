package dev.tare.specimen.proxy;

import dev.tare.io.net.Connection;
import dev.tare.io.wire.http2.HeadFields;
import dev.tare.specimen.proxy.log.AccessLog;
import java.lang.foreign.Arena;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a loop has for HTTP/2: its clients, its connections to the upstream, and the order in which
 * they send.
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
    private final HeadFields fields;
    private final Http2Upstreams upstreams;
    private final Deadlines idleUpstreams;
    private final List<Http2Downstream> clients = new ArrayList<>();
    private final ArrayDeque<Http2Downstream> freeClients = new ArrayDeque<>();
    private @Nullable Http2Side firstTouched;
    private @Nullable Http2Side lastTouched;

    /**
     * Without connections yet.
     *
     * @param access where a line is left for each request; null for nowhere
     * @param idleUpstreams where connections to the upstream wait between requests
     */
    Http2Loop(
            ProxyLoop loop,
            Arena arena,
            AccessLog.@Nullable Source access,
            Http2Heads heads,
            Deadlines idleUpstreams) {
        this.loop = loop;
        this.arena = arena;
        this.access = access;
        this.heads = heads;
        this.idleUpstreams = idleUpstreams;
        fields = new HeadFields(arena);
        upstreams = new Http2Upstreams(loop, arena);
    }

    Http2Heads heads() {
        return heads;
    }

    /** For a head that is sent at once. */
    HeadFields fields() {
        return fields;
    }

    Http2Upstreams upstreams() {
        return upstreams;
    }

    /** Serves a client that speaks HTTP/2 from now on. */
    Http2Downstream serve(Connection connection) {
        Http2Downstream client = freeClients.poll();
        if (client == null) {
            client = new Http2Downstream(loop, arena);
        }
        client.begin(connection, clients.size(), access);
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
        idleUpstreams.expireAll();
    }

    /** A connection to the upstream has no requests. */
    void awaitRequest(Http2Upstream idle) {
        if (loop.isStopping() || idleUpstreams.size() >= loop.limits().maxIdleUpstreams()) {
            idle.retire();
        } else {
            loop.startWait(idleUpstreams, idle);
        }
    }

    /** A tick is over. */
    void expire(long tick) {
        idleUpstreams.expire(tick);
        upstreams.onTick();
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

    /** Sends everything that there is to send, as far as the kernel takes it. */
    void flush() {
        do {
            flushTouched();
            if (upstreams.anyWaits()) {
                upstreams.startWaiting();
            }
        } while (firstTouched != null);
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
