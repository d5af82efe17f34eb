package dev.tare.io.net;

import dev.tare.io.nativeaccess.TcpInfo;
import java.lang.foreign.MemorySegment;
import java.net.SocketAddress;
import java.util.Optional;

/**
 * A connection of an {@link EventLoop}: TCP, with TCP_NODELAY set, or a unix socket.
 *
 * <p>Thread-safety: the loop's own thread only.
 */
public interface Connection {

    /** What {@link #send} returns when the connection is broken. */
    int BROKEN = -1;

    /**
     * Sends what is taken now; the rest stays with the caller, who sends it from {@link
     * ConnectionHandler#onWritable}. Never calls a handler. Memory that was taken from may be used
     * again at once. A back end may keep a bounded part of what it has taken until the next poll,
     * or until the kernel has room; if that fails, {@link ConnectionHandler#onFailure} tells.
     *
     * @param bytes a native segment
     * @param offset of the first byte to send
     * @param length bytes to send, 1 or more
     * @return how many bytes were taken, 0 to {@code length}, or {@link #BROKEN}; after that the
     *     caller closes the connection, no callback follows
     */
    int send(MemorySegment bytes, long offset, int length);

    /**
     * Asks for {@link ConnectionHandler#onWritable} as long as the connection takes more bytes, or
     * withdraws that.
     */
    void wantWritable(boolean wanted);

    /** Stops or resumes {@link ConnectionHandler#onData}: back-pressure on the other side. */
    void wantReadable(boolean wanted);

    /** Sends FIN after what was sent; data may still arrive. */
    void shutdownOutput();

    /** Closes at once; no callback follows. Closing twice does nothing. */
    void close();

    /** Closes at once with RST instead of FIN; no callback follows. */
    void reset();

    /** Whether {@link #close} has not been called yet. */
    boolean isOpen();

    /** The other side's address; that of a unix socket without a name has an empty path. */
    SocketAddress remoteAddress();

    /**
     * What the kernel knows of it now; empty where it does not tell: of a unix socket, of a closed
     * connection, and without {@code io.nativeaccess}. Allocates.
     */
    default Optional<TcpInfo> tcpInfo() {
        return Optional.empty();
    }
}
