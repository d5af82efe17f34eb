package dev.tare.trust;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * What a {@link FaultyProxy} gives back.
 *
 * @param pieces written one after the other
 * @param closes whether the connection ends behind it
 */
record FaultyAnswer(List<byte[]> pieces, boolean closes) {
    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final byte[] ERROR =
            "{\"error\": \"upstream connect error or disconnect\"}".getBytes(US_ASCII);

    /** The right one, in one piece. */
    static FaultyAnswer sound(byte[] body) {
        return answer(OK, body);
    }

    /** The answer that {@code fault} makes of {@code body}. */
    static FaultyAnswer of(ProxyFault fault, int number, byte[] body, boolean mayCompress) {
        return switch (fault) {
            case ERROR_IN_200 -> answer(OK, ERROR);
            case ERROR_AS_LONG -> answer(OK, asLong(ERROR, body.length));
            case SHORT_BODY -> answer(OK, Arrays.copyOf(body, body.length - body.length / 10));
            case CUT_BODY -> cut(body);
            case CORRUPT_BODY -> answer(OK, corrupted(body));
            case PADDED_BODY -> answer(OK, Arrays.copyOf(body, body.length + number));
            case GZIP -> mayCompress ? compressed(body) : sound(body);
            case UNAVAILABLE -> answer("HTTP/1.1 503 Service Unavailable\r\n", ERROR);
            case REDIRECT ->
                    answer("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\n", new byte[0]);
            case MALFORMED -> answer("HTTP/1.1 2OO OK\r\n", body);
            case BROKEN_CHUNKS -> brokenChunks(body);
            case ANSWERED_TWICE -> {
                byte[] once = answer(OK, body).pieces().getFirst();
                yield new FaultyAnswer(List.of(once, once), false);
            }
            case NAGLE -> apart(body);
            default -> sound(body);
        };
    }

    /** The same, closing the connection and saying so. */
    static FaultyAnswer last(byte[] body) {
        return new FaultyAnswer(answer(OK + "Connection: close\r\n", body).pieces(), true);
    }

    private static FaultyAnswer answer(String lines, byte[] body) {
        return new FaultyAnswer(List.of(joined(head(lines, body.length), body)), false);
    }

    private static byte[] head(String lines, int length) {
        return (lines + "Content-Length: " + length + "\r\n\r\n").getBytes(US_ASCII);
    }

    private static byte[] joined(byte[] head, byte[] body) {
        byte[] whole = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, whole, head.length, body.length);
        return whole;
    }

    private static FaultyAnswer apart(byte[] body) {
        return new FaultyAnswer(List.of(head(OK, body.length), body), false);
    }

    private static FaultyAnswer cut(byte[] body) {
        byte[] half = Arrays.copyOf(body, body.length / 2);
        return new FaultyAnswer(List.of(joined(head(OK, body.length), half)), true);
    }

    private static FaultyAnswer brokenChunks(byte[] body) {
        String head = OK + "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(body.length);
        byte[] start = (head + "\r\n").getBytes(US_ASCII);
        return new FaultyAnswer(List.of(joined(start, body)), true);
    }

    private static byte[] asLong(byte[] text, int length) {
        byte[] padded = new byte[length];
        Arrays.fill(padded, (byte) ' ');
        System.arraycopy(text, 0, padded, 0, Math.min(text.length, length));
        return padded;
    }

    private static byte[] corrupted(byte[] body) {
        byte[] other = body.clone();
        for (int i = 0; i < other.length; i++) {
            other[i] ^= 1;
        }
        return other;
    }

    private static FaultyAnswer compressed(byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return answer(OK + "Content-Encoding: gzip\r\n", bytes.toByteArray());
    }

    /** All pieces in one, for whoever writes them at once. */
    List<byte[]> together() {
        List<byte[]> one = new ArrayList<>(pieces);
        while (one.size() > 1) {
            one.set(0, joined(one.get(0), one.remove(1)));
        }
        return one;
    }
}
