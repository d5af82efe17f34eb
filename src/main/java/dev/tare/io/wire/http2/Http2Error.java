package dev.tare.io.wire.http2;

/**
 * The error codes of RST_STREAM and GOAWAY.
 *
 * <p>Source: RFC 9113, section 7.
 */
@SuppressWarnings("EnumOrdinal") // The constants stand in the order of their codes.
public enum Http2Error {
    NO_ERROR,
    PROTOCOL_ERROR,
    INTERNAL_ERROR,
    FLOW_CONTROL_ERROR,
    SETTINGS_TIMEOUT,
    STREAM_CLOSED,
    FRAME_SIZE_ERROR,
    REFUSED_STREAM,
    CANCEL,
    COMPRESSION_ERROR,
    CONNECT_ERROR,
    ENHANCE_YOUR_CALM,
    INADEQUATE_SECURITY,
    HTTP_1_1_REQUIRED;

    private static final Http2Error[] ALL = values();

    /** The code as it goes over the wire. */
    public int code() {
        return ordinal();
    }

    /** Whether a request whose stream was reset with this code was not processed at all. */
    public static boolean isUnprocessed(int code) {
        return code == REFUSED_STREAM.code();
    }

    /** The name of a code, {@code unknown} for one that has none. */
    public static String name(int code) {
        return code >= 0 && code < ALL.length ? ALL[code].name() : "unknown";
    }
}
