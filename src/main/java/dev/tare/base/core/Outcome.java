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
    /** Answered, and a header field is absent or not as the check wants it. */
    WRONG_HEADER,
    /** Answered, and the body is not as the check wants it. */
    WRONG_BODY,
    /** Answered, and the gRPC status is not the one that the check wants, or is absent. */
    WRONG_GRPC_STATUS,
    /**
     * The answer breaks its protocol's rules (RFC 9112, RFC 9113), or is larger than the engine's
     * bounds.
     */
    MALFORMED,
    /** The other side closed or reset the connection before the answer was whole. */
    CLOSED_EARLY,
    /** The other side reset the request's HTTP/2 stream, not the connection. */
    STREAM_RESET,
    /** No whole answer within the timeout. */
    TIMED_OUT;

    /** The name as it stands in files: lower case with underscores. */
    public String key() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
