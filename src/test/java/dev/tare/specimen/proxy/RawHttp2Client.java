package dev.tare.specimen.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.tare.io.wire.http2.FrameBytes;
import dev.tare.io.wire.http2.FrameBytes.Frame;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client that writes whatever frames it likes, and reads when it likes. */
final class RawHttp2Client implements AutoCloseable {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int GOAWAY = 7;

    private static final int TIMEOUT_MS = 20_000;
    private static final int HEADER_BYTES = 9;

    private final Socket socket;
    private final DataInputStream input;

    /** Connects, and sends the preface and SETTINGS. */
    RawHttp2Client(InetSocketAddress address) throws IOException {
        socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout(TIMEOUT_MS);
        socket.setTcpNoDelay(true);
        input = new DataInputStream(socket.getInputStream());
        send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(ISO_8859_1));
        send(new FrameBytes().settings());
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    void send(FrameBytes frames) throws IOException {
        send(frames.bytes());
    }

    /** The header block of a GET of {@code path}, at most 126 bytes of it. */
    static String get(String path) {
        return block("82", path);
    }

    /** The header block of a POST with this Content-Length, of one digit. */
    static String post(String path, int contentLength) {
        return block("83", path) + "0f0d013" + contentLength;
    }

    /** The header block of a POST that does not say how long its body is. */
    static String postWithoutLength(String path) {
        return block("83", path);
    }

    /** A field that may follow in a header block, or stand among trailers. */
    static String field(String name, String value) {
        byte[] nameBytes = name.getBytes(ISO_8859_1);
        byte[] valueBytes = value.getBytes(ISO_8859_1);
        return "00%02x%s%02x%s"
                .formatted(nameBytes.length, hex(nameBytes), valueBytes.length, hex(valueBytes));
    }

    private static String block(String method, String path) {
        byte[] bytes = path.getBytes(ISO_8859_1);
        return method + "86410161" + "04%02x".formatted(bytes.length) + hex(bytes);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /** The next frame; null at the connection's end. */
    @Nullable Frame read() throws IOException {
        try {
            byte[] frame = new byte[HEADER_BYTES];
            input.readFully(frame);
            int length = (frame[0] & 0xff) << 16 | (frame[1] & 0xff) << 8 | (frame[2] & 0xff);
            byte[] whole = Arrays.copyOf(frame, HEADER_BYTES + length);
            input.readFully(whole, HEADER_BYTES, length);
            return FrameBytes.parse(whole).getFirst();
        } catch (EOFException | SocketException ended) {
            return null;
        }
    }

    /** The next frame of one of these types; null if the connection ends before. */
    @Nullable Frame await(Integer... types) throws IOException {
        List<Integer> wanted = List.of(types);
        Frame frame = read();
        while (frame != null && !wanted.contains(frame.type())) {
            frame = read();
        }
        return frame;
    }

    /** Closes the connection. */
    void end() throws IOException {
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
