package dev.tare.specimen.proxy;

import static dev.tare.specimen.proxy.Additions.ascii;

import dev.tare.specimen.proxy.EndpointCounters.Count;
import dev.tare.specimen.proxy.upstream.CircuitBreaker.Burden;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One server of a cluster, as one loop knows it: its idle connections and its counters.
 *
 * <p>Thread-safety: its loop's thread; the counters may be read by any. Allocation: none.
 */
final class Endpoint {
    private final Cluster cluster;
    private final int index;
    private final InetSocketAddress address;
    private final String text;
    private final byte[] authority;
    private final Deadlines idle;
    private final EndpointCounters counters = new EndpointCounters();
    private int openConnections;

    Endpoint(Cluster cluster, int index, InetSocketAddress address, Deadlines idle) {
        this.cluster = cluster;
        this.index = index;
        this.address = address;
        this.idle = idle;
        text = Minivoy.text(address);
        authority = ascii(text);
    }

    Cluster cluster() {
        return cluster;
    }

    /** Its position in the cluster. */
    int index() {
        return index;
    }

    InetSocketAddress address() {
        return address;
    }

    /** As people write it. */
    String text() {
        return text;
    }

    /** The same for a Host field. */
    byte[] authority() {
        return authority;
    }

    EndpointCounters counters() {
        return counters;
    }

    int openConnections() {
        return openConnections;
    }

    /** Connections without a request, in the order in which they became free. */
    Deadlines idle() {
        return idle;
    }

    /** The connection that became free last; null if none is. */
    @Nullable Upstream takeIdle() {
        Upstream upstream = (Upstream) idle.last();
        if (upstream != null) {
            upstream.stopWaiting();
        }
        return upstream;
    }

    /** Whether a connection that has served its request is worth keeping. */
    boolean hasRoom() {
        return !cluster.isRetired() && idle.size() < cluster.maxIdle();
    }

    /** A connection is about to be opened; false if the cluster has as many as it may. */
    boolean admitsConnection() {
        if (!cluster.guarded()) {
            return true;
        }
        if (!cluster.breaker().tryTake(Burden.PENDING)) {
            return false;
        }
        if (cluster.breaker().tryTake(Burden.CONNECTION)
                || (cluster.closeOneIdle() && cluster.breaker().tryTake(Burden.CONNECTION))) {
            return true;
        }
        cluster.breaker().release(Burden.PENDING);
        return false;
    }

    /** What {@link #admitsConnection} has let in could not be opened at all. */
    void onNotOpened() {
        if (cluster.guarded()) {
            cluster.breaker().release(Burden.PENDING);
            cluster.breaker().release(Burden.CONNECTION);
        }
    }

    void onOpened() {
        openConnections++;
        counters.increment(Count.CONNECTIONS_OPENED);
    }

    /** Nobody waits for the connection any more: it is there, or it has failed. */
    void onSettled() {
        if (cluster.guarded()) {
            cluster.breaker().release(Burden.PENDING);
        }
    }

    void onClosed() {
        openConnections--;
        counters.increment(Count.CONNECTIONS_CLOSED);
        if (cluster.guarded()) {
            cluster.breaker().release(Burden.CONNECTION);
        }
    }
}
