package dev.tare.specimen.proxy.cluster;

import dev.tare.io.net.tls.TlsClientOptions;
import dev.tare.specimen.proxy.config.ClusterConfig;
import dev.tare.specimen.proxy.config.EndpointConfig;
import dev.tare.specimen.proxy.setup.ProxyTls;
import dev.tare.specimen.proxy.setup.TlsFiles;
import dev.tare.specimen.proxy.upstream.ClusterState;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What all loops share of a cluster: who is healthy, what it is burdened with, where its endpoints
 * are and how they are spoken with. It lives as long as the cluster is configured alike.
 *
 * @param state with the configuration
 * @param addresses of the endpoints, resolved, in their order
 * @param tls how they are spoken with
 * @param guarded whether breakers and budget count; a lone upstream of the command line has neither
 */
public record SharedCluster(
        ClusterState state, List<InetSocketAddress> addresses, ProxyTls tls, boolean guarded) {
    public SharedCluster {
        addresses = List.copyOf(addresses);
    }

    /**
     * A cluster that nobody uses yet.
     *
     * @throws IOException when a host is not known, or a file for TLS is not what it should be; the
     *     message is one line that names it
     */
    public static SharedCluster of(ClusterConfig config) throws IOException {
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (EndpointConfig endpoint : config.endpoints()) {
            String host = endpoint.address().host();
            InetSocketAddress address = new InetSocketAddress(host, endpoint.address().port());
            if (address.isUnresolved()) {
                throw new IOException(
                        "cluster %s: %s: no such host; give a name that can be looked up"
                                .formatted(config.name(), host));
            }
            addresses.add(address);
        }
        Optional<TlsClientOptions> options = config.tls().map(TlsFiles::client);
        return new SharedCluster(
                ClusterState.of(config),
                addresses,
                ProxyTls.ofCluster(options, config.protocol()),
                true);
    }

    /** As it is configured. */
    public ClusterConfig config() {
        return state.config();
    }

    /** Whether this is the very same cluster, not only one that is configured alike. */
    @SuppressWarnings("ReferenceEquality") // Two that are alike do not share connections.
    public boolean is(SharedCluster other) {
        return state == other.state;
    }
}
