package dev.tare.load.engine;

import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Minivoy ends TLS before the servers, of which the origin speaks HTTP/1.1 with it and the other
 * one HTTP/2.
 */
@SocketTest
final class MinivoyedLoadTest extends ProxiedLoadContract {
    private static final String CONFIGURATION =
            """
            listeners:
              - {name: clear, listen: '127.0.0.1:{clear}'}
              - {name: tls, listen: '127.0.0.1:{tls}', tls: {certificate: '{certificate}', key: '{key}'}}
              - name: mutual
                listen: '127.0.0.1:{mutual}'
                tls: {certificate: '{certificate}', key: '{key}', client_ca: '{authority}'}
            routes:
              - {match: {prefix: /tare.test.v1.Echo}, cluster: grpc}
              - {cluster: origin}
            clusters:
              - {name: origin, endpoints: ['127.0.0.1:{origin}']}
              - {name: grpc, protocol: http2, endpoints: ['127.0.0.1:{grpc}']}
            """;

    @Override
    Process start(Setting to) throws IOException {
        Path file = write(to, "minivoy.yaml", CONFIGURATION);
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.tare.view.cli.Tare",
                        "proxy",
                        "--config",
                        file.toString())
                .redirectErrorStream(true)
                .start();
    }
}
