package dev.tare.lab.grpc;

import dev.tare.io.net.tls.TlsClientOptions;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A server for calls of reflection and of {@link GrpcProbe}.
 *
 * @param host a name or an address, an IPv6 one without brackets
 * @param port 1 to 65535
 */
public record GrpcEndpoint(String host, int port, Security security) {
    private static final int MAX_PORT = 65_535;

    /** In clear, or under TLS. */
    public sealed interface Security {}

    /** HTTP/2 by prior knowledge. */
    public record Plaintext() implements Security {}

    /**
     * TLS with HTTP/2 by ALPN.
     *
     * @param clientCertificate what the server may ask for
     * @param serverName for SNI and for the certificate's check; empty for the host
     */
    public record Tls(Trust trust, Optional<ClientCertificate> clientCertificate, String serverName)
            implements Security {}

    /** Which servers are believed to be who they say. */
    public sealed interface Trust {}

    /** Those that the JDK's certificate authorities vouch for. */
    public record SystemAuthorities() implements Trust {}

    /**
     * Those that these certificate authorities vouch for, and no others.
     *
     * @param certificates PEM
     */
    public record Authorities(Path certificates) implements Trust {}

    /** Every one, whatever its name: {@code -k}. */
    public record AnyServer() implements Trust {}

    /**
     * Who we are.
     *
     * @param certificates PEM, ours first
     * @param privateKey PEM, PKCS#8, without a password
     */
    public record ClientCertificate(Path certificates, Path privateKey) {}

    public GrpcEndpoint {
        if (host.isEmpty()) {
            throw new IllegalArgumentException("the host of a gRPC server must not be empty");
        }
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("port %d must be 1 to %d".formatted(port, MAX_PORT));
        }
    }

    /** A server that is spoken to in clear. */
    public static GrpcEndpoint plaintext(String host, int port) {
        return new GrpcEndpoint(host, port, new Plaintext());
    }

    /**
     * A server that is spoken to as a load would do it.
     *
     * @param tls how; empty: in clear
     */
    public static GrpcEndpoint of(String host, int port, Optional<TlsClientOptions> tls) {
        return tls.map(options -> new GrpcEndpoint(host, port, secured(options)))
                .orElseGet(() -> plaintext(host, port));
    }

    private static Tls secured(TlsClientOptions options) {
        Trust trust =
                !options.verify()
                        ? new AnyServer()
                        : options.authorities()
                                .<Trust>map(Authorities::new)
                                .orElseGet(SystemAuthorities::new);
        return new Tls(
                trust,
                options.identity()
                        .map(identity ->
                                new ClientCertificate(identity.certificates(), identity.key())),
                options.serverName().orElse(""));
    }

    /** Such as {@code 127.0.0.1:50051} or {@code [::1]:50051}. */
    public String address() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
