package dev.tare.specimen.proxy.upstream;

import dev.tare.specimen.proxy.config.EndpointConfig;
import dev.tare.specimen.proxy.config.HostPort;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes endpoints. */
final class Clusters {
    private Clusters() {}

    /** Endpoints 10.0.0.1:80, 10.0.0.2:80 … with these weights. */
    static List<EndpointConfig> weighing(int... weights) {
        List<EndpointConfig> endpoints = new ArrayList<>();
        for (int weight : weights) {
            HostPort address = new HostPort("10.0.0." + (endpoints.size() + 1), 80);
            endpoints.add(new EndpointConfig(address, weight));
        }
        return endpoints;
    }

    /** As many endpoints of weight 1. */
    static List<EndpointConfig> equal(int count) {
        int[] weights = new int[count];
        Arrays.fill(weights, 1);
        return weighing(weights);
    }

    static List<String> names(List<EndpointConfig> endpoints) {
        return endpoints.stream().map(endpoint -> endpoint.address().text()).toList();
    }

    /** Endpoints that are all healthy and never panic. */
    static Endpoints healthy(List<EndpointConfig> endpoints) {
        return new Endpoints(endpoints, new HealthBoard(endpoints.size()), 0);
    }
}
