package dev.tare.specimen.app.wamp.message;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an application says in a message. Absent and empty are kept apart, as on the wire.
 *
 * @param args null where absent
 * @param kwargs null where absent; on the wire it cannot stand without {@code args}, so that an
 *     empty list is written before it
 */
public record Payload(
        @Nullable List<@Nullable Object> args, @Nullable Map<String, @Nullable Object> kwargs) {
    /** Neither of them. */
    public static final Payload NONE = new Payload(null, null);

    /** Positional arguments only. */
    public static Payload of(List<@Nullable Object> args) {
        return new Payload(args, null);
    }

    /** The arguments; empty where absent. */
    public List<@Nullable Object> argsOrEmpty() {
        return args == null ? List.of() : args;
    }

    /** The keyword arguments; empty where absent. */
    public Map<String, @Nullable Object> kwargsOrEmpty() {
        return kwargs == null ? Map.of() : kwargs;
    }
}
