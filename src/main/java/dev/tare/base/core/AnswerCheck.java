package dev.tare.base.core;

import java.util.List;

/**
 * What an answer must look like to count as correct (rule 9: the same work).
 *
 * @param statusMin lowest status that is correct, 100 to 599
 * @param statusMax highest status that is correct, {@code statusMin} to 599
 * @param bodyLength exact length of the decoded body in bytes, or {@link #ANY_LENGTH}
 * @param bodyPattern text that the body must contain, in UTF-8, at most {@link #MAX_PATTERN_LENGTH}
 *     characters; empty for none
 * @param further what else must hold, at most {@link #MAX_FURTHER}
 */
public record AnswerCheck(
        int statusMin,
        int statusMax,
        long bodyLength,
        String bodyPattern,
        List<FurtherCheck> further) {
    public static final long ANY_LENGTH = -1;
    public static final int MAX_PATTERN_LENGTH = 1024;

    public static final int MAX_FURTHER = 64;

    public AnswerCheck {
        further = List.copyOf(further);
        if (further.size() > MAX_FURTHER) {
            throw new IllegalArgumentException(
                    "%d checks, must be at most %d".formatted(further.size(), MAX_FURTHER));
        }
        if (statusMin < 100 || statusMax > 599 || statusMin > statusMax) {
            throw new IllegalArgumentException(
                    "status range %d-%d must lie within 100-599".formatted(statusMin, statusMax));
        }
        if (bodyLength < ANY_LENGTH) {
            throw new IllegalArgumentException("body length " + bodyLength + " must be 0 or more");
        }
        if (bodyPattern.length() > MAX_PATTERN_LENGTH) {
            throw new IllegalArgumentException(
                    "body pattern must have at most " + MAX_PATTERN_LENGTH + " characters");
        }
    }

    /** Nothing further. */
    public AnswerCheck(int statusMin, int statusMax, long bodyLength, String bodyPattern) {
        this(statusMin, statusMax, bodyLength, bodyPattern, List.of());
    }

    /** Any status from 200 to 299, any body. */
    public static AnswerCheck success() {
        return new AnswerCheck(200, 299, ANY_LENGTH, "");
    }

    /** Status 200 and exactly {@code bodyLength} bytes of body. */
    public static AnswerCheck okWithLength(long bodyLength) {
        return new AnswerCheck(200, 200, bodyLength, "");
    }
}
