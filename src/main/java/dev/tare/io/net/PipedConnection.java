package dev.tare.io.net;

import dev.tare.io.nativeaccess.LinuxPipe;

/**
 * A connection whose bytes can pass through a pipe of the kernel's instead of through memory: an
 * ability that some connections have, and that callers look for by {@code instanceof}. The back end
 * epoll has it; {@code nio}, io_uring and TLS have not.
 *
 * <p>Thread-safety: the loop's own thread only. Allocation: none.
 */
public interface PipedConnection extends Connection {

    /** Asks {@code taker} from now on whenever bytes have arrived, before memory gets them. */
    void offerTo(PipeTaker taker);

    /**
     * Moves bytes that have arrived into a pipe. Called from within {@link PipeTaker#onReadable}.
     *
     * @param pipe an empty one, or what comes of it cannot be told from a full one
     * @param bytes how many at most, 1 or more
     * @return how many; 0: none, for a reason that comes through {@link ConnectionHandler} if the
     *     taker leaves the bytes to it; {@link #BROKEN}: as with {@link #send}
     */
    int receive(LinuxPipe pipe, int bytes);

    /**
     * Sends what is in a pipe, of which there is something; otherwise as {@link #send}.
     *
     * @return how many bytes were taken, 0 or more, or {@link #BROKEN}
     */
    int send(LinuxPipe pipe);
}
