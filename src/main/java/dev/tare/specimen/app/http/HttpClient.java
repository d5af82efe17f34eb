package dev.tare.specimen.app.http;

import dev.tare.io.wire.HttpMethod;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;

/**
 * Asks one service over HTTP/1.1, on connections that are kept and used again.
 *
 * <p>A request that meets a connection which its server has just given up is sent once more, over a
 * new one (RFC 9112, section 9.3.1): it has no body, and GET and HEAD may be repeated.
 *
 * <p>Thread-safety: the loop's thread.
 */
public final class HttpClient {
    private static final int MAX_IDLE = 1024;

    private final ServerLoop loop;
    private final SocketAddress address;
    private final String host;
    private final long timeoutNs;
    private final ArrayDeque<ClientConnection> idle = new ArrayDeque<>();

    /**
     * A client without connections.
     *
     * @param host as Host names it
     * @param timeoutNs how long to wait for the next piece of an answer, 1 or more
     */
    public HttpClient(ServerLoop loop, SocketAddress address, String host, long timeoutNs) {
        this.loop = loop;
        this.address = address;
        this.host = host;
        this.timeoutNs = timeoutNs;
    }

    /**
     * Asks by GET, or by HEAD.
     *
     * @param target in origin-form, percent-encoded
     * @param listener never called from within this method
     */
    public HttpCall get(String target, boolean headOnly, HttpCall.Listener listener) {
        HttpMethod method = headOnly ? HttpMethod.HEAD : HttpMethod.GET;
        String request = method + " " + target + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
        MemorySegment bytes = Native.copyOf(request.getBytes(StandardCharsets.US_ASCII));
        ClientCall call = new ClientCall(this, method, bytes, listener);
        ClientConnection kept = idle.poll();
        if (kept != null) {
            kept.send(call);
        } else {
            sendAnew(call);
        }
        return call;
    }

    /** Sends a request over a connection of its own. */
    void sendAnew(ClientCall call) {
        ClientConnection fresh = new ClientConnection(this);
        try {
            fresh.open(loop.events().connect(address, fresh), call);
        } catch (IOException e) {
            // No socket at all, such as for want of descriptors.
            loop.events().defer(() -> call.fail(HttpFailure.NOT_CONNECTED));
        }
    }

    ServerLoop loop() {
        return loop;
    }

    long timeoutNs() {
        return timeoutNs;
    }

    /** Keeps a connection for later; returns false if there are enough. */
    boolean keep(ClientConnection connection) {
        if (idle.size() == MAX_IDLE) {
            return false;
        }
        idle.push(connection);
        return true;
    }

    void forget(ClientConnection connection) {
        idle.remove(connection);
    }
}
