package dev.tare.specimen.app.wamp.router;

import dev.tare.specimen.app.wamp.message.Dict;
import dev.tare.specimen.app.wamp.message.ProtocolFault;
import dev.tare.specimen.app.wamp.message.WampUri;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the URI of a registration or subscription is held against that of a call or event. */
enum MatchPolicy {
    /** They are the same. */
    EXACT,
    /** The one begins as the other is, character by character. */
    PREFIX,
    /** Component by component; an empty one matches any. */
    WILDCARD;

    /** Reads the option {@code match}. */
    static MatchPolicy of(Map<String, @Nullable Object> options) throws ProtocolFault {
        String word = Dict.text(options, "match").orElse("exact");
        return switch (word) {
            case "exact" -> EXACT;
            case "prefix" -> PREFIX;
            case "wildcard" -> WILDCARD;
            default -> throw new ProtocolFault("option match must be exact, prefix or wildcard");
        };
    }

    boolean accepts(String uri) {
        return switch (this) {
            case EXACT -> WampUri.isExact(uri);
            case PREFIX -> WampUri.isPrefix(uri);
            case WILDCARD -> WampUri.isWildcard(uri);
        };
    }
}
