package dev.tare.io.net.tls;

import dev.tare.base.core.IdentityUris;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a {@link TlsServer} is to speak.
 *
 * @param identities its certificates and keys, 1 to {@link #MAX_IDENTITIES}: a client is shown
 *     those that speak for the name it asks for (SNI), in this order, and else the first
 * @param clientAuthorities PEM file of the authorities one of which must have signed the client's
 *     certificate (mTLS); empty: clients are not asked for one
 * @param clientCertificateRequired whether a client that shows none is refused; of no effect where
 *     clients are not asked
 * @param clientUris one of which a client's certificate must name, and no other URI beside it, as
 *     those of SPIFFE do; empty: any client that an authority vouches for
 * @param alpn the protocols it speaks, the best first; a client that offers others gets none
 * @param minVersion the oldest version spoken
 * @param maxVersion the newest version spoken
 * @param resumption whether clients get tickets to resume their sessions with
 * @param provider which implementation
 */
public record TlsServerOptions(
        List<TlsIdentity> identities,
        Optional<Path> clientAuthorities,
        boolean clientCertificateRequired,
        List<String> clientUris,
        List<String> alpn,
        TlsVersion minVersion,
        TlsVersion maxVersion,
        boolean resumption,
        TlsProvider provider) {
    public static final int MAX_IDENTITIES = 1000;

    public TlsServerOptions {
        identities = List.copyOf(identities);
        if (identities.isEmpty() || identities.size() > MAX_IDENTITIES) {
            throw new IllegalArgumentException(
                    "%d certificates: a server has 1 to %d"
                            .formatted(identities.size(), MAX_IDENTITIES));
        }
        clientUris = IdentityUris.checked(clientUris);
        if (!clientUris.isEmpty() && clientAuthorities.isEmpty()) {
            throw new IllegalArgumentException(
                    "clients' URIs are of no use where clients are not asked for a certificate");
        }
        alpn = List.copyOf(alpn);
        AlpnNames.check(alpn);
        if (minVersion.compareTo(maxVersion) > 0) {
            throw new IllegalArgumentException(
                    "TLS from %s to %s: the oldest version is newer than the newest"
                            .formatted(minVersion.text(), maxVersion.text()));
        }
    }

    /** Both versions, HTTP/1.1, tickets, any client. */
    public static TlsServerOptions standard(TlsIdentity identity) {
        return standard(List.of(identity));
    }

    /** The same with several identities, the default first. */
    public static TlsServerOptions standard(List<TlsIdentity> identities) {
        return new TlsServerOptions(
                identities,
                Optional.empty(),
                true,
                List.of(),
                List.of("http/1.1"),
                TlsVersion.TLS_1_2,
                TlsVersion.TLS_1_3,
                true,
                TlsProvider.AUTO);
    }

    /** The files that are read, each once. */
    public List<Path> files() {
        List<Path> files = new ArrayList<>();
        for (TlsIdentity identity : identities) {
            files.add(identity.certificates());
            files.add(identity.key());
        }
        clientAuthorities.ifPresent(files::add);
        return files.stream().distinct().toList();
    }

    /** The same, for clients only that an authority in {@code file} vouches for. */
    public TlsServerOptions withClientAuthorities(Path file) {
        return asking(file, true);
    }

    /**
     * The same, asking clients for a certificate by an authority in {@code file}: who shows another
     * one is refused, who shows none is not.
     */
    public TlsServerOptions withOptionalClientAuthorities(Path file) {
        return asking(file, false);
    }

    private TlsServerOptions asking(Path authorities, boolean required) {
        return new TlsServerOptions(
                identities,
                Optional.of(authorities),
                required,
                clientUris,
                alpn,
                minVersion,
                maxVersion,
                resumption,
                provider);
    }

    /**
     * The same, for clients only that prove to be one of these, such as {@code
     * spiffe://tare.local/ns/default/sa/front}. Who shows no certificate is refused only where one
     * is required.
     */
    public TlsServerOptions withClientUris(List<String> uris) {
        return new TlsServerOptions(
                identities,
                clientAuthorities,
                clientCertificateRequired,
                uris,
                alpn,
                minVersion,
                maxVersion,
                resumption,
                provider);
    }

    /** The same with these protocols, the best first. */
    public TlsServerOptions withAlpn(List<String> protocols) {
        return new TlsServerOptions(
                identities,
                clientAuthorities,
                clientCertificateRequired,
                clientUris,
                protocols,
                minVersion,
                maxVersion,
                resumption,
                provider);
    }

    /** The same, speaking only the versions from {@code min} to {@code max}. */
    public TlsServerOptions withVersions(TlsVersion min, TlsVersion max) {
        return new TlsServerOptions(
                identities,
                clientAuthorities,
                clientCertificateRequired,
                clientUris,
                alpn,
                min,
                max,
                resumption,
                provider);
    }

    /** The same, giving out tickets or not. */
    public TlsServerOptions withResumption(boolean wanted) {
        return new TlsServerOptions(
                identities,
                clientAuthorities,
                clientCertificateRequired,
                clientUris,
                alpn,
                minVersion,
                maxVersion,
                wanted,
                provider);
    }

    /** The same by another implementation. */
    public TlsServerOptions withProvider(TlsProvider chosen) {
        return new TlsServerOptions(
                identities,
                clientAuthorities,
                clientCertificateRequired,
                clientUris,
                alpn,
                minVersion,
                maxVersion,
                resumption,
                chosen);
    }
}
