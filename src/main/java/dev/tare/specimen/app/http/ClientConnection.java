package dev.tare.specimen.app.http;

import dev.tare.base.time.DelayQueue;
import dev.tare.io.net.Connection;
import dev.tare.io.net.ConnectionHandler;
import dev.tare.io.net.IoFailure;
import dev.tare.io.wire.BodyFraming;
import dev.tare.io.wire.Http1Head;
import dev.tare.io.wire.Http1ResponseReader;
import dev.tare.io.wire.KnownField;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A connection to the service that a {@link HttpClient} asks: one call at a time.
 *
 * <p>Thread-safety: its loop's thread.
 */
final class ClientConnection extends DelayQueue.Entry implements ConnectionHandler {
    private final HttpClient client;
    private final Http1ResponseReader reader = new Http1ResponseReader();
    private final Outbox outbox = new Outbox();
    private @Nullable Connection connection;
    private @Nullable ClientCall call;
    private boolean connected;
    private boolean headTold;

    /** Whether it has served another call before. */
    private boolean reused;

    ClientConnection(HttpClient client) {
        this.client = client;
    }

    /** Is being opened for a call. */
    void open(Connection opened, ClientCall first) {
        connection = opened;
        take(first);
    }

    /** Sends another call. */
    void send(ClientCall next) {
        reused = true;
        take(next);
        transmit(next);
    }

    private void take(ClientCall next) {
        call = next;
        headTold = false;
        next.goesOver(this);
        reader.begin(next.method());
        client.loop().waitFor(this, client.timeoutNs());
    }

    private void transmit(ClientCall next) {
        MemorySegment request = next.request();
        if (!outbox.send(connection(), request, 0, request.byteSize())) {
            client.loop().events().defer(() -> lost(HttpFailure.CLOSED));
        }
    }

    private Connection connection() {
        Connection open = connection;
        if (open == null) {
            throw new IllegalStateException("the connection was not opened");
        }
        return open;
    }

    /** While nobody takes the answer it may take its time. */
    void pause(boolean paused) {
        client.loop().stopWaiting(this);
        if (!paused) {
            client.loop().waitFor(this, client.timeoutNs());
        }
        connection().wantReadable(!paused);
    }

    /** Nobody wants the answer any more, whose rest cannot be told from the next one. */
    void giveUp() {
        call = null;
        closeNow();
    }

    private void closeNow() {
        client.loop().stopWaiting(this);
        client.forget(this);
        connection().close();
    }

    @Override
    public void onConnected(Connection self) {
        connected = true;
        ClientCall first = call;
        if (first != null) {
            transmit(first);
        }
    }

    @Override
    public void onData(Connection self, MemorySegment buffer, long offset, int length) {
        ClientCall current = call;
        if (current == null) {
            // Bytes that nobody has asked for.
            closeNow();
            return;
        }
        client.loop().stopWaiting(this);
        if (!current.isPaused()) {
            client.loop().waitFor(this, client.timeoutNs());
        }
        int taken = reader.readHead(buffer, offset, length);
        if (!headTold && isHeadRead()) {
            headTold = true;
            tellHead(current);
        }
        if (call == current && reader.state() == Http1ResponseReader.State.BODY) {
            taken += reader.read(buffer, offset + taken, length - taken, current::body);
        }
        if (call == current) {
            settle(taken < length);
        }
    }

    private boolean isHeadRead() {
        return reader.state() == Http1ResponseReader.State.BODY
                || reader.state() == Http1ResponseReader.State.COMPLETE;
    }

    private void tellHead(ClientCall current) {
        Http1Head head = reader.head();
        int type = head.find(KnownField.CONTENT_TYPE);
        String contentType = type < 0 ? "" : head.copy(head.valueStart(type), head.valueEnd(type));
        long length =
                switch (reader.framing()) {
                    case NONE -> Math.max(0, head.contentLength());
                    case LENGTH -> head.contentLength();
                    case CHUNKED, UNTIL_CLOSE -> HttpReply.UNKNOWN_LENGTH;
                };
        current.head(head.status(), contentType, length);
    }

    private void settle(boolean moreThanAsked) {
        if (reader.state() == Http1ResponseReader.State.MALFORMED) {
            lost(HttpFailure.MALFORMED);
        } else if (reader.state() == Http1ResponseReader.State.COMPLETE) {
            complete(reader.keepAlive() && !moreThanAsked);
        }
    }

    private void complete(boolean reusable) {
        ClientCall whole = call;
        call = null;
        client.loop().stopWaiting(this);
        if (whole != null && whole.isPaused()) {
            connection().wantReadable(true);
        }
        if (!reusable || !outbox.isEmpty() || !client.keep(this)) {
            closeNow();
        }
        if (whole != null) {
            whole.end();
        }
    }

    @Override
    public void onWritable(Connection self) {
        if (!outbox.flush(connection())) {
            lost(HttpFailure.CLOSED);
        }
    }

    @Override
    public void onEnd(Connection self) {
        if (call == null) {
            closeNow();
        } else if (headTold && reader.framing() == BodyFraming.UNTIL_CLOSE) {
            complete(false);
        } else {
            lost(HttpFailure.CLOSED);
        }
    }

    @Override
    public void onFailure(Connection self, IoFailure failure) {
        lost(connected ? HttpFailure.CLOSED : HttpFailure.NOT_CONNECTED);
    }

    @Override
    public void onDue() {
        lost(connected ? HttpFailure.TIMED_OUT : HttpFailure.NOT_CONNECTED);
    }

    private void lost(HttpFailure why) {
        ClientCall current = call;
        call = null;
        closeNow();
        if (current == null) {
            return;
        }
        if (why == HttpFailure.CLOSED && reused && !reader.begun()) {
            current.repeat();
        } else {
            current.fail(why);
        }
    }
}
