package dev.tare.specimen.app.wamp.router;

import dev.tare.specimen.app.wamp.auth.Identity;
import dev.tare.specimen.app.wamp.message.Dict;
import dev.tare.specimen.app.wamp.message.ProtocolFault;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * To which subscribers a publisher restricts an event. Null means that a rule is not there, which
 * is something else than an empty list.
 *
 * @param eligible sessions
 * @param excluded sessions
 */
record Audience(
        @Nullable Set<Object> eligible,
        @Nullable Set<Object> eligibleAuthIds,
        @Nullable Set<Object> eligibleAuthRoles,
        @Nullable Set<Object> excluded,
        @Nullable Set<Object> excludedAuthIds,
        @Nullable Set<Object> excludedAuthRoles) {
    static final Audience ALL = new Audience(null, null, null, null, null, null);

    /** Reads the options of a {@code PUBLISH}. */
    static Audience of(Map<String, @Nullable Object> options) throws ProtocolFault {
        if (options.isEmpty()) {
            return ALL;
        }
        return new Audience(
                set(options, "eligible", Long.class),
                set(options, "eligible_authid", String.class),
                set(options, "eligible_authrole", String.class),
                set(options, "exclude", Long.class),
                set(options, "exclude_authid", String.class),
                set(options, "exclude_authrole", String.class));
    }

    private static @Nullable Set<Object> set(
            Map<String, @Nullable Object> options, String key, Class<?> type) throws ProtocolFault {
        List<@Nullable Object> list = Dict.list(options, key);
        if (list == null) {
            return null;
        }
        Set<Object> set = new HashSet<>();
        for (Object element : list) {
            if (element == null || !type.isInstance(element)) {
                throw new ProtocolFault(
                        "option %s must be a list of %s"
                                .formatted(key, type == Long.class ? "integers" : "strings"));
            }
            set.add(element);
        }
        return set;
    }

    boolean admits(Session subscriber) {
        Identity who = subscriber.identity();
        return isIn(eligible, subscriber.id())
                && isIn(eligibleAuthIds, who.authId())
                && isIn(eligibleAuthRoles, who.authRole())
                && isNotIn(excluded, subscriber.id())
                && isNotIn(excludedAuthIds, who.authId())
                && isNotIn(excludedAuthRoles, who.authRole());
    }

    private static boolean isIn(@Nullable Set<Object> list, Object value) {
        return list == null || list.contains(value);
    }

    private static boolean isNotIn(@Nullable Set<Object> list, Object value) {
        return list == null || !list.contains(value);
    }
}
