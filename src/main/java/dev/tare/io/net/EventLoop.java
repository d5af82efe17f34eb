package dev.tare.io.net;

import dev.tare.base.time.NanoClock;
import java.io.IOException;
import java.net.SocketAddress;

/**
 * One thread's sockets and its wait.
 *
 * <p>Thread-safety: every method but {@link #wake} is called by the loop's own thread only.
 *
 * <p>Allocation: {@link #poll}, {@link Connection#send} and the callbacks they lead to allocate
 * nothing; opening and closing connections may.
 */
public interface EventLoop extends AutoCloseable {

    /**
     * Writable bytes that lie before every piece of received data, so that a proxy can put a new
     * head right before a body and send both at once.
     */
    int HEADROOM_BYTES = 4096;

    /** The most bytes that one {@link ConnectionHandler#onData} call hands over. */
    int RECEIVE_BUFFER_BYTES = 256 * 1024;

    /**
     * The longest path of a unix socket, in bytes of UTF-8: {@code sun_path} less its NUL. {@code
     * java.nio} takes one byte less.
     */
    int MAX_UNIX_PATH_BYTES = 107;

    /**
     * Begins to open a connection. The outcome arrives as {@link ConnectionHandler#onConnected} or
     * {@link ConnectionHandler#onFailure}, never from within this call.
     *
     * @param address an {@link java.net.InetSocketAddress} or a {@link
     *     java.net.UnixDomainSocketAddress} of at most {@link #MAX_UNIX_PATH_BYTES}
     * @throws IOException when no socket can be had at all (such as too many open files), or the
     *     address cannot be one
     */
    Connection connect(SocketAddress address, ConnectionHandler handler) throws IOException;

    /**
     * Listens and hands every accepted connection to {@code handler}.
     *
     * @param address as for {@link #connect}; the file of a unix socket must not be there yet
     * @param backlog the longest queue of connections not yet accepted, 1 to 65,535
     * @param reusePort whether other loops may listen on the same port (SO_REUSEPORT)
     * @throws IOException when the address cannot be bound; the message names it
     */
    Acceptor listen(SocketAddress address, int backlog, boolean reusePort, AcceptHandler handler)
            throws IOException;

    /**
     * Runs a task once from within the next {@link #poll}, which then does not wait: for what a
     * layer above the sockets has to tell its owner at another time than now. Counts as an event.
     */
    void defer(Runnable task);

    /**
     * Waits for events and dispatches them to their handlers; returns when at least one was
     * dispatched, when {@link #wake} was called, or at {@code untilNs}.
     *
     * @param untilNs when to return at the latest, on {@link #clock}'s scale; a time that has
     *     passed polls once without waiting
     * @return how many events were dispatched, 0 or more
     */
    int poll(long untilNs);

    /** Makes the current or the next {@link #poll} return early. May be called by any thread. */
    void wake();

    /**
     * Whether connections that were closed still have bytes to send: whoever wants those to arrive
     * polls on before {@link #close}.
     */
    default boolean lingers() {
        return false;
    }

    /**
     * How often an {@link Acceptor} has left new connections in the system's queue for a while, for
     * there were no more descriptors.
     */
    long acceptPauses();

    /** The clock that {@link #poll} waits by. */
    NanoClock clock();

    /** The name of the back end: {@code nio}, {@code epoll} or {@code io_uring}. */
    String backEnd();

    /** Closes every socket of the loop, without callbacks. */
    @Override
    void close();
}
