package dev.tare.specimen.proxy.filter;

import dev.tare.io.wire.FieldsView;

/**
 * What a filter is told of an exchange, and what it may ask for.
 *
 * <p>Thread-safety: the loop's thread, during a call of the filter's. Allocation: none.
 */
public interface FilterCall {
    /** The body's length is not known beforehand. */
    long UNKNOWN = -1;

    /** Which exchange it is: no other one has the number while it is in flight. */
    long id();

    /**
     * The head at hand, as it was received: what filters have changed of it does not show. With it
     * come those fields of HTTP/2 that begin with a colon.
     */
    FieldsView fields();

    /** The response's status; 0 for a request. */
    int status();

    /** The announced length of the head's body in bytes, 0 for none; or {@link #UNKNOWN}. */
    long lengthBytes();

    /** How much of the body has been shown, in bytes, the piece at hand included. */
    long shownBytes();

    /** The client's address as a hash; 0 for one without an internet address. */
    long clientKey();

    /** On the loop's monotonic clock. */
    long nowNs();

    /** Has the head at hand changed; several changes count one after the other. */
    void edit(FieldEdits edits);

    /** In which trace the exchange stands; a filter's own to say. */
    TraceContext trace();

    /** Has the request's body shown; from {@link Filter#onRequestHead} only. */
    void watchRequestBody();

    /** Has the response's body shown; from {@link Filter#onResponseHead} only. */
    void watchResponseBody();

    /** The answer to be filled in; then {@link Verdict#ANSWER} is returned. */
    FilterAnswer answer();
}
