package dev.tare.io.wire.websocket;

import java.lang.foreign.MemorySegment;

/** Takes what a {@link WebSocketReader} has read. Memory is valid during the call only. */
public interface WebSocketSink {
    /**
     * A whole message, unmasked.
     *
     * @param text whether it is of text, and so UTF-8
     * @param length bytes, 0 or more
     */
    void onMessage(boolean text, MemorySegment buffer, long offset, int length);

    /** A ping, to be answered by a pong with the same payload. */
    void onPing(MemorySegment payload, long offset, int length);

    /** A pong, asked for or not. */
    void onPong();

    /**
     * The other side ends the connection; nothing is read after this.
     *
     * @param code {@link CloseCode#NONE} where it says none
     * @param reason in words; may be empty
     */
    void onClose(int code, String reason);
}
