package dev.tare.io.net;

import java.net.SocketAddress;

/** A listening socket. Thread-safety: the loop's own thread only. */
public interface Acceptor {

    /** The address listened on, with the port that the system chose where 0 was asked for. */
    SocketAddress localAddress();

    /** Stops listening; accepted connections stay, and so does the file of a unix socket. */
    void close();
}
