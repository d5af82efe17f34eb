package dev.tare.specimen.proxy;

import static dev.tare.specimen.proxy.Additions.ascii;

import dev.tare.io.net.AcceptHandler;
import dev.tare.io.net.Connection;
import dev.tare.io.net.ConnectionHandler;
import dev.tare.io.net.IoFailure;
import dev.tare.io.wire.Http1Head;
import dev.tare.io.wire.Http1RequestReader;
import dev.tare.io.wire.Http1Writer;
import dev.tare.io.wire.HttpMethod;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Answers on the admin port: {@code /stats} with the counters, {@code /ready} with 200 while
 * requests are served and 503 once minivoy is stopping.
 *
 * <p>Thread-safety: its loop's thread.
 */
final class AdminServer implements AcceptHandler {
    static final int BACKLOG = 16;

    /** Connections at a time; more are closed at once. */
    private static final int MAX_CONNECTIONS = 64;

    private static final int HEAD_BYTES = 256;
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final int UNAVAILABLE = 503;
    private static final byte[] CONTENT_LENGTH = ascii("Content-Length");
    private static final byte[] CLOSE = ascii("Connection: close\r\n");

    private final Supplier<String> statsJson;
    private final BooleanSupplier isReady;
    private int openConnections;

    AdminServer(Supplier<String> statsJson, BooleanSupplier isReady) {
        this.statsJson = statsJson;
        this.isReady = isReady;
    }

    @Override
    public ConnectionHandler onAccept(Connection connection) {
        Client client = new Client();
        openConnections++;
        if (openConnections > MAX_CONNECTIONS) {
            client.close(connection);
        }
        return client;
    }

    private final class Client implements ConnectionHandler {
        private final Http1RequestReader reader = new Http1RequestReader();

        @Override
        public void onConnected(Connection connection) {}

        @Override
        public void onData(Connection connection, MemorySegment buffer, long offset, int length) {
            int consumed = 0;
            while (consumed < length && connection.isOpen()) {
                consumed += reader.readHead(buffer, offset + consumed, length - consumed);
                switch (reader.state()) {
                    case HEAD -> {}
                    case COMPLETE -> answer(connection, reader.head());
                    // Whoever asks has no body to send.
                    case BODY, MALFORMED -> close(connection);
                }
            }
        }

        private void answer(Connection connection, Http1Head head) {
            boolean headOnly = head.method() == HttpMethod.HEAD;
            boolean last = !reader.keepAlive();
            if (head.method() != HttpMethod.GET && !headOnly) {
                send(connection, NOT_ALLOWED, "", last, headOnly);
            } else {
                switch (head.copy(head.targetStart(), head.targetEnd())) {
                    case "/stats" -> send(connection, OK, statsJson.get(), last, headOnly);
                    case "/ready" -> {
                        boolean ready = isReady.getAsBoolean();
                        String body = ready ? "ready\n" : "stopping\n";
                        send(connection, ready ? OK : UNAVAILABLE, body, last, headOnly);
                    }
                    default -> send(connection, NOT_FOUND, "", last, headOnly);
                }
            }
            reader.begin();
        }

        private void send(
                Connection connection, int status, String text, boolean last, boolean headOnly) {
            byte[] body = ascii(text);
            int capacity = HEAD_BYTES + body.length;
            MemorySegment bytes = Arena.ofAuto().allocate(capacity);
            Http1Writer writer = new Http1Writer().begin(bytes, 0, capacity).statusLine(status);
            writer.field(CONTENT_LENGTH, body.length);
            if (last) {
                writer.bytes(CLOSE);
            }
            writer.crlf();
            if (!headOnly) {
                writer.bytes(body);
            }
            // So little is taken at once, unless the client never reads: then it has had enough.
            boolean taken = connection.send(bytes, 0, writer.length()) == writer.length();
            if (last || !taken) {
                close(connection);
            }
        }

        private void close(Connection connection) {
            if (connection.isOpen()) {
                connection.close();
                openConnections--;
            }
        }

        @Override
        public void onWritable(Connection connection) {}

        @Override
        public void onEnd(Connection connection) {
            close(connection);
        }

        @Override
        public void onFailure(Connection connection, IoFailure failure) {
            openConnections--;
        }
    }
}
