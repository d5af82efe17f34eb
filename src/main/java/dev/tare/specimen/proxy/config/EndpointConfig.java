package dev.tare.specimen.proxy.config;

/**
 * One server of a cluster.
 *
 * @param address where it listens; port 1 to 65,535
 * @param weight its share, 1 to {@link #MAX_WEIGHT}
 */
public record EndpointConfig(HostPort address, int weight) {
    public static final int MAX_WEIGHT = 128;

    public EndpointConfig {
        if (address.port() == 0) {
            throw new ConfigFault("address", "%s must name a port".formatted(address.text()));
        }
        Range.count("weight", weight, 1, MAX_WEIGHT);
    }

    /** With weight 1. */
    public static EndpointConfig of(String address) {
        return new EndpointConfig(HostPort.parse(address), 1);
    }
}
