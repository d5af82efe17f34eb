package dev.tare.specimen.app.wamp.message;

/**
 * WAMP's URIs by the specification's loose rule: components without white space and {@code #},
 * parted by dots. Patterns may have empty components.
 */
public final class WampUri {
    /** The longest that is taken. */
    public static final int MAX_CHARS = 1024;

    /** What only routers and their own procedures may begin with. */
    private static final String RESERVED = "wamp.";

    private WampUri() {}

    /** Whether it names something: no component is empty. */
    public static boolean isExact(String text) {
        return isUri(text, false) && !text.isEmpty();
    }

    /** Whether it can be a pattern of wildcard matching: any component may be empty. */
    public static boolean isWildcard(String text) {
        return isUri(text, true);
    }

    /** Whether it can be a prefix: the last component may be empty, and so may be the whole. */
    public static boolean isPrefix(String text) {
        return text.isEmpty()
                || isUri(text.endsWith(".") ? text.substring(0, text.length() - 1) : text, false);
    }

    /** Whether the protocol keeps it for itself. */
    public static boolean isReserved(String text) {
        return text.startsWith(RESERVED);
    }

    private static boolean isUri(String text, boolean emptyComponents) {
        if (text.length() > MAX_CHARS) {
            return false;
        }
        char before = '.';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '#' || Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                return false;
            }
            if (c == '.' && before == '.' && !emptyComponents) {
                return false;
            }
            before = c;
        }
        return emptyComponents || before != '.';
    }
}
