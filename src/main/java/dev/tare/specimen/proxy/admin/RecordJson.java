package dev.tare.specimen.proxy.admin;

import dev.tare.base.core.Field;
import dev.tare.specimen.proxy.config.HostPort;
import dev.tare.specimen.proxy.count.JsonText;
import java.lang.reflect.RecordComponent;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Options as JSON: each component of a record under its name, in snake_case, so that an option that
 * is added shows up by itself.
 *
 * <p>A component whose name speaks of a secret is not shown, but for paths: where a key lies is no
 * secret. Of a class that is none of those known here only the name is shown, never what its {@code
 * toString} says.
 *
 * <p>Thread-safety: stateless.
 */
final class RecordJson {
    static final String HIDDEN = "(not shown)";

    private static final Pattern SECRET =
            Pattern.compile("(?i).*(secret|password|passphrase|token|credential|key).*");

    private static final Pattern SECRET_FIELD =
            Pattern.compile(SECRET.pattern() + "|(?i).*(auth|cookie|session|signature).*");

    private RecordJson() {}

    /** The record as one line. */
    static String of(Record options) {
        JsonText json = new JsonText();
        write(json, options);
        return json.line();
    }

    private static void write(JsonText json, @Nullable Object value) {
        switch (value) {
            case null -> json.nothing();
            case Boolean truth -> json.value(truth);
            case Float number -> json.value(number.doubleValue());
            case Double number -> json.value(number.doubleValue());
            case Number number -> json.value(number.longValue());
            case CharSequence text -> json.value(text.toString());
            case Enum<?> constant -> json.value(constant.name().toLowerCase(Locale.ROOT));
            case InetSocketAddress address -> json.value(HostPort.textOf(address));
            case Path path -> json.value(path.toString());
            case Optional<?> option -> write(json, option.orElse(null));
            case OptionalInt option -> write(json, option.isPresent() ? option.getAsInt() : null);
            case OptionalLong option -> write(json, option.isPresent() ? option.getAsLong() : null);
            case OptionalDouble option ->
                    write(json, option.isPresent() ? option.getAsDouble() : null);
            case Field field -> writeField(json, field);
            case Record options -> writeRecord(json, options);
            case Collection<?> values -> {
                json.array();
                values.forEach(element -> write(json, element));
                json.endArray();
            }
            case Map<?, ?> map -> {
                // Its keys are the user's own words.
                json.object();
                map.forEach((name, element) -> writeNamed(json, String.valueOf(name), element));
                json.endObject();
            }
            default -> json.value(value.getClass().getSimpleName());
        }
    }

    private static void writeRecord(JsonText json, Record options) {
        json.object();
        for (RecordComponent component : options.getClass().getRecordComponents()) {
            writeNamed(json, snakeCase(component.getName()), valueOf(component, options));
        }
        json.endObject();
    }

    /** A header's value is a secret where the header's name speaks of one. */
    private static void writeField(JsonText json, Field field) {
        boolean secret = SECRET_FIELD.matcher(field.name()).matches();
        json.object().name("name").value(field.name());
        json.name("value").value(secret ? HIDDEN : field.value()).endObject();
    }

    private static void writeNamed(JsonText json, String name, @Nullable Object value) {
        json.name(name);
        if (SECRET.matcher(name).matches() && !isHarmless(value)) {
            json.value(HIDDEN);
        } else {
            write(json, value);
        }
    }

    /** A path, a number, a switch, or nothing at all. */
    private static boolean isHarmless(@Nullable Object value) {
        Object held = value instanceof Optional<?> option ? option.orElse(null) : value;
        return switch (held) {
            case null -> true;
            case Path _, Boolean _, Number _ -> true;
            default -> false;
        };
    }

    private static @Nullable Object valueOf(RecordComponent component, Record options) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(options);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }

    static String snakeCase(String camelCase) {
        return camelCase.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }
}
