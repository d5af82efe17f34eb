package dev.tare.io.wire.websocket;

/** One end of a connection. Source: RFC 6455, section 5.1: a client masks, a server does not. */
public enum WebSocketSide {
    CLIENT,
    SERVER;

    boolean masks() {
        return this == CLIENT;
    }
}
