package dev.tare.view.cli.serve;

import dev.tare.io.net.tls.TlsClientOptions;
import dev.tare.io.net.tls.TlsIdentity;
import dev.tare.view.cli.shell.UsageException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of a proxy that may speak TLS with its upstream. */
final class UpstreamTlsFlags {
    @Option(
            names = "--upstream-tls",
            description =
                    "Speak TLS with the upstream; its certificate must be for UPSTREAM's host.")
    private boolean wanted;

    @Option(
            names = "--upstream-ca",
            paramLabel = "FILE",
            description = "PEM file of the authorities to trust there, instead of the JDK's.")
    private @Nullable Path authorities;

    @Option(
            names = "--upstream-name",
            paramLabel = "NAME",
            description = "Name to ask for (SNI) and to verify there, instead of UPSTREAM's host.")
    private @Nullable String name;

    @Option(
            names = "--upstream-certificate",
            paramLabel = "FILE",
            description = "PEM file of the certificates to show there; with --upstream-key (mTLS).")
    private @Nullable Path certificate;

    @Option(
            names = "--upstream-key",
            paramLabel = "FILE",
            description = "PEM file of their private key.")
    private @Nullable Path key;

    @Option(
            names = "--upstream-insecure",
            description = "Believe whoever answers there, as curl's -k does.")
    private boolean insecure;

    UpstreamTlsFlags() {}

    /**
     * How the upstream is spoken with; empty where that is in clear.
     *
     * @throws UsageException when the flags contradict each other
     */
    Optional<TlsClientOptions> options() throws UsageException {
        if (!wanted) {
            refuseWithoutTls();
            return Optional.empty();
        }
        if ((certificate == null) != (key == null)) {
            throw new UsageException("--upstream-certificate and --upstream-key go together");
        }
        if (insecure && authorities != null) {
            throw new UsageException(
                    "--upstream-insecure and --upstream-ca contradict each other: give one");
        }
        TlsClientOptions options = TlsClientOptions.standard();
        if (insecure) {
            options = options.withoutVerification();
        }
        if (authorities != null) {
            options = options.withAuthorities(authorities);
        }
        if (name != null) {
            options = options.withServerName(name);
        }
        if (certificate != null && key != null) {
            options = options.withIdentity(new TlsIdentity(certificate, key));
        }
        return Optional.of(options);
    }

    private void refuseWithoutTls() throws UsageException {
        boolean other = authorities != null || name != null || certificate != null || key != null;
        if (other || insecure) {
            throw new UsageException(
                    "--upstream-ca, -name, -certificate, -key and -insecure need --upstream-tls");
        }
    }
}
