package dev.tare.io.wire;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Classes of bytes, and the scans over them.
 *
 * <p>Source: RFC 9110, section 5.6 (token, whitespace); RFC 3986, appendix A (URI).
 */
final class Octets {
    static final byte HTAB = '\t';
    static final byte LF = '\n';
    static final byte CR = '\r';
    static final byte SP = ' ';

    /** A character of a token. */
    static final int TOKEN = 1;

    /** A character of a host's registered name: unreserved or sub-delims, without percent. */
    static final int HOST = 2;

    /**
     * A character of path and query, without percent. Besides RFC 3986's own these are the
     * printable characters that browsers leave as they are: {@code "<>[\]^`{|}}. They are harmless
     * to framing, and a proxy that refused them would break real traffic. A number sign is refused.
     */
    static final int TARGET = 4;

    static final int HEX = 8;
    static final int DIGIT = 16;

    /** A character of a URI's scheme. */
    static final int SCHEME = 32;

    private static final int ASCII = 128;
    private static final byte[] CLASSES = classes();

    private static final ValueLayout.OfLong WORD =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle WORDS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EACH_BYTE = 0x0101010101010101L;
    private static final long EACH_HIGH_BIT = 0x8080808080808080L;
    private static final long EACH_SPACE = EACH_BYTE * SP;
    private static final long EACH_DELETE = EACH_BYTE * 0x7f;

    private Octets() {}

    static byte at(MemorySegment buffer, long position) {
        return buffer.get(ValueLayout.JAVA_BYTE, position);
    }

    /** Eight bytes, the first one lowest. */
    static long wordAt(MemorySegment buffer, long position) {
        return buffer.get(WORD, position);
    }

    static boolean is(byte b, int classes) {
        return (CLASSES[b & 0xff] & classes) != 0;
    }

    static boolean isBlank(byte b) {
        return b == SP || b == HTAB;
    }

    /** Whether a field value or reason phrase may hold the byte; bytes over 0x7f are obs-text. */
    static boolean isText(byte b) {
        return (b >= SP && b != 0x7f) || b < 0 || b == HTAB;
    }

    static boolean isLetter(byte b) {
        int lowerCase = b | 0x20;
        return lowerCase >= 'a' && lowerCase <= 'z';
    }

    static int hexValue(byte b) {
        return b <= '9' ? b - '0' : (b | 0x20) - 'a' + 10;
    }

    /**
     * The first position in {@code from} to {@code limit} whose byte is no text, or {@code limit}.
     *
     * <p>Note 1: eight bytes at a time. Danger: a borrow from a lower byte makes a higher one look
     * like a hit. Fact: a borrow starts only at a true hit. Use: only the lowest hit is looked at.
     */
    static int endOfText(MemorySegment buffer, long offset, int from, int limit) {
        int p = from;
        while (p < limit) {
            if (p <= limit - Long.BYTES) {
                long word = wordAt(buffer, offset + p);
                long deletes = word ^ EACH_DELETE;
                long hits = ((word - EACH_SPACE) & ~word) | ((deletes - EACH_BYTE) & ~deletes);
                hits &= EACH_HIGH_BIT;
                if (hits == 0) {
                    p += Long.BYTES;
                    continue;
                }
                p += Long.numberOfTrailingZeros(hits) / Byte.SIZE;
            }
            if (!isText(at(buffer, offset + p))) {
                return p;
            }
            p++;
        }
        return limit;
    }

    /** The first position whose byte is not of the classes, or {@code limit}. */
    static int endOf(int classes, MemorySegment buffer, long offset, int from, int limit) {
        int p = from;
        while (p < limit && is(at(buffer, offset + p), classes)) {
            p++;
        }
        return p;
    }

    /** Where the blanks before {@code to} begin; not before {@code from}. */
    static int trimEnd(MemorySegment buffer, long offset, int from, int to) {
        int p = to;
        while (p > from && isBlank(at(buffer, offset + p - 1))) {
            p--;
        }
        return p;
    }

    /**
     * Whether bytes equal a name, the case of letters aside. The bytes must hold no control
     * character but HTAB: setting one bit makes letters lower-case, and maps no other printable
     * character onto a letter, a digit or a hyphen.
     *
     * @param lowerCase letters, digits and hyphens only
     */
    static boolean equalsIgnoringCase(
            MemorySegment buffer, long position, int length, byte[] lowerCase) {
        if (length != lowerCase.length) {
            return false;
        }
        int last = length - Long.BYTES;
        if (last < 0) {
            for (int i = 0; i < length; i++) {
                if ((at(buffer, position + i) | 0x20) != lowerCase[i]) {
                    return false;
                }
            }
            return true;
        }
        for (int i = 0; i < last; i += Long.BYTES) {
            if ((wordAt(buffer, position + i) | EACH_SPACE) != (long) WORDS.get(lowerCase, i)) {
                return false;
            }
        }
        // The last word may overlap the one before it.
        return (wordAt(buffer, position + last) | EACH_SPACE) == (long) WORDS.get(lowerCase, last);
    }

    private static byte[] classes() {
        byte[] classes = new byte[256];
        for (char c = 'a'; c <= 'z'; c++) {
            classes[c] |= TOKEN | HOST | TARGET | SCHEME;
            classes[Character.toUpperCase(c)] |= TOKEN | HOST | TARGET | SCHEME;
        }
        for (char c = '0'; c <= '9'; c++) {
            classes[c] |= TOKEN | HOST | TARGET | SCHEME | HEX | DIGIT;
        }
        add(classes, "abcdefABCDEF", HEX);
        add(classes, "!#$%&'*+-.^_`|~", TOKEN);
        add(classes, "-._~!$&'()*+,;=", HOST | TARGET);
        add(classes, "/?:@", TARGET);
        add(classes, "\"<>[\\]^`{|}", TARGET);
        add(classes, "+-.", SCHEME);
        return classes;
    }

    private static void add(byte[] classes, String characters, int bits) {
        for (int i = 0; i < characters.length(); i++) {
            assert characters.charAt(i) < ASCII;
            classes[characters.charAt(i)] |= (byte) bits;
        }
    }
}
