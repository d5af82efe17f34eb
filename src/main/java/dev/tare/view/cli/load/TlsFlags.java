package dev.tare.view.cli.load;

import dev.tare.io.net.tls.TlsClientOptions;
import dev.tare.io.net.tls.TlsIdentity;
import dev.tare.io.net.tls.TlsVersion;
import dev.tare.view.cli.shell.UsageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of a client that may speak TLS; they count for {@code https} only. */
final class TlsFlags {
    @Option(
            names = {"-k", "--insecure"},
            description = "Believe whoever answers: certificates are not verified.")
    private boolean insecure;

    @Option(
            names = "--cacert",
            paramLabel = "FILE",
            description = "PEM file of the authorities to trust, instead of the JDK's.")
    private @Nullable Path authorities;

    @Option(
            names = "--cert",
            paramLabel = "FILE",
            description = "PEM file of the client's certificate chain; with --key (mTLS).")
    private @Nullable Path certificates;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "PEM file of the client's private key.")
    private @Nullable Path key;

    @Option(
            names = "--server-name",
            paramLabel = "NAME",
            description = "Name to ask for (SNI) and to verify, instead of the URL's host.")
    private @Nullable String serverName;

    @Option(
            names = "--tls",
            paramLabel = "VERSION",
            description = "Speak only TLS 1.2 or 1.3: 1.2, 1.3 (default: both).")
    private @Nullable String version;

    @Option(
            names = "--ciphers",
            paramLabel = "LIST",
            description = "Ciphers of TLS 1.2, in OpenSSL's notation.")
    private @Nullable String ciphers;

    @Option(names = "--no-resumption", description = "Every connection makes a full handshake.")
    private boolean noResumption;

    TlsFlags() {}

    /**
     * How to encrypt.
     *
     * @throws UsageException when the flags contradict each other
     */
    TlsClientOptions options() throws UsageException {
        if ((certificates == null) != (key == null)) {
            throw new UsageException("--cert and --key: give both, or none");
        }
        Optional<TlsIdentity> identity =
                certificates == null || key == null
                        ? Optional.empty()
                        : Optional.of(new TlsIdentity(certificates, key));
        TlsClientOptions standard = TlsClientOptions.standard();
        try {
            return new TlsClientOptions(
                    !insecure,
                    Optional.ofNullable(authorities),
                    identity,
                    Optional.ofNullable(serverName),
                    standard.serverUris(),
                    standard.alpn(),
                    versions().getFirst(),
                    versions().getLast(),
                    !noResumption,
                    Optional.ofNullable(ciphers),
                    standard.provider());
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private List<TlsVersion> versions() throws UsageException {
        if (version == null) {
            return List.of(TlsVersion.TLS_1_2, TlsVersion.TLS_1_3);
        }
        return switch (version) {
            case "1.2" -> List.of(TlsVersion.TLS_1_2);
            case "1.3" -> List.of(TlsVersion.TLS_1_3);
            default ->
                    throw new UsageException("--tls: \"" + version + "\" is neither 1.2 nor 1.3");
        };
    }

    /**
     * Refuses flags that would be of no effect.
     *
     * @throws UsageException that names them
     */
    void refuseWithoutTls() throws UsageException {
        List<String> given = new ArrayList<>();
        addIf(insecure, "-k", given);
        addIf(authorities != null, "--cacert", given);
        addIf(certificates != null, "--cert", given);
        addIf(key != null, "--key", given);
        addIf(serverName != null, "--server-name", given);
        addIf(version != null, "--tls", given);
        addIf(ciphers != null, "--ciphers", given);
        addIf(noResumption, "--no-resumption", given);
        if (!given.isEmpty()) {
            throw new UsageException(
                    String.join(", ", given) + ": of no effect without TLS; write https://…");
        }
    }

    private static void addIf(boolean holds, String flag, List<String> given) {
        if (holds) {
            given.add(flag);
        }
    }
}
