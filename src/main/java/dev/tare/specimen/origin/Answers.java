package dev.tare.specimen.origin;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tare.io.net.Connection;
import dev.tare.io.wire.Http1Writer;
import dev.tare.specimen.origin.Answer.ConnectionOption;
import dev.tare.specimen.origin.Answer.Kind;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Prepares and sends answers.
 *
 * <p>The head of the last content answer stays where it was rendered, right before the content:
 * while all requests ask for the same size, an answer is one call of {@link Connection#send}.
 *
 * <p>There is no Date: the origin counts as one without a clock (RFC 9110, section 6.6.1), so that
 * its answers are the same bytes every time.
 *
 * <p>Thread-safety: one loop's thread. Allocation: none, but for {@link #text} and the first answer
 * of each {@link #status}.
 */
final class Answers {
    private static final int CHUNK_BYTES = 16 * 1024;
    private static final int CHUNK_HEADER_BYTES = "4000\r\n".length();
    private static final int FRAME_BYTES = CHUNK_HEADER_BYTES + CHUNK_BYTES + 2;
    private static final int FRAMES_A_PIECE = 15;
    private static final int LAST_CHUNK_BYTES = "0\r\n\r\n".length();
    private static final int SCRATCH_BYTES =
            Content.HEAD_ROOM_BYTES + FRAMES_A_PIECE * FRAME_BYTES + LAST_CHUNK_BYTES;

    /** How much one connection may send before the others have their turn. */
    private static final int MAX_PIECES_A_TURN = 4;

    private static final int CONTINUE = 100;
    private static final int MAX_STATUS = 599;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    private static final byte[] CONTENT_TYPE = ascii("Content-Type: application/octet-stream\r\n");
    private static final byte[] CONTENT_LENGTH = ascii("Content-Length");
    private static final byte[] CHUNKED = ascii("Transfer-Encoding: chunked\r\n");
    private static final byte[] CLOSE = ascii("Connection: close\r\n");
    private static final byte[] KEEP_ALIVE = ascii("Connection: keep-alive\r\n");

    /** Head and body in one piece. */
    private record Whole(MemorySegment bytes, int headBytes) {}

    private final Arena arena;
    private final Content content;
    private final Http1Writer writer = new Http1Writer();
    private final MemorySegment scratch;
    private final MemorySegment continueBytes;
    private final Map<ConnectionOption, @Nullable Whole[]> statuses =
            new EnumMap<>(ConnectionOption.class);

    /** Which head stands before the content; none at first. */
    private long renderedBytes = -1;

    private boolean renderedWithLength;
    private ConnectionOption renderedOption = ConnectionOption.NONE;
    private int renderedHeadBytes;

    Answers(Arena arena) {
        this.arena = arena;
        content = new Content(arena);
        scratch = arena.allocate(SCRATCH_BYTES);
        int length = writer.begin(scratch, 0, SCRATCH_BYTES).statusLine(CONTINUE).crlf().length();
        continueBytes = arena.allocate(length).copyFrom(scratch.asSlice(0, length));
    }

    /** The content of every body, from {@link Content#offsetOf} of a position on. */
    MemorySegment contentBlock() {
        return content.block();
    }

    /** The interim answer 100 (Continue). */
    MemorySegment continueBytes() {
        return continueBytes;
    }

    /** 200 with content, by Content-Length or until the connection closes. */
    void content(
            Answer answer,
            long contentBytes,
            boolean withLength,
            ConnectionOption option,
            boolean headOnly) {
        answer.kind = Kind.CONTENT;
        answer.contentBytes = contentBytes;
        answer.withLength = withLength;
        answer.option = option;
        renderContentHead(answer);
        begin(answer, renderedHeadBytes, contentBytes, headOnly);
    }

    /** 200 with content in chunks of 16 KiB. */
    void chunked(Answer answer, long contentBytes, ConnectionOption option, boolean headOnly) {
        answer.kind = Kind.CHUNKED;
        answer.contentBytes = contentBytes;
        answer.option = option;
        begin(answer, renderChunkedHead(option), framedBytes(contentBytes), headOnly);
    }

    /** An answer with a status of 200 to 599 and, where it may have one, a body that names it. */
    void status(Answer answer, int status, ConnectionOption option, boolean headOnly) {
        @Nullable Whole[] ofOption = statuses.get(option);
        if (ofOption == null) {
            ofOption = new @Nullable Whole[MAX_STATUS + 1];
            statuses.put(option, ofOption);
        }
        Whole whole = ofOption[status];
        if (whole == null) {
            boolean bodiless = status == NO_CONTENT || status == NOT_MODIFIED;
            String body = bodiless ? "" : "status " + status + "\n";
            whole = render(arena, status, "", body, option);
            ofOption[status] = whole;
        }
        whole(answer, whole, headOnly);
    }

    /**
     * An answer with a text of its own.
     *
     * @param field another field line with its CRLF, or empty
     */
    void text(
            Answer answer,
            int status,
            String field,
            String body,
            ConnectionOption option,
            boolean headOnly) {
        whole(answer, render(Arena.ofAuto(), status, field, body, option), headOnly);
    }

    /** Writes the head that the answer to an echo has; its body follows as it arrives. */
    int echoHead(
            MemorySegment target, boolean chunked, long contentBytes, ConnectionOption option) {
        writer.begin(target, 0, Content.HEAD_ROOM_BYTES).statusLine(200).bytes(CONTENT_TYPE);
        if (chunked) {
            writer.bytes(CHUNKED);
        } else {
            writer.field(CONTENT_LENGTH, contentBytes);
        }
        return endHead(writer, option);
    }

    /**
     * Sends what the kernel takes, in turn with the other connections.
     *
     * @return bytes taken, 0 or more, or {@link Connection#BROKEN}
     */
    long send(Connection connection, Answer answer) {
        long before = answer.position;
        for (int piece = 0; piece < MAX_PIECES_A_TURN && !answer.isSent(); piece++) {
            long offered =
                    switch (answer.kind) {
                        case CONTENT -> sendContent(connection, answer);
                        case CHUNKED -> sendChunks(connection, answer);
                        case WHOLE -> sendWhole(connection, answer);
                    };
            if (offered == Connection.BROKEN) {
                return Connection.BROKEN;
            }
            if (answer.position < offered) {
                break;
            }
        }
        return answer.position - before;
    }

    private static void begin(Answer answer, int headBytes, long bodyBytes, boolean headOnly) {
        answer.headBytes = headBytes;
        answer.totalBytes = headBytes + (headOnly ? 0 : bodyBytes);
        answer.position = 0;
    }

    private static void whole(Answer answer, Whole whole, boolean headOnly) {
        answer.kind = Kind.WHOLE;
        answer.whole = whole.bytes;
        begin(answer, whole.headBytes, whole.bytes.byteSize() - whole.headBytes, headOnly);
    }

    /** Each of these returns the position up to which it offered bytes, or BROKEN. */
    private long sendContent(Connection connection, Answer answer) {
        long contentPosition = answer.position - answer.headBytes;
        if (contentPosition < 0) {
            renderContentHead(answer);
            long offset = Content.HEAD_ROOM_BYTES + contentPosition;
            long length = Math.min(answer.totalBytes - answer.position, Content.PIECE_BYTES);
            return offer(connection, answer, content.block(), offset, length);
        }
        long length = Math.min(answer.totalBytes - answer.position, Content.PIECE_BYTES);
        return offer(
                connection, answer, content.block(), Content.offsetOf(contentPosition), length);
    }

    private long sendChunks(Connection connection, Answer answer) {
        long framedPosition = answer.position - answer.headBytes;
        int length = framedPosition < 0 ? renderChunkedHead(answer.option) : 0;
        long firstFrame = Math.max(0, framedPosition) / FRAME_BYTES;
        long skipped = framedPosition < 0 ? answer.position : framedPosition % FRAME_BYTES;
        length = renderFrames(answer.contentBytes, firstFrame, length);
        long offered = Math.min(length - skipped, answer.totalBytes - answer.position);
        return offer(connection, answer, scratch, skipped, offered);
    }

    private static long sendWhole(Connection connection, Answer answer) {
        return offer(
                connection,
                answer,
                answer.whole,
                answer.position,
                answer.totalBytes - answer.position);
    }

    private static long offer(
            Connection connection, Answer answer, MemorySegment bytes, long offset, long length) {
        int sent = connection.send(bytes, offset, (int) length);
        if (sent == Connection.BROKEN) {
            return Connection.BROKEN;
        }
        long offered = answer.position + length;
        answer.position += sent;
        return offered;
    }

    private void renderContentHead(Answer answer) {
        if (renderedBytes == answer.contentBytes
                && renderedWithLength == answer.withLength
                && renderedOption == answer.option) {
            return;
        }
        writer.begin(scratch, 0, Content.HEAD_ROOM_BYTES).statusLine(200).bytes(CONTENT_TYPE);
        if (answer.withLength) {
            writer.field(CONTENT_LENGTH, answer.contentBytes);
        }
        int length = endHead(writer, answer.option);
        MemorySegment.copy(scratch, 0, content.block(), Content.HEAD_ROOM_BYTES - length, length);
        renderedBytes = answer.contentBytes;
        renderedWithLength = answer.withLength;
        renderedOption = answer.option;
        renderedHeadBytes = length;
    }

    private int renderChunkedHead(ConnectionOption option) {
        writer.begin(scratch, 0, Content.HEAD_ROOM_BYTES).statusLine(200).bytes(CONTENT_TYPE);
        return endHead(writer.bytes(CHUNKED), option);
    }

    private static int endHead(Http1Writer writer, ConnectionOption option) {
        switch (option) {
            case NONE -> {}
            case CLOSE -> writer.bytes(CLOSE);
            case KEEP_ALIVE -> writer.bytes(KEEP_ALIVE);
        }
        assert !writer.overflowed();
        return writer.crlf().length();
    }

    /** Renders frames from {@code firstFrame} on behind {@code start}; returns where they end. */
    private int renderFrames(long contentBytes, long firstFrame, int start) {
        writer.begin(scratch, start, SCRATCH_BYTES - start);
        long position = firstFrame * CHUNK_BYTES;
        for (int i = 0; i < FRAMES_A_PIECE && position < contentBytes; i++) {
            int size = (int) Math.min(CHUNK_BYTES, contentBytes - position);
            writer.chunkHeader(size);
            writer.bytes(content.block(), Content.offsetOf(position), size).crlf();
            position += size;
        }
        if (position >= contentBytes) {
            writer.lastChunk();
        }
        assert !writer.overflowed();
        return start + writer.length();
    }

    /** Content with its chunk framing: whole frames, a shorter one for the rest, the end. */
    private static long framedBytes(long contentBytes) {
        long rest = contentBytes % CHUNK_BYTES;
        long restBytes = rest == 0 ? 0 : Long.toHexString(rest).length() + rest + 4;
        return contentBytes / CHUNK_BYTES * FRAME_BYTES + restBytes + LAST_CHUNK_BYTES;
    }

    private static Whole render(
            Arena arena, int status, String field, String body, ConnectionOption option) {
        byte[] bodyBytes = body.getBytes(UTF_8);
        int capacity = Content.HEAD_ROOM_BYTES + bodyBytes.length;
        MemorySegment whole = arena.allocate(capacity);
        Http1Writer writer = new Http1Writer().begin(whole, 0, capacity).statusLine(status);
        writer.bytes(ascii(field));
        if (bodyBytes.length > 0) {
            String type = body.startsWith("{") ? "application/json" : "text/plain";
            writer.bytes(ascii("Content-Type: " + type + "\r\n"));
        }
        if (status != NO_CONTENT && status != NOT_MODIFIED) {
            writer.field(CONTENT_LENGTH, bodyBytes.length);
        }
        int headBytes = endHead(writer, option);
        return new Whole(whole.asSlice(0, writer.bytes(bodyBytes).length()), headBytes);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }
}
