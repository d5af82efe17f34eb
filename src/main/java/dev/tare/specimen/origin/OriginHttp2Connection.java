package dev.tare.specimen.origin;

import dev.tare.io.net.Connection;
import dev.tare.io.net.ConnectionHandler;
import dev.tare.io.net.IoFailure;
import dev.tare.io.wire.HttpMethod;
import dev.tare.io.wire.http2.Http2Error;
import dev.tare.io.wire.http2.Http2Fields;
import dev.tare.io.wire.http2.Http2Options;
import dev.tare.io.wire.http2.Http2ServerListener;
import dev.tare.io.wire.http2.Http2ServerSession;
import dev.tare.io.wire.http2.PreparedAnswer;
import dev.tare.specimen.origin.Http2Answers.Text;
import dev.tare.specimen.origin.OriginCounters.Count;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One client that speaks HTTP/2: the same routes as {@link OriginConnection} has, many at a time.
 *
 * <p>What one reading makes is sent at once, in one piece.
 *
 * <p>Thread-safety: its loop's thread. Allocation: none after the first requests.
 */
final class OriginHttp2Connection implements ConnectionHandler, Http2ServerListener {
    /** Concurrent requests of one client at most. */
    static final int MAX_STREAMS = 4096;

    /** A stream's window, and so the ring of an echo. */
    static final int ECHO_BYTES = 256 * 1024;

    /** Echoes of one client at a time; others are told 503. */
    static final int MAX_ECHOES = 64;

    private static final int CONNECTION_WINDOW_BYTES = 16 * 1024 * 1024;

    /** How much one connection may send before the others have their turn. */
    private static final int MAX_PIECES_A_TURN = 4;

    /** With more than this waiting to be sent, the client is not read. */
    private static final int MAX_WAITING_BYTES = 64 * 1024;

    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int LENGTH_REQUIRED = 411;
    private static final int CONTENT_TOO_LARGE = 413;
    private static final int UNAVAILABLE = 503;
    private static final int FIRST_STREAMS = 16;
    private static final byte[] GET = ascii("GET");
    private static final byte[] HEAD = ascii("HEAD");
    private static final byte[] POST = ascii("POST");
    private static final byte[] PUT = ascii("PUT");

    private final OriginLoop loop;
    private final Http2ServerSession session;
    private @Nullable OriginStream[] streams = new @Nullable OriginStream[FIRST_STREAMS];
    private @Nullable Connection connection;
    private long requests;
    private int echoes;
    private boolean lastAnswer;
    private boolean ended;
    private boolean reading;
    private long stallNs;

    OriginHttp2Connection(OriginLoop loop, Arena arena) {
        this.loop = loop;
        Http2Options options =
                Http2Options.standard()
                        .withMaxStreams(MAX_STREAMS)
                        .withWindows(CONNECTION_WINDOW_BYTES, ECHO_BYTES);
        session = new Http2ServerSession(options, this, arena);
    }

    /** Serves a new connection. */
    void begin(Connection opened) {
        connection = opened;
        session.begin();
        requests = 0;
        echoes = 0;
        lastAnswer = false;
        ended = false;
        stallNs = 0;
    }

    private OriginStream stream(int number) {
        if (number >= streams.length) {
            streams = Arrays.copyOf(streams, Math.max(number + 1, streams.length * 2));
        }
        OriginStream stream = streams[number];
        if (stream == null) {
            stream = new OriginStream(this, number);
            streams[number] = stream;
        }
        return stream;
    }

    // What the connection tells.

    @Override
    public void onConnected(Connection self) {}

    @Override
    public void onData(Connection self, MemorySegment buffer, long offset, int length) {
        loop.counters().add(Count.BYTES_RECEIVED, length);
        reading = true;
        session.read(buffer, offset, length);
        reading = false;
        send();
    }

    @Override
    public void onWritable(Connection self) {
        send();
    }

    @Override
    public void onEnd(Connection self) {
        ended = true;
        send();
    }

    @Override
    public void onFailure(Connection self, IoFailure failure) {
        close();
    }

    /** Sends what the kernel takes, and closes when nothing is to come any more. */
    private void send() {
        Connection open = connection;
        if (open == null || reading) {
            return;
        }
        for (int piece = 0; piece < MAX_PIECES_A_TURN && session.outputLength() > 0; piece++) {
            int length = session.outputLength();
            int sent = open.send(session.output(), session.outputOffset(), length);
            if (sent == Connection.BROKEN) {
                close();
                return;
            }
            loop.counters().add(Count.BYTES_SENT, sent);
            session.outputTaken(sent);
            creditEchoes();
            if (sent < length) {
                break;
            }
        }
        int waiting = session.outputLength();
        open.wantWritable(waiting > 0);
        open.wantReadable(waiting <= MAX_WAITING_BYTES);
        if (waiting == 0) {
            onAllSent();
        }
    }

    private void onAllSent() {
        if (stallNs > 0) {
            long durationNs = stallNs;
            stallNs = 0;
            loop.stallAll(durationNs);
        }
        boolean idle = session.openStreams() == 0;
        if (session.failed() || (idle && (ended || lastAnswer))) {
            close();
        }
    }

    /** Says that nothing further is served and closes, unless a request is open. */
    void closeIfIdle() {
        if (session.openStreams() == 0 && !lastAnswer) {
            lastAnswer = true;
            session.goAway();
            send();
        }
    }

    private void close() {
        Connection open = connection;
        if (open == null) {
            return;
        }
        connection = null;
        open.close();
        for (OriginStream stream : streams) {
            if (stream != null) {
                release(stream);
            }
        }
        loop.onClosed(open);
        loop.giveBack(this);
    }

    private void release(OriginStream stream) {
        loop.stopWaiting(stream);
        if (stream.echo) {
            stream.echo = false;
            loop.http2EchoBuffers().giveBack(stream.ring);
            stream.ring = MemorySegment.NULL;
            echoes--;
        }
    }

    // What the session tells.

    @Override
    public void onRequest(int number, Http2Fields head) {
        OriginStream stream = stream(number);
        OriginTarget target = loop.target();
        int path = head.path();
        int pathBytes = head.valueEnd(path) - head.valueStart(path);
        target.parse(head.bytes(), head.valueStart(path), pathBytes);
        HttpMethod method = method(head);
        stream.begin(target, method == HttpMethod.HEAD);
        boolean wrongMethod = !OriginConnection.allows(stream.route, method);
        loop.counters().addRequest(wrongMethod ? RouteClass.WRONG_METHOD : stream.route);
        requests++;
        if (wrongMethod) {
            String allowed = OriginConnection.allowed(stream.route);
            answer(stream, loop.http2Answers().wrongMethod(allowed));
        } else if (head.contentLength() > OriginTarget.MAX_BODY_BYTES) {
            refuse(stream, CONTENT_TOO_LARGE);
        } else if (stream.route == RouteClass.ECHO) {
            beginEcho(stream, head.contentLength());
        }
        if (stream.route == RouteClass.CLOSE || requests >= loop.closeAfter()) {
            lastAnswer = true;
            session.goAway();
        }
    }

    private static HttpMethod method(Http2Fields head) {
        int at = head.method();
        if (head.valueEquals(at, GET)) {
            return HttpMethod.GET;
        }
        if (head.valueEquals(at, POST)) {
            return HttpMethod.POST;
        }
        if (head.valueEquals(at, HEAD)) {
            return HttpMethod.HEAD;
        }
        return head.valueEquals(at, PUT) ? HttpMethod.PUT : HttpMethod.OTHER;
    }

    private void beginEcho(OriginStream stream, long contentLength) {
        if (stream.waitNs > 0 && contentLength < 0) {
            refuse(stream, LENGTH_REQUIRED);
        } else if (stream.waitNs > 0 && contentLength > ECHO_BYTES) {
            refuse(stream, CONTENT_TOO_LARGE);
        } else if (echoes == MAX_ECHOES) {
            refuse(stream, UNAVAILABLE);
        } else {
            echoes++;
            stream.echo = true;
            stream.ring = loop.http2EchoBuffers().take();
            session.creditByOwner(stream.number);
            if (stream.waitNs == 0) {
                startEcho(stream, contentLength);
            }
        }
    }

    private void startEcho(OriginStream stream, long contentLength) {
        stream.answered = true;
        long length = contentLength < 0 ? Http2ServerSession.NO_LENGTH : contentLength;
        PreparedAnswer head = loop.http2Answers().content();
        session.answer(stream.number, head, length, stream.keptBytes(), false);
    }

    @Override
    public void onBody(int number, MemorySegment buffer, long offset, int length) {
        OriginStream stream = stream(number);
        stream.receivedBytes += length;
        if (stream.receivedBytes > OriginTarget.MAX_BODY_BYTES) {
            session.resetStream(number);
            release(stream);
        } else if (stream.echo) {
            stream.keep(buffer, offset, length);
            if (stream.answered) {
                session.moreBody(number, length);
            }
        }
    }

    @Override
    public void onRequestEnd(int number) {
        OriginStream stream = stream(number);
        if (stream.answered && stream.echo) {
            session.endBody(number);
        } else if (!stream.answered) {
            if (stream.waitNs > 0 && stream.route != RouteClass.STALL) {
                loop.waitFor(stream, stream.waitNs);
            } else {
                answer(stream);
            }
        }
    }

    /** An answer's delay is over. */
    void onDue(OriginStream stream) {
        answer(stream);
        send();
    }

    private void answer(OriginStream stream) {
        Http2Answers answers = loop.http2Answers();
        switch (stream.route) {
            case BYTE, CLOSE -> content(stream, stream.argument);
            case UNTIL_CLOSE, CHUNKED -> content(stream, Http2ServerSession.NO_LENGTH);
            case STATUS -> answer(stream, answers.status((int) stream.argument));
            case ERROR_IN_200 -> answer(stream, answers.text(OriginConnection.ERROR_BODY));
            case STALL -> answer(stream, answers.text(stallBody(stream)));
            case CLOSE_IDLE -> answer(stream, answers.text("closing\n"));
            case STATS -> answer(stream, answers.text(loop.statsJson()));
            case READY -> answer(stream, answers.text("ready\n"));
            case NOT_FOUND -> answer(stream, answers.status(NOT_FOUND));
            case BAD_REQUEST -> answer(stream, answers.status(BAD_REQUEST));
            case ECHO -> {
                startEcho(stream, stream.keptBytes());
                session.endBody(stream.number);
            }
            case WRONG_METHOD -> throw new IllegalStateException(stream.route.name());
        }
    }

    private static String stallBody(OriginStream stream) {
        return "{\"stall_ns\":" + stream.waitNs + "}\n";
    }

    private void content(OriginStream stream, long contentLength) {
        stream.answered = true;
        long ready = stream.headOnly ? 0 : stream.argument;
        PreparedAnswer head = loop.http2Answers().content();
        session.answer(stream.number, head, contentLength, ready, true);
    }

    private void refuse(OriginStream stream, int status) {
        answer(stream, loop.http2Answers().status(status));
    }

    private void answer(OriginStream stream, Text text) {
        stream.answered = true;
        stream.text = text.bytes();
        int length = stream.text.length;
        session.answer(
                stream.number,
                text.head(),
                text.hasLength() ? length : Http2ServerSession.NO_LENGTH,
                stream.headOnly ? 0 : length,
                true);
    }

    @Override
    public void copyBody(int number, long position, MemorySegment target, long offset, int length) {
        OriginStream stream = stream(number);
        if (stream.echo) {
            stream.copyEchoed(position, target, offset, length);
        } else if (stream.text.length > 0) {
            stream.copyText(position, target, offset, length);
        } else {
            MemorySegment content = loop.answers().contentBlock();
            MemorySegment.copy(content, Content.offsetOf(position), target, offset, length);
        }
    }

    @Override
    public void onAnswered(int number) {
        OriginStream stream = stream(number);
        if (stream.route == RouteClass.STALL && stream.waitNs > 0) {
            stallNs = stream.waitNs;
        } else if (stream.route == RouteClass.CLOSE_IDLE) {
            loop.closeAllIdle();
        }
        release(stream);
    }

    @Override
    public void onAborted(int number, int errorCode) {
        release(stream(number));
    }

    @Override
    public void onFailure(Http2Error error, String fault) {
        loop.counters().addRequest(RouteClass.BAD_REQUEST);
    }

    /** Lets clients go on with bodies of which parts were sent back. */
    private void creditEchoes() {
        for (int number = 0; number < streams.length && echoes > 0; number++) {
            OriginStream stream = streams[number];
            if (stream != null && stream.echo && stream.uncredited > 0) {
                int bytes = stream.uncredited;
                stream.uncredited = 0;
                session.credit(number, bytes);
            }
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
