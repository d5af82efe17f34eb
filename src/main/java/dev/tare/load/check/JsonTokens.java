package dev.tare.load.check;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of a JSON text in UTF-8: strings, numbers and names, read strictly where they lie.
 *
 * <p>Thread-safety: one thread at a time. Allocation: none.
 *
 * <p>Source: RFC 8259, sections 2, 6 and 7; RFC 3629, section 4 (UTF-8).
 */
final class JsonTokens {
    /** No token: what a reading method returns in place of the position after it. */
    static final int WRONG = -1;

    private static final int END = -1;
    private static final int HEX_DIGITS = 4;

    private MemorySegment bytes = MemorySegment.NULL;
    private int length;

    // How the string that is being read compares to another text; both as UTF-16.
    private @Nullable String other;
    private int equalUnits;
    private boolean differs;

    /** Begins with another text. */
    void begin(MemorySegment text, int textLength) {
        bytes = text;
        length = textLength;
    }

    /** The byte there, 0 to 255, or -1 behind the last. */
    int at(int position) {
        return position < length ? bytes.get(ValueLayout.JAVA_BYTE, position) & 0xff : END;
    }

    /** The first position from {@code start} on that has no blank. */
    int skipBlanks(int start) {
        int p = start;
        while (true) {
            switch (at(p)) {
                case ' ', '\t', '\n', '\r' -> p++;
                default -> {
                    return p;
                }
            }
        }
    }

    /** Reads a number, {@code true}, {@code false} or {@code null}. */
    int scalar(int start) {
        return switch (at(start)) {
            case 't' -> name(start, "true");
            case 'f' -> name(start, "false");
            case 'n' -> name(start, "null");
            default -> number(start);
        };
    }

    private int name(int start, String name) {
        int end = start + name.length();
        return end <= length && isWritten(start, end, name) ? end : WRONG;
    }

    /** Whether the bytes from {@code start} to {@code end} are these ASCII characters. */
    boolean isWritten(int start, int end, String text) {
        if (end - start != text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (at(start + i) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private int number(int start) {
        int p = at(start) == '-' ? start + 1 : start;
        if (!isDigit(p)) {
            return WRONG;
        }
        p = at(p) == '0' ? p + 1 : digits(p);
        if (at(p) == '.') {
            if (!isDigit(p + 1)) {
                return WRONG;
            }
            p = digits(p + 1);
        }
        if (at(p) == 'e' || at(p) == 'E') {
            p++;
            if (at(p) == '+' || at(p) == '-') {
                p++;
            }
            return isDigit(p) ? digits(p) : WRONG;
        }
        return p;
    }

    private boolean isDigit(int position) {
        int b = at(position);
        return b >= '0' && b <= '9';
    }

    private int digits(int start) {
        int p = start;
        while (isDigit(p)) {
            p++;
        }
        return p;
    }

    /**
     * Reads a string.
     *
     * @param start where its quotation mark stands
     * @param compared what {@link #equal} then compares it to; null for nothing
     */
    int string(int start, @Nullable String compared) {
        other = compared;
        equalUnits = 0;
        differs = compared == null;
        int p = start + 1;
        while (true) {
            int b = at(p);
            if (b == '"') {
                return p + 1;
            }
            if (b >= ' ' && b < 0x80 && b != '\\') {
                unit((char) b);
                p++;
            } else {
                p = b == '\\' ? escape(p + 1) : multiByte(p, b);
                if (p == WRONG) {
                    return WRONG;
                }
            }
        }
    }

    /** Whether the string that was read last is the text that it was compared to. */
    boolean equal() {
        return other != null && !differs && equalUnits == other.length();
    }

    private void unit(char unit) {
        if (differs || other == null) {
            return;
        }
        if (equalUnits < other.length() && other.charAt(equalUnits) == unit) {
            equalUnits++;
        } else {
            differs = true;
        }
    }

    private int escape(int p) {
        int b = at(p);
        switch (b) {
            case '"', '\\', '/' -> unit((char) b);
            case 'b' -> unit('\b');
            case 'f' -> unit('\f');
            case 'n' -> unit('\n');
            case 'r' -> unit('\r');
            case 't' -> unit('\t');
            case 'u' -> {
                return hex(p + 1);
            }
            default -> {
                return WRONG;
            }
        }
        return p + 1;
    }

    private int hex(int start) {
        int unit = 0;
        for (int i = 0; i < HEX_DIGITS; i++) {
            int b = at(start + i);
            int digit = b < 0x80 ? Character.digit(b, 16) : -1;
            if (digit < 0) {
                return WRONG;
            }
            unit = (unit << 4) + digit;
        }
        unit((char) unit);
        return start + HEX_DIGITS;
    }

    /** Reads a character of two to four bytes; overlong ones and surrogates are none. */
    private int multiByte(int p, int first) {
        if (first >= 0xc2 && first <= 0xdf) {
            return continued(p + 1, 1, first & 0x1f, 0x80);
        }
        if (first >= 0xe0 && first <= 0xef) {
            return continued(p + 1, 2, first & 0x0f, 0x800);
        }
        if (first >= 0xf0 && first <= 0xf4) {
            return continued(p + 1, 3, first & 0x07, 0x10000);
        }
        return WRONG;
    }

    private int continued(int start, int count, int firstBits, int leastCodePoint) {
        int codePoint = firstBits;
        for (int i = 0; i < count; i++) {
            int b = at(start + i);
            if (b < 0x80 || b > 0xbf) {
                return WRONG;
            }
            codePoint = (codePoint << 6) | (b & 0x3f);
        }
        boolean surrogate =
                codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
        if (codePoint < leastCodePoint || codePoint > Character.MAX_CODE_POINT || surrogate) {
            return WRONG;
        }
        if (Character.isBmpCodePoint(codePoint)) {
            unit((char) codePoint);
        } else {
            unit(Character.highSurrogate(codePoint));
            unit(Character.lowSurrogate(codePoint));
        }
        return start + count;
    }
}
