package dev.tare.specimen.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;

/** Spoils messages, the same way for the same seed. */
final class Mutation {
    private static final int MAX_EDITS = 4;
    private static final List<String> PIECES =
            List.of(
                    "\r\n",
                    "\n",
                    "\r",
                    "\r\n\r\n",
                    " ",
                    "\t",
                    ":",
                    "\0",
                    "\u00ff",
                    "0\r\n\r\n",
                    "ffffffff",
                    "Content-Length: 5\r\n",
                    "Content-Length: 99999999999\r\n",
                    "Transfer-Encoding: chunked\r\n",
                    "Transfer-Encoding: gzip, chunked\r\n",
                    "Connection: close\r\n",
                    "Connection: upgrade\r\nUpgrade: websocket\r\n",
                    "Expect: 100-continue\r\n",
                    "Host: h\r\n",
                    "HTTP/1.1 ",
                    "HTTP/1.0 ",
                    "HTTP/1.1 100 Continue\r\n\r\n",
                    "GET / HTTP/1.1\r\nHost: h\r\n\r\n",
                    "x".repeat(70_000));

    private Mutation() {}

    /** One of the samples, spoilt in one to four places. */
    static byte[] of(List<String> samples, Random random) {
        byte[] bytes = samples.get(random.nextInt(samples.size())).getBytes(ISO_8859_1);
        int edits = 1 + random.nextInt(MAX_EDITS);
        for (int i = 0; i < edits && bytes.length > 0; i++) {
            bytes = edit(bytes, random, samples);
        }
        return bytes;
    }

    private static byte[] edit(byte[] bytes, Random random, List<String> samples) {
        int start = random.nextInt(bytes.length);
        int end = Math.min(bytes.length, start + 1 + random.nextInt(20));
        return switch (random.nextInt(7)) {
            case 0 -> {
                byte[] flipped = bytes.clone();
                flipped[start] ^= (byte) (1 << random.nextInt(8));
                yield flipped;
            }
            case 1 -> joined(bytes, start, new byte[0], end);
            case 2 -> joined(bytes, end, copy(bytes, start, end), end);
            case 3 -> copy(bytes, 0, start);
            case 4 -> {
                byte[] other = samples.get(random.nextInt(samples.size())).getBytes(ISO_8859_1);
                yield joined(bytes, start, copy(other, random.nextInt(other.length), -1), end);
            }
            default -> joined(bytes, start, piece(random), start);
        };
    }

    private static byte[] piece(Random random) {
        return PIECES.get(random.nextInt(PIECES.size())).getBytes(ISO_8859_1);
    }

    private static byte[] copy(byte[] bytes, int start, int end) {
        return java.util.Arrays.copyOfRange(bytes, start, end < 0 ? bytes.length : end);
    }

    /** The bytes before {@code cut}, what goes in, and the bytes from {@code rest} on. */
    private static byte[] joined(byte[] bytes, int cut, byte[] inserted, int rest) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.write(bytes, 0, cut);
        joined.writeBytes(inserted);
        joined.write(bytes, rest, bytes.length - rest);
        return joined.toByteArray();
    }
}
