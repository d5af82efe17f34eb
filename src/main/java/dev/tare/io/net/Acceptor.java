package dev.tare.io.net;

import java.net.InetSocketAddress;

/** A listening socket. Thread-safety: the loop's own thread only. */
public interface Acceptor {

    /** The address listened on, with the port that the system chose where 0 was asked for. */
    InetSocketAddress localAddress();

    /** Stops listening; accepted connections stay. */
    void close();
}
