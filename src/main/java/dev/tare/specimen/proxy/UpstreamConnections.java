package dev.tare.specimen.proxy;

import dev.tare.io.net.Connection;
import dev.tare.io.net.ConnectionHandler;
import dev.tare.io.net.tls.TlsConnection;
import dev.tare.specimen.proxy.ProxyCounters.Count;
import dev.tare.specimen.proxy.log.EventKind;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A loop's connections to the endpoints of all clusters: how they are opened, kept and counted.
 *
 * <p>Thread-safety: its loop's thread. Allocation: for connections that are opened.
 */
final class UpstreamConnections {
    private final ProxyLoop loop;
    private int open;

    UpstreamConnections(ProxyLoop loop) {
        this.loop = loop;
    }

    /** Whether none is open. */
    boolean isEmpty() {
        return open == 0;
    }

    /** The pooled connection of an endpoint that became free last; null if none is. */
    @Nullable Upstream takeIdle(Endpoint endpoint, Http1Asker asker) {
        Upstream upstream = endpoint.takeIdle();
        if (upstream == null) {
            return null;
        }
        loop.counters().increment(Count.UPSTREAM_REUSES);
        upstream.serve(asker);
        return upstream;
    }

    /** A new connection that speaks HTTP/1.1; null if the system gives none. */
    @Nullable Upstream open(Endpoint endpoint, Http1Asker asker) {
        Upstream upstream = new Upstream(loop, endpoint);
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

    /** A connection to an endpoint, or what came over it, was not as it should be. */
    void onFailure(ProxyError error, String address) {
        boolean unreachable =
                error == ProxyError.UPSTREAM_CONNECT_FAILED
                        || error == ProxyError.UPSTREAM_CONNECT_TIMEOUT;
        EventKind kind = unreachable ? EventKind.UPSTREAM_UNREACHABLE : EventKind.UPSTREAM_FAILED;
        if (loop.says(kind)) {
            loop.say(kind, address + ": " + error.jsonName());
        }
    }
}
