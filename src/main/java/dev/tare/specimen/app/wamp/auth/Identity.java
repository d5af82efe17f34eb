package dev.tare.specimen.app.wamp.auth;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * As whom a session was let in; the names of the parts are the protocol's.
 *
 * @param authProvider who vouches for it
 */
public record Identity(String authId, String authRole, String authMethod, String authProvider) {
    /** What {@code WELCOME} tells of it. */
    public Map<String, @Nullable Object> asDetails() {
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        details.put("authid", authId);
        details.put("authrole", authRole);
        details.put("authmethod", authMethod);
        details.put("authprovider", authProvider);
        return details;
    }
}
