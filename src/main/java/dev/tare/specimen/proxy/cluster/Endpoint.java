package dev.tare.specimen.proxy.cluster;

import dev.tare.specimen.proxy.config.HostPort;
import dev.tare.specimen.proxy.count.EndpointCounters;
import dev.tare.specimen.proxy.count.EndpointCounters.Count;
import dev.tare.specimen.proxy.head.Destination;
import dev.tare.specimen.proxy.loop.Deadlines;
import dev.tare.specimen.proxy.upstream.CircuitBreaker;
import dev.tare.specimen.proxy.upstream.CircuitBreaker.Burden;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One server of a cluster, as one loop knows it: its idle connections and its counters.
 *
 * <p>Thread-safety: its loop's thread; the counters may be read by any. Allocation: none.
 */
public final class Endpoint {
    private final Cluster cluster;
    private final int index;
    private final InetSocketAddress address;
    private final String text;
    private final Destination destination;
    private final Deadlines idle;
    private final EndpointCounters counters = new EndpointCounters();
    private int openConnections;

    /** Its connections, where HTTP/2 is spoken, once there was a request. */
    private @Nullable Http2Upstreams http2;

    Endpoint(Cluster cluster, int index, InetSocketAddress address, Deadlines idle) {
        this.cluster = cluster;
        this.index = index;
        this.address = address;
        this.idle = idle;
        text = HostPort.textOf(address);
        destination = new Destination(text, cluster.shared().tls().securesUpstreams());
    }

    /** The cluster that it is one of. */
    public Cluster cluster() {
        return cluster;
    }

    /** Its position in the cluster. */
    public int index() {
        return index;
    }

    InetSocketAddress address() {
        return address;
    }

    /** As people write it. */
    public String text() {
        return text;
    }

    /** The same for heads. */
    public Destination destination() {
        return destination;
    }

    /** Whether it is spoken with by HTTP/2. */
    public boolean speaksHttp2() {
        return cluster.speaksHttp2();
    }

    /** Its connections, where HTTP/2 is spoken. */
    public Http2Upstreams http2(UpstreamConnections connections) {
        Http2Upstreams upstreams = http2;
        if (upstreams == null) {
            upstreams = connections.http2(this);
            http2 = upstreams;
        }
        return upstreams;
    }

    /** What became of what was asked of it; may be read by any thread. */
    public EndpointCounters counters() {
        return counters;
    }

    int openConnections() {
        return openConnections;
    }

    /** Connections without a request, in the order in which they became free. */
    Deadlines idle() {
        return idle;
    }

    /** The connection of HTTP/1.1 that became free last; null if none is. */
    @Nullable Upstream takeIdle() {
        Upstream upstream = (Upstream) idle.last();
        if (upstream != null) {
            upstream.stopWaiting();
        }
        return upstream;
    }

    /** Closes a connection without requests, if there is one; returns whether. */
    boolean closeOneIdle() {
        Deadlines.Waiter last = idle.last();
        if (last instanceof Upstream upstream) {
            upstream.close();
        } else if (last instanceof Http2Upstream upstream) {
            upstream.closeIdle();
        }
        return last != null;
    }

    /** Whether a connection that has served its request is worth keeping. */
    boolean hasRoom() {
        return !cluster.isRetired() && idle.size() < cluster.maxIdle();
    }

    /** A connection is about to be opened; false if the cluster has as many as it may. */
    public boolean admitsConnection() {
        if (!cluster.guarded()) {
            return true;
        }
        if (!cluster.breaker().tryTake(Burden.PENDING)) {
            return false;
        }
        if (takeConnection()) {
            return true;
        }
        cluster.breaker().release(Burden.PENDING);
        return false;
    }

    /** A request is about to wait for a stream of HTTP/2; false if too many do. */
    boolean admitsWaiting() {
        return !cluster.guarded() || cluster.breaker().tryTake(Burden.PENDING);
    }

    /** A request that {@link #admitsWaiting} has let in waits no more. */
    void onWaited() {
        if (cluster.guarded()) {
            cluster.breaker().release(Burden.PENDING);
        }
    }

    /**
     * The same as {@link #admitsConnection} for a connection of HTTP/2, for which requests wait,
     * and are counted, on their own.
     */
    boolean admitsSharedConnection() {
        return !cluster.guarded() || takeConnection();
    }

    private boolean takeConnection() {
        CircuitBreaker breaker = cluster.breaker();
        return breaker.tryTake(Burden.CONNECTION)
                || (cluster.closeOneIdle() && breaker.tryTake(Burden.CONNECTION));
    }

    /** What {@link #admitsSharedConnection} has let in could not be opened at all. */
    void onSharedNotOpened() {
        if (cluster.guarded()) {
            cluster.breaker().release(Burden.CONNECTION);
        }
    }

    /** What {@link #admitsConnection} has let in could not be opened at all. */
    public void onNotOpened() {
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
