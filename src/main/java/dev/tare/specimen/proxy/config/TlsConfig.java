package dev.tare.specimen.proxy.config;

import dev.tare.base.core.IdentityUris;
import java.util.List;
import java.util.Optional;

/** TLS on one side of minivoy: files by name, versions. Whoever starts it reads the files. */
public sealed interface TlsConfig {
    /** The oldest version that is spoken. */
    enum Oldest {
        TLS_1_2,
        TLS_1_3
    }

    /**
     * Towards clients.
     *
     * @param certificate PEM file: the certificate and those between it and the authority
     * @param key PEM file
     * @param clientCa PEM file of the authorities whose clients may connect; then every client must
     *     show a certificate
     * @param clientUris one of which a client's certificate must name; none: any client of the
     *     authorities
     * @param oldest the oldest version that is spoken
     */
    record Server(
            String certificate,
            String key,
            Optional<String> clientCa,
            List<String> clientUris,
            Oldest oldest)
            implements TlsConfig {
        public Server {
            path("certificate", certificate);
            path("key", key);
            clientCa.ifPresent(file -> path("client_ca", file));
            clientUris = uris("client_uris", clientUris);
            if (!clientUris.isEmpty() && clientCa.isEmpty()) {
                throw new ConfigFault(
                        "client_uris",
                        "are of no use where clients show no certificate; add" + " client_ca");
            }
        }
    }

    /**
     * Towards a cluster's endpoints.
     *
     * @param verify whether endpoints must prove who they are
     * @param ca PEM file of the authorities to trust instead of the JDK's own
     * @param serverName the name to ask for and to verify instead of the endpoint's host
     * @param serverUris one of which an endpoint's certificate must name, instead of the host's
     *     name; none: the name is verified
     * @param certificate PEM file shown to an endpoint that asks who minivoy is
     * @param key PEM file that belongs to {@code certificate}
     * @param oldest the oldest version that is spoken
     */
    record Client(
            boolean verify,
            Optional<String> ca,
            Optional<String> serverName,
            List<String> serverUris,
            Optional<String> certificate,
            Optional<String> key,
            Oldest oldest)
            implements TlsConfig {
        public Client {
            ca.ifPresent(file -> path("ca", file));
            serverName.ifPresent(name -> Range.length("server_name", name, 1, MAX_NAME_LENGTH));
            serverUris = uris("server_uris", serverUris);
            certificate.ifPresent(file -> path("certificate", file));
            key.ifPresent(file -> path("key", file));
            if (certificate.isPresent() != key.isPresent()) {
                throw new ConfigFault("", "certificate and key go together; give both or neither");
            }
            if (!verify && ca.isPresent()) {
                throw new ConfigFault(
                        "ca", "is of no use where nothing is verified; leave one of the two out");
            }
            if (!verify && !serverUris.isEmpty()) {
                throw new ConfigFault(
                        "server_uris",
                        "are of no use where nothing is verified; leave one of the two out");
            }
        }
    }

    /** The longest host name (RFC 1035, section 2.3.4). */
    int MAX_NAME_LENGTH = 253;

    /** The longest path of a file, in characters. */
    int MAX_PATH_LENGTH = 4096;

    private static List<String> uris(String key, List<String> uris) {
        try {
            return IdentityUris.checked(uris);
        } catch (IllegalArgumentException e) {
            throw new ConfigFault(key, String.valueOf(e.getMessage()));
        }
    }

    private static void path(String key, String file) {
        Range.length(key, file, 1, MAX_PATH_LENGTH);
    }
}
