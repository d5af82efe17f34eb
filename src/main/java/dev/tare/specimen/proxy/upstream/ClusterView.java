package dev.tare.specimen.proxy.upstream;

import java.util.Optional;

/**
 * One thread's view of a cluster: it picks endpoints, and learns from what becomes of the tries.
 *
 * <pre>{@code
 * int endpoint = view.pick(key, Endpoints.NONE);
 * view.begun(endpoint);
 * view.ended(endpoint, TryResult.ofStatus(status), nowNs);
 * }</pre>
 *
 * <p>Thread-safety: one thread. Allocation: none after construction.
 */
public final class ClusterView {
    private final ClusterState state;
    private final Endpoints endpoints;
    private final LoadBalancer balancer;
    private final Optional<OutlierDetector> outliers;

    /**
     * A view onto a cluster.
     *
     * @param seed of random choices; another one for each thread
     */
    public ClusterView(ClusterState state, long seed) {
        this.state = state;
        endpoints =
                new Endpoints(
                        state.config().endpoints(), state.health(), state.config().panicPercent());
        balancer = LoadBalancer.of(state.config(), endpoints, seed);
        outliers = state.config().outlier().map(policy -> new OutlierDetector(policy, endpoints));
    }

    /** What all threads share of the cluster. */
    public ClusterState state() {
        return state;
    }

    /** How the endpoints stand for this thread. */
    public Endpoints endpoints() {
        return endpoints;
    }

    /**
     * Chooses an endpoint, as {@link LoadBalancer#pick} says.
     *
     * @return an endpoint, or {@link Endpoints#NONE}, which is answered with 503
     */
    public int pick(long key, int avoid) {
        return balancer.pick(key, avoid);
    }

    /** A try begins at an endpoint; {@link #ended} or {@link #abandoned} must follow. */
    public void begun(int endpoint) {
        endpoints.begun(endpoint);
    }

    /** A try has come to an end that tells something of the endpoint. */
    public void ended(int endpoint, TryResult result, long nowNs) {
        endpoints.ended(endpoint);
        if (outliers.isPresent()) {
            outliers.get().on(endpoint, result, nowNs);
        }
    }

    /** A try has come to an end that is not the endpoint's doing: the client has left. */
    public void abandoned(int endpoint) {
        endpoints.ended(endpoint);
    }

    /** Takes ejected endpoints back; to be called every second or more often. */
    public void tick(long nowNs) {
        if (outliers.isPresent()) {
            outliers.get().tick(nowNs);
        }
    }
}
