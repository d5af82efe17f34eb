package dev.tare.load.spec;

import dev.tare.io.net.tls.TlsClientOptions;
import java.util.Optional;

/**
 * Where connections lead, and what is spoken on them. Endpoints with equal targets share a pool of
 * connections.
 *
 * @param protocol what is spoken
 * @param host name or literal address; also the default of {@code Host} or {@code :authority}
 * @param port 1 to 65,535
 * @param unixSocket path of a unix domain socket to connect to instead; empty for none
 * @param tls how connections are encrypted; absent: not at all. What ALPN offers follows from the
 *     protocol
 */
public record Target(
        Protocol protocol,
        String host,
        int port,
        String unixSocket,
        Optional<TlsClientOptions> tls) {
    private static final int MAX_PORT = 65_535;

    public Target {
        if (host.isEmpty()) {
            throw new IllegalArgumentException("a target needs a host");
        }
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("port is " + port + ", must be 1 to 65535");
        }
    }

    /** HTTP/1.1 over TCP without TLS. */
    public static Target http1(String host, int port) {
        return new Target(Protocol.HTTP1, host, port, "", Optional.empty());
    }
}
