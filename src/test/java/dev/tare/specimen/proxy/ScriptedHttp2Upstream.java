package dev.tare.specimen.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tare.base.time.NanoClock;
import dev.tare.io.net.Acceptor;
import dev.tare.io.net.Connection;
import dev.tare.io.net.ConnectionHandler;
import dev.tare.io.net.EventLoop;
import dev.tare.io.net.EventLoops;
import dev.tare.io.net.IoFailure;
import dev.tare.io.net.LoopOptions;
import dev.tare.io.wire.http2.FrameBytes;
import dev.tare.io.wire.http2.HeadFields;
import dev.tare.io.wire.http2.Http2Error;
import dev.tare.io.wire.http2.Http2Fields;
import dev.tare.io.wire.http2.Http2Options;
import dev.tare.io.wire.http2.Http2ServerListener;
import dev.tare.io.wire.http2.Http2ServerSession;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An upstream that speaks HTTP/2 and does what a request's path says.
 *
 * <table>
 *   <tr><td>{@code /good/ID/SIZE}</td><td>the body that {@link ChaosContent} has for the id; 500 if
 *       the request's body is not {@link #sent}
 *   <tr><td>{@code /declared/SIZE}</td><td>a body with its Content-Length
 *   <tr><td>{@code /hint}, {@code /trailers}, {@code /trailers-only}</td><td>103 before it; trailers
 *       behind it; nothing but a head
 *   <tr><td>{@code /reset/CODE}, {@code /cut/CODE}</td><td>RST_STREAM, before a head or behind some
 *       bytes
 *   <tr><td>{@code /refuse-first}, {@code /away-first}, {@code /close-first}</td><td>REFUSED_STREAM,
 *       GOAWAY or the connection's end the first time
 *   <tr><td>{@code /never}</td><td>nothing
 *   <tr><td>{@code /early}</td><td>an answer before the request is whole
 * </table>
 */
final class ScriptedHttp2Upstream implements AutoCloseable {
    private static final long POLL_NS = 20_000_000L;

    /** The heads of all requests, as lines of name, colon, value. */
    final Queue<String> requests = new ConcurrentLinkedQueue<>();

    /** What was reset by the other side. */
    final AtomicInteger aborted = new AtomicInteger();

    /** Connections that were opened. */
    final AtomicInteger connections = new AtomicInteger();

    private final Arena arena = Arena.ofShared();
    private final EventLoop loop;
    private final InetSocketAddress address;
    private final int maxStreams;
    private final Map<String, Integer> asked = new HashMap<>();
    private final Thread thread;
    private volatile boolean over;

    /** Allows a client so many streams at a time. */
    ScriptedHttp2Upstream(int maxStreams) throws IOException {
        this.maxStreams = maxStreams;
        loop = EventLoops.open(LoopOptions.standard(), NanoClock.system());
        Acceptor acceptor =
                loop.listen(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        128,
                        false,
                        Client::new);
        address = (InetSocketAddress) acceptor.localAddress();
        thread = Thread.ofPlatform().name("scripted-http2").start(this::run);
    }

    InetSocketAddress address() {
        return address;
    }

    private void run() {
        while (!over) {
            loop.poll(loop.clock().nowNs() + POLL_NS);
        }
        loop.close();
    }

    @Override
    public void close() {
        over = true;
        loop.wake();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        arena.close();
    }

    /** What is known of a stream. */
    private static final class Exchange {
        private final String path;
        private byte[] expected = {};
        private int received;
        private boolean wrong;
        private byte[] answer = {};

        Exchange(String path) {
            this.path = path;
        }
    }

    private final class Client implements ConnectionHandler, Http2ServerListener {
        private final Connection connection;
        private final Http2ServerSession session;
        private final HeadFields fields = new HeadFields(arena);
        private final Map<Integer, Exchange> exchanges = new HashMap<>();

        Client(Connection connection) {
            this.connection = connection;
            connections.incrementAndGet();
            Http2Options options =
                    Http2Options.standard().withMaxStreams(maxStreams).withHalfClosed();
            session = new Http2ServerSession(options, this, arena);
        }

        @Override
        public void onConnected(Connection self) {}

        @Override
        public void onData(Connection self, MemorySegment buffer, long offset, int length) {
            session.read(buffer, offset, length);
            send();
        }

        @Override
        public void onWritable(Connection self) {
            send();
        }

        private void send() {
            boolean full = false;
            while (connection.isOpen() && session.outputLength() > 0 && !full) {
                int length = session.outputLength();
                int sent = connection.send(session.output(), session.outputOffset(), length);
                if (sent == Connection.BROKEN) {
                    connection.close();
                    return;
                }
                session.outputTaken(sent);
                full = sent < length;
            }
            if (connection.isOpen()) {
                connection.wantWritable(full);
                if (session.failed()) {
                    connection.close();
                }
            }
        }

        @Override
        public void onEnd(Connection self) {
            connection.close();
        }

        @Override
        public void onFailure(Connection self, IoFailure failure) {}

        /** A number of a path, which may have been garbled on its way here: 0 then. */
        private static int number(List<String> parts, int i) {
            boolean well = i < parts.size() && parts.get(i).matches("[0-9]{1,7}");
            return well ? Integer.parseInt(parts.get(i)) : 0;
        }

        private Exchange exchange(int stream) {
            return Objects.requireNonNull(exchanges.get(stream));
        }

        private boolean isFirst(String path) {
            return asked.merge(path, 1, Integer::sum) == 1;
        }

        @Override
        public void onRequest(int stream, Http2Fields head) {
            StringBuilder lines = new StringBuilder();
            for (int i = 0; i < head.count(); i++) {
                lines.append(head.nameText(i)).append(": ").append(head.valueText(i)).append('\n');
            }
            requests.add(lines.toString());
            Exchange exchange = new Exchange(head.valueText(head.path()));
            exchanges.put(stream, exchange);
            List<String> parts = List.of(exchange.path.substring(1).split("/"));
            switch (parts.getFirst()) {
                case "good" -> {
                    int length = (int) Math.max(0, head.contentLength());
                    exchange.expected = ChaosContent.of(number(parts, 1), length);
                }
                case "reset" -> session.resetStream(stream, error(parts));
                case "refuse-first" -> {
                    if (isFirst(exchange.path)) {
                        session.resetStream(stream, Http2Error.REFUSED_STREAM);
                    }
                }
                case "away-first" -> {
                    if (isFirst(exchange.path)) {
                        sendRaw(new FrameBytes().goAway(0, 0));
                        session.resetStream(stream, Http2Error.CANCEL);
                    }
                }
                case "close-first" -> {
                    if (isFirst(exchange.path)) {
                        connection.close();
                    }
                }
                case "cut" -> {
                    answer(stream, 200, false);
                    body(stream, exchange, "some".getBytes(US_ASCII));
                }
                case "early" -> whole(stream, exchange, 200, "early");
                default -> {}
            }
        }

        private void sendRaw(FrameBytes frames) {
            send();
            byte[] bytes = frames.bytes();
            MemorySegment segment = arena.allocate(bytes.length);
            MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
            if (connection.send(segment, 0, bytes.length) != bytes.length) {
                connection.close();
            }
        }

        private static Http2Error error(List<String> parts) {
            for (Http2Error error : Http2Error.values()) {
                if (parts.size() > 1 && error.name().equals(parts.get(1))) {
                    return error;
                }
            }
            return Http2Error.INTERNAL_ERROR;
        }

        private void answer(int stream, int status, boolean ends) {
            fields.clear().status(status);
            session.answer(stream, fields, ends);
        }

        private void body(int stream, Exchange exchange, byte[] body) {
            exchange.answer = body;
            session.moreBody(stream, body.length);
        }

        private void whole(int stream, Exchange exchange, int status, String text) {
            answer(stream, status, false);
            body(stream, exchange, text.getBytes(US_ASCII));
            session.endBody(stream);
        }

        @Override
        public void onBody(int stream, MemorySegment buffer, long offset, int length) {
            Exchange exchange = exchange(stream);
            for (int i = 0; i < length && exchange.expected.length > 0; i++) {
                int at = exchange.received + i;
                exchange.wrong |=
                        at >= exchange.expected.length
                                || buffer.get(ValueLayout.JAVA_BYTE, offset + i)
                                        != (exchange.expected[at] & 0x7f);
            }
            exchange.received += length;
        }

        @Override
        public void onRequestEnd(int stream) {
            Exchange exchange = exchange(stream);
            List<String> parts = List.of(exchange.path.substring(1).split("/"));
            switch (parts.getFirst()) {
                case "good" -> {
                    boolean right =
                            !exchange.wrong && exchange.received == exchange.expected.length;
                    int id = number(parts, 1);
                    fields.clear().status(right ? 200 : 500);
                    fields.add("x-id".getBytes(ISO_8859_1), id);
                    session.answer(stream, fields, false);
                    body(stream, exchange, ChaosContent.of(id, number(parts, 2)));
                    session.endBody(stream);
                }
                case "declared" -> {
                    byte[] declared = ChaosContent.of(0, number(parts, 1));
                    fields.clear().status(200).add(ascii("content-length"), declared.length);
                    session.answer(stream, fields, false);
                    body(stream, exchange, declared);
                    session.endBody(stream);
                }
                case "hint" -> {
                    fields.clear().status(103).add(ascii("link"), ascii("</a>"));
                    session.inform(stream, fields);
                    whole(stream, exchange, 200, "hinted");
                }
                case "trailers" -> {
                    answer(stream, 200, false);
                    body(stream, exchange, ascii("body"));
                    fields.clear().add(ascii("grpc-status"), ascii("0"));
                    session.endBody(stream, fields);
                }
                case "trailers-only" -> {
                    fields.clear().status(200).add(ascii("grpc-status"), ascii("12"));
                    session.answer(stream, fields, true);
                }
                case "cut" -> session.resetStream(stream, error(parts));
                case "never", "early" -> {}
                default -> whole(stream, exchange, 200, "ok");
            }
        }

        private static byte[] ascii(String text) {
            return text.getBytes(US_ASCII);
        }

        @Override
        public void copyBody(
                int stream, long position, MemorySegment target, long offset, int length) {
            byte[] answer = exchange(stream).answer;
            MemorySegment.copy(
                    answer, (int) position, target, ValueLayout.JAVA_BYTE, offset, length);
        }

        @Override
        public void onAnswered(int stream) {}

        @Override
        public void onAborted(int stream, int errorCode) {
            aborted.incrementAndGet();
        }

        @Override
        public void onFailure(Http2Error error, String fault) {}
    }

    /** The body of a request with an id: text, for so it is written down. */
    static String sent(int id, int length) {
        byte[] body = ChaosContent.of(id, length);
        for (int i = 0; i < length; i++) {
            body[i] &= 0x7f;
        }
        return new String(body, US_ASCII);
    }

    /** The first request's line with this name. */
    static String line(String head, String name) {
        return Arrays.stream(head.split("\n"))
                .filter(line -> line.startsWith(name + ": "))
                .findFirst()
                .orElse("");
    }
}
