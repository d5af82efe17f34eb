package dev.tare.load.worker;

import dev.tare.io.net.tls.TlsClientOptions;
import dev.tare.io.net.tls.TlsIdentity;
import dev.tare.io.net.tls.TlsProvider;
import dev.tare.io.net.tls.TlsVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a client speaks TLS as JSON, in the names of {@code docs/format/worker-v1.md}. Certificates
 * and keys go by the names of their files, never by what is in them.
 */
final class TlsJson {
    private TlsJson() {}

    static ObjectNode write(TlsClientOptions options) {
        ObjectNode json = JsonObject.create();
        json.put("verify", options.verify());
        options.authorities().ifPresent(file -> json.put("authorities_file", file.toString()));
        options.identity()
                .ifPresent(identity -> {
                    json.put("certificates_file", identity.certificates().toString());
                    json.put("key_file", identity.key().toString());
                });
        options.serverName().ifPresent(name -> json.put("server_name", name));
        if (!options.serverUris().isEmpty()) {
            ArrayNode uris = json.putArray("server_uris");
            options.serverUris().forEach(uris::add);
        }
        ArrayNode alpn = json.putArray("alpn");
        options.alpn().forEach(alpn::add);
        json.put("min_version", JsonObject.key(options.minVersion()));
        json.put("max_version", JsonObject.key(options.maxVersion()));
        json.put("resumption", options.resumption());
        options.ciphers().ifPresent(ciphers -> json.put("ciphers", ciphers));
        json.put("provider", JsonObject.key(options.provider()));
        return json;
    }

    /**
     * Reads the options.
     *
     * @throws ProtocolException when a field is missing, unknown or of another type
     * @throws IllegalArgumentException when a value is out of its range
     */
    static TlsClientOptions read(JsonObject json) throws ProtocolException {
        TlsClientOptions options =
                new TlsClientOptions(
                        json.flag("verify"),
                        optional(json, "authorities_file").map(Path::of),
                        json.has("certificates_file")
                                ? Optional.of(
                                        new TlsIdentity(
                                                Path.of(json.text("certificates_file")),
                                                Path.of(json.text("key_file"))))
                                : Optional.empty(),
                        optional(json, "server_name"),
                        json.has("server_uris") ? json.texts("server_uris") : List.of(),
                        json.texts("alpn"),
                        json.constant("min_version", TlsVersion.values()),
                        json.constant("max_version", TlsVersion.values()),
                        json.flag("resumption"),
                        optional(json, "ciphers"),
                        json.constant("provider", TlsProvider.values()));
        json.refuseOthers();
        return options;
    }

    private static Optional<String> optional(JsonObject json, String name)
            throws ProtocolException {
        return json.has(name) ? Optional.of(json.text(name)) : Optional.empty();
    }
}
