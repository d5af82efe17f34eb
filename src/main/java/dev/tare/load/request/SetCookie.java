package dev.tare.load.request;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/**
 * Reads the value of one field {@code Set-Cookie} where it lies.
 *
 * <p>Thread-safety: one thread at a time. Allocation: none.
 *
 * <p>Source: RFC 6265, section 5.2.
 */
final class SetCookie {
    /** No {@code Max-Age}. */
    static final long NO_MAX_AGE = Long.MAX_VALUE;

    /** The longest path; a longer one is ignored. */
    static final int MAX_PATH_BYTES = 1024;

    private static final int MAX_AGE_DIGITS = 18;
    private static final byte[] PATH = ascii("path");
    private static final byte[] SECURE = ascii("secure");
    private static final byte[] MAX_AGE = ascii("max-age");
    private static final byte[] EXPIRES = ascii("expires");

    private final CookieDate date = new CookieDate();
    private MemorySegment bytes = MemorySegment.NULL;
    private long nameStart;
    private long nameEnd;
    private long valueStart;
    private long valueEnd;
    private long pathStart;
    private long pathEnd;
    private boolean secure;
    private long maxAgeSec;
    private long expiresSec;

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Reads a value; returns whether it is a cookie at all. */
    boolean read(MemorySegment source, long offset, int length) {
        bytes = source;
        long end = offset + length;
        pathStart = offset;
        pathEnd = offset;
        secure = false;
        maxAgeSec = NO_MAX_AGE;
        expiresSec = CookieDate.NONE;
        if (holdsControl(offset, end)) {
            return false;
        }
        long pairEnd = find(';', offset, end);
        long equals = find('=', offset, pairEnd);
        if (equals == pairEnd) {
            return false;
        }
        nameStart = trimStart(offset, equals);
        nameEnd = trimEnd(nameStart, equals);
        valueStart = trimStart(equals + 1, pairEnd);
        valueEnd = trimEnd(valueStart, pairEnd);
        long p = pairEnd;
        while (p < end) {
            long attributeEnd = find(';', p + 1, end);
            attribute(p + 1, attributeEnd);
            p = attributeEnd;
        }
        return nameEnd > nameStart;
    }

    private boolean holdsControl(long start, long end) {
        for (long p = start; p < end; p++) {
            byte b = at(p);
            if ((b >= 0 && b < ' ' && b != '\t') || b == 0x7f) {
                return true;
            }
        }
        return false;
    }

    private byte at(long position) {
        return bytes.get(ValueLayout.JAVA_BYTE, position);
    }

    private long find(char wanted, long start, long end) {
        long p = start;
        while (p < end && at(p) != wanted) {
            p++;
        }
        return p;
    }

    private long trimStart(long start, long end) {
        long p = start;
        while (p < end && isBlank(at(p))) {
            p++;
        }
        return p;
    }

    private long trimEnd(long start, long end) {
        long p = end;
        while (p > start && isBlank(at(p - 1))) {
            p--;
        }
        return p;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    /** Takes one attribute; of two of one name the last counts, unknown ones are nothing. */
    private void attribute(long start, long end) {
        long equals = find('=', start, end);
        long from = trimStart(start, equals);
        long to = trimEnd(from, equals);
        long valueFrom = equals == end ? end : trimStart(equals + 1, end);
        long valueTo = trimEnd(valueFrom, end);
        if (isNamed(from, to, PATH)) {
            boolean absolute =
                    valueTo > valueFrom
                            && at(valueFrom) == '/'
                            && valueTo - valueFrom <= MAX_PATH_BYTES;
            pathStart = valueFrom;
            pathEnd = absolute ? valueTo : valueFrom;
        } else if (isNamed(from, to, SECURE)) {
            secure = true;
        } else if (isNamed(from, to, MAX_AGE)) {
            maxAge(valueFrom, valueTo);
        } else if (isNamed(from, to, EXPIRES)) {
            long epochSec = date.epochSec(bytes, valueFrom, valueTo);
            expiresSec = epochSec == CookieDate.NONE ? expiresSec : epochSec;
        }
    }

    private boolean isNamed(long start, long end, byte[] lowerCaseName) {
        if (end - start != lowerCaseName.length) {
            return false;
        }
        for (int i = 0; i < lowerCaseName.length; i++) {
            byte b = at(start + i);
            if ((b >= 'A' && b <= 'Z' ? b | 0x20 : b) != lowerCaseName[i]) {
                return false;
            }
        }
        return true;
    }

    private void maxAge(long start, long end) {
        boolean negative = start < end && at(start) == '-';
        long from = negative ? start + 1 : start;
        if (from == end) {
            return;
        }
        long seconds = 0;
        for (long p = from; p < end; p++) {
            byte b = at(p);
            if (b < '0' || b > '9') {
                return;
            }
            // More digits than that are centuries, whatever they say.
            seconds = p - from < MAX_AGE_DIGITS ? seconds * 10 + b - '0' : seconds;
        }
        maxAgeSec = negative ? -seconds : seconds;
    }

    long nameStart() {
        return nameStart;
    }

    int nameLength() {
        return (int) (nameEnd - nameStart);
    }

    long valueStart() {
        return valueStart;
    }

    int valueLength() {
        return (int) (valueEnd - valueStart);
    }

    long pathStart() {
        return pathStart;
    }

    /** 0 where the answer gives no path, or one without a slash before it, or too long a one. */
    int pathLength() {
        return (int) (pathEnd - pathStart);
    }

    boolean secure() {
        return secure;
    }

    /** Seconds, or {@link #NO_MAX_AGE}. */
    long maxAgeSec() {
        return maxAgeSec;
    }

    /** Seconds since 1970 began in Greenwich, or {@link CookieDate#NONE}. */
    long expiresSec() {
        return expiresSec;
    }
}
