package dev.tare.load.request;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Where in a request a hole is, and what becomes of a value that is put there. */
enum Place {
    /**
     * A value is one datum of path or query: all but unreserved characters are percent-encoded.
     *
     * <p>Source: RFC 3986, section 2.
     */
    TARGET("the request target") {
        @Override
        @Nullable String fault(String value) {
            return null;
        }

        @Override
        String encode(String value) {
            StringBuilder encoded = new StringBuilder(value.length());
            for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
                if (isUnreserved(b)) {
                    encoded.append((char) b);
                } else {
                    encoded.append('%').append(digit(b >> 4)).append(digit(b));
                }
            }
            return encoded.toString();
        }
    },

    /** A value is a piece of path and query as it stands, and must be one. */
    RAW_TARGET("the request target") {
        @Override
        @Nullable String fault(String value) {
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                if (c <= ' ' || c >= 0x7f || c == '#') {
                    return "must be printable ASCII without spaces and number signs";
                }
                if (c == '%' && !isTriplet(value, i)) {
                    return "has a percent sign without two hexadecimal digits";
                }
            }
            return null;
        }

        @Override
        String encode(String value) {
            return value;
        }
    },

    /** A value must be one that a header field may have. */
    FIELD("a header") {
        @Override
        @Nullable String fault(String value) {
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                if ((c < ' ' && c != '\t') || c == 0x7f) {
                    return "holds a control character, which must not stand in a header";
                }
            }
            return null;
        }

        @Override
        String encode(String value) {
            return value;
        }
    },

    /** Any value may stand in a body. */
    BODY("the body") {
        @Override
        @Nullable String fault(String value) {
            return null;
        }

        @Override
        String encode(String value) {
            return value;
        }
    };

    private final String words;

    Place(String words) {
        this.words = words;
    }

    /** The place, as a message names it. */
    String words() {
        return words;
    }

    /** Why a value must not stand there, or null. */
    abstract @Nullable String fault(String value);

    /** The value as it is sent. */
    abstract String encode(String value);

    private static boolean isUnreserved(byte b) {
        return (b >= 'a' && b <= 'z')
                || (b >= 'A' && b <= 'Z')
                || (b >= '0' && b <= '9')
                || b == '-'
                || b == '.'
                || b == '_'
                || b == '~';
    }

    private static char digit(int value) {
        return Character.toUpperCase(Character.forDigit(value & 0xf, 16));
    }

    private static boolean isTriplet(String value, int at) {
        return at + 2 < value.length()
                && Character.digit(value.charAt(at + 1), 16) >= 0
                && Character.digit(value.charAt(at + 2), 16) >= 0;
    }
}
