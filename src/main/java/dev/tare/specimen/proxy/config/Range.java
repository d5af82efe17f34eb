package dev.tare.specimen.proxy.config;

import dev.tare.base.core.QuantityText;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The checks of this package's records; each throws a {@link ConfigFault} that names its key. */
final class Range {
    static final long MILLISECOND_NS = 1_000_000;
    static final long SECOND_NS = 1_000_000_000;
    static final long DAY_NS = 86_400 * SECOND_NS;

    static final int MIN_STATUS = 200;
    static final int MAX_STATUS = 599;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,256}");

    private Range() {}

    static void durationNs(String key, long valueNs, long minNs, long maxNs) {
        if (valueNs < minNs || valueNs > maxNs) {
            throw new ConfigFault(
                    key,
                    "%s must be %s to %s"
                            .formatted(
                                    QuantityText.ofNs(valueNs),
                                    QuantityText.ofNs(minNs),
                                    QuantityText.ofNs(maxNs)));
        }
    }

    static void count(String key, long value, long min, long max) {
        if (value < min || value > max) {
            throw new ConfigFault(
                    key, String.format(Locale.ROOT, "%,d must be %,d to %,d", value, min, max));
        }
    }

    static void percent(String key, double value) {
        if (!(value >= 0 && value <= 100)) {
            throw new ConfigFault(key, value + " must be 0 to 100 percent");
        }
    }

    static void size(String key, Collection<?> items, int min, int max) {
        if (items.size() < min || items.size() > max) {
            throw new ConfigFault(
                    key,
                    String.format(
                            Locale.ROOT,
                            "has %,d entries, must have %,d to %,d",
                            items.size(),
                            min,
                            max));
        }
    }

    static void length(String key, String text, int min, int max) {
        if (text.length() < min || text.length() > max) {
            throw new ConfigFault(
                    key,
                    String.format(
                            Locale.ROOT,
                            "has %,d characters, must have %,d to %,d",
                            text.length(),
                            min,
                            max));
        }
    }

    static void status(String key, int status) {
        count(key, status, MIN_STATUS, MAX_STATUS);
    }

    static void name(String key, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new ConfigFault(
                    key,
                    "\"%s\" must be 1 to 64 letters, digits, dots, dashes and underscores"
                            .formatted(name));
        }
    }

    /** A header's name or a method: a token (RFC 9110, section 5.6.2). */
    static void token(String key, String token) {
        if (!TOKEN.matcher(token).matches()) {
            throw new ConfigFault(
                    key, "\"%s\" must be a token of 1 to 256 characters".formatted(token));
        }
    }

    /** A header's value: no control character but a tab. */
    static void fieldValue(String key, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f || c > 0xff) {
                throw new ConfigFault(
                        key, "\"%s\" holds a character that no header may".formatted(value));
            }
        }
    }

    static void unique(String key, String what, Collection<String> names) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw new ConfigFault(
                        key,
                        "two %s are named \"%s\"; give each its own name".formatted(what, name));
            }
        }
    }
}
