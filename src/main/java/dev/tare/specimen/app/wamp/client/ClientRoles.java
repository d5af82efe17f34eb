package dev.tare.specimen.app.wamp.client;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the client announces in {@code HELLO}. */
final class ClientRoles {
    /** By role: its features. */
    static final Map<String, @Nullable Object> ROLES =
            roles(
                    Map.of(
                            "caller",
                            List.of(
                                    "caller_identification",
                                    "call_canceling",
                                    "call_timeout",
                                    "progressive_call_results"),
                            "callee",
                            List.of(
                                    "caller_identification",
                                    "call_canceling",
                                    "progressive_call_results",
                                    "pattern_based_registration",
                                    "shared_registration"),
                            "publisher",
                            List.of(
                                    "publisher_identification",
                                    "publisher_exclusion",
                                    "subscriber_blackwhite_listing"),
                            "subscriber",
                            List.of("publisher_identification", "pattern_based_subscription")));

    private ClientRoles() {}

    private static Map<String, @Nullable Object> roles(Map<String, List<String>> names) {
        Map<String, @Nullable Object> roles = new LinkedHashMap<>();
        names.forEach((role, features) -> {
            Map<String, @Nullable Object> announced = new LinkedHashMap<>();
            features.forEach(feature -> announced.put(feature, true));
            roles.put(role, Map.of("features", announced));
        });
        return roles;
    }
}
