package dev.tare.io.wire.websocket;

/** The kinds of frames. Source: RFC 6455, sections 5.2 and 11.8. */
public enum Opcode {
    CONTINUATION(0),
    TEXT(1),
    BINARY(2),
    CLOSE(8),
    PING(9),
    PONG(10);

    /** The longest payload of a control frame: section 5.5. */
    public static final int MAX_CONTROL_BYTES = 125;

    private final int code;

    Opcode(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
