package dev.tare.io.net;

/** Takes the connections that an {@link Acceptor} accepts. Runs on the loop's thread. */
public interface AcceptHandler {

    /**
     * A connection was accepted.
     *
     * @return the handler of everything that happens on it from now on
     */
    ConnectionHandler onAccept(Connection connection);
}
