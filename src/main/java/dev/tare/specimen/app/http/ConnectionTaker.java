package dev.tare.specimen.app.http;

import dev.tare.io.net.Connection;
import dev.tare.io.net.ConnectionHandler;

/** Takes a connection over from HTTP: {@link HttpReply#upgrade}. */
@FunctionalInterface
public interface ConnectionTaker {
    /**
     * The client has the answer; what comes from now on is the taker's. Called on the loop's
     * thread, at once or later, unless the client is gone before.
     *
     * @param connection open; the taker closes it
     * @return who is told what happens on it
     */
    ConnectionHandler onTaken(Connection connection);
}
