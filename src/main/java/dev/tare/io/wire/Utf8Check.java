package dev.tare.io.wire;

import java.lang.foreign.MemorySegment;

/**
 * Finds out whether bytes that arrive in pieces of any size are UTF-8: no overlong forms, no
 * surrogates, nothing over U+10FFFF.
 *
 * <p>Thread-safety: none. Allocation: none. Source: RFC 3629, section 4 (the table of UTF8-octets).
 */
public final class Utf8Check {
    private static final int LOWEST = 0x80;
    private static final int HIGHEST = 0xbf;
    private static final long EACH_HIGH_BIT = 0x8080808080808080L;

    /** How many more bytes the character has that has begun. */
    private int left;

    /** What its next byte may be. */
    private int lowest = LOWEST;

    private int highest = HIGHEST;

    /** Begins a text. */
    public void begin() {
        left = 0;
        lowest = LOWEST;
        highest = HIGHEST;
    }

    /**
     * Looks at the next piece.
     *
     * @param length bytes that are there, 0 or more
     * @return whether all is well so far; after false only {@link #begin} makes sense
     */
    public boolean accepts(MemorySegment buffer, long offset, int length) {
        int p = 0;
        while (p < length) {
            if (left == 0 && p <= length - Long.BYTES) {
                long high = Octets.wordAt(buffer, offset + p) & EACH_HIGH_BIT;
                p += high == 0 ? Long.BYTES : Long.numberOfTrailingZeros(high) / Byte.SIZE;
                if (high == 0) {
                    continue;
                }
            }
            if (!accepts(Octets.at(buffer, offset + p) & 0xff)) {
                return false;
            }
            p++;
        }
        return true;
    }

    private boolean accepts(int b) {
        if (left == 0) {
            return b < LOWEST || begins(b);
        }
        boolean right = b >= lowest && b <= highest;
        left--;
        lowest = LOWEST;
        highest = HIGHEST;
        return right;
    }

    private boolean begins(int b) {
        if (b < 0xc2 || b > 0xf4) {
            return false;
        }
        left = b < 0xe0 ? 1 : b < 0xf0 ? 2 : 3;
        switch (b) {
            case 0xe0 -> lowest = 0xa0;
            case 0xed -> highest = 0x9f;
            case 0xf0 -> lowest = 0x90;
            case 0xf4 -> highest = 0x8f;
            default -> {}
        }
        return true;
    }

    /** Whether the text may end here: no character has begun and not ended. */
    public boolean isWhole() {
        return left == 0;
    }
}
