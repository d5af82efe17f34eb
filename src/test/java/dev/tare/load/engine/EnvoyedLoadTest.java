package dev.tare.load.engine;

import dev.tare.specimen.PeerProcess;
import dev.tare.testing.PeerTest;
import dev.tare.testing.SocketTest;
import java.io.IOException;

/** Envoy ends TLS before the servers. */
@SocketTest
@PeerTest("envoy")
final class EnvoyedLoadTest extends ProxiedLoadContract {
    private static final String LISTENER =
            """
              - name: %1$s
                address: {socket_address: {address: 127.0.0.1, port_value: {%1$s}}}
                filter_chains:
                - filters:
                  - name: envoy.filters.network.http_connection_manager
                    typed_config:
                      "@type": type.googleapis.com/envoy.extensions.filters.network.\
            http_connection_manager.v3.HttpConnectionManager
                      stat_prefix: %1$s
                      codec_type: AUTO
                      route_config:
                        virtual_hosts:
                        - name: all
                          domains: ["*"]
                          routes:
                          - match: {prefix: "/tare.test."}
                            route: {cluster: grpc}
                          - match: {prefix: "/"}
                            route: {cluster: origin}
                      http_filters:
                      - name: envoy.filters.http.router
                        typed_config:
                          "@type": type.googleapis.com/envoy.extensions.filters.http.\
            router.v3.Router
            """;
    private static final String TLS =
            """
                  transport_socket:
                    name: envoy.transport_sockets.tls
                    typed_config:
                      "@type": type.googleapis.com/envoy.extensions.\
            transport_sockets.tls.v3.DownstreamTlsContext
                      require_client_certificate: %1$s
                      common_tls_context:
                        alpn_protocols: ["h2", "http/1.1"]
                        tls_params: {tls_maximum_protocol_version: TLSv1_3}
                        tls_certificates:
                        - certificate_chain: {filename: "{certificate}"}
                          private_key: {filename: "{key}"}
                        validation_context: {trusted_ca: {filename: "{authority}"}}
            """;
    private static final String CLUSTER =
            """
              - name: %1$s
                type: STATIC
                connect_timeout: 10s
                typed_extension_protocol_options:
                  envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
                    "@type": type.googleapis.com/envoy.extensions.\
            upstreams.http.v3.HttpProtocolOptions
                    explicit_http_config: {%2$s: {}}
                load_assignment:
                  cluster_name: %1$s
                  endpoints:
                  - lb_endpoints:
                    - endpoint:
                        address: {socket_address: {address: 127.0.0.1, port_value: {%1$s}}}
            """;

    private static String configuration() {
        return "static_resources:\n  listeners:\n"
                + LISTENER.formatted("clear")
                + LISTENER.formatted("tls")
                + TLS.formatted("false")
                + LISTENER.formatted("mutual")
                + TLS.formatted("true")
                + "  clusters:\n"
                + CLUSTER.formatted("origin", "http_protocol_options")
                + CLUSTER.formatted("grpc", "http2_protocol_options");
    }

    @Override
    Process start(Setting to) throws IOException {
        return PeerProcess.start(
                "envoy",
                "-c",
                write(to, "envoy.yaml", configuration()).toString(),
                "--concurrency",
                "1",
                "--use-dynamic-base-id",
                "--log-level",
                "warning");
    }
}
