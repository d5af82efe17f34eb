package dev.tare.specimen.origin;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Reads a request target: which route, its number, its delay.
 *
 * <p>One object is used again and again; {@link #parse} overwrites what it held. Allocation: none.
 * Source: RFC 9112, section 3.2 (origin-form and absolute-form).
 */
final class OriginTarget {
    /** The longest body of any route: 1 GiB. */
    static final long MAX_BODY_BYTES = 1L << 30;

    /** The longest delay and the longest stall. */
    static final long MAX_WAIT_NS = 60_000_000_000L;

    /** What {@link #parseDurationNs} returns for what is no duration in range. */
    static final long NO_DURATION = -1;

    private static final int MIN_STATUS = 200;
    private static final int MAX_STATUS = 599;
    private static final int MAX_DIGITS = 18;

    private static final byte[] SCHEME = ascii("http://");
    private static final byte[] DELAY = ascii("delay=");
    private static final byte[] FOR = ascii("for=");

    /** Routes whose path goes on with a number. */
    private static final byte[] BYTE = ascii("/byte/");

    private static final byte[] BYTES = ascii("/bytes/");

    private static final byte[] CHUNKED = ascii("/chunked/");
    private static final byte[] CLOSE = ascii("/close/");
    private static final byte[] UNTIL_CLOSE = ascii("/until-close/");
    private static final byte[] STATUS = ascii("/status/");

    /** Routes whose path is whole. */
    private static final byte[] ERROR_IN_200 = ascii("/error-in-200");

    private static final byte[] ECHO = ascii("/echo");
    private static final byte[] STALL = ascii("/stall");
    private static final byte[] STATS = ascii("/stats");
    private static final byte[] READY = ascii("/ready");

    private RouteClass routeClass = RouteClass.NOT_FOUND;
    private long number;
    private long waitNs;

    /** What the last target asked for; BAD_REQUEST where a number was malformed or too large. */
    RouteClass routeClass() {
        return routeClass;
    }

    /** Bytes of body, or the status. */
    long number() {
        return number;
    }

    /** How long to wait before the answer, or how long to stall, 0 to {@link #MAX_WAIT_NS}. */
    long waitNs() {
        return waitNs;
    }

    void parse(MemorySegment bytes, long offset, int length) {
        number = 0;
        waitNs = 0;
        long end = offset + length;
        long start = originForm(bytes, offset, end);
        long pathEnd = indexOf(bytes, start, end, '?');
        routeClass = parsePath(bytes, start, pathEnd);
        if (pathEnd < end) {
            byte[] key = routeClass == RouteClass.STALL ? FOR : DELAY;
            parseQuery(bytes, pathEnd + 1, end, key);
        }
    }

    private RouteClass parsePath(MemorySegment bytes, long start, long end) {
        if (startsWith(bytes, start, end, BYTE)) {
            return withSize(RouteClass.BYTE, bytes, start + BYTE.length, end);
        }
        if (startsWith(bytes, start, end, BYTES)) {
            return withSize(RouteClass.BYTE, bytes, start + BYTES.length, end);
        }
        if (startsWith(bytes, start, end, CHUNKED)) {
            return withSize(RouteClass.CHUNKED, bytes, start + CHUNKED.length, end);
        }
        if (startsWith(bytes, start, end, CLOSE)) {
            return withSize(RouteClass.CLOSE, bytes, start + CLOSE.length, end);
        }
        if (startsWith(bytes, start, end, UNTIL_CLOSE)) {
            return withSize(RouteClass.UNTIL_CLOSE, bytes, start + UNTIL_CLOSE.length, end);
        }
        if (startsWith(bytes, start, end, STATUS)) {
            number = parseNumber(bytes, start + STATUS.length, end);
            boolean valid = number >= MIN_STATUS && number <= MAX_STATUS;
            return valid ? RouteClass.STATUS : RouteClass.BAD_REQUEST;
        }
        if (equals(bytes, start, end, ECHO)) {
            return RouteClass.ECHO;
        }
        if (equals(bytes, start, end, ERROR_IN_200)) {
            return RouteClass.ERROR_IN_200;
        }
        if (equals(bytes, start, end, STALL)) {
            return RouteClass.STALL;
        }
        if (equals(bytes, start, end, STATS)) {
            return RouteClass.STATS;
        }
        return equals(bytes, start, end, READY) ? RouteClass.READY : RouteClass.NOT_FOUND;
    }

    private RouteClass withSize(RouteClass sized, MemorySegment bytes, long start, long end) {
        number = parseNumber(bytes, start, end);
        return number >= 0 && number <= MAX_BODY_BYTES ? sized : RouteClass.BAD_REQUEST;
    }

    /** Parameters other than {@code key} are ignored: they serve to make targets differ. */
    private void parseQuery(MemorySegment bytes, long queryStart, long end, byte[] key) {
        long start = queryStart;
        while (start < end) {
            long parameterEnd = indexOf(bytes, start, end, '&');
            if (startsWith(bytes, start, parameterEnd, key)) {
                waitNs = parseDurationNs(bytes, start + key.length, parameterEnd);
                if (waitNs == NO_DURATION) {
                    routeClass = RouteClass.BAD_REQUEST;
                    return;
                }
            }
            start = parameterEnd + 1;
        }
    }

    /** Where the path starts: after the scheme and the authority of an absolute-form. */
    private static long originForm(MemorySegment bytes, long start, long end) {
        if (!startsWith(bytes, start, end, SCHEME)) {
            return start;
        }
        return indexOf(bytes, start + SCHEME.length, end, '/');
    }

    /**
     * Reads a whole number and its unit, such as {@code 5ms}; units are ns, us, ms and s.
     *
     * @return nanoseconds, 0 to {@link #MAX_WAIT_NS}, or {@link #NO_DURATION}
     */
    static long parseDurationNs(MemorySegment bytes, long start, long end) {
        long unitStart = start;
        while (unitStart < end && isDigit(byteAt(bytes, unitStart))) {
            unitStart++;
        }
        long count = parseNumber(bytes, start, unitStart);
        long unitNs = unitNs(bytes, unitStart, end);
        if (count < 0 || unitNs == 0 || count > MAX_WAIT_NS / unitNs) {
            return NO_DURATION;
        }
        return count * unitNs;
    }

    private static long unitNs(MemorySegment bytes, long start, long end) {
        if (end - start == 1) {
            return byteAt(bytes, start) == 's' ? 1_000_000_000L : 0;
        }
        if (end - start != 2 || byteAt(bytes, start + 1) != 's') {
            return 0;
        }
        return switch (byteAt(bytes, start)) {
            case 'm' -> 1_000_000L;
            case 'u' -> 1_000L;
            case 'n' -> 1L;
            default -> 0;
        };
    }

    /** Digits alone, 1 to {@link #MAX_DIGITS}; else -1. */
    private static long parseNumber(MemorySegment bytes, long start, long end) {
        if (start >= end || end - start > MAX_DIGITS) {
            return -1;
        }
        long value = 0;
        for (long i = start; i < end; i++) {
            byte digit = byteAt(bytes, i);
            if (!isDigit(digit)) {
                return -1;
            }
            value = value * 10 + (digit - '0');
        }
        return value;
    }

    private static boolean equals(MemorySegment bytes, long start, long end, byte[] text) {
        return end - start == text.length && startsWith(bytes, start, end, text);
    }

    private static boolean startsWith(MemorySegment bytes, long start, long end, byte[] text) {
        if (end - start < text.length) {
            return false;
        }
        for (int i = 0; i < text.length; i++) {
            if (byteAt(bytes, start + i) != text[i]) {
                return false;
            }
        }
        return true;
    }

    /** Where {@code wanted} first stands, or {@code end}. */
    private static long indexOf(MemorySegment bytes, long start, long end, char wanted) {
        long index = start;
        while (index < end && byteAt(bytes, index) != wanted) {
            index++;
        }
        return index;
    }

    private static boolean isDigit(byte value) {
        return value >= '0' && value <= '9';
    }

    private static byte byteAt(MemorySegment bytes, long index) {
        return bytes.get(ValueLayout.JAVA_BYTE, index);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }
}
