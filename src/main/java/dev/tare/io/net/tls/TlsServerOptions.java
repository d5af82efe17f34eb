package dev.tare.io.net.tls;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How a {@link TlsServer} is to speak.
 *
 * @param identity its certificates and key
 * @param clientAuthorities PEM file of the authorities one of which must have signed the client's
 *     certificate (mTLS); empty: clients need none
 * @param alpn the protocols it speaks, the best first; a client that offers others gets none
 * @param minVersion the oldest version spoken
 * @param maxVersion the newest version spoken
 * @param resumption whether clients get tickets to resume their sessions with
 * @param provider which implementation
 */
public record TlsServerOptions(
        TlsIdentity identity,
        Optional<Path> clientAuthorities,
        List<String> alpn,
        TlsVersion minVersion,
        TlsVersion maxVersion,
        boolean resumption,
        TlsProvider provider) {

    public TlsServerOptions {
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
        return new TlsServerOptions(
                identity,
                Optional.empty(),
                List.of("http/1.1"),
                TlsVersion.TLS_1_2,
                TlsVersion.TLS_1_3,
                true,
                TlsProvider.AUTO);
    }

    /** The same, for clients only that an authority in {@code file} vouches for. */
    public TlsServerOptions withClientAuthorities(Path file) {
        return new TlsServerOptions(
                identity, Optional.of(file), alpn, minVersion, maxVersion, resumption, provider);
    }

    /** The same with these protocols, the best first. */
    public TlsServerOptions withAlpn(List<String> protocols) {
        return new TlsServerOptions(
                identity,
                clientAuthorities,
                protocols,
                minVersion,
                maxVersion,
                resumption,
                provider);
    }

    /** The same, speaking only the versions from {@code min} to {@code max}. */
    public TlsServerOptions withVersions(TlsVersion min, TlsVersion max) {
        return new TlsServerOptions(
                identity, clientAuthorities, alpn, min, max, resumption, provider);
    }

    /** The same, giving out tickets or not. */
    public TlsServerOptions withResumption(boolean wanted) {
        return new TlsServerOptions(
                identity, clientAuthorities, alpn, minVersion, maxVersion, wanted, provider);
    }

    /** The same by another implementation. */
    public TlsServerOptions withProvider(TlsProvider chosen) {
        return new TlsServerOptions(
                identity, clientAuthorities, alpn, minVersion, maxVersion, resumption, chosen);
    }
}
