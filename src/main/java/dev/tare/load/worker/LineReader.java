package dev.tare.load.worker;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads lines of a bounded length, in UTF-8. */
final class LineReader {
    /** The longest line, in bytes: some times as much as an interval's histograms can need. */
    static final int MAX_LINE_BYTES = 8 * 1024 * 1024;

    private static final int FIRST_BYTES = 8 * 1024;

    private final InputStream in;
    private byte[] bytes = new byte[FIRST_BYTES];

    LineReader(InputStream in) {
        this.in = new BufferedInputStream(in, 64 * 1024);
    }

    /**
     * The next line without its end; null at the end of the stream, where a line that is not whole
     * is dropped.
     *
     * @throws ProtocolException when the line is longer than {@link #MAX_LINE_BYTES}
     */
    @Nullable String readLine() throws IOException {
        int length = 0;
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                return null;
            }
            if (length == MAX_LINE_BYTES) {
                throw new ProtocolException("line of more than " + MAX_LINE_BYTES + " bytes");
            }
            if (length == bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.min(MAX_LINE_BYTES, bytes.length * 2));
            }
            bytes[length++] = (byte) octet;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
