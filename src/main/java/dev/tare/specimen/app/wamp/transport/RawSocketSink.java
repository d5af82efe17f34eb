package dev.tare.specimen.app.wamp.transport;

import java.lang.foreign.MemorySegment;

/** Takes what a {@link RawSocketReader} has read. Memory is valid during the call only. */
interface RawSocketSink {
    /** A message, 0 bytes or more. */
    void onMessage(MemorySegment buffer, long offset, int length);

    /** A ping, to be answered by a pong with the same payload. */
    void onPing(MemorySegment payload, long offset, int length);

    void onPong();
}
