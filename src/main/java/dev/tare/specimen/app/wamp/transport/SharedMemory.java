package dev.tare.specimen.app.wamp.transport;

import dev.tare.io.wire.websocket.SecureMasks;
import dev.tare.specimen.app.wamp.serializer.EncodedBytes;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * What the links of one loop use one after the other.
 *
 * <p>Thread-safety: its loop's thread.
 */
final class SharedMemory {
    private static final int FIRST_BYTES = 64 * 1024;

    final EncodedBytes encoded = new EncodedBytes();
    final SecureMasks masks = new SecureMasks();

    /** Bytes that wait for all peers together. */
    long queuedBytes;

    /** How many links there are, being opened or open. */
    int links;

    private byte[] incoming = new byte[FIRST_BYTES];

    /** A message as an array, whose first bytes count; until the next call. */
    byte[] arrayOf(MemorySegment buffer, long offset, int length) {
        if (length > incoming.length) {
            incoming = new byte[Math.min(length * 2, LinkOptions.MAX_MESSAGE_BYTES)];
        }
        MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, offset, incoming, 0, length);
        return incoming;
    }
}
