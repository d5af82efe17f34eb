package dev.tare.specimen.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.tare.specimen.RawClient;
import dev.tare.specimen.ScriptedServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * A server that reads requests as RFC 9112 frames them, says {@code ok} to each, and keeps what it
 * has seen: what a proxy lets through is what comes out of it. It shares no code with minivoy.
 */
final class RecordingUpstream implements AutoCloseable {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final int HEX = 16;

    private final List<Reading> readings = new ArrayList<>(); // guarded by itself
    private final ScriptedServer server;

    /**
     * A request that has arrived.
     *
     * @param startLine without its end
     * @param framing the fields that frame it, names in lower case
     * @param whole whether its body has arrived, too
     */
    record Seen(String startLine, Set<String> framing, boolean whole) {}

    private static final class Reading {
        private final String startLine;
        private final Set<String> framing;
        private volatile boolean whole;

        Reading(String startLine, Set<String> framing) {
            this.startLine = startLine;
            this.framing = framing;
        }
    }

    RecordingUpstream() throws IOException {
        server =
                new ScriptedServer((connection, number) -> {
                    while (true) {
                        serve(connection);
                    }
                });
    }

    InetSocketAddress address() {
        return server.address();
    }

    /** What has arrived since the last {@link #forget}. */
    List<Seen> requests() {
        synchronized (readings) {
            return readings.stream().map(r -> new Seen(r.startLine, r.framing, r.whole)).toList();
        }
    }

    void forget() {
        synchronized (readings) {
            readings.clear();
        }
    }

    private void serve(RawClient connection) throws IOException {
        String startLine = line(connection);
        List<String> fields = new ArrayList<>();
        for (String line = line(connection); !line.isEmpty(); line = line(connection)) {
            fields.add(line);
        }
        Set<String> framing = framing(fields);
        Reading reading = new Reading(startLine, framing);
        synchronized (readings) {
            readings.add(reading);
        }
        readBody(connection, framing);
        reading.whole = true;
        connection.send(OK);
    }

    /** The fields that frame a message, as they stand there, names and values in lower case. */
    static Set<String> framing(List<String> fields) {
        Set<String> framing = new TreeSet<>();
        for (String field : fields) {
            String lower = field.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length") || lower.startsWith("transfer-encoding")) {
                framing.add(lower.replaceAll(" *: *", ": ").strip());
            }
        }
        return framing;
    }

    private static void readBody(RawClient connection, Set<String> framing) throws IOException {
        if (framing.stream().anyMatch(f -> f.startsWith("transfer-encoding"))) {
            readChunks(connection);
            return;
        }
        for (String field : framing) {
            connection.exactly(number(field.substring(field.indexOf(':') + 1).strip(), 10));
        }
    }

    private static void readChunks(RawClient connection) throws IOException {
        int size = chunkSize(connection);
        while (size > 0) {
            connection.exactly(size);
            line(connection);
            size = chunkSize(connection);
        }
        String trailer = line(connection);
        while (!trailer.isEmpty()) {
            trailer = line(connection);
        }
    }

    private static int chunkSize(RawClient connection) throws IOException {
        return number(line(connection).replaceAll(";.*", "").strip(), HEX);
    }

    private static int number(String digits, int radix) throws IOException {
        try {
            return Integer.parseInt(digits, radix);
        } catch (NumberFormatException e) {
            throw new IOException(e);
        }
    }

    private static String line(RawClient connection) throws IOException {
        StringBuilder line = new StringBuilder();
        String octet = octet(connection);
        while (!octet.equals("\n")) {
            line.append(octet);
            octet = octet(connection);
        }
        int length = line.length();
        if (length > 0 && line.charAt(length - 1) == '\r') {
            line.setLength(length - 1);
        }
        return line.toString();
    }

    private static String octet(RawClient connection) throws IOException {
        return new String(connection.exactly(1), ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
