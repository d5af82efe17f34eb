package dev.tare.io.wire.http2;

import dev.tare.base.core.RequestSpec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A request that is sent again and again on many connections: each session remembers how it is
 * encoded there, so that from the second time on its head is a handful of indexed bytes.
 *
 * <p>Thread-safety: immutable, as long as nobody writes to its body.
 */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"})
public final class PreparedRequest {
    private PreparedRequest() {}

    /**
     * Prepares a request. {@code User-Agent} and {@code Accept} are added where it does not give
     * them itself; a {@code Host} takes the authority's place; {@code Content-Length} is added
     * where there is a body, and for POST, PUT and PATCH. {@code te: trailers} may be given.
     *
     * @param scheme {@code http} or {@code https}
     * @param authority host and port, such as {@code 127.0.0.1:8080}
     * @param arena where the body is kept
     * @throws IllegalArgumentException when a field must not stand in HTTP/2, or the whole is too
     *     large; the message says which
     */
    public static PreparedRequest of(
            RequestSpec request, String scheme, String authority, Arena arena) {
        throw new UnsupportedOperationException();
    }

    /** The same with another body. */
    public PreparedRequest withBody(MemorySegment body) {
        throw new UnsupportedOperationException();
    }

    /** The same without {@code Content-Length}, as gRPC does it. */
    public PreparedRequest withoutContentLength() {
        throw new UnsupportedOperationException();
    }

    /** The same for a path that each {@link RequestVariation} gives anew: it is not indexed. */
    public PreparedRequest withVaryingPath() {
        throw new UnsupportedOperationException();
    }
}
