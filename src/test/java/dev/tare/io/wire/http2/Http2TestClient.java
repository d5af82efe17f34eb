package dev.tare.io.wire.http2;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.tare.base.core.RequestSpec;
import dev.tare.base.time.NanoClock;
import dev.tare.io.net.Connection;
import dev.tare.io.net.ConnectionHandler;
import dev.tare.io.net.EventLoop;
import dev.tare.io.net.EventLoops;
import dev.tare.io.net.IoFailure;
import dev.tare.io.net.LoopOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** One connection of our client over real sockets: as many requests at a time as it may send. */
public final class Http2TestClient implements AutoCloseable, ConnectionHandler {
    private static final long PATIENCE_NS = 20_000_000_000L;
    private static final int STREAMS = 50;

    /** What came for one request. */
    public static final class Exchange {
        private int status;
        private String fields = "";
        private String trailers = "";
        private String end = "";
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();

        public int status() {
            return status;
        }

        /** Lines of name, colon, value. */
        public String fields() {
            return fields;
        }

        public String trailers() {
            return trailers;
        }

        /** How it ended: {@code whole}, or what went wrong. */
        public String end() {
            return end;
        }

        public byte[] body() {
            return body.toByteArray();
        }
    }

    private final NanoClock clock = NanoClock.system();
    private final Arena arena = Arena.ofAuto();
    private final EventLoop loop = EventLoops.open(LoopOptions.standard(), clock);
    private final String authority;
    private final Connection connection;
    private final Exchange[] exchanges = new Exchange[STREAMS];
    private final Http2ClientSession session;
    private final List<Integer> free = new ArrayList<>();
    private boolean connected;
    private boolean closed;
    private String failure = "";

    /** Connects. */
    public Http2TestClient(InetSocketAddress address) throws IOException {
        authority = address.getAddress().getHostAddress() + ":" + address.getPort();
        Http2Options options = Http2Options.standard().withMaxStreams(STREAMS);
        session = new Http2ClientSession(options, new Listener(), arena);
        for (int token = 0; token < STREAMS; token++) {
            free.add(token);
        }
        connection = loop.connect(address, this);
    }

    /** Sends all of these and waits until each has ended. */
    public List<Exchange> exchange(List<RequestSpec> requests) {
        List<Exchange> all = new ArrayList<>();
        long untilNs = clock.nowNs() + PATIENCE_NS;
        List<PreparedRequest> prepared =
                requests.stream()
                        .map(request -> PreparedRequest.of(request, "http", authority, arena))
                        .toList();
        while (all.size() < prepared.size() || all.stream().anyMatch(e -> e.end.isEmpty())) {
            if (clock.nowNs() > untilNs || closed) {
                throw new AssertionError("no answer: " + failure);
            }
            while (connected && all.size() < prepared.size() && session.canStart()) {
                int token = free.getLast();
                if (!session.startRequest(token, prepared.get(all.size()))) {
                    break;
                }
                free.removeLast();
                exchanges[token] = new Exchange();
                all.add(exchanges[token]);
            }
            send();
            loop.poll(clock.nowNs() + 10_000_000);
        }
        return all;
    }

    /** The same for one request, some times. */
    public List<Exchange> get(String path, int times) {
        return exchange(Stream.generate(() -> RequestSpec.get(path)).limit(times).toList());
    }

    private void send() {
        if (!connected || session.outputLength() == 0) {
            return;
        }
        int length = session.outputLength();
        int sent = connection.send(session.output(), session.outputOffset(), length);
        if (sent == Connection.BROKEN) {
            closed = true;
            return;
        }
        session.outputTaken(sent);
        connection.wantWritable(sent < length);
    }

    @Override
    public void onConnected(Connection self) {
        connected = true;
    }

    @Override
    public void onData(Connection self, MemorySegment buffer, long offset, int length) {
        session.read(buffer, offset, length);
        send();
    }

    @Override
    public void onWritable(Connection self) {
        send();
    }

    @Override
    public void onEnd(Connection self) {
        closed = true;
    }

    @Override
    public void onFailure(Connection self, IoFailure why) {
        closed = true;
        failure = why.toString();
    }

    @Override
    public void close() {
        loop.close();
    }

    private final class Listener implements Http2ClientListener {
        private void end(int token, String how) {
            exchanges[token].end = how;
            free.add(token);
        }

        private static String lines(Http2Fields fields) {
            StringBuilder lines = new StringBuilder();
            for (int i = 0; i < fields.count(); i++) {
                lines.append(fields.nameText(i)).append(": ");
                lines.append(fields.valueText(i)).append('\n');
            }
            return lines.toString();
        }

        @Override
        public void onHead(int token, Http2Fields head) {
            exchanges[token].status = head.status();
            exchanges[token].fields = lines(head);
        }

        @Override
        public void onBody(int token, MemorySegment buffer, long offset, int length) {
            exchanges[token].body.writeBytes(Octets.bytes(buffer, offset, length));
        }

        @Override
        public void onTrailers(int token, Http2Fields trailers) {
            exchanges[token].trailers = lines(trailers);
        }

        @Override
        public void onEnd(int token) {
            end(token, "whole");
        }

        @Override
        public void onReset(int token, int errorCode) {
            end(token, Http2Error.name(errorCode));
        }

        @Override
        public void onMalformed(int token, String fault) {
            end(token, fault);
        }

        @Override
        public void onNotProcessed(int token) {
            end(token, "not processed");
        }

        @Override
        public void onGoAway(int errorCode) {}

        @Override
        public void onFailure(Http2Error error, String fault) {
            closed = true;
            failure = error + ": " + fault;
        }
    }

    /** A body as text, a character a byte. */
    public static String text(Exchange exchange) {
        return new String(exchange.body(), ISO_8859_1);
    }
}
