package dev.tare.specimen.proxy.cluster;

import static dev.tare.specimen.proxy.head.Additions.ascii;

import dev.tare.io.net.Connection;
import dev.tare.io.wire.http2.HeadFields;
import dev.tare.io.wire.http2.Http2ClientListener;
import dev.tare.io.wire.http2.Http2ClientSession;
import dev.tare.io.wire.http2.Http2Error;
import dev.tare.io.wire.http2.Http2Fields;
import dev.tare.io.wire.http2.Http2Options;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A GET over a connection of HTTP/2 of its own, and the status that comes back: what a {@link
 * HealthProbe} asks endpoints that speak it. Used again for each check.
 *
 * <p>Thread-safety: one thread. Allocation: none after construction.
 */
final class Http2Question implements Http2ClientListener {
    private static final byte[] METHOD = ascii(":method");
    private static final byte[] SCHEME = ascii(":scheme");
    private static final byte[] AUTHORITY = ascii(":authority");
    private static final byte[] PATH = ascii(":path");
    private static final byte[] USER_AGENT = ascii("user-agent");

    private final Http2ClientSession session;
    private final HeadFields request;
    private int status;
    private boolean failed;

    /**
     * A question that was not asked yet.
     *
     * @param secured whether the connection is by TLS
     */
    Http2Question(boolean secured, String authority, String path) {
        Arena arena = Arena.ofAuto();
        session = new Http2ClientSession(Http2Options.standard().withMaxStreams(1), this, arena);
        request = new HeadFields(arena).add(METHOD, ascii("GET"));
        request.add(SCHEME, ascii(secured ? "https" : "http"));
        request.add(AUTHORITY, ascii(authority)).add(PATH, ascii(path));
        request.add(USER_AGENT, ascii("minivoy"));
    }

    /** Asks over a connection that has just opened; false if that does not take it. */
    boolean ask(Connection connection) {
        session.begin();
        status = 0;
        failed = !session.startRequest(0, request, true);
        return !failed && send(connection);
    }

    private boolean send(Connection connection) {
        int length = session.outputLength();
        int sent = connection.send(session.output(), session.outputOffset(), length);
        if (sent == length) {
            session.outputTaken(sent);
        }
        return sent == length;
    }

    /** Takes what has arrived. */
    void read(Connection connection, MemorySegment buffer, long offset, int length) {
        session.read(buffer, offset, length);
        failed |= session.failed() || (session.outputLength() > 0 && !send(connection));
    }

    /** The status of the final answer; 0 until that is there. */
    int status() {
        return status;
    }

    /** Whether there will be no answer. */
    boolean hasFailed() {
        return failed;
    }

    @Override
    public void onHead(int token, Http2Fields head) {
        status = head.status();
    }

    @Override
    public void onBody(int token, MemorySegment buffer, long offset, int length) {
        // What it says does not matter, only that it answers.
    }

    @Override
    public void onTrailers(int token, Http2Fields trailers) {}

    @Override
    public void onEnd(int token) {}

    @Override
    public void onReset(int token, int errorCode) {
        failed = true;
    }

    @Override
    public void onMalformed(int token, String fault) {
        failed = true;
    }

    @Override
    public void onNotProcessed(int token) {
        failed = true;
    }

    @Override
    public void onGoAway(int errorCode) {
        // What it processes it still answers.
    }

    @Override
    public void onFailure(Http2Error error, String fault) {
        failed = true;
    }
}
