package dev.tare.load.request;

import dev.tare.base.time.EpochClock;
import dev.tare.io.wire.FieldsView;
import dev.tare.io.wire.GrowableBytes;
import java.lang.foreign.MemorySegment;

/**
 * The cookies that one client has been given and sends back.
 *
 * <p>Thread-safety: the thread of its connections only. Allocation: when a cookie is new or
 * changes.
 *
 * <p>Source: RFC 6265, sections 5.1 to 5.4.
 */
public final class CookieJar {
    /** A jar that keeps nothing. */
    public static CookieJar none() {
        return new CookieJar(false, () -> 0);
    }

    /**
     * An empty jar.
     *
     * @param secure whether requests go over TLS: then cookies with {@code Secure} are kept
     * @param clock tells which {@code Expires} have passed; read only where there is one
     */
    public CookieJar(boolean secure, EpochClock clock) {}

    /** Whether there are no cookies at all. */
    public boolean isEmpty() {
        return true;
    }

    /**
     * Takes the cookies that an answer sets.
     *
     * @param head the final head of the answer
     * @param answered the request, as it was sent
     */
    public void take(FieldsView head, OutgoingRequest answered) {}

    /** The same, where the request target lies elsewhere. */
    public void take(FieldsView head, MemorySegment target, long offset, int length) {}

    /**
     * Appends the value of the field {@code Cookie} for a request target, such as {@code a=b; c=d}.
     *
     * @return whether there is any; if not, nothing is appended
     */
    public boolean appendTo(GrowableBytes to, MemorySegment target, long offset, int length) {
        return false;
    }
}
