package dev.tare.io.wire.websocket;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Bytes of tests, and what a reader makes of them, as lines. */
final class Frames {
    private Frames() {}

    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    static MemorySegment segment(byte[] bytes) {
        MemorySegment copy = Arena.ofAuto().allocate(Math.max(1, bytes.length));
        MemorySegment.copy(bytes, 0, copy, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return copy;
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** What the bytes are to a reader, in one piece. */
    static List<String> read(WebSocketReader reader, byte[] bytes) {
        return read(reader, bytes, null);
    }

    /** The same in pieces of random sizes. */
    static List<String> readInPieces(WebSocketReader reader, byte[] bytes, Random random) {
        return read(reader, bytes, random);
    }

    private static List<String> read(
            WebSocketReader reader, byte[] bytes, @Nullable Random random) {
        Lines lines = new Lines();
        int p = 0;
        boolean well = true;
        while (p < bytes.length) {
            int left = bytes.length - p;
            int piece = random == null ? left : 1 + random.nextInt(Math.min(left, 20));
            byte[] copy = new byte[piece];
            System.arraycopy(bytes, p, copy, 0, piece);
            well = reader.read(segment(copy), 0, piece, lines);
            p += piece;
        }
        if (!well) {
            lines.lines.add("fault " + reader.faultCode() + " " + reader.fault());
        }
        return lines.lines;
    }

    /** Notes what it is told. */
    static final class Lines implements WebSocketSink {
        final List<String> lines = new ArrayList<>();

        @Override
        public void onMessage(boolean text, MemorySegment buffer, long offset, int length) {
            byte[] bytes = buffer.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
            String shown =
                    text
                            ? new String(bytes, StandardCharsets.UTF_8)
                            : HexFormat.of().formatHex(bytes);
            lines.add((text ? "text " : "binary ") + shown);
        }

        @Override
        public void onPing(MemorySegment payload, long offset, int length) {
            byte[] bytes = payload.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
            lines.add("ping " + HexFormat.of().formatHex(bytes));
        }

        @Override
        public void onPong() {
            lines.add("pong");
        }

        @Override
        public void onClose(int code, String reason) {
            lines.add("close " + code + " " + reason);
        }
    }
}
