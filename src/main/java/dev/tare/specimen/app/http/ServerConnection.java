package dev.tare.specimen.app.http;

import dev.tare.base.time.DelayQueue;
import dev.tare.io.net.Connection;
import dev.tare.io.net.ConnectionHandler;
import dev.tare.io.net.EventLoop;
import dev.tare.io.net.IoFailure;
import dev.tare.io.wire.BodyFraming;
import dev.tare.io.wire.Http1Head;
import dev.tare.io.wire.Http1RequestReader;
import dev.tare.io.wire.HttpMethod;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A client of a server: its requests are read and answered one after the other. What comes behind a
 * request is held until that is answered, and nothing more is read meanwhile.
 *
 * <p>Thread-safety: its loop's thread.
 */
final class ServerConnection extends DelayQueue.Entry implements ConnectionHandler, HttpReply {
    private enum State {
        /** Waits for a request or reads one. */
        READING,
        /** The service has a request to answer. */
        SERVING,
        /** The answer is whole; the client has not taken all of it. */
        FINISHING,
        /** All is said; the client may take its time to read it. */
        LINGERING,
        /** The client is to get 101 before somebody else has the connection. */
        SWITCHING,
        /** Somebody else has the connection. */
        TAKEN,
        CLOSED
    }

    /** How long a client may take to read the last answer, before its connection is closed. */
    private static final long LINGER_NS = 1_000_000_000L;

    /** How long a client may take for a request, or do nothing. */
    private static final long IDLE_NS = 75_000_000_000L;

    private static final int CONTENT_TOO_LARGE = 413;
    private static final byte[] NO_BODY = {};
    private static final byte[] CONTINUE = ascii("HTTP/1.1 100 Continue\r\n\r\n");
    private static final String PLAIN_TEXT = "text/plain; charset=UTF-8";

    private final ServerLoop loop;
    private final Connection connection;
    private final Http1RequestReader reader = new Http1RequestReader();

    /** The head of a request whose body is still to come. */
    private final Http1Head kept = new Http1Head();

    private final Outbox outbox = new Outbox();
    private final AnswerWriter writer = new AnswerWriter(outbox);
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(0);
    private State state;
    private byte[] held = NO_BODY;
    private boolean lastAnswer;
    private boolean unread;
    private boolean inputEnded;
    private @Nullable Listener listener;
    private @Nullable ConnectionTaker taker;
    private @Nullable ConnectionHandler owner;
    private @Nullable TakenConnection taken;
    private boolean ownerKnowsEnd;

    ServerConnection(ServerLoop loop, Connection connection) {
        this.loop = loop;
        this.connection = connection;
        state = connection.isOpen() ? State.READING : State.CLOSED;
        if (state == State.READING) {
            loop.waitFor(this, IDLE_NS);
        }
    }

    // Reading.

    @Override
    public void onConnected(Connection self) {}

    @Override
    public void onData(Connection self, MemorySegment buffer, long offset, int length) {
        if (state == State.READING) {
            consume(buffer, offset, length);
        } else if (state == State.TAKEN && held.length == 0) {
            owner().onData(taken(), buffer, offset, length);
        } else if (!isAtEnd()) {
            hold(buffer, offset, length);
        }
    }

    private void consume(MemorySegment buffer, long offset, int length) {
        int taken = 0;
        while (taken < length && state == State.READING) {
            taken += read(buffer, offset + taken, length - taken);
        }
        if (taken < length && state != State.READING && !isAtEnd()) {
            hold(buffer, offset + taken, length - taken);
        }
    }

    private boolean isAtEnd() {
        return state == State.LINGERING || state == State.CLOSED;
    }

    /** Reads on in the current request; returns how many bytes were consumed. */
    private int read(MemorySegment buffer, long offset, int length) {
        int taken = reader.readHead(buffer, offset, length);
        switch (reader.state()) {
            case HEAD -> {}
            case MALFORMED -> refuse(reader.faultStatus());
            case COMPLETE -> serve();
            case BODY -> {
                if (taken > 0) {
                    beginBody(taken < length);
                }
                taken += readBody(buffer, offset + taken, length - taken);
            }
        }
        return taken;
    }

    /** The head is copied, for its bytes are gone when the body is whole. */
    private void beginBody(boolean bodyIsThere) {
        Http1Head head = reader.head();
        MemorySegment lines = head.buffer().asSlice(head.offset(), reader.headBytes());
        kept.parseRequest(
                Native.copyOf(lines.toArray(ValueLayout.JAVA_BYTE)), 0, (int) lines.byteSize());
        if (head.contentLength() > loop.maxBodyBytes()) {
            refuse(CONTENT_TOO_LARGE);
        } else if (head.expectContinue() && !bodyIsThere) {
            MemorySegment interim = Native.copyOf(CONTINUE);
            if (!outbox.send(connection, interim, 0, interim.byteSize())) {
                gone();
            }
        }
    }

    private int readBody(MemorySegment buffer, long offset, int length) {
        if (state != State.READING || length == 0) {
            return length;
        }
        int taken = reader.read(buffer, offset, length, this::keepBody);
        if (reader.bodyBytes() > loop.maxBodyBytes()) {
            refuse(CONTENT_TOO_LARGE);
        } else if (reader.state() == Http1RequestReader.State.MALFORMED) {
            refuse(reader.faultStatus());
        } else if (reader.state() == Http1RequestReader.State.COMPLETE) {
            serve();
        }
        return taken;
    }

    private void keepBody(MemorySegment buffer, long offset, int length) {
        if (body.size() + (long) length <= loop.maxBodyBytes()) {
            body.writeBytes(buffer.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE));
        }
    }

    private void serve() {
        boolean bodiless = reader.framing() == BodyFraming.NONE;
        Http1Head head = bodiless ? reader.head() : kept;
        state = State.SERVING;
        loop.stopWaiting(this);
        lastAnswer = !reader.keepAlive();
        unread = false;
        writer.begin(head.method() == HttpMethod.HEAD, head.minorVersion(), lastAnswer);
        byte[] content = bodiless ? NO_BODY : body.toByteArray();
        HttpRequest request = new HttpRequest(head, content, connection.remoteAddress());
        loop.service().serve(request, this);
    }

    /** The request cannot be served, and where the next one begins is not known. */
    private void refuse(int status) {
        state = State.SERVING;
        loop.stopWaiting(this);
        lastAnswer = true;
        unread = true;
        writer.begin(false, 1, true);
        send(status, PLAIN_TEXT, ascii(status + "\n"));
    }

    private void hold(MemorySegment buffer, long offset, int length) {
        byte[] longer = new byte[held.length + length];
        System.arraycopy(held, 0, longer, 0, held.length);
        MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, offset, longer, held.length, length);
        held = longer;
        connection.wantReadable(false);
    }

    // Answering.

    @Override
    public void send(int status, String contentType, byte[] content) {
        send(status, "", contentType, content);
    }

    @Override
    public void send(int status, String fields, String contentType, byte[] content) {
        if (state == State.SERVING) {
            after(writer.whole(connection, status, fields, contentType, content));
            end();
        }
    }

    @Override
    public void sendChunked(int status, String fields, String contentType, byte[] content) {
        if (state == State.SERVING) {
            after(writer.wholeChunked(connection, status, fields, contentType, content));
            lastAnswer |= writer.endsByClose();
            end();
        }
    }

    @Override
    public void begin(int status, String contentType, long length) {
        if (state == State.SERVING) {
            after(writer.head(connection, status, "", contentType, length));
            lastAnswer |= writer.endsByClose();
        }
    }

    @Override
    public void write(MemorySegment bytes, long offset, int length) {
        if (state == State.SERVING && length > 0) {
            after(writer.body(connection, bytes, offset, length));
        }
    }

    @Override
    public boolean isFull() {
        return !outbox.isEmpty();
    }

    @Override
    public void end() {
        if (state != State.SERVING) {
            return;
        }
        after(writer.end(connection));
        if (state != State.SERVING) {
            return;
        }
        listener = null;
        if (outbox.isEmpty()) {
            next();
        } else {
            state = State.FINISHING;
            loop.waitFor(this, IDLE_NS);
        }
    }

    @Override
    public void abort() {
        if (state == State.SERVING) {
            listener = null;
            closeNow(true);
        }
    }

    @Override
    public void listen(Listener told) {
        if (state == State.SERVING) {
            listener = told;
        }
    }

    @Override
    public void upgrade(String fields, ConnectionTaker next) {
        if (state != State.SERVING) {
            return;
        }
        listener = null;
        taker = next;
        state = State.SWITCHING;
        after(writer.switching(connection, fields));
        if (state == State.SWITCHING && outbox.isEmpty()) {
            giveAway(next);
        } else if (state == State.SWITCHING) {
            loop.waitFor(this, IDLE_NS);
        }
    }

    private void giveAway(ConnectionTaker next) {
        taker = null;
        loop.stopWaiting(this);
        connection.wantWritable(false);
        state = State.TAKEN;
        TakenConnection given = new TakenConnection(connection, this::onOwnerCloses);
        taken = given;
        owner = next.onTaken(given);
        // Not from within the answer: the owner is told nothing before it has returned.
        loop.events().defer(this::handOverHeld);
    }

    private void handOverHeld() {
        if (state != State.TAKEN) {
            return;
        }
        byte[] rest = held;
        held = NO_BODY;
        connection.wantReadable(true);
        if (rest.length > 0) {
            long room = EventLoop.HEADROOM_BYTES;
            MemorySegment bytes = Arena.ofAuto().allocate(room + rest.length);
            MemorySegment.copy(rest, 0, bytes, ValueLayout.JAVA_BYTE, room, rest.length);
            owner().onData(taken(), bytes, room, rest.length);
        }
        if (state == State.TAKEN && inputEnded && !ownerKnowsEnd) {
            owner().onEnd(taken());
        }
    }

    private void onOwnerCloses() {
        if (state == State.TAKEN) {
            state = State.CLOSED;
            loop.onClosed();
        }
    }

    private ConnectionHandler owner() {
        return Objects.requireNonNull(owner);
    }

    private TakenConnection taken() {
        return Objects.requireNonNull(taken);
    }

    private void after(boolean sent) {
        if (!sent) {
            gone();
        }
    }

    /** The answer is with the client: the next request, or the end. */
    private void next() {
        if (lastAnswer) {
            finish();
            return;
        }
        reader.begin();
        body.reset();
        state = State.READING;
        loop.waitFor(this, IDLE_NS);
        if (held.length > 0) {
            // Not from within the answer to the request before: a client may send many at once.
            loop.events().defer(this::resume);
        } else if (inputEnded) {
            closeNow(false);
        } else {
            connection.wantReadable(true);
        }
    }

    private void resume() {
        if (state != State.READING) {
            return;
        }
        MemorySegment rest = Native.copyOf(held);
        held = NO_BODY;
        consume(rest, 0, (int) rest.byteSize());
        if (state == State.READING) {
            if (inputEnded) {
                closeNow(false);
            } else {
                connection.wantReadable(true);
            }
        }
    }

    /**
     * Closes so that the client gets the answer: closing while bytes of its are unread would send
     * RST, and that could overtake the answer (RFC 9112, section 9.6).
     */
    private void finish() {
        if (inputEnded || (!unread && held.length == 0)) {
            closeNow(false);
            return;
        }
        state = State.LINGERING;
        held = NO_BODY;
        connection.shutdownOutput();
        connection.wantReadable(true);
        loop.stopWaiting(this);
        loop.waitFor(this, LINGER_NS);
    }

    // What happens on the connection.

    @Override
    public void onWritable(Connection self) {
        if (state == State.TAKEN) {
            owner().onWritable(taken());
        } else if (!outbox.flush(connection)) {
            gone();
        } else if (outbox.isEmpty()) {
            Listener told = listener;
            ConnectionTaker next = taker;
            if (state == State.FINISHING) {
                loop.stopWaiting(this);
                next();
            } else if (next != null) {
                giveAway(next);
            } else if (told != null) {
                told.onDrained();
            }
        }
    }

    @Override
    public void onEnd(Connection self) {
        inputEnded = true;
        if (state == State.TAKEN && held.length == 0) {
            ownerKnowsEnd = true;
            owner().onEnd(taken());
        } else if (state == State.READING || state == State.LINGERING) {
            closeNow(false);
        }
    }

    @Override
    public void onFailure(Connection self, IoFailure failure) {
        if (state == State.TAKEN) {
            onOwnerCloses();
            owner().onFailure(taken(), failure);
        } else {
            gone();
        }
    }

    @Override
    public void onDue() {
        closeNow(state == State.FINISHING);
    }

    private void gone() {
        Listener told = state == State.SERVING ? listener : null;
        listener = null;
        closeNow(false);
        if (told != null) {
            told.onGone();
        }
    }

    private void closeNow(boolean withReset) {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        loop.stopWaiting(this);
        loop.onClosed();
        if (withReset) {
            connection.reset();
        } else {
            connection.close();
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
