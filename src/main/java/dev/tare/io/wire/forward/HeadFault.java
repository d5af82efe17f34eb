package dev.tare.io.wire.forward;

/**
 * Why a head is not forwarded.
 *
 * <p>Source: RFC 9110, section 15; RFC 9113, section 8.
 */
public enum HeadFault {
    /** It is forwarded. */
    NONE("", 0),
    METHOD(":method is not a token", Status.BAD_REQUEST),
    CONNECT("CONNECT is not forwarded", Status.NOT_IMPLEMENTED),
    TARGET(":path is not a path that its method may have", Status.BAD_REQUEST),
    AUTHORITY(":authority or host is not a host with an optional port", Status.BAD_REQUEST),
    AUTHORITIES_DIFFER("more than one host, or one that is not :authority", Status.BAD_REQUEST),
    LENGTH("a content-length, and no body", Status.BAD_REQUEST),
    VALUE("a field's value holds a control character", Status.BAD_REQUEST),
    BODY_CODING("a transfer coding other than chunked", Status.NOT_IMPLEMENTED),
    SWITCHING("status 101, which HTTP/2 does not have", Status.BAD_GATEWAY),
    TOO_LARGE("more fields, or larger ones, than can be forwarded", Status.FIELDS_TOO_LARGE);

    private static final class Status {
        private static final int BAD_REQUEST = 400;
        private static final int FIELDS_TOO_LARGE = 431;
        private static final int NOT_IMPLEMENTED = 501;
        private static final int BAD_GATEWAY = 502;
    }

    private final String text;
    private final int requestStatus;

    HeadFault(String text, int requestStatus) {
        this.text = text;
        this.requestStatus = requestStatus;
    }

    /** What is wrong, in words; empty for {@link #NONE}. */
    public String text() {
        return text;
    }

    /**
     * The status that answers a request with this fault; 0 for {@link #NONE}. A response that is
     * not forwarded is always a 502.
     */
    public int requestStatus() {
        return requestStatus;
    }
}
