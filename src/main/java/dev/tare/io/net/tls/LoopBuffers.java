package dev.tare.io.net.tls;

import dev.tare.io.net.EventLoop;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;

/**
 * What the connections of one loop share: they are served one after the other.
 *
 * <p>Thread-safety: the loop's thread.
 */
final class LoopBuffers {
    /** Plain bytes that are encrypted, and sent, at one time: what a peer may leave waiting. */
    static final int CHUNK_BYTES = 4 * TlsEngine.RECORD_BYTES;

    /** Room for a chunk encrypted, and for anything else that waits to be said. */
    static final int OUT_BYTES = CHUNK_BYTES + TlsEngine.RECORD_BYTES;

    /** Closed connections at most whose last bytes still wait for the kernel; older ones go. */
    static final int MAX_LINGERING = 256;

    /** Decrypted bytes, behind the headroom. */
    final MemorySegment plain =
            Arena.ofAuto().allocate(EventLoop.HEADROOM_BYTES + EventLoop.RECEIVE_BUFFER_BYTES);

    /** Encrypted bytes on their way out. */
    final MemorySegment out = Arena.ofAuto().allocate(OUT_BYTES);

    /** For encrypted bytes that the kernel did not take. */
    final SegmentPool waiting = new SegmentPool(OUT_BYTES);

    /** For encrypted bytes that the owner did not want yet. */
    final SegmentPool held = new SegmentPool(EventLoop.RECEIVE_BUFFER_BYTES);

    private final ArrayDeque<SecuredConnection> lingering = new ArrayDeque<>();

    /** Keeps a closed connection for its last bytes; too many, and the oldest is broken off. */
    void linger(SecuredConnection connection) {
        if (lingering.size() == MAX_LINGERING) {
            lingering.remove().breakOff();
        }
        lingering.add(connection);
    }

    void lingered(SecuredConnection connection) {
        lingering.remove(connection);
    }

    int lingering() {
        return lingering.size();
    }
}
