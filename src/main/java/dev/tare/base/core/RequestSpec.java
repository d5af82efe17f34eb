package dev.tare.base.core;

import java.util.List;
import java.util.Locale;

/**
 * The request that a workload sends again and again.
 *
 * @param method an HTTP method in capitals, such as {@code GET}
 * @param target the request target in origin form, starting with a slash (RFC 9112, section 3.2.1)
 * @param fields header fields beyond {@code Host}, {@code Content-Length} and {@code Connection},
 *     in the order in which they are sent; a {@code Host} given here replaces the default one
 * @param body the text of the body in UTF-8; empty for none
 */
public record RequestSpec(String method, String target, List<Field> fields, String body) {
    public RequestSpec {
        boolean capitals = method.equals(method.toUpperCase(Locale.ROOT));
        if (method.isEmpty() || !capitals || !Field.isToken(method)) {
            throw new IllegalArgumentException(
                    "method \"" + method + "\" must be a token in capitals, such as GET");
        }
        if (!target.startsWith("/")) {
            throw new IllegalArgumentException(
                    "request target \"" + target + "\" must start with a slash");
        }
        for (int i = 0; i < target.length(); i++) {
            if (target.charAt(i) <= ' ' || target.charAt(i) >= 0x7f) {
                throw new IllegalArgumentException(
                        "request target \"" + target + "\" must be printable ASCII without spaces");
            }
        }
        fields = List.copyOf(fields);
    }

    /** A {@code GET} of {@code target} without header fields of its own. */
    public static RequestSpec get(String target) {
        return new RequestSpec("GET", target, List.of(), "");
    }
}
