package dev.tare.view.cli.serve;

import dev.tare.io.net.tls.TlsIdentity;
import dev.tare.io.net.tls.TlsServerOptions;
import dev.tare.view.cli.shell.UsageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of a proxy whose clients may speak TLS. */
final class ProxyTlsFlags {
    /** Whether a client that has no certificate is served. */
    private enum ClientCertificates {
        REQUIRE,
        REQUEST
    }

    @Option(
            names = "--tls-certificate",
            paramLabel = "FILE",
            description = {
                "Serve HTTPS with these certificates (PEM, the own one first). Again, with a"
                        + " --tls-key each, for several hosts: the name that a client asks for"
                        + " (SNI) chooses among them, and the first is for all others."
            })
    private List<Path> certificates = new ArrayList<>();

    @Option(
            names = "--tls-key",
            paramLabel = "FILE",
            description = "The certificate's private key (PEM, not encrypted); one for each.")
    private List<Path> keys = new ArrayList<>();

    @Option(
            names = "--tls-client-ca",
            paramLabel = "FILE",
            description = "Serve only clients with a certificate by one of these (PEM; mTLS).")
    private @Nullable Path clientAuthorities;

    @Option(
            names = "--tls-client-certificate",
            paramLabel = "require|request",
            description =
                    "With --tls-client-ca: refuse clients without a certificate, or serve them and"
                            + " refuse only a wrong one (default: require).")
    private @Nullable ClientCertificates clientCertificates;

    ProxyTlsFlags() {}

    /**
     * How clients are spoken with; empty where that is in clear.
     *
     * @throws UsageException when the flags contradict each other
     */
    Optional<TlsServerOptions> options() throws UsageException {
        if (certificates.size() != keys.size()) {
            throw new UsageException(
                    "--tls-certificate and --tls-key go together: there are %d and %d of them"
                            .formatted(certificates.size(), keys.size()));
        }
        if (clientCertificates != null && clientAuthorities == null) {
            throw new UsageException("--tls-client-certificate needs --tls-client-ca");
        }
        if (certificates.isEmpty()) {
            if (clientAuthorities != null) {
                throw new UsageException("--tls-client-ca needs --tls-certificate and --tls-key");
            }
            return Optional.empty();
        }
        List<TlsIdentity> identities = new ArrayList<>();
        for (int i = 0; i < certificates.size(); i++) {
            identities.add(new TlsIdentity(certificates.get(i), keys.get(i)));
        }
        TlsServerOptions options = TlsServerOptions.standard(identities);
        if (clientAuthorities == null) {
            return Optional.of(options);
        }
        return Optional.of(
                clientCertificates == ClientCertificates.REQUEST
                        ? options.withOptionalClientAuthorities(clientAuthorities)
                        : options.withClientAuthorities(clientAuthorities));
    }
}
