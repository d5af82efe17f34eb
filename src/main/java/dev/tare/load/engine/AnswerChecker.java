package dev.tare.load.engine;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.Outcome;
import dev.tare.io.wire.BodySink;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/**
 * Holds answers against a check, piece by piece as they arrive. One checker serves all connections
 * of a loop: how far the pattern has matched is a number that each connection keeps for itself.
 *
 * <p>Source: Knuth, Morris, Pratt, "Fast Pattern Matching in Strings", SIAM J. Comput. 6, 1977.
 *
 * <p>Thread-safety: the loop's own thread only. Allocation: none after construction.
 */
final class AnswerChecker implements BodySink {
    /** How far the pattern has matched before the first byte of a body. */
    static final int NOTHING_MATCHED = 0;

    private final int statusMin;
    private final int statusMax;
    private final long bodyLength;
    private final byte[] pattern;

    /** For each prefix of the pattern the length of its longest border. */
    private final int[] borders;

    private int matched;

    AnswerChecker(AnswerCheck check) {
        statusMin = check.statusMin();
        statusMax = check.statusMax();
        bodyLength = check.bodyLength();
        pattern = check.bodyPattern().getBytes(StandardCharsets.UTF_8);
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

    /** Goes on with the body of which {@link #matched} was last told. */
    void resume(int matchedSoFar) {
        matched = matchedSoFar;
    }

    /** How far the pattern has matched now. */
    int matched() {
        return matched;
    }

    @Override
    public void onBody(MemorySegment buffer, long offset, int length) {
        if (matched == pattern.length) {
            return;
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
        matched = at;
    }

    /** What an answer that is whole counts as. */
    Outcome outcome(int status, long bodyBytes, int matchedAtEnd) {
        if (status < statusMin || status > statusMax) {
            return Outcome.WRONG_STATUS;
        }
        if (bodyLength != AnswerCheck.ANY_LENGTH && bodyBytes != bodyLength) {
            return Outcome.WRONG_LENGTH;
        }
        return matchedAtEnd == pattern.length ? Outcome.CORRECT : Outcome.WRONG_BODY;
    }
}
