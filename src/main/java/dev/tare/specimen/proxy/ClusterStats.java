package dev.tare.specimen.proxy;

import java.util.List;
import java.util.Map;

/**
 * What became of what was asked of one group of upstreams; the content of {@code /clusters}.
 *
 * @param name of the group
 * @param endpoints its upstreams
 */
record ClusterStats(String name, List<EndpointStats> endpoints) {

    ClusterStats {
        endpoints = List.copyOf(endpoints);
    }

    /**
     * One upstream.
     *
     * @param address as people write it
     * @param connectionsOpen now, idle ones included
     * @param connectionsOpened since the start
     * @param requests begun there, retries included
     * @param healthy as the health checks say; true without any
     * @param ejectedBy how many threads leave it alone for its bad answers
     * @param failures by kind; those that did not happen are not among them
     */
    record EndpointStats(
            String address,
            long connectionsOpen,
            long connectionsOpened,
            long requests,
            boolean healthy,
            int ejectedBy,
            Map<ProxyError, Long> failures) {
        EndpointStats {
            failures = Map.copyOf(failures);
        }
    }

    /** One line. */
    static String json(List<ClusterStats> clusters) {
        JsonText json = new JsonText().object().name("clusters").array();
        for (ClusterStats cluster : clusters) {
            json.object().name("name").value(cluster.name);
            json.name("endpoints").array();
            for (EndpointStats endpoint : cluster.endpoints) {
                json.object().name("address").value(endpoint.address);
                json.name("connections_open").value(endpoint.connectionsOpen);
                json.name("connections_opened").value(endpoint.connectionsOpened);
                json.name("requests").value(endpoint.requests);
                json.name("healthy").value(endpoint.healthy);
                json.name("ejected_by").value(endpoint.ejectedBy);
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
