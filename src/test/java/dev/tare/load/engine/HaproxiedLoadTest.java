package dev.tare.load.engine;

import dev.tare.specimen.PeerProcess;
import dev.tare.testing.PeerTest;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** HAProxy ends TLS before the servers. */
@SocketTest
@PeerTest("haproxy")
final class HaproxiedLoadTest extends ProxiedLoadContract {
    private static final String CONFIGURATION =
            """
            global
              maxconn 256
            defaults
              mode http
              timeout connect 10s
              timeout client 30s
              timeout server 30s
            frontend proxied
              bind 127.0.0.1:{clear} proto h2
              bind 127.0.0.1:{tls} ssl crt {certificate} alpn h2,http/1.1
              bind 127.0.0.1:{mutual} ssl crt {certificate} \
            alpn h2,http/1.1 ca-file {authority} verify required
              use_backend grpc if { path_beg /tare.test. }
              default_backend origin
            backend origin
              server origin 127.0.0.1:{origin}
            backend grpc
              server grpc 127.0.0.1:{grpc} proto h2
            """;

    @Override
    Process start(Setting to) throws IOException {
        // HAProxy looks for the key beside the certificate.
        Path certificate = to.identity().certificates();
        Files.copy(
                to.identity().key(),
                certificate.resolveSibling(certificate.getFileName() + ".key"));
        Path file = write(to, "haproxy.cfg", CONFIGURATION);
        return PeerProcess.start("haproxy", "-db", "-f", file.toString());
    }
}
