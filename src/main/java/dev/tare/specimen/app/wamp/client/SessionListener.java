package dev.tare.specimen.app.wamp.client;

/** Told how a client's session begins and ends. */
public interface SessionListener {
    /** The session is open. */
    void onJoined(ClientSession session);

    /**
     * The session is over, or did not come to be; once, and the last call.
     *
     * @param reason URI as the router has said it, empty where the connection has just ended
     * @param message for people
     */
    void onLeft(String reason, String message);
}
