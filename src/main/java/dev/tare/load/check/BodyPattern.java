package dev.tare.load.check;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/**
 * A text that is looked for in a body that arrives in pieces. How far it has matched is a number
 * that the caller keeps.
 *
 * <p>Source: Knuth, Morris, Pratt, "Fast Pattern Matching in Strings", SIAM J. Comput. 6, 1977.
 *
 * <p>Thread-safety: immutable. Allocation: none after construction.
 */
final class BodyPattern {
    /** How far the pattern has matched before the first byte of a body. */
    static final int NOTHING_MATCHED = 0;

    private final byte[] pattern;

    /** For each prefix of the pattern the length of its longest border. */
    private final int[] borders;

    /** The text is meant in UTF-8; an empty one is in every body. */
    BodyPattern(String text) {
        pattern = text.getBytes(StandardCharsets.UTF_8);
        borders = borders(pattern);
    }

    private static int[] borders(byte[] pattern) {
        int[] borders = new int[pattern.length + 1];
        int length = 0;
        for (int i = 1; i < pattern.length; i++) {
            while (length > 0 && pattern[i] != pattern[length]) {
                length = borders[length];
            }
            if (pattern[i] == pattern[length]) {
                length++;
            }
            borders[i + 1] = length;
        }
        return borders;
    }

    /** Whether a body in which that much has matched contains the pattern. */
    boolean isWhole(int matched) {
        return matched == pattern.length;
    }

    /** How far the pattern has matched after another piece. */
    int match(int matched, MemorySegment buffer, long offset, int length) {
        if (matched == pattern.length) {
            return matched;
        }
        int at = matched;
        for (long i = offset; i < offset + length; i++) {
            byte octet = buffer.get(ValueLayout.JAVA_BYTE, i);
            while (at > 0 && pattern[at] != octet) {
                at = borders[at];
            }
            if (pattern[at] == octet) {
                at++;
                if (at == pattern.length) {
                    break;
                }
            }
        }
        return at;
    }
}
