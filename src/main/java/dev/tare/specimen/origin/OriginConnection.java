package dev.tare.specimen.origin;

import dev.tare.base.time.DelayQueue;
import dev.tare.io.net.Connection;
import dev.tare.io.net.ConnectionHandler;
import dev.tare.io.net.IoFailure;
import dev.tare.io.wire.BodyFraming;
import dev.tare.io.wire.Http1Head;
import dev.tare.io.wire.Http1RequestReader;
import dev.tare.io.wire.HttpMethod;
import dev.tare.specimen.origin.Answer.ConnectionOption;
import dev.tare.specimen.origin.OriginCounters.Count;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * One client: reads its requests one after the other and answers them in that order.
 *
 * <p>While an answer waits or is being sent, further bytes are held and the client is not read.
 *
 * <p>Thread-safety: its loop's thread. Allocation: none after the first requests.
 */
final class OriginConnection extends DelayQueue.Entry implements ConnectionHandler {
    private enum State {
        /** Waits for a request or reads one. */
        READING,
        /** An answer waits for its time, or is being sent. */
        ANSWERING,
        /** All is said; the client may take its time to read it. */
        LINGERING,
        CLOSED
    }

    /** How long a refused client may take to read why, before its connection is closed. */
    private static final long LINGER_NS = 1_000_000_000L;

    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final int LENGTH_REQUIRED = 411;
    private static final int CONTENT_TOO_LARGE = 413;
    static final String ERROR_BODY =
            "{\"error\":\"origin.error_in_200\",\"message\":\"this is an error\"}\n";

    private final OriginLoop loop;
    private final Connection connection;
    private final Http1RequestReader reader = new Http1RequestReader();
    private final Answer answer = new Answer();
    private State state = State.READING;

    /** Of the request being read or answered. */
    private RouteClass route = RouteClass.NOT_FOUND;

    private boolean headOnly;
    private ConnectionOption option = ConnectionOption.NONE;
    private long number;
    private long waitNs;
    private long requests;
    private boolean lastAnswer;
    private boolean refused;

    /** Whether the client has sent FIN. */
    private boolean ended;

    /** Not null while a body is echoed. */
    private @Nullable Echo echo;

    private MemorySegment heldBytes = MemorySegment.NULL;
    private long heldStart;
    private int heldLength;

    OriginConnection(OriginLoop loop, Connection connection) {
        this.loop = loop;
        this.connection = connection;
    }

    @Override
    public void onConnected(Connection self) {}

    @Override
    public void onData(Connection self, MemorySegment buffer, long offset, int length) {
        loop.counters().add(Count.BYTES_RECEIVED, length);
        switch (state) {
            case READING -> consume(buffer, offset, length);
            case ANSWERING -> hold(buffer, offset, length);
            case LINGERING, CLOSED -> {}
        }
    }

    private void consume(MemorySegment buffer, long offset, int length) {
        int p = 0;
        while (p < length && state == State.READING) {
            p += read(buffer, offset + p, length - p);
        }
        if (p < length && state == State.ANSWERING) {
            hold(buffer, offset + p, length - p);
        }
        if (state == State.READING && echo != null && waitNs == 0 && reader.bodyBytes() > 0) {
            sendEchoed(echo);
        }
    }

    /** Reads on in the current request; returns how many bytes were consumed. */
    private int read(MemorySegment buffer, long offset, int length) {
        int consumed = 0;
        if (reader.state() == Http1RequestReader.State.HEAD) {
            consumed = reader.readHead(buffer, offset, length);
            switch (reader.state()) {
                case HEAD -> {
                    return consumed;
                }
                case BODY -> onHead(consumed == length);
                case COMPLETE -> onHead(false);
                case MALFORMED -> {
                    loop.counters().addRequest(RouteClass.BAD_REQUEST);
                    refuse(reader.faultStatus());
                    return length;
                }
            }
        }
        if (state == State.READING && reader.state() == Http1RequestReader.State.BODY) {
            consumed += reader.read(buffer, offset + consumed, length - consumed, echo);
            if (reader.state() == Http1RequestReader.State.MALFORMED) {
                refuse(reader.faultStatus());
            } else if (reader.bodyBytes() > OriginTarget.MAX_BODY_BYTES) {
                refuse(CONTENT_TOO_LARGE);
            }
        }
        if (state == State.READING && reader.state() == Http1RequestReader.State.COMPLETE) {
            onRequest();
        }
        return consumed;
    }

    /** The head is there; the body, if any, is still to be read. */
    private void onHead(boolean bodyToCome) {
        Http1Head head = reader.head();
        OriginTarget target = loop.target();
        target.parse(
                head.buffer(),
                head.offset() + head.targetStart(),
                head.targetEnd() - head.targetStart());
        number = target.number();
        waitNs = target.waitNs();
        HttpMethod method = head.method();
        headOnly = method == HttpMethod.HEAD;
        route = target.routeClass();
        boolean wrongMethod = !allows(route, method);
        loop.counters().addRequest(wrongMethod ? RouteClass.WRONG_METHOD : route);
        requests++;
        lastAnswer =
                !reader.keepAlive()
                        || requests >= loop.closeAfter()
                        || route == RouteClass.CLOSE
                        || route == RouteClass.UNTIL_CLOSE;
        chooseOption(head.minorVersion());
        if (wrongMethod) {
            answerWrongMethod();
            return;
        }
        if (reader.framing() == BodyFraming.LENGTH
                && head.contentLength() > OriginTarget.MAX_BODY_BYTES) {
            refuse(CONTENT_TOO_LARGE);
        } else if (route == RouteClass.ECHO) {
            beginEcho(head);
        }
        if (state == State.READING && bodyToCome && head.expectContinue()) {
            sendContinue();
        }
    }

    private void chooseOption(int minorVersion) {
        if (lastAnswer) {
            option = ConnectionOption.CLOSE;
        } else {
            option = minorVersion == 0 ? ConnectionOption.KEEP_ALIVE : ConnectionOption.NONE;
        }
    }

    static boolean allows(RouteClass route, HttpMethod method) {
        boolean reads = method == HttpMethod.GET || method == HttpMethod.HEAD;
        return switch (route) {
            case ECHO -> method == HttpMethod.POST || method == HttpMethod.PUT;
            case STALL -> method == HttpMethod.GET || method == HttpMethod.POST;
            case NOT_FOUND, BAD_REQUEST -> true;
            default -> reads;
        };
    }

    /** The methods that a route has, as Allow names them. */
    static String allowed(RouteClass route) {
        return switch (route) {
            case ECHO -> "POST, PUT";
            case STALL -> "GET, POST";
            default -> "GET, HEAD";
        };
    }

    /** The body, if there is one, is not read: the connection ends with this answer. */
    private void answerWrongMethod() {
        boolean bodiless = reader.state() == Http1RequestReader.State.COMPLETE;
        if (!bodiless) {
            lastAnswer = true;
            refused = true;
            option = ConnectionOption.CLOSE;
        }
        String allowed = "Allow: " + allowed(route) + "\r\n";
        route = RouteClass.WRONG_METHOD;
        loop.answers().text(answer, NOT_ALLOWED, allowed, "wrong method\n", option, headOnly);
        state = State.ANSWERING;
        continueAnswer();
    }

    private void sendContinue() {
        MemorySegment interim = loop.answers().continueBytes();
        int length = (int) interim.byteSize();
        if (connection.send(interim, 0, length) != length) {
            // So few bytes are refused only by a connection that is broken, or as good as.
            closeNow();
        }
    }

    private void beginEcho(Http1Head head) {
        boolean chunked = reader.framing() == BodyFraming.CHUNKED;
        long contentBytes = Math.max(0, head.contentLength());
        if (waitNs > 0 && chunked) {
            refuse(LENGTH_REQUIRED);
            return;
        }
        if (waitNs > 0 && contentBytes > Echo.MAX_HELD_BYTES) {
            refuse(CONTENT_TOO_LARGE);
            return;
        }
        MemorySegment memory = loop.echoBuffers().take();
        Echo begun = loop.newEcho();
        begun.begin(
                memory, loop.answers().echoHead(memory, chunked, contentBytes, option), chunked);
        echo = begun;
    }

    /** Sends back what has come so far, and reads on when all of it is sent. */
    private void sendEchoed(Echo echoing) {
        int sent = echoing.send(connection);
        if (sent == Connection.BROKEN) {
            closeNow();
            return;
        }
        loop.counters().add(Count.BYTES_SENT, sent);
        connection.wantReadable(echoing.isSent());
        connection.wantWritable(!echoing.isSent());
    }

    /** The request is whole. */
    private void onRequest() {
        if (echo != null) {
            echo.finish();
        } else {
            prepareAnswer();
        }
        state = State.ANSWERING;
        if (waitNs > 0 && route != RouteClass.STALL) {
            loop.waitFor(this, waitNs);
        } else {
            continueAnswer();
        }
    }

    private void prepareAnswer() {
        Answers answers = loop.answers();
        switch (route) {
            case BYTE, CLOSE -> answers.content(answer, number, true, option, headOnly);
            case UNTIL_CLOSE -> answers.content(answer, number, false, option, headOnly);
            case CHUNKED -> {
                if (reader.head().minorVersion() > 0) {
                    answers.chunked(answer, number, option, headOnly);
                } else {
                    lastAnswer = true;
                    option = ConnectionOption.CLOSE;
                    answers.content(answer, number, false, option, headOnly);
                }
            }
            case STATUS -> answers.status(answer, (int) number, option, headOnly);
            case ERROR_IN_200 -> answers.text(answer, OK, "", ERROR_BODY, option, headOnly);
            case STALL -> answers.text(answer, OK, "", stallBody(), option, headOnly);
            case STATS -> answers.text(answer, OK, "", loop.statsJson(), option, headOnly);
            case READY -> answers.text(answer, OK, "", "ready\n", option, headOnly);
            case NOT_FOUND -> answers.status(answer, NOT_FOUND, option, headOnly);
            case BAD_REQUEST -> answers.status(answer, BAD_REQUEST, option, headOnly);
            case ECHO, WRONG_METHOD -> throw new IllegalStateException(route.name());
        }
    }

    private String stallBody() {
        return "{\"stall_ns\":" + waitNs + "}\n";
    }

    /** Answers that the request cannot be served, and that this was the last answer. */
    private void refuse(int status) {
        if (echo != null) {
            // An answer has begun already; only its being cut off can tell that it is void.
            closeNow();
            return;
        }
        lastAnswer = true;
        refused = true;
        option = ConnectionOption.CLOSE;
        route = RouteClass.BAD_REQUEST;
        loop.answers().status(answer, status, option, headOnly);
        state = State.ANSWERING;
        continueAnswer();
    }

    /** Sends what the kernel takes; after the last byte, reads on or closes. */
    private void continueAnswer() {
        long sent = echo != null ? echo.send(connection) : loop.answers().send(connection, answer);
        if (sent == Connection.BROKEN) {
            closeNow();
            return;
        }
        loop.counters().add(Count.BYTES_SENT, sent);
        boolean whole = echo != null ? echo.isSent() : answer.isSent();
        connection.wantWritable(!whole);
        if (whole) {
            finishAnswer();
        }
    }

    private void finishAnswer() {
        if (echo != null) {
            connection.wantReadable(true);
            releaseEcho();
        }
        if (route == RouteClass.STALL) {
            loop.stallAll(waitNs);
        }
        if (lastAnswer) {
            close();
            return;
        }
        state = State.READING;
        reader.begin();
    }

    /** Reads on after an answer that could not be sent at once. */
    private void resume() {
        while (state == State.READING && heldLength > 0) {
            int length = heldLength;
            heldLength = 0;
            consume(heldBytes, heldStart, length);
        }
        if (state != State.READING) {
            return;
        }
        releaseHeld();
        if (ended) {
            closeNow();
        } else {
            connection.wantReadable(true);
        }
    }

    /** Keeps bytes for after the current answer; there are never more than of one reading. */
    private void hold(MemorySegment buffer, long offset, int length) {
        if (buffer.equals(heldBytes)) {
            heldStart = offset;
        } else {
            if (heldBytes.byteSize() == 0) {
                heldBytes = loop.held().take();
            }
            MemorySegment.copy(buffer, offset, heldBytes, 0, length);
            heldStart = 0;
        }
        heldLength = length;
        connection.wantReadable(false);
    }

    @Override
    public void onDue() {
        if (state == State.LINGERING) {
            closeNow();
        } else {
            continueAnswer();
            resume();
        }
    }

    @Override
    public void onWritable(Connection self) {
        if (state == State.ANSWERING) {
            continueAnswer();
            resume();
        } else if (state == State.READING && echo != null) {
            sendEchoed(echo);
        }
    }

    @Override
    public void onEnd(Connection self) {
        ended = true;
        if (state != State.ANSWERING) {
            closeNow();
        }
    }

    @Override
    public void onFailure(Connection self, IoFailure failure) {
        closeNow();
    }

    /**
     * Closes in such a way that the client gets the answer: closing while bytes of its are unread
     * would send RST, and that could overtake the answer (RFC 9112, section 9.6).
     */
    private void close() {
        if ((!refused && heldLength == 0) || ended) {
            closeNow();
            return;
        }
        state = State.LINGERING;
        releaseHeld();
        connection.shutdownOutput();
        connection.wantReadable(true);
        loop.waitFor(this, LINGER_NS);
    }

    private void closeNow() {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        connection.close();
        releaseEcho();
        releaseHeld();
        loop.stopWaiting(this);
        loop.onClosed();
    }

    private void releaseEcho() {
        if (echo != null) {
            loop.echoBuffers().giveBack(echo.release());
            echo = null;
        }
    }

    private void releaseHeld() {
        loop.held().giveBack(heldBytes);
        heldBytes = MemorySegment.NULL;
        heldLength = 0;
    }
}
