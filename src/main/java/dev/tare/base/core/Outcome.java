package dev.tare.base.core;

/**
 * How a request that was sent ended. Every sent request has exactly one outcome, or is in flight at
 * the end (rule 2: conservation).
 */
public enum Outcome {
    /** Answered, and every check passed. */
    CORRECT,
    /** Answered with a status outside the check's range. */
    WRONG_STATUS,
    /** Answered with another body length than the check asks for. */
    WRONG_LENGTH,
    /** Answered, and the body lacks the check's pattern. */
    WRONG_BODY,
    /** The answer breaks RFC 9112, or is larger than the engine's bounds. */
    MALFORMED,
    /** The other side closed or reset the connection before the answer was whole. */
    CLOSED_EARLY,
    /** No whole answer within the timeout. */
    TIMED_OUT;

    /** The name as it stands in files: lower case with underscores. */
    public String key() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
