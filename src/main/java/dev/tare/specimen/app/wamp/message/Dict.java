package dev.tare.specimen.app.wamp.message;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Entries of a message's options and details, read by type. What is absent or null has not been
 * said; what is of another type breaks the protocol.
 */
public final class Dict {
    private Dict() {}

    /** A yes or no; {@code otherwise} where it is absent. */
    public static boolean flag(Map<String, @Nullable Object> dict, String key, boolean otherwise)
            throws ProtocolFault {
        Object value = dict.get(key);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw wrong(key, "true or false");
    }

    /** Text. */
    public static Optional<String> text(Map<String, @Nullable Object> dict, String key)
            throws ProtocolFault {
        Object value = dict.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof String text) {
            return Optional.of(text);
        }
        throw wrong(key, "a string");
    }

    /** An integer of at least {@code min}. */
    public static OptionalLong integer(Map<String, @Nullable Object> dict, String key, long min)
            throws ProtocolFault {
        Object value = dict.get(key);
        if (value == null) {
            return OptionalLong.empty();
        }
        if (value instanceof Long number && number >= min) {
            return OptionalLong.of(number);
        }
        throw wrong(key, "an integer of at least " + min);
    }

    /** A list; null where it is absent. */
    @SuppressWarnings("unchecked")
    public static @Nullable List<@Nullable Object> list(
            Map<String, @Nullable Object> dict, String key) throws ProtocolFault {
        Object value = dict.get(key);
        if (value == null || value instanceof List<?>) {
            return (List<@Nullable Object>) value;
        }
        throw wrong(key, "a list");
    }

    /** A dictionary within; an empty one where it is absent. */
    @SuppressWarnings("unchecked")
    public static Map<String, @Nullable Object> dict(Map<String, @Nullable Object> dict, String key)
            throws ProtocolFault {
        Object value = dict.get(key);
        if (value == null) {
            return Map.of();
        }
        if (value instanceof Map<?, ?>) {
            return (Map<String, @Nullable Object>) value;
        }
        throw wrong(key, "a dictionary");
    }

    private static ProtocolFault wrong(String key, String wanted) {
        return new ProtocolFault("option %s must be %s".formatted(key, wanted));
    }
}
