package dev.tare.specimen.proxy.cluster;

import dev.tare.io.net.Connection;
import dev.tare.io.wire.http2.HeadFields;
import dev.tare.specimen.proxy.count.ProxyError;
import dev.tare.specimen.proxy.loop.ProxyLoop;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A loop's connections to one endpoint that speaks HTTP/2, and the requests that wait for a stream.
 *
 * <p>One connection carries everything as far as the endpoint allows; another is opened when
 * requests wait and all connections are full.
 *
 * <p>Thread-safety: its loop's thread. Allocation: none once there are as many connections and
 * requests as there ever will be.
 */
public final class Http2Upstreams {
    /** Connections at most. */
    public static final int MAX_CONNECTIONS = 64;

    /** Requests that wait, at most; others are answered with 503. */
    public static final int MAX_WAITING = 4096;

    private static final int SERVICE_UNAVAILABLE = 503;

    private final ProxyLoop loop;
    private final UpstreamConnections connections;
    private final Endpoint endpoint;
    private final List<Http2Upstream> open = new ArrayList<>();
    private @Nullable Http2Call first;
    private @Nullable Http2Call last;
    private int waitingCount;

    /** In this tick no connection could be opened, and none is tried again. */
    private long restingTick = -1;

    Http2Upstreams(ProxyLoop loop, UpstreamConnections connections, Endpoint endpoint) {
        this.loop = loop;
        this.connections = connections;
        this.endpoint = endpoint;
    }

    /** Where they are connected to. */
    Endpoint endpoint() {
        return endpoint;
    }

    /** Whether requests wait for a stream. */
    boolean anyWaits() {
        return first != null;
    }

    /** Sends a request now, if no other waits and a connection takes it; returns whether. */
    boolean start(Http2Call call, HeadFields head) {
        if (first != null) {
            return false;
        }
        Http2Upstream usable = usable();
        return usable != null && call.start(usable, head);
    }

    private @Nullable Http2Upstream usable() {
        for (int i = 0; i < open.size(); i++) {
            if (open.get(i).canStart()) {
                return open.get(i);
            }
        }
        return null;
    }

    /** Lets a request wait for a stream; returns false if too many wait already. */
    boolean enqueue(Http2Call call) {
        if (waitingCount == MAX_WAITING || !endpoint.admitsWaiting()) {
            return false;
        }
        if (first == null) {
            connections.haveWaiting(this);
        }
        waitingCount++;
        call.waiting = true;
        call.next = null;
        call.previous = last;
        if (last == null) {
            first = call;
        } else {
            last.next = call;
        }
        last = call;
        return true;
    }

    /** Why {@link #enqueue} lets no more requests wait. */
    ProxyError overflow() {
        boolean guarded = endpoint.cluster().guarded();
        return guarded ? ProxyError.UPSTREAM_OVERLOADED : ProxyError.UPSTREAM_OVERFLOW;
    }

    void unqueue(Http2Call call) {
        Http2Call before = call.previous;
        Http2Call after = call.next;
        if (before == null) {
            first = after;
        } else {
            before.next = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.previous = before;
        }
        call.previous = null;
        call.next = null;
        call.waiting = false;
        waitingCount--;
        endpoint.onWaited();
    }

    /** Sends what waits as far as that is possible, and opens a connection if that would help. */
    void startWaiting() {
        Http2Call call = first;
        while (call != null) {
            Http2Upstream usable = usable();
            if (usable == null || !call.startKept(usable)) {
                break;
            }
            if (call.waiting) {
                unqueue(call);
            }
            call = first;
        }
        if (first != null && restingTick != loop.tick() && wouldHelp()) {
            connect();
        }
    }

    /** Whether more connections would let more requests be sent. */
    private boolean wouldHelp() {
        for (int i = 0; i < open.size(); i++) {
            Http2Upstream connection = open.get(i);
            if (connection.isOfUse() && !connection.isFull()) {
                return false;
            }
        }
        return open.size() < MAX_CONNECTIONS;
    }

    private void connect() {
        if (!endpoint.admitsSharedConnection()) {
            onNoConnection(ProxyError.UPSTREAM_OVERLOADED, SERVICE_UNAVAILABLE);
            return;
        }
        Http2Upstream fresh = connections.connection();
        Connection opening = connections.connect(endpoint, fresh, fresh);
        if (opening == null) {
            endpoint.onSharedNotOpened();
            connections.giveBack(fresh);
            onNoConnection(ProxyError.UPSTREAM_CONNECT_FAILED, ProxyLoop.BAD_GATEWAY);
            return;
        }
        fresh.begin(opening, this);
        open.add(fresh);
    }

    /** A connection has closed; its requests have not been told yet. */
    void onClosed(Http2Upstream closed) {
        open.remove(closed);
    }

    /** A connection has closed without having been open, and its requests were told. */
    void onNotOpened(ProxyError error, int status) {
        onNoConnection(error, status);
    }

    /** A connection could not be had: without another one nothing that waits will be sent. */
    private void onNoConnection(ProxyError error, int status) {
        restingTick = loop.tick();
        for (int i = 0; i < open.size(); i++) {
            if (open.get(i).isOfUse()) {
                return;
            }
        }
        // Whoever is told may wait anew: those are not failed here.
        for (int left = waitingCount; left > 0 && first != null; left--) {
            first.fail(status, error);
        }
        restingTick = -1;
    }
}
