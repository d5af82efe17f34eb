package dev.tare.load.script;

import dev.tare.io.wire.Http1RequestReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers every request with the same bytes, and keeps the first requests of each connection. */
final class RecordingServer implements AutoCloseable {
    static final int KEPT = 60;

    private static final int BUFFER_BYTES = 64 * 1024;

    private final ServerSocket listener;
    private final byte[] answer;
    private final AtomicInteger count = new AtomicInteger();
    private final Map<Integer, List<String>> connections = new ConcurrentSkipListMap<>();

    RecordingServer(String answer) throws IOException {
        this.answer = answer.getBytes(StandardCharsets.ISO_8859_1);
        listener = new ServerSocket(0, 128, InetAddress.ofLiteral("127.0.0.1"));
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port());
    }

    /** Connections that sent something, each with its first requests, in canonical form. */
    List<List<String>> recorded() {
        synchronized (connections) {
            return connections.values().stream()
                    .filter(requests -> !requests.isEmpty())
                    .map(List::copyOf)
                    .toList();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                int number = count.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket, number));
            }
        } catch (IOException e) {
            // The listener was closed: the test is over.
        }
    }

    private void serve(Socket socket, int number) {
        List<String> requests = new ArrayList<>();
        synchronized (connections) {
            connections.put(number, requests);
        }
        byte[] buffer = new byte[BUFFER_BYTES];
        Http1RequestReader reader = new Http1RequestReader();
        StringBuilder text = new StringBuilder();
        try (socket;
                InputStream in = socket.getInputStream()) {
            for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
                int at = 0;
                while (at < n) {
                    int taken = reader.read(MemorySegment.ofArray(buffer), at, n - at, null);
                    text.append(new String(buffer, at, taken, StandardCharsets.ISO_8859_1));
                    at += taken;
                    if (reader.state() == Http1RequestReader.State.MALFORMED) {
                        text.append(" MALFORMED ").append(reader.fault());
                    }
                    if (reader.state() == Http1RequestReader.State.COMPLETE) {
                        keep(requests, text.toString());
                        text.setLength(0);
                        reader.begin();
                        socket.getOutputStream().write(answer);
                    }
                }
            }
        } catch (IOException e) {
            // The client went away.
        }
    }

    private void keep(List<String> requests, String request) {
        synchronized (connections) {
            if (requests.size() < KEPT) {
                requests.add(canonical(request));
            }
        }
    }

    /**
     * The request with its fields sorted: wrk writes them in the order of Lua's table, which
     * differs from one LuaJIT to the next.
     */
    private String canonical(String request) {
        int end = request.indexOf("\r\n\r\n");
        String[] lines = request.substring(0, end).split("\r\n", -1);
        Arrays.sort(lines, 1, lines.length);
        return (String.join("\r\n", lines) + request.substring(end))
                .replace("127.0.0.1:" + port(), "HOST");
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
