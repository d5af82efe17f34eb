package dev.tare.specimen;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A blocking HTTP client that sends what it is told and shares no code with what it tests. */
public final class RawClient implements AutoCloseable {
    private static final int TIMEOUT_MS = 20_000;

    private final Socket socket;
    private final InputStream input;

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MS);
        input = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
    }

    /** Connects. */
    public static RawClient to(InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        socket.connect(address, TIMEOUT_MS);
        return new RawClient(socket);
    }

    /** Connects with a receive buffer of so many bytes, asked for before the connection opens. */
    public static RawClient to(InetSocketAddress address, int receiveBufferBytes)
            throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(receiveBufferBytes);
        socket.connect(address, TIMEOUT_MS);
        return new RawClient(socket);
    }

    /** Wraps the server's end of a connection. */
    public static RawClient of(Socket accepted) throws IOException {
        return new RawClient(accepted);
    }

    /** Sends text as it stands, a byte a character. */
    public RawClient send(String text) throws IOException {
        return send(text.getBytes(ISO_8859_1));
    }

    /** Sends bytes as they stand. */
    public RawClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /** Sends a GET of HTTP/1.1 and reads its response. */
    public RawResponse get(String target) throws IOException {
        send("GET " + target + " HTTP/1.1\r\nHost: test\r\n\r\n");
        return read();
    }

    /** Reads a response, whose body there is as its head says. */
    public RawResponse read() throws IOException {
        return read(false);
    }

    /** Reads a response to HEAD. */
    public RawResponse readHeadOnly() throws IOException {
        return read(true);
    }

    private RawResponse read(boolean headOnly) throws IOException {
        String statusLine = line();
        Map<String, List<String>> fields = fields();
        RawResponse head = new RawResponse(statusLine, fields, "");
        int status = head.status();
        if (headOnly || status < 200 || status == 204 || status == 304) {
            return head;
        }
        byte[] body;
        if (head.field("transfer-encoding").equals("chunked")) {
            body = chunks();
        } else if (!head.field("content-length").isEmpty()) {
            body = exactly(Integer.parseInt(head.field("content-length")));
        } else {
            body = input.readAllBytes();
        }
        return new RawResponse(statusLine, fields, new String(body, ISO_8859_1));
    }

    /** Reads a start line and fields, such as of a request; the body is left unread. */
    public String readHeadText() throws IOException {
        StringBuilder head = new StringBuilder();
        String line = line();
        while (!line.isEmpty()) {
            head.append(line).append('\n');
            line = line();
        }
        return head.toString();
    }

    private Map<String, List<String>> fields() throws IOException {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        String line = line();
        while (!line.isEmpty()) {
            int colon = line.indexOf(':');
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            fields.computeIfAbsent(name, _ -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
            line = line();
        }
        return fields;
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int size = Integer.parseInt(line(), 16);
        while (size > 0) {
            body.write(exactly(size));
            if (!line().isEmpty()) {
                throw new IOException("a chunk is longer than it says");
            }
            size = Integer.parseInt(line(), 16);
        }
        String trailer = line();
        while (!trailer.isEmpty()) {
            trailer = line();
        }
        return body.toByteArray();
    }

    /** Reads exactly so many bytes. */
    public byte[] exactly(int length) throws IOException {
        byte[] bytes = input.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("only %d of %d bytes".formatted(bytes.length, length));
        }
        return bytes;
    }

    /** Reads at most so many bytes and drops them; returns how many, or -1 at the end. */
    public int skip(int length) throws IOException {
        return input.read(new byte[length]);
    }

    /** Whether the other side has closed: reads until then, and counts what is left. */
    public boolean isClosedWithoutMore() throws IOException {
        try {
            return input.readAllBytes().length == 0;
        } catch (java.net.SocketException e) {
            return true;
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int b = input.read();
        while (b != '\n') {
            if (b < 0) {
                throw new EOFException("the connection ended within a line: " + line);
            }
            line.write(b);
            b = input.read();
        }
        String text = line.toString(ISO_8859_1);
        if (!text.endsWith("\r")) {
            throw new IOException("a line without CR: " + text);
        }
        return text.substring(0, text.length() - 1);
    }

    /** Sends FIN. */
    public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
