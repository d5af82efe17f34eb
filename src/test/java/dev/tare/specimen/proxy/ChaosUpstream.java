package dev.tare.specimen.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.tare.base.time.Sleep;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A server that answers {@code /good/ID/SIZE} as it should, in one of several framings, and does
 * its worst at {@code /evil/DEED}.
 */
final class ChaosUpstream implements AutoCloseable {
    private static final String CHUNKED = "HTTP/1.1 200 OK|Transfer-Encoding: chunked||";
    private static final int CHUNK_BYTES = 1000;
    private static final long PAUSE_NS = 5_000_000L;
    private static final long DRIP_NS = 50_000_000L;

    private final ServerSocket server;

    ChaosUpstream() throws IOException {
        server = new ServerSocket(0, 1000, InetAddress.ofLiteral("127.0.0.1"));
        Thread.ofVirtual().start(this::accept);
    }

    /** What it does at {@code /evil/}; a bar stands for CR LF. */
    enum Deed {
        HALF_A_HEAD_AND_CLOSE(then("HTTP/1.1 200 OK|Content-Le")),
        HALF_A_HEAD_AND_SILENCE(silentAfter("HTTP/1.1 200 OK|Content-Le")),
        A_HEAD_WITHOUT_END(endless("HTTP/1.1 200 OK|", "a-field: with a value|")),
        A_LINE_WITHOUT_END(endless("HTTP/1.1 200 OK|a: ", "xxxxxxxxxx")),
        A_LENGTH_TOO_GREAT(then("HTTP/1.1 200 OK|Content-Length: 3||ok")),
        A_LENGTH_TOO_SMALL(silentAfter("HTTP/1.1 200 OK|Content-Length: 1||ok")),
        TWO_LENGTHS(then("HTTP/1.1 200 OK|Content-Length: 1|Content-Length: 2||ok")),
        A_LENGTH_BELOW_ZERO(then("HTTP/1.1 200 OK|Content-Length: -1||ok")),
        A_CHUNK_SIZE_OF_WORDS(then(CHUNKED + "two|ok|0||")),
        A_CHUNK_SIZE_BEYOND_ALL_NUMBERS(then(CHUNKED + "fffffffffffffffff|ok|0||")),
        A_CHUNK_LONGER_THAN_ITS_SIZE(then(CHUNKED + "1|ok|0||")),
        A_CHUNK_EXTENSION_WITHOUT_END(endless(CHUNKED + "2;a=", "xxxxxxxxxx")),
        TRAILERS_WITHOUT_END(endless(CHUNKED + "2|ok|0|", "a-field: with a value|")),
        CLOSE_AT_ONCE(then("")),
        RESET_AT_ONCE(resetAfter("")),
        RESET_IN_THE_BODY(resetAfter("HTTP/1.1 200 OK|Content-Length: 5||ok")),
        INFORMATION_WITHOUT_END(endless("", "HTTP/1.1 103 Early Hints||")),
        CHUNKS_WITHOUT_END(endless(CHUNKED, "2|ok|")),
        A_BODY_WITHOUT_END(endless("HTTP/1.1 200 OK||", "ok and more of it")),
        AN_ANSWER_NOBODY_ASKED_FOR(
                silentAfter(
                        "HTTP/1.1 200 OK|Content-Length: 2||ok"
                                + "HTTP/1.1 200 OK|Content-Length: 4||evil")),
        ANOTHER_PROTOCOL(silentAfter("SSH-2.0-OpenSSH_9.2||")),
        SWITCHED_UNASKED(silentAfter("HTTP/1.1 101 Switching|Connection: upgrade|Upgrade: x||")),
        SILENCE(silentAfter("")),
        A_BYTE_NOW_AND_THEN(socket -> {
            for (int i = 0; i < 100; i++) {
                write(socket, "x");
                Sleep.forNs(DRIP_NS);
            }
        });

        @SuppressWarnings("ImmutableEnumChecker") // An act keeps nothing but constants.
        private final Act act;

        Deed(Act act) {
            this.act = act;
        }
    }

    private interface Act {
        void play(Socket socket) throws IOException, InterruptedException;
    }

    private static Act then(String text) {
        return socket -> write(socket, text);
    }

    private static Act resetAfter(String text) {
        return socket -> {
            write(socket, text);
            socket.setSoLinger(true, 0);
        };
    }

    /** Until the other side has had enough. */
    private static Act endless(String first, String again) {
        String much = again.repeat(100);
        return socket -> {
            write(socket, first);
            while (true) {
                write(socket, much);
            }
        };
    }

    private static Act silentAfter(String text) {
        return socket -> {
            write(socket, text);
            socket.getInputStream().readAllBytes();
        };
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.replace("|", "\r\n").getBytes(ISO_8859_1));
    }

    InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private static void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream input = new BufferedInputStream(socket.getInputStream());
            boolean goesOn = true;
            while (goesOn) {
                goesOn = answer(socket, input);
            }
        } catch (IOException e) {
            // The other side has had enough.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean answer(Socket socket, InputStream input)
            throws IOException, InterruptedException {
        String[] words = line(input).split(" ", -1);
        Map<String, String> fields = new HashMap<>();
        for (String line = line(input); !line.isEmpty(); line = line(input)) {
            String[] field = line.split(":", 2);
            fields.put(field[0].toLowerCase(Locale.ROOT), field[field.length - 1].strip());
        }
        String[] path = (words.length > 1 ? words[1] : "").split("/", -1);
        if (path.length > 2 && path[1].equals("evil")) {
            Deed.valueOf(path[2]).act.play(socket);
            return false;
        }
        byte[] body = body(input, fields);
        if (path.length < 4 || !path[1].equals("good")) {
            write(socket, "HTTP/1.1 404 Not Found|Content-Length: 0||");
            return true;
        }
        int id = Integer.parseInt(path[2]);
        if (!Arrays.equals(body, ChaosContent.of(id, body.length))) {
            write(socket, "HTTP/1.1 500 Not Its Body|Content-Length: 0||");
            return true;
        }
        return answerWell(socket, id, Integer.parseInt(path[3]));
    }

    private static byte[] body(InputStream input, Map<String, String> fields) throws IOException {
        if (!fields.containsKey("transfer-encoding")) {
            int length = Integer.parseInt(fields.getOrDefault("content-length", "0"));
            byte[] body = input.readNBytes(length);
            if (body.length < length) {
                throw new EOFException();
            }
            return body;
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int size = Integer.parseInt(line(input), 16);
        while (size > 0) {
            body.write(input.readNBytes(size));
            line(input);
            size = Integer.parseInt(line(input), 16);
        }
        line(input);
        return body.toByteArray();
    }

    /** Answers, in one of several framings; whether the connection goes on. */
    private static boolean answerWell(Socket socket, int id, int size)
            throws IOException, InterruptedException {
        byte[] body = ChaosContent.of(id, size);
        OutputStream output = socket.getOutputStream();
        if (id % 5 == 0) {
            write(socket, "HTTP/1.1 103 Early Hints|Link: </a>||");
        }
        write(socket, "HTTP/1.1 200 OK|X-Id: " + id + "|");
        switch (id % 4) {
            case 0 -> write(socket, "Content-Length: " + size + "||");
            case 1 -> write(socket, "Transfer-Encoding: chunked||");
            case 2 -> write(socket, "Connection: close|Content-Length: " + size + "||");
            default -> write(socket, "|");
        }
        if (id % 7 == 0) {
            Sleep.forNs(PAUSE_NS);
        }
        if (id % 4 != 1) {
            output.write(body);
            return id % 4 == 0;
        }
        for (int start = 0; start < size; start += CHUNK_BYTES) {
            int length = Math.min(CHUNK_BYTES, size - start);
            write(socket, Integer.toHexString(length) + "|");
            output.write(body, start, length);
            write(socket, "|");
        }
        write(socket, "0||");
        return true;
    }

    private static String line(InputStream input) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int octet = input.read();
        while (octet != '\n') {
            if (octet < 0) {
                throw new EOFException();
            }
            line.write(octet);
            octet = input.read();
        }
        return line.toString(ISO_8859_1).stripTrailing();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
