package dev.tare.specimen.proxy.filter;

import java.lang.foreign.MemorySegment;

/**
 * One step of a chain. Requests pass the steps in the order of the configuration, responses in the
 * opposite one.
 *
 * <p>For each exchange, in this order: the request's head; pieces of its body, if that is watched;
 * the final response's head; pieces of its body, if that is watched; and whatever has become of it,
 * the end. A response may come before the request's body is whole. Interim responses, those that
 * switch to another protocol, and answers that are minivoy's own are not shown.
 *
 * <p>Thread-safety: one thread, that of its loop. Many exchanges may be in flight at a time: {@link
 * FilterCall#id} tells them apart. Allocation: none for a request, or the loop's garbage collector
 * would be weighed with the proxy.
 */
public interface Filter {
    /** The head of a request, whole and well-formed, as the client has sent it. */
    default Verdict onRequestHead(FilterCall call) {
        return Verdict.CONTINUE;
    }

    /**
     * A piece of a request's body, before it passes on; only after {@link
     * FilterCall#watchRequestBody}.
     *
     * @param bytes valid during the call, and not to be changed
     * @param offset of the first byte
     * @param length 1 or more
     */
    default Verdict onRequestBody(FilterCall call, MemorySegment bytes, long offset, int length) {
        return Verdict.CONTINUE;
    }

    /** The head of a final response, as the upstream has sent it. */
    default Verdict onResponseHead(FilterCall call) {
        return Verdict.CONTINUE;
    }

    /** The same of a response's body; only after {@link FilterCall#watchResponseBody}. */
    default Verdict onResponseBody(FilterCall call, MemorySegment bytes, long offset, int length) {
        return Verdict.CONTINUE;
    }

    /** Nothing more comes of the exchange. */
    default void onEnd(FilterCall call) {}
}
