package dev.tare.specimen.proxy.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tare.base.stats.SplitMix64;
import dev.tare.io.wire.FieldsView;
import dev.tare.specimen.proxy.config.Balancing;
import dev.tare.specimen.proxy.config.ClusterConfig;
import dev.tare.specimen.proxy.config.HttpProtocol;
import dev.tare.specimen.proxy.count.EndpointCounters.Count;
import dev.tare.specimen.proxy.count.HandshakeCounters;
import dev.tare.specimen.proxy.loop.Deadlines;
import dev.tare.specimen.proxy.loop.ProxyLoop;
import dev.tare.specimen.proxy.upstream.CircuitBreaker;
import dev.tare.specimen.proxy.upstream.ClusterView;
import dev.tare.specimen.proxy.upstream.KeyHash;
import dev.tare.specimen.proxy.upstream.TryResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cluster, as one loop uses it: it picks endpoints, learns from what they do, and has the waits
 * for them.
 *
 * <p>Thread-safety: its loop's thread. Allocation: none after construction.
 */
public final class Cluster {
    private final SharedCluster shared;
    private final ClusterView view;
    private final Endpoint[] endpoints;
    private final Deadlines connectWaits;
    private final Deadlines responseWaits;
    private final SplitMix64 random;
    private final byte @Nullable [] keyHeader;
    private final boolean watchful;
    private final boolean http2;
    private final HandshakeCounters handshakes = new HandshakeCounters();
    private boolean retired;

    /**
     * A cluster without connections.
     *
     * @param seed of random choices, another one for each loop
     * @param tickNs of the loop's waits
     */
    public Cluster(SharedCluster shared, long seed, long tickNs) {
        this.shared = shared;
        ClusterConfig config = shared.config();
        view = new ClusterView(shared.state(), seed);
        random = new SplitMix64(SplitMix64.derive(seed, "keys"));
        connectWaits = new Deadlines(config.timeouts().connectNs(), tickNs);
        responseWaits = new Deadlines(config.timeouts().responseNs(), tickNs);
        endpoints = new Endpoint[shared.addresses().size()];
        for (int i = 0; i < endpoints.length; i++) {
            Deadlines idle = new Deadlines(config.timeouts().idleNs(), tickNs);
            endpoints[i] = new Endpoint(this, i, shared.addresses().get(i), idle);
        }
        keyHeader =
                config.balancing() instanceof Balancing.RingHash hash
                        ? hash.header().getBytes(US_ASCII)
                        : null;
        watchful = config.outlier().isPresent();
        http2 = config.protocol() == HttpProtocol.HTTP2;
    }

    /** What all loops share of it. */
    public SharedCluster shared() {
        return shared;
    }

    /** What bounds its burden; shared by all loops. */
    public CircuitBreaker breaker() {
        return shared.state().breaker();
    }

    /** What was negotiated with its endpoints; may be read by any thread. */
    public HandshakeCounters handshakes() {
        return handshakes;
    }

    /** Whether breakers and budget count. */
    public boolean guarded() {
        return shared.guarded();
    }

    boolean speaksHttp2() {
        return http2;
    }

    /** How many idle connections are kept for each endpoint. */
    int maxIdle() {
        return shared.config().idleConnections();
    }

    /** Its endpoints, in the order of the configuration. */
    public List<Endpoint> endpoints() {
        return List.of(endpoints);
    }

    Endpoint endpoint(int index) {
        return endpoints[index];
    }

    Deadlines connectWaits() {
        return connectWaits;
    }

    /** Waits for the head of an endpoint's answer. */
    public Deadlines responseWaits() {
        return responseWaits;
    }

    /** What a request has in common with those that belong to the same endpoint. */
    public long keyOf(FieldsView fields) {
        byte[] name = keyHeader;
        if (name == null) {
            return 0;
        }
        int field = fields.find(name, FieldsView.NONE);
        if (field == FieldsView.NONE) {
            return random.nextLong();
        }
        return KeyHash.of(fields.bytes(), fields.valueOffset(field), fields.valueLength(field), 0);
    }

    /** An endpoint for a request; null if none is to be used. */
    public @Nullable Endpoint pick(long key, int avoid) {
        int index = view.pick(key, avoid);
        return index < 0 ? null : endpoints[index];
    }

    /** A try begins at an endpoint. */
    public void begun(Endpoint endpoint) {
        view.begun(endpoint.index());
        endpoint.counters().increment(Count.REQUESTS);
    }

    /**
     * A try has ended.
     *
     * @param result null if that is not the endpoint's doing
     */
    public void ended(Endpoint endpoint, @Nullable TryResult result, ProxyLoop loop) {
        if (result == null) {
            view.abandoned(endpoint.index());
        } else {
            view.ended(endpoint.index(), result, watchful ? loop.nowNs() : 0);
            if (watchful) {
                showEjected(endpoint);
            }
        }
    }

    private void showEjected(Endpoint endpoint) {
        boolean ejected = view.endpoints().isEjected(endpoint.index());
        if (ejected && endpoint.counters().of(Count.EJECTED) == 0) {
            endpoint.counters().increment(Count.EJECTIONS);
        }
        endpoint.counters().set(Count.EJECTED, ejected ? 1 : 0);
    }

    /** Closes one connection without a request, to make room; false if there is none. */
    boolean closeOneIdle() {
        for (Endpoint endpoint : endpoints) {
            if (endpoint.closeOneIdle()) {
                return true;
            }
        }
        return false;
    }

    /** Ends the waits that have lasted long enough, and takes ejected endpoints back. */
    public void expire(long tick, ProxyLoop loop) {
        connectWaits.expire(tick);
        responseWaits.expire(tick);
        for (Endpoint endpoint : endpoints) {
            endpoint.idle().expire(tick);
        }
        if (watchful) {
            view.tick(loop.nowNs());
            for (Endpoint endpoint : endpoints) {
                showEjected(endpoint);
            }
        }
    }

    /** Closes the connections that serve no request. */
    public void closeIdle() {
        for (Endpoint endpoint : endpoints) {
            endpoint.idle().expireAll();
        }
    }

    /** The configuration has no such cluster any more: nothing new comes here. */
    public void retire() {
        retired = true;
        closeIdle();
    }

    /** Whether {@link #retire} was called. */
    public boolean isRetired() {
        return retired;
    }

    /** Connections that are open. */
    public int openConnections() {
        int open = 0;
        for (Endpoint endpoint : endpoints) {
            open += endpoint.openConnections();
        }
        return open;
    }
}
