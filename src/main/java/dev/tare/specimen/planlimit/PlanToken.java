package dev.tare.specimen.planlimit;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Reads tokens: base64, with or without its padding, of a JSON object with the texts {@code
 * username} and {@code plan}, once each; other members are passed over.
 *
 * <p>A user's name goes into a header, so it is of visible ASCII, with blanks inside at most.
 *
 * <p>Thread-safety: one thread. Allocation: none. Source: RFC 4648, section 4; RFC 8259.
 */
final class PlanToken {
    /** The longest token, as it is sent. */
    static final int MAX_ENCODED_BYTES = 1024;

    /** How deep values of other members may be. */
    static final int MAX_DEPTH = 16;

    private static final int MAX_BYTES = MAX_ENCODED_BYTES / 4 * 3;

    /** The text is none: the token is not JSON. */
    private static final int MALFORMED = -1;

    /** The text is too long, or holds what no name may. */
    private static final int UNFIT = -2;

    private static final byte[] USERNAME = {'u', 's', 'e', 'r', 'n', 'a', 'm', 'e'};
    private static final byte[] PLAN = {'p', 'l', 'a', 'n'};
    private static final int BITS = 6;
    private static final byte[] DIGITS = digits();

    private final byte[] json = new byte[MAX_BYTES];
    private final byte[] key = new byte[USERNAME.length];
    private final byte[] user = new byte[PlanLimits.MAX_NAME_BYTES];
    private final byte[] plan = new byte[PlanLimits.MAX_NAME_BYTES];
    private int length;
    private int at;
    private int userLength;
    private int planLength;

    PlanToken() {}

    private static byte[] digits() {
        byte[] values = new byte[128];
        Arrays.fill(values, (byte) -1);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < alphabet.length(); i++) {
            values[alphabet.charAt(i)] = (byte) i;
        }
        return values;
    }

    /** Reads a token; returns whether it is one. */
    boolean read(MemorySegment bytes, long offset, int encodedLength) {
        userLength = MALFORMED;
        planLength = MALFORMED;
        return encodedLength <= MAX_ENCODED_BYTES
                && decode(bytes, offset, encodedLength)
                && readObject()
                && userLength > 0
                && user[0] != ' '
                && user[userLength - 1] != ' '
                && planLength >= 0;
    }

    /** The user's name; of it {@link #userLength} bytes count. */
    byte[] user() {
        return user;
    }

    int userLength() {
        return userLength;
    }

    /** Whether the plan has this name. */
    boolean isPlan(byte[] name) {
        return Arrays.equals(plan, 0, planLength, name, 0, name.length);
    }

    private boolean decode(MemorySegment bytes, long offset, int encodedLength) {
        int end = encodedLength;
        while (end > 0 && encodedLength - end < 2 && byteAt(bytes, offset + end - 1) == '=') {
            end--;
        }
        if (end % 4 == 1 || (end < encodedLength && encodedLength % 4 != 0)) {
            return false;
        }
        length = 0;
        int word = 0;
        int bits = 0;
        for (int i = 0; i < end; i++) {
            byte sign = byteAt(bytes, offset + i);
            int digit = sign < 0 ? -1 : DIGITS[sign];
            if (digit < 0) {
                return false;
            }
            word = word << BITS | digit;
            bits += BITS;
            if (bits >= Byte.SIZE) {
                bits -= Byte.SIZE;
                json[length++] = (byte) (word >>> bits);
            }
        }
        // Bits that stand for no byte are 0 in the one right encoding.
        return (word & ((1 << bits) - 1)) == 0;
    }

    private static byte byteAt(MemorySegment bytes, long offset) {
        return bytes.get(ValueLayout.JAVA_BYTE, offset);
    }

    // JSON. Each method begins at what it reads, and ends behind it.

    private boolean readObject() {
        at = 0;
        skipBlanks();
        if (!take('{')) {
            return false;
        }
        do {
            if (!readMember()) {
                return false;
            }
        } while (take(','));
        if (!take('}')) {
            return false;
        }
        skipBlanks();
        return at == length;
    }

    private boolean readMember() {
        skipBlanks();
        int keyLength = readText(key);
        if (keyLength == MALFORMED) {
            return false;
        }
        skipBlanks();
        if (!take(':')) {
            return false;
        }
        skipBlanks();
        boolean sound;
        if (isKey(USERNAME, keyLength)) {
            sound = userLength == MALFORMED;
            userLength = readText(user);
            sound &= userLength >= 0;
        } else if (isKey(PLAN, keyLength)) {
            sound = planLength == MALFORMED;
            planLength = readText(plan);
            sound &= planLength >= 0;
        } else {
            sound = skipValue(0);
        }
        skipBlanks();
        return sound;
    }

    private boolean isKey(byte[] name, int keyLength) {
        return keyLength == name.length && Arrays.equals(key, 0, keyLength, name, 0, name.length);
    }

    /** Reads a text of visible ASCII and blanks, or says that it is none. */
    private int readText(byte[] into) {
        if (!take('"')) {
            return MALFORMED;
        }
        int count = 0;
        boolean fits = true;
        while (at < length && json[at] != '"') {
            int sign = json[at++];
            if (sign >= 0 && sign < ' ') {
                return MALFORMED;
            }
            if (sign == '\\') {
                sign = readEscape();
                if (sign == MALFORMED) {
                    return MALFORMED;
                }
            }
            fits &= sign >= ' ' && sign < 0x7f && count < into.length;
            if (fits) {
                into[count++] = (byte) sign;
            }
        }
        if (!take('"')) {
            return MALFORMED;
        }
        return fits ? count : UNFIT;
    }

    /** The code unit behind a backslash. */
    private int readEscape() {
        int sign = at < length ? json[at++] : MALFORMED;
        return switch (sign) {
            case '"', '\\', '/' -> sign;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> readUnit();
            default -> MALFORMED;
        };
    }

    private int readUnit() {
        int unit = 0;
        for (int i = 0; i < 4; i++) {
            int digit = at < length ? Character.digit((char) (json[at++] & 0xff), 16) : MALFORMED;
            if (digit < 0) {
                return MALFORMED;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }

    private boolean skipValue(int depth) {
        if (at == length || depth > MAX_DEPTH) {
            return false;
        }
        return switch (json[at]) {
            case '"' -> readText(key) != MALFORMED;
            case '{' -> skipAll('}', depth);
            case '[' -> skipAll(']', depth);
            case 't' -> skipWord("true");
            case 'f' -> skipWord("false");
            case 'n' -> skipWord("null");
            default -> skipNumber();
        };
    }

    /** An object or an array. */
    private boolean skipAll(char close, int depth) {
        at++;
        skipBlanks();
        if (take(close)) {
            return true;
        }
        do {
            skipBlanks();
            if (close == '}' && !skipKey()) {
                return false;
            }
            if (!skipValue(depth + 1)) {
                return false;
            }
            skipBlanks();
        } while (take(','));
        return take(close);
    }

    private boolean skipKey() {
        if (readText(key) == MALFORMED) {
            return false;
        }
        skipBlanks();
        if (!take(':')) {
            return false;
        }
        skipBlanks();
        return true;
    }

    private boolean skipWord(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (!take(word.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean skipNumber() {
        take('-');
        if (!take('0') && skipDigits() == 0) {
            return false;
        }
        if (take('.') && skipDigits() == 0) {
            return false;
        }
        if (take('e') || take('E')) {
            if (!take('+')) {
                take('-');
            }
            return skipDigits() > 0;
        }
        return true;
    }

    private int skipDigits() {
        int start = at;
        while (at < length && json[at] >= '0' && json[at] <= '9') {
            at++;
        }
        return at - start;
    }

    private boolean take(char sign) {
        boolean there = at < length && json[at] == sign;
        at += there ? 1 : 0;
        return there;
    }

    private void skipBlanks() {
        while (at < length
                && (json[at] == ' ' || json[at] == '\t' || json[at] == '\n' || json[at] == '\r')) {
            at++;
        }
    }
}
