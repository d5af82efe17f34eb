package dev.tare.specimen.proxy.upstream;

/** What a request's try at an endpoint has come to, as far as it tells of the endpoint. */
public enum TryResult {
    /** An answer below 500. */
    ANSWERED,
    /** 500 and above, but for those of a gateway. */
    SERVER_ERROR,
    /** 502, 503, 504. */
    GATEWAY_ERROR,
    /** No connection; nothing was sent. */
    CONNECT_FAILED,
    /** The connection broke before the answer's head. */
    RESET,
    /** No answer's head in time. */
    TIMED_OUT;

    private static final int FIRST_SERVER_ERROR = 500;
    private static final int BAD_GATEWAY = 502;
    private static final int GATEWAY_TIMEOUT = 504;

    /** What an answer with this status is. */
    public static TryResult ofStatus(int status) {
        if (status < FIRST_SERVER_ERROR) {
            return ANSWERED;
        }
        boolean gateway = status >= BAD_GATEWAY && status <= GATEWAY_TIMEOUT;
        return gateway ? GATEWAY_ERROR : SERVER_ERROR;
    }

    /** Whether there was an answer. */
    public boolean hasAnswer() {
        return switch (this) {
            case ANSWERED, SERVER_ERROR, GATEWAY_ERROR -> true;
            case CONNECT_FAILED, RESET, TIMED_OUT -> false;
        };
    }
}
