package dev.tare.io.wire;

/**
 * How the end of a message's body is found.
 *
 * <p>Source: RFC 9112, section 6.3.
 */
public enum BodyFraming {
    /** There is no body. */
    NONE,
    /** Content-Length says how many bytes. */
    LENGTH,
    /** The chunked transfer coding. */
    CHUNKED,
    /** The body ends with the connection; responses only. */
    UNTIL_CLOSE;

    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    /** The framing of a request whose head was parsed: chunked, by length, or no body. */
    public static BodyFraming ofRequest(Http1Head head) {
        if (head.chunked()) {
            return CHUNKED;
        }
        return head.contentLength() > 0 ? LENGTH : NONE;
    }

    /**
     * The framing of a response whose head was parsed.
     *
     * @param headRequest whether it answers a HEAD request, and so has no body whatever it says
     */
    public static BodyFraming ofResponse(Http1Head head, boolean headRequest) {
        return ofResponse(head, headRequest ? HttpMethod.HEAD : HttpMethod.GET);
    }

    /**
     * The framing of a response whose head was parsed. A success that answers CONNECT has no body:
     * what follows is the tunnel.
     *
     * @param requestMethod of the request that it answers
     */
    public static BodyFraming ofResponse(Http1Head head, HttpMethod requestMethod) {
        int status = head.status();
        boolean tunnel = requestMethod == HttpMethod.CONNECT && status / 100 == 2;
        if (requestMethod == HttpMethod.HEAD || tunnel || neverHasBody(status)) {
            return NONE;
        }
        if (head.chunked()) {
            return CHUNKED;
        }
        if (head.transferCoded() || head.contentLength() < 0) {
            return UNTIL_CLOSE;
        }
        return head.contentLength() == 0 ? NONE : LENGTH;
    }

    /** Whether after a response of this status the connection speaks another protocol. */
    static boolean switchesProtocol(int status) {
        return status == SWITCHING_PROTOCOLS;
    }

    private static boolean neverHasBody(int status) {
        return status < 200 || status == NO_CONTENT || status == NOT_MODIFIED;
    }
}
