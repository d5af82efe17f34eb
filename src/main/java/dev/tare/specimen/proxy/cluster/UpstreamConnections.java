package dev.tare.specimen.proxy.cluster;

import dev.tare.io.net.Connection;
import dev.tare.io.net.ConnectionHandler;
import dev.tare.io.net.tls.TlsConnection;
import dev.tare.specimen.proxy.count.ProxyCounters.Count;
import dev.tare.specimen.proxy.log.EventKind;
import dev.tare.specimen.proxy.loop.Deadlines;
import dev.tare.specimen.proxy.loop.ProxyLoop;
import dev.tare.specimen.proxy.setup.ProxyTls;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A loop's connections to the endpoints of all clusters: how they are opened, kept and counted; and
 * of HTTP/2 what serves connections and calls, and which calls wait for a stream.
 *
 * <p>Thread-safety: its loop's thread. Allocation: for connections that are opened.
 */
public final class UpstreamConnections {
    private final ProxyLoop loop;
    private final ArrayDeque<Http2Upstream> freeConnections = new ArrayDeque<>();
    private final ArrayDeque<Http2Call> freeCalls = new ArrayDeque<>();
    private final List<Http2Upstreams> waiting = new ArrayList<>();
    private boolean moreWait;
    private int open;

    /** Of a loop; there are none yet. */
    public UpstreamConnections(ProxyLoop loop) {
        this.loop = loop;
    }

    /** Whether none is open. */
    public boolean isEmpty() {
        return open == 0;
    }

    /** The pooled connection of an endpoint that became free last; null if none is. */
    public @Nullable Upstream takeIdle(Endpoint endpoint, Http1Asker asker) {
        Upstream upstream = endpoint.takeIdle();
        if (upstream == null) {
            return null;
        }
        loop.counters().increment(Count.UPSTREAM_REUSES);
        upstream.serve(asker);
        return upstream;
    }

    /** A new connection that speaks HTTP/1.1; null if the system gives none. */
    public @Nullable Upstream open(Endpoint endpoint, Http1Asker asker) {
        Upstream upstream = new Upstream(loop, this, endpoint);
        Connection connection = connect(endpoint, upstream, upstream);
        if (connection == null) {
            return null;
        }
        upstream.attach(connection, false);
        upstream.serve(asker);
        return upstream;
    }

    /** Begins to connect to an endpoint; null if the system gives no socket. */
    @Nullable Connection connect(
            Endpoint endpoint, Deadlines.Waiter waiter, ConnectionHandler handler) {
        ProxyTls tls = endpoint.cluster().shared().tls();
        Connection connection;
        try {
            connection = tls.connect(loop.events(), endpoint.address(), handler);
        } catch (IOException e) {
            // Most likely there are no more file descriptors; the caller answers and counts that.
            loop.say(EventKind.UPSTREAM_UNREACHABLE, endpoint.text() + ": " + e.getMessage());
            return null;
        }
        open++;
        endpoint.onOpened();
        loop.counters().increment(Count.UPSTREAM_CONNECTIONS_OPENED);
        loop.startWait(endpoint.cluster().connectWaits(), waiter);
        return connection;
    }

    /** The handshake with an endpoint is done. */
    void onSecured(Endpoint endpoint, TlsConnection connection) {
        loop.counters().addHandshake(connection.resumed(), Count.UPSTREAM_HANDSHAKES);
        connection.suite().ifPresent(endpoint.cluster().handshakes()::add);
    }

    /** Puts a connection that has served its request into the pool, if there is room. */
    void keep(Upstream upstream) {
        if (upstream.endpoint().hasRoom()) {
            loop.startWait(upstream.endpoint().idle(), upstream);
        } else {
            upstream.close();
        }
    }

    /** A connection to an endpoint has been closed. */
    void onClosed(Endpoint endpoint) {
        open--;
        endpoint.onClosed();
        loop.counters().increment(Count.UPSTREAM_CONNECTIONS_CLOSED);
    }

    /** For the requests to an endpoint that speaks HTTP/2; without connections yet. */
    Http2Upstreams http2(Endpoint endpoint) {
        return new Http2Upstreams(loop, this, endpoint);
    }

    /** A call that nobody uses. */
    public Http2Call call() {
        Http2Call call = freeCalls.poll();
        return call == null ? new Http2Call(loop, this) : call;
    }

    void giveBack(Http2Call call) {
        freeCalls.push(call);
    }

    /** What serves a connection of HTTP/2 to an endpoint, and serves none now. */
    Http2Upstream connection() {
        Http2Upstream connection = freeConnections.poll();
        return connection == null ? new Http2Upstream(loop, this) : connection;
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

    /** Whether requests wait that {@link #startWaiting} has not seen yet. */
    public boolean moreWait() {
        return moreWait;
    }

    /** Sends the requests that wait for streams, as far as that is possible. */
    public void startWaiting() {
        moreWait = false;
        for (int i = waiting.size() - 1; i >= 0; i--) {
            Http2Upstreams upstreams = waiting.get(i);
            upstreams.startWaiting();
            if (!upstreams.anyWaits()) {
                waiting.remove(upstreams);
            }
        }
    }
}
