package dev.tare.specimen.proxy.route;

import java.lang.foreign.MemorySegment;

/**
 * Tells a path that everybody reads alike from one that a server may read as another.
 *
 * <p>Routes compare a path as it came. A server that resolves {@code /public/../admin}, {@code
 * /public/%2e%2e/admin}, {@code //admin} or {@code /public%2f..%2fadmin} by itself would serve what
 * another route was to guard. Whoever guards by routes refuses such paths with 400.
 *
 * <p>Source: RFC 3986, sections 5.2.4 and 6.2.2. Allocation: none.
 */
public final class PathRules {
    private static final int TRIPLET = 3;
    private static final int RADIX = 16;

    private PathRules() {}

    /**
     * Whether the path has no dot segment, no empty segment but the last, no backslash, and no dot,
     * slash or backslash behind a percent sign.
     */
    public static boolean isPlain(RequestView request) {
        return isPlain(request.pathBytes(), request.pathOffset(), request.pathLength());
    }

    static boolean isPlain(MemorySegment bytes, long offset, int length) {
        int segmentStart = 0;
        for (int p = 0; p < length; p++) {
            byte b = Bytes.at(bytes, offset + p);
            if (b == '\\' || (b == '%' && hidesASeparator(bytes, offset + p, length - p))) {
                return false;
            }
            if (b == '/') {
                boolean first = p == 0;
                boolean emptySegment = p == segmentStart;
                if (!first
                        && (emptySegment
                                || isDots(bytes, offset + segmentStart, p - segmentStart))) {
                    return false;
                }
                segmentStart = p + 1;
            }
        }
        return !isDots(bytes, offset + segmentStart, length - segmentStart);
    }

    private static boolean isDots(MemorySegment bytes, long offset, int length) {
        if (length != 1 && length != 2) {
            return false;
        }
        return Bytes.at(bytes, offset) == '.' && Bytes.at(bytes, offset + length - 1) == '.';
    }

    private static boolean hidesASeparator(MemorySegment bytes, long offset, int left) {
        if (left < TRIPLET) {
            return true;
        }
        int high = Character.digit(Bytes.at(bytes, offset + 1), RADIX);
        int low = Character.digit(Bytes.at(bytes, offset + 2), RADIX);
        int hidden = RADIX * high + low;
        return high < 0
                || low < 0
                || hidden == '.'
                || hidden == '/'
                || hidden == '\\'
                || hidden == 0;
    }
}
