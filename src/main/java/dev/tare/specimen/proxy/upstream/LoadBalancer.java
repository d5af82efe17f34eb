package dev.tare.specimen.proxy.upstream;

import dev.tare.specimen.proxy.config.Balancing;
import dev.tare.specimen.proxy.config.ClusterConfig;

/**
 * Chooses an endpoint for a request.
 *
 * <p>Thread-safety: one thread, that of its {@link Endpoints}. Allocation: none after construction.
 */
public sealed interface LoadBalancer permits RoundRobin, LeastRequest, RingHash {
    /**
     * Chooses among the candidates of the endpoints.
     *
     * @param key what requests that belong together have in common ({@link KeyHash}), or any number
     *     for a request that belongs with no other; only a ring hash looks at it
     * @param avoid an endpoint that is not chosen while there is another, such as the one where the
     *     try before has failed; {@link Endpoints#NONE} for none
     * @return an endpoint, or {@link Endpoints#NONE} if there is no candidate
     */
    int pick(long key, int avoid);

    /**
     * The balancer that a cluster asks for.
     *
     * @param cluster whose endpoints these are
     * @param seed of random choices; another one for each thread, or all would begin alike
     */
    static LoadBalancer of(ClusterConfig cluster, Endpoints endpoints, long seed) {
        return switch (cluster.balancing()) {
            case Balancing.RoundRobin _ -> new RoundRobin(endpoints, seed);
            case Balancing.LeastRequest _ -> new LeastRequest(endpoints, seed);
            case Balancing.RingHash _ -> {
                var names =
                        cluster.endpoints().stream()
                                .map(endpoint -> endpoint.address().text())
                                .toList();
                yield new RingHash(endpoints, names);
            }
        };
    }
}
