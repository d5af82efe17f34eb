package dev.tare.specimen.app.http;

import dev.tare.io.net.Connection;
import dev.tare.io.wire.Http1Writer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/**
 * Puts one answer after the other on the wire: head, framing, body.
 *
 * <p>Methods that send return false when the connection is broken.
 *
 * <p>Thread-safety: its loop's thread. Allocation: when an answer is longer than any before.
 */
final class AnswerWriter {
    private static final int FIRST_BYTES = 1024;
    private static final int HEAD_BYTES = 256;
    private static final int CHUNK_LINE_BYTES = 24;
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;
    private static final byte[] CONTENT_LENGTH = ascii("Content-Length");
    private static final byte[] CONTENT_TYPE = ascii("Content-Type: ");
    private static final byte[] CHUNKED = ascii("Transfer-Encoding: chunked\r\n");
    private static final byte[] CLOSE = ascii("Connection: close\r\n");
    private static final byte[] KEEP_ALIVE = ascii("Connection: keep-alive\r\n");

    private final Outbox outbox;
    private final Http1Writer writer = new Http1Writer();
    private MemorySegment scratch = Arena.ofAuto().allocate(FIRST_BYTES);
    private boolean headOnly;
    private int minorVersion;
    private boolean close;
    private boolean chunked;
    private boolean bodiless;

    AnswerWriter(Outbox outbox) {
        this.outbox = outbox;
    }

    /**
     * Begins the answer to a request.
     *
     * @param toHead whether the request is by HEAD
     * @param asksToClose whether the connection ends with the answer
     */
    void begin(boolean toHead, int version, boolean asksToClose) {
        headOnly = toHead;
        minorVersion = version;
        close = asksToClose;
        chunked = false;
        bodiless = false;
    }

    /** Whether only the end of the connection tells the end of the body. */
    boolean endsByClose() {
        return close;
    }

    boolean whole(Connection to, int status, String fields, String contentType, byte[] content) {
        int head = render(status, fields, contentType, content.length, content.length);
        boolean sendsBody = !headOnly && !bodiless;
        if (sendsBody) {
            MemorySegment.copy(MemorySegment.ofArray(content), 0, scratch, head, content.length);
        }
        return outbox.send(to, scratch, 0, sendsBody ? head + content.length : head);
    }

    /** Sends a whole answer whose body is one chunk and the last one; {@link #end} has no more. */
    boolean wholeChunked(
            Connection to, int status, String fields, String contentType, byte[] content) {
        int room = content.length + 2 * CHUNK_LINE_BYTES;
        int length = render(status, fields, contentType, HttpReply.UNKNOWN_LENGTH, room);
        if (!headOnly && !bodiless) {
            boolean framed = chunked && content.length > 0;
            if (framed) {
                length +=
                        writer.begin(scratch, length, CHUNK_LINE_BYTES)
                                .chunkHeader(content.length)
                                .length();
            }
            MemorySegment.copy(MemorySegment.ofArray(content), 0, scratch, length, content.length);
            length += content.length;
            writer.begin(scratch, length, CHUNK_LINE_BYTES);
            if (framed) {
                writer.crlf();
            }
            length += chunked ? writer.lastChunk().length() : 0;
        }
        chunked = false;
        return outbox.send(to, scratch, 0, length);
    }

    boolean head(Connection to, int status, String fields, String contentType, long length) {
        return outbox.send(to, scratch, 0, render(status, fields, contentType, length, 0));
    }

    /** Sends 101, which has neither a length nor a body. */
    boolean switching(Connection to, String fields) {
        int capacity = HEAD_BYTES + fields.length();
        if (scratch.byteSize() < capacity) {
            scratch = Arena.ofAuto().allocate(capacity);
        }
        writer.begin(scratch, 0, capacity).statusLine(SWITCHING_PROTOCOLS).bytes(ascii(fields));
        return outbox.send(to, scratch, 0, writer.crlf().length());
    }

    private int render(int status, String fields, String contentType, long length, int roomBehind) {
        int capacity = HEAD_BYTES + fields.length() + contentType.length();
        if (scratch.byteSize() < (long) capacity + roomBehind) {
            scratch = Arena.ofAuto().allocate((long) capacity + roomBehind);
        }
        bodiless = status == NO_CONTENT || status == NOT_MODIFIED;
        chunked = length < 0 && minorVersion > 0;
        close |= length < 0 && minorVersion == 0;
        writer.begin(scratch, 0, capacity).statusLine(status).bytes(ascii(fields));
        if (!contentType.isEmpty()) {
            writer.bytes(CONTENT_TYPE).bytes(ascii(contentType)).crlf();
        }
        if (chunked) {
            writer.bytes(CHUNKED);
        } else if (length >= 0 && !bodiless) {
            writer.field(CONTENT_LENGTH, length);
        }
        if (close) {
            writer.bytes(CLOSE);
        } else if (minorVersion == 0) {
            writer.bytes(KEEP_ALIVE);
        }
        writer.crlf();
        if (writer.overflowed()) {
            throw new IllegalStateException("an answer's head is longer than was reckoned");
        }
        return writer.length();
    }

    boolean body(Connection to, MemorySegment bytes, long offset, int length) {
        if (headOnly || bodiless) {
            return true;
        }
        if (!chunked) {
            return outbox.send(to, bytes, offset, length);
        }
        int line = writer.begin(scratch, 0, CHUNK_LINE_BYTES).chunkHeader(length).length();
        return outbox.send(to, scratch, 0, line)
                && outbox.send(to, bytes, offset, length)
                && outbox.send(to, scratch, line - 2L, 2);
    }

    boolean end(Connection to) {
        if (!chunked || headOnly || bodiless) {
            return true;
        }
        int length = writer.begin(scratch, 0, CHUNK_LINE_BYTES).lastChunk().length();
        return outbox.send(to, scratch, 0, length);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
