package dev.tare.base.core;

/**
 * One header field of a request, written to the wire as it stands.
 *
 * <p>Source: RFC 9110, section 5.
 *
 * @param name a token, 1 to 256 characters
 * @param value visible characters, spaces and tabs; no CR, LF or NUL
 */
public record Field(String name, String value) {
    private static final int MAX_NAME_LENGTH = 256;
    private static final String TOKEN_PUNCTUATION = "!#$%&'*+-.^_`|~";

    public Field {
        if (name.isEmpty() || name.length() > MAX_NAME_LENGTH || !isToken(name)) {
            throw new IllegalArgumentException(
                    "header name \"" + name + "\" must be a token of 1 to 256 characters");
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f) {
                throw new IllegalArgumentException(
                        "the value of header \"" + name + "\" must hold no control character");
            }
        }
    }

    /** Whether it is a token (RFC 9110, section 5.6.2). */
    static boolean isToken(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letterOrDigit =
                    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letterOrDigit && TOKEN_PUNCTUATION.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }
}
