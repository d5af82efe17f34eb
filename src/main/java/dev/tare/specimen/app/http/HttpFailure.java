package dev.tare.specimen.app.http;

/** Why a call of a {@link HttpClient} has brought no answer, or no whole one. */
public enum HttpFailure {
    /** There is no connection to be had. */
    NOT_CONNECTED,
    /** The connection has ended before the answer did. */
    CLOSED,
    /** What came is no answer. */
    MALFORMED,
    /** For too long nothing came. */
    TIMED_OUT
}
