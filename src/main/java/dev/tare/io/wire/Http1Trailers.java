package dev.tare.io.wire;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The trailers of a chunked body, kept while an {@link Http1BodyDecoder} reads them.
 *
 * <p>Thread-safety: one thread. Allocation: for the first trailers only; a body without any costs
 * nothing. Source: RFC 9112, section 7.1.2.
 */
public final class Http1Trailers {
    /** Makes a head of them, as which they are parsed. */
    private static final byte[] START = "HTTP/1.1 200\r\n".getBytes(StandardCharsets.US_ASCII);

    private final GrowableBytes bytes =
            new GrowableBytes(START.length + ChunkLines.MAX_TRAILER_BYTES + 1);
    private @Nullable Http1Head head;
    private @Nullable Http1Fields fields;

    /** Forgets everything. */
    void clear() {
        bytes.clear();
    }

    /** Takes the next byte of the trailer section, the empty line at its end included. */
    void take(byte b) {
        if (bytes.length() == 0) {
            if (b == Octets.CR || b == Octets.LF) {
                // The empty line, and there was no other.
                return;
            }
            bytes.append(START);
        }
        if (bytes.room() > 0) {
            bytes.append(b);
        }
    }

    /**
     * The fields of a section that was read to its end; null where there are none, or some that
     * contradict themselves as a head's must not.
     */
    public @Nullable FieldsView fields() {
        if (bytes.length() == 0) {
            return null;
        }
        Http1Head parsed = head;
        Http1Fields view = fields;
        if (parsed == null || view == null) {
            parsed = new Http1Head();
            view = new Http1Fields(parsed);
            head = parsed;
            fields = view;
        }
        return parsed.parseResponse(bytes.bytes(), 0, bytes.length()) >= 0 ? view : null;
    }
}
