package dev.tare.specimen.proxy.log;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.HexFormat;

/**
 * What one line of the access log will say. Filled by a loop, read by the writer, and used again.
 *
 * <p>Thread-safety: belongs to whom the {@link AccessRing} has handed it.
 */
final class AccessLine {
    private static final int FIRST_CAPACITY = 128;

    long startNs;
    long endNs;
    long receivedBytes;
    long sentBytes;

    /** The halves of the trace's id; both 0: none. */
    long traceHigh;

    long traceLow;

    /** 0: none was sent. */
    int status;

    String client = "";

    /** Empty: the upstream has had no part in it. */
    String upstream = "";

    /** Empty: none. */
    String error = "";

    /** Method, path and id, one after the other. */
    private byte[] text = new byte[FIRST_CAPACITY];

    private int methodLength;
    private int pathLength;
    private int idLength;

    void setText(byte[] source, int method, int path, int id) {
        int length = method + path + id;
        if (length > text.length) {
            text = new byte[Math.max(length, 2 * text.length)];
        }
        System.arraycopy(source, 0, text, 0, length);
        methodLength = method;
        pathLength = path;
        idLength = id;
    }

    String method() {
        return new String(text, 0, methodLength, ISO_8859_1);
    }

    String path() {
        return new String(text, methodLength, pathLength, ISO_8859_1);
    }

    /** In 32 hexadecimal digits; empty: none. */
    String traceId() {
        HexFormat hex = HexFormat.of();
        return (traceHigh | traceLow) == 0
                ? ""
                : hex.toHexDigits(traceHigh) + hex.toHexDigits(traceLow);
    }

    String requestId() {
        return new String(text, methodLength + pathLength, idLength, ISO_8859_1);
    }
}
