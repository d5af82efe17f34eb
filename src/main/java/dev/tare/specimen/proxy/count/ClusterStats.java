package dev.tare.specimen.proxy.count;

import dev.tare.specimen.proxy.upstream.CircuitBreaker.Burden;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What became of what was asked of one group of upstreams; the content of {@code /clusters}.
 *
 * @param name of the group
 * @param breakers what it is burdened with; none where nothing is limited
 * @param endpoints its upstreams
 */
public record ClusterStats(
        String name, List<BreakerStats> breakers, List<EndpointStats> endpoints) {

    public ClusterStats {
        breakers = List.copyOf(breakers);
        endpoints = List.copyOf(endpoints);
    }

    /**
     * One limit of a cluster.
     *
     * @param burden of what
     * @param taken how many places are
     * @param limit how many there are
     * @param refused how often none was free
     */
    public record BreakerStats(Burden burden, int taken, int limit, long refused) {
        /** As it stands in JSON and labels. */
        public String burdenName() {
            return burden.name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One upstream.
     *
     * @param address as people write it
     * @param connectionsOpen now, idle ones included
     * @param connectionsOpened since the start
     * @param requests begun there, retries included
     * @param retries of these, those that were another try
     * @param healthy as the health checks say; true without any
     * @param ejectedBy how many threads leave it alone for its bad answers
     * @param ejections how often a thread has begun to do so
     * @param failures by kind; those that did not happen are not among them
     */
    public record EndpointStats(
            String address,
            long connectionsOpen,
            long connectionsOpened,
            long requests,
            long retries,
            boolean healthy,
            int ejectedBy,
            long ejections,
            Map<ProxyError, Long> failures) {
        public EndpointStats {
            failures = Map.copyOf(failures);
        }
    }

    /** One line. */
    public static String json(List<ClusterStats> clusters) {
        JsonText json = new JsonText().object().name("clusters").array();
        for (ClusterStats cluster : clusters) {
            json.object().name("name").value(cluster.name);
            json.name("breakers").object();
            for (BreakerStats breaker : cluster.breakers) {
                json.name(breaker.burdenName()).object();
                json.name("taken").value(breaker.taken).name("limit").value(breaker.limit);
                json.name("refused").value(breaker.refused).endObject();
            }
            json.endObject().name("endpoints").array();
            for (EndpointStats endpoint : cluster.endpoints) {
                json.object().name("address").value(endpoint.address);
                json.name("connections_open").value(endpoint.connectionsOpen);
                json.name("connections_opened").value(endpoint.connectionsOpened);
                json.name("requests").value(endpoint.requests);
                json.name("retries").value(endpoint.retries);
                json.name("healthy").value(endpoint.healthy);
                json.name("ejected_by").value(endpoint.ejectedBy);
                json.name("ejections").value(endpoint.ejections);
                json.name("failures").object();
                for (ProxyError error : ProxyError.values()) {
                    if (endpoint.failures.containsKey(error)) {
                        json.name(error.jsonName()).value(endpoint.failures.get(error));
                    }
                }
                json.endObject().endObject();
            }
            json.endArray().endObject();
        }
        return json.endArray().endObject().line();
    }
}
