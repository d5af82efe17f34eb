package dev.tare.specimen.app.http;

import dev.tare.io.wire.HttpMethod;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A request, who waits for its answer, and the connection that brings it.
 *
 * <p>Thread-safety: its loop's thread.
 */
final class ClientCall implements HttpCall {
    private final HttpClient client;
    private final HttpMethod method;
    private final MemorySegment request;
    private @Nullable Listener listener;
    private @Nullable ClientConnection connection;
    private boolean paused;

    ClientCall(HttpClient client, HttpMethod method, MemorySegment request, Listener listener) {
        this.client = client;
        this.method = method;
        this.request = request;
        this.listener = listener;
    }

    HttpMethod method() {
        return method;
    }

    MemorySegment request() {
        return request;
    }

    void goesOver(ClientConnection taken) {
        connection = taken;
    }

    boolean isPaused() {
        return paused;
    }

    /** Sends the request once more; nothing of an answer has come. */
    void repeat() {
        client.sendAnew(this);
    }

    void head(int status, String contentType, long length) {
        if (listener != null) {
            listener.onHead(status, contentType, length);
        }
    }

    void body(MemorySegment bytes, long offset, int length) {
        if (listener != null) {
            listener.onBody(bytes, offset, length);
        }
    }

    void end() {
        Listener told = listener;
        listener = null;
        connection = null;
        if (told != null) {
            told.onEnd();
        }
    }

    void fail(HttpFailure why) {
        Listener told = listener;
        listener = null;
        connection = null;
        if (told != null) {
            told.onFailure(why);
        }
    }

    @Override
    public void pause(boolean wanted) {
        if (paused != wanted) {
            paused = wanted;
            if (connection != null) {
                connection.pause(wanted);
            }
        }
    }

    @Override
    public void cancel() {
        listener = null;
        ClientConnection over = connection;
        connection = null;
        if (over != null) {
            over.giveUp();
        }
    }
}
