package dev.tare.io.net.tls;

import dev.tare.base.core.IdentityUris;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a {@link TlsClient} is to speak.
 *
 * @param verify whether the server must prove who it is: by its chain of certificates, their dates,
 *     and a name or address in them that is the one asked for
 * @param authorities PEM file of the authorities to trust instead of the JDK's own
 * @param identity what to show to a server that asks who the client is
 * @param serverName the name to ask for (SNI) and to verify, instead of the host connected to
 * @param serverUris one of which the server's certificate must name, and no other URI beside it, as
 *     those of SPIFFE do: that is verified <em>instead of</em> the name, which is only asked for
 *     then; empty: the name is verified
 * @param alpn the protocols offered, the best first: {@code h2}, {@code http/1.1}; none if empty
 * @param minVersion the oldest version spoken
 * @param maxVersion the newest version spoken
 * @param resumption whether later connections resume the sessions of earlier ones
 * @param ciphers of TLS 1.2, in OpenSSL's notation, or the library's own choice; those of TLS 1.3
 *     are not chosen
 * @param provider which implementation
 */
public record TlsClientOptions(
        boolean verify,
        Optional<Path> authorities,
        Optional<TlsIdentity> identity,
        Optional<String> serverName,
        List<String> serverUris,
        List<String> alpn,
        TlsVersion minVersion,
        TlsVersion maxVersion,
        boolean resumption,
        Optional<String> ciphers,
        TlsProvider provider) {

    public TlsClientOptions {
        serverUris = IdentityUris.checked(serverUris);
        if (!verify && !serverUris.isEmpty()) {
            throw new IllegalArgumentException(
                    "the server's URIs are of no use where nothing is verified");
        }
        alpn = List.copyOf(alpn);
        AlpnNames.check(alpn);
        if (minVersion.compareTo(maxVersion) > 0) {
            throw new IllegalArgumentException(
                    "TLS from %s to %s: the oldest version is newer than the newest"
                            .formatted(minVersion.text(), maxVersion.text()));
        }
        if (!verify && authorities.isPresent()) {
            throw new IllegalArgumentException(
                    "authorities in %s are of no use where nothing is verified"
                            .formatted(authorities.get()));
        }
        if (serverName.isPresent() && serverName.get().isBlank()) {
            throw new IllegalArgumentException("the server name is empty");
        }
        if (ciphers.isPresent() && minVersion == TlsVersion.TLS_1_3) {
            throw new IllegalArgumentException(
                    "the ciphers of TLS 1.3 cannot be chosen; allow TLS 1.2 or leave them out");
        }
    }

    /** Verifies by the JDK's authorities, offers no ALPN, speaks both versions, resumes. */
    public static TlsClientOptions standard() {
        return new TlsClientOptions(
                true,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                TlsVersion.TLS_1_2,
                TlsVersion.TLS_1_3,
                true,
                Optional.empty(),
                TlsProvider.AUTO);
    }

    /** The files that are read. */
    public List<Path> files() {
        List<Path> files = new ArrayList<>();
        authorities.ifPresent(files::add);
        if (identity.isPresent()) {
            files.add(identity.get().certificates());
            files.add(identity.get().key());
        }
        return List.copyOf(files);
    }

    /** The same, trusting the authorities in {@code file}. */
    public TlsClientOptions withAuthorities(Path file) {
        return new TlsClientOptions(
                verify,
                Optional.of(file),
                identity,
                serverName,
                serverUris,
                alpn,
                minVersion,
                maxVersion,
                resumption,
                ciphers,
                provider);
    }

    /** The same, believing whoever answers. */
    public TlsClientOptions withoutVerification() {
        return new TlsClientOptions(
                false,
                Optional.empty(),
                identity,
                serverName,
                List.of(),
                alpn,
                minVersion,
                maxVersion,
                resumption,
                ciphers,
                provider);
    }

    /** The same, showing a certificate of its own. */
    public TlsClientOptions withIdentity(TlsIdentity shown) {
        return new TlsClientOptions(
                verify,
                authorities,
                Optional.of(shown),
                serverName,
                serverUris,
                alpn,
                minVersion,
                maxVersion,
                resumption,
                ciphers,
                provider);
    }

    /** The same, asking for another name than the host's. */
    public TlsClientOptions withServerName(String name) {
        return new TlsClientOptions(
                verify,
                authorities,
                identity,
                Optional.of(name),
                serverUris,
                alpn,
                minVersion,
                maxVersion,
                resumption,
                ciphers,
                provider);
    }

    /**
     * The same, believing a server only that proves to be one of these, such as {@code
     * spiffe://tare.local/ns/default/sa/back}, whatever its name.
     */
    public TlsClientOptions withServerUris(List<String> uris) {
        return new TlsClientOptions(
                verify,
                authorities,
                identity,
                serverName,
                uris,
                alpn,
                minVersion,
                maxVersion,
                resumption,
                ciphers,
                provider);
    }

    /** The same, offering these protocols, the best first. */
    public TlsClientOptions withAlpn(List<String> protocols) {
        return new TlsClientOptions(
                verify,
                authorities,
                identity,
                serverName,
                serverUris,
                protocols,
                minVersion,
                maxVersion,
                resumption,
                ciphers,
                provider);
    }

    /** The same, speaking only the versions from {@code min} to {@code max}. */
    public TlsClientOptions withVersions(TlsVersion min, TlsVersion max) {
        return new TlsClientOptions(
                verify,
                authorities,
                identity,
                serverName,
                serverUris,
                alpn,
                min,
                max,
                resumption,
                ciphers,
                provider);
    }

    /** The same, resuming sessions or not. */
    public TlsClientOptions withResumption(boolean wanted) {
        return new TlsClientOptions(
                verify,
                authorities,
                identity,
                serverName,
                serverUris,
                alpn,
                minVersion,
                maxVersion,
                wanted,
                ciphers,
                provider);
    }

    /** The same with these ciphers of TLS 1.2, in OpenSSL's notation. */
    public TlsClientOptions withCiphers(String list) {
        return new TlsClientOptions(
                verify,
                authorities,
                identity,
                serverName,
                serverUris,
                alpn,
                minVersion,
                maxVersion,
                resumption,
                Optional.of(list),
                provider);
    }

    /** The same by another implementation. */
    public TlsClientOptions withProvider(TlsProvider chosen) {
        return new TlsClientOptions(
                verify,
                authorities,
                identity,
                serverName,
                serverUris,
                alpn,
                minVersion,
                maxVersion,
                resumption,
                ciphers,
                chosen);
    }
}
