package dev.tare.specimen.app.wamp.router;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the router announces in {@code WELCOME}. */
final class RouterRoles {
    private static final List<String> BROKER =
            List.of(
                    "publisher_identification",
                    "publisher_exclusion",
                    "subscriber_blackwhite_listing",
                    "pattern_based_subscription");
    private static final List<String> DEALER =
            List.of(
                    "caller_identification",
                    "call_canceling",
                    "call_timeout",
                    "progressive_call_results",
                    "pattern_based_registration",
                    "shared_registration");

    /** By role: its features. */
    static final Map<String, @Nullable Object> ROLES = roles();

    private RouterRoles() {}

    private static Map<String, @Nullable Object> roles() {
        Map<String, @Nullable Object> roles = new LinkedHashMap<>();
        roles.put("broker", Map.of("features", features(BROKER)));
        roles.put("dealer", Map.of("features", features(DEALER)));
        return roles;
    }

    private static Map<String, @Nullable Object> features(List<String> names) {
        Map<String, @Nullable Object> features = new LinkedHashMap<>();
        names.forEach(name -> features.put(name, true));
        return features;
    }
}
