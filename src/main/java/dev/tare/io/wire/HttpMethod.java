package dev.tare.io.wire;

/**
 * The request methods that framing and routing tell apart.
 *
 * <p>Source: RFC 9110, section 9; RFC 5789 for PATCH. Methods are case-sensitive.
 */
public enum HttpMethod {
    GET,
    HEAD,
    POST,
    PUT,
    DELETE,
    CONNECT,
    OPTIONS,
    TRACE,
    PATCH,
    /** Any other token. */
    OTHER;

    private static final long GET_BYTES = pack("GET");
    private static final long HEAD_BYTES = pack("HEAD");
    private static final long POST_BYTES = pack("POST");
    private static final long PUT_BYTES = pack("PUT");
    private static final long DELETE_BYTES = pack("DELETE");
    private static final long CONNECT_BYTES = pack("CONNECT");
    private static final long OPTIONS_BYTES = pack("OPTIONS");
    private static final long TRACE_BYTES = pack("TRACE");
    private static final long PATCH_BYTES = pack("PATCH");

    /**
     * The method whose name's bytes are these.
     *
     * @param packed the name's last eight bytes, the last one lowest; a name of eight and more has
     *     no zero among them, and so equals none of the known ones
     */
    static HttpMethod of(long packed) {
        if (packed == GET_BYTES) {
            return GET;
        }
        if (packed == POST_BYTES) {
            return POST;
        }
        if (packed == HEAD_BYTES) {
            return HEAD;
        }
        if (packed == PUT_BYTES) {
            return PUT;
        }
        return ofRare(packed);
    }

    private static HttpMethod ofRare(long packed) {
        if (packed == DELETE_BYTES) {
            return DELETE;
        }
        if (packed == CONNECT_BYTES) {
            return CONNECT;
        }
        if (packed == OPTIONS_BYTES) {
            return OPTIONS;
        }
        if (packed == TRACE_BYTES) {
            return TRACE;
        }
        return packed == PATCH_BYTES ? PATCH : OTHER;
    }

    /**
     * Whether a request may be sent again though it could have been processed.
     *
     * <p>Source: RFC 9110, section 9.2.2.
     */
    public boolean isIdempotent() {
        return switch (this) {
            case GET, HEAD, PUT, DELETE, OPTIONS, TRACE -> true;
            case POST, PATCH, CONNECT, OTHER -> false;
        };
    }

    private static long pack(String name) {
        long packed = 0;
        for (int i = 0; i < name.length(); i++) {
            packed = (packed << Byte.SIZE) | name.charAt(i);
        }
        return packed;
    }
}
