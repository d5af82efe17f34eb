package dev.tare.io.wire.grpc;

/**
 * How a call ended: the 17 codes, in the order of their numbers.
 *
 * <p>Source: "Status codes and their use in gRPC", doc/statuscodes.md of grpc/grpc; "HTTP to gRPC
 * Status Code Mapping" and "Errors" of "gRPC over HTTP2" there.
 */
public enum GrpcStatus {
    OK(0),
    CANCELLED(1),
    UNKNOWN(2),
    INVALID_ARGUMENT(3),
    DEADLINE_EXCEEDED(4),
    NOT_FOUND(5),
    ALREADY_EXISTS(6),
    PERMISSION_DENIED(7),
    RESOURCE_EXHAUSTED(8),
    FAILED_PRECONDITION(9),
    ABORTED(10),
    OUT_OF_RANGE(11),
    UNIMPLEMENTED(12),
    INTERNAL(13),
    UNAVAILABLE(14),
    DATA_LOSS(15),
    UNAUTHENTICATED(16);

    private static final GrpcStatus[] BY_CODE = values();

    private final int code;

    GrpcStatus(int code) {
        this.code = code;
    }

    /** The number on the wire, 0 to 16. */
    public int code() {
        return code;
    }

    /** The status of a number; {@link #UNKNOWN} for one that is none of the 17. */
    public static GrpcStatus of(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : UNKNOWN;
    }

    /**
     * What an answer without {@code grpc-status} means, as a proxy sends it that knows no gRPC.
     *
     * @param httpStatus of the answer, 100 to 999; 200 too means {@link #UNKNOWN} here
     */
    public static GrpcStatus ofHttpStatus(int httpStatus) {
        return switch (httpStatus) {
            case 400 -> INTERNAL;
            case 401 -> UNAUTHENTICATED;
            case 403 -> PERMISSION_DENIED;
            case 404 -> UNIMPLEMENTED;
            case 429, 502, 503, 504 -> UNAVAILABLE;
            default -> UNKNOWN;
        };
    }

    /**
     * What a stream reset by the other side means.
     *
     * @param errorCode of RST_STREAM: RFC 9113, section 7
     */
    public static GrpcStatus ofHttp2Error(int errorCode) {
        return switch (errorCode) {
            case 0x7 -> UNAVAILABLE; // REFUSED_STREAM: nothing was done, it may be tried again.
            case 0x8 -> CANCELLED;
            case 0xb -> RESOURCE_EXHAUSTED; // ENHANCE_YOUR_CALM
            case 0xc -> PERMISSION_DENIED; // INADEQUATE_SECURITY
            default -> INTERNAL;
        };
    }

    /**
     * Reads a name such as {@code NOT_FOUND}, or a number, as people type it.
     *
     * @throws IllegalArgumentException that lists the names
     */
    public static GrpcStatus parse(String text) {
        for (GrpcStatus status : BY_CODE) {
            if (status.name().equalsIgnoreCase(text)
                    || Integer.toString(status.code()).equals(text)) {
                return status;
            }
        }
        throw new IllegalArgumentException(
                "\"%s\" is no gRPC status; write 0 to 16 or one of %s"
                        .formatted(text, String.join(", ", names())));
    }

    private static String[] names() {
        String[] names = new String[BY_CODE.length];
        for (int i = 0; i < names.length; i++) {
            names[i] = BY_CODE[i].name();
        }
        return names;
    }
}
