package dev.tare.specimen.app.wamp.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The fields of a query; of a name that comes twice the first one counts.
 *
 * <p>Escapes are well-formed: the HTTP server refuses others.
 */
final class QueryFields {
    private final Map<String, String> fields = new HashMap<>();

    QueryFields(String query) {
        for (String field : query.split("&", -1)) {
            int equals = field.indexOf('=');
            if (equals > 0) {
                fields.putIfAbsent(
                        URLDecoder.decode(field.substring(0, equals), UTF_8),
                        URLDecoder.decode(field.substring(equals + 1), UTF_8));
            }
        }
    }

    Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }
}
