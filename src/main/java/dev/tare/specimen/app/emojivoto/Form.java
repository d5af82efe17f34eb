package dev.tare.specimen.app.emojivoto;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tare.io.wire.HttpMethod;
import dev.tare.specimen.app.http.HttpRequest;
import java.io.ByteArrayOutputStream;
import java.util.Locale;
import java.util.Optional;

/**
 * The values of a form, as Go's {@code FormValue} finds them: in the body of a POST before the
 * query, the first of a name; pairs that cannot be read are passed over.
 *
 * <p>Source: WHATWG URL, application/x-www-form-urlencoded parsing; what it does with bad escapes
 * and semicolons is Go's.
 */
final class Form {
    private static final String TYPE = "application/x-www-form-urlencoded";
    private static final int HEX = 16;

    private Form() {}

    /** The first value of a name; empty where there is none. */
    static String value(HttpRequest request, String name) {
        Optional<String> posted = Optional.empty();
        if (request.method() == HttpMethod.POST && isForm(request)) {
            posted = first(new String(request.body(), ISO_8859_1), name);
        }
        return posted.or(() -> first(request.query(), name)).orElse("");
    }

    private static boolean isForm(HttpRequest request) {
        String type = request.field("Content-Type").orElse("");
        int parameters = type.indexOf(';');
        String essence = parameters < 0 ? type : type.substring(0, parameters);
        return essence.strip().toLowerCase(Locale.ROOT).equals(TYPE);
    }

    private static Optional<String> first(String pairs, String name) {
        for (String pair : pairs.split("&", -1)) {
            int equals = pair.indexOf('=');
            String key = equals < 0 ? pair : pair.substring(0, equals);
            if (pair.indexOf(';') < 0 && unescape(key).filter(name::equals).isPresent()) {
                Optional<String> value = unescape(equals < 0 ? "" : pair.substring(equals + 1));
                if (value.isPresent()) {
                    return value;
                }
            }
        }
        return Optional.empty();
    }

    /** The text behind escapes, or nothing where one of them is none. */
    private static Optional<String> unescape(String escaped) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(escaped.length());
        for (int i = 0; i < escaped.length(); i++) {
            char c = escaped.charAt(i);
            if (c == '%') {
                int high =
                        i + 1 < escaped.length() ? Character.digit(escaped.charAt(i + 1), HEX) : -1;
                int low =
                        i + 2 < escaped.length() ? Character.digit(escaped.charAt(i + 2), HEX) : -1;
                if (high < 0 || low < 0) {
                    return Optional.empty();
                }
                bytes.write(high * HEX + low);
                i += 2;
            } else {
                bytes.write(c == '+' ? ' ' : c);
            }
        }
        return Optional.of(bytes.toString(UTF_8));
    }
}
