package dev.tare.io.wire;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Takes the framing off a body that arrives in pieces of any size.
 *
 * <p>Allocation: none. Source: RFC 9112, sections 6 and 7.
 */
public final class Http1BodyDecoder {
    /** What {@link #decode} returns for bytes that are no body in this framing. */
    public static final int MALFORMED = -1;

    private final ChunkLines chunks = new ChunkLines();
    private BodyFraming framing = BodyFraming.NONE;
    private long leftBytes;
    private long bodyBytes;
    private boolean malformed;
    private @Nullable Http1Trailers trailers;

    /**
     * Begins a body; its trailers are dropped.
     *
     * @param contentLength in bytes, 0 or more; looked at for {@link BodyFraming#LENGTH} only
     */
    public void begin(BodyFraming framing, long contentLength) {
        if (framing == BodyFraming.LENGTH && contentLength < 0) {
            throw new IllegalArgumentException(
                    "content length %d must be 0 or more".formatted(contentLength));
        }
        this.framing = framing;
        leftBytes = framing == BodyFraming.LENGTH ? contentLength : 0;
        bodyBytes = 0;
        malformed = false;
        trailers = null;
        if (framing == BodyFraming.CHUNKED) {
            chunks.begin();
        }
    }

    /** Keeps the trailers of the body that has just begun; what was kept before is forgotten. */
    public void keepTrailers(Http1Trailers kept) {
        kept.clear();
        trailers = kept;
    }

    /**
     * Decodes up to the end of the body.
     *
     * @param length bytes that are there, 0 or more
     * @param sink takes the decoded bytes; null to drop them
     * @return how many bytes were consumed, 0 to {@code length}, or {@link #MALFORMED}, which it
     *     stays until {@link #begin}; less than {@code length} only at the end of the body
     */
    public int decode(MemorySegment buffer, long offset, int length, @Nullable BodySink sink) {
        return switch (framing) {
            case NONE -> 0;
            case LENGTH -> {
                int n = (int) Math.min(leftBytes, length);
                leftBytes -= n;
                deliver(buffer, offset, n, sink);
                yield n;
            }
            case CHUNKED -> decodeChunks(buffer, offset, length, sink);
            case UNTIL_CLOSE -> {
                deliver(buffer, offset, length, sink);
                yield length;
            }
        };
    }

    /**
     * How many of the bytes that come next belong to the body whatever they are, so that nobody
     * needs to look at them: what is left of a body with a length, or of the chunk at hand; {@link
     * Long#MAX_VALUE} where the body ends with the connection.
     */
    public long dataLeftBytes() {
        return switch (framing) {
            case NONE -> 0;
            case LENGTH -> leftBytes;
            case CHUNKED -> !malformed && chunks.inData() ? chunks.dataLeftBytes() : 0;
            case UNTIL_CLOSE -> Long.MAX_VALUE;
        };
    }

    /**
     * Takes note of bytes of the body that have passed unseen.
     *
     * @param length 1 to {@link #dataLeftBytes}
     */
    public void passUnseen(int length) {
        if (length < 1 || length > dataLeftBytes()) {
            throw new IllegalArgumentException(
                    "%d bytes must be 1 to %d".formatted(length, dataLeftBytes()));
        }
        bodyBytes += length;
        if (framing == BodyFraming.LENGTH) {
            leftBytes -= length;
        } else if (framing == BodyFraming.CHUNKED) {
            chunks.dataRead(length);
        }
    }

    /** Whether the whole body was decoded; never for {@link BodyFraming#UNTIL_CLOSE}. */
    public boolean complete() {
        return switch (framing) {
            case NONE -> true;
            case LENGTH -> leftBytes == 0;
            case CHUNKED -> chunks.complete();
            case UNTIL_CLOSE -> false;
        };
    }

    /** Whether the body would be whole if the other side closed the connection now. */
    public boolean completeAtEnd() {
        return framing == BodyFraming.UNTIL_CLOSE || complete();
    }

    /** How many bytes of the body were decoded since {@link #begin}. */
    public long bodyBytes() {
        return bodyBytes;
    }

    /** What is wrong with a malformed body, in words; else empty. */
    public String fault() {
        return malformed ? chunks.fault() : "";
    }

    private int decodeChunks(
            MemorySegment buffer, long offset, int length, @Nullable BodySink sink) {
        if (malformed) {
            return MALFORMED;
        }
        int p = 0;
        while (p < length && !chunks.complete()) {
            if (chunks.inData()) {
                int n = (int) Math.min(chunks.dataLeftBytes(), length - p);
                chunks.dataRead(n);
                deliver(buffer, offset + p, n, sink);
                p += n;
            } else if (takeLineByte(Octets.at(buffer, offset + p))) {
                p++;
            } else {
                malformed = true;
                return MALFORMED;
            }
        }
        return p;
    }

    private boolean takeLineByte(byte b) {
        if (trailers != null && chunks.inTrailers()) {
            trailers.take(b);
        }
        return chunks.take(b);
    }

    private void deliver(MemorySegment buffer, long offset, int length, @Nullable BodySink sink) {
        if (length == 0) {
            return;
        }
        bodyBytes += length;
        if (sink != null) {
            sink.onBody(buffer, offset, length);
        }
    }
}
