package dev.tare.io.wire.websocket;

/**
 * Why a connection ends. Source: RFC 6455, section 7.4, and IANA's WebSocket Close Code Number
 * Registry.
 */
public final class CloseCode {
    public static final int NORMAL = 1000;
    public static final int GOING_AWAY = 1001;
    public static final int PROTOCOL_ERROR = 1002;
    public static final int UNSUPPORTED_DATA = 1003;

    /** Stands for a close frame without a code; never sent. */
    public static final int NONE = 1005;

    /** Text that is not UTF-8, or a message that is not what its type says. */
    public static final int INVALID_DATA = 1007;

    public static final int POLICY_VIOLATION = 1008;
    public static final int TOO_BIG = 1009;
    public static final int INTERNAL_ERROR = 1011;

    private static final int LAST_REGISTERED = 1014;
    private static final int FIRST_OF_LIBRARIES = 3000;
    private static final int LAST_OF_APPLICATIONS = 4999;

    private CloseCode() {}

    /** Whether a close frame may hold the code. */
    public static boolean isSendable(int code) {
        return (code >= NORMAL && code <= UNSUPPORTED_DATA)
                || (code >= INVALID_DATA && code <= LAST_REGISTERED)
                || (code >= FIRST_OF_LIBRARIES && code <= LAST_OF_APPLICATIONS);
    }
}
