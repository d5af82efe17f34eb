package dev.tare.specimen.origin;

import java.lang.foreign.MemorySegment;

/**
 * An answer that is being sent: what it is, and how far it has gone.
 *
 * <p>Its bytes are a function of these few fields and the position, so nothing is buffered for a
 * connection that takes its answer slowly: the rest is rendered anew when it goes on. One object a
 * connection; {@link Answers} fills it.
 */
final class Answer {
    /** What the answer's bytes come from. */
    enum Kind {
        /** A head, then known content. */
        CONTENT,
        /** A head, then known content in chunks. */
        CHUNKED,
        /** A segment that holds all of it. */
        WHOLE
    }

    /** What the head says about the connection. */
    enum ConnectionOption {
        /** It stays open, as HTTP/1.1 has it without a word. */
        NONE,
        CLOSE,
        /** It stays open, which an HTTP/1.0 client has to be told. */
        KEEP_ALIVE
    }

    Kind kind = Kind.WHOLE;
    ConnectionOption option = ConnectionOption.NONE;
    MemorySegment whole = MemorySegment.NULL;

    /** Whether the head has a Content-Length; looked at for {@link Kind#CONTENT} only. */
    boolean withLength;

    /** Bytes of content, without chunk framing. */
    long contentBytes;

    int headBytes;

    /** Head and body with its framing, as far as they are sent: the head alone for HEAD. */
    long totalBytes;

    /** Bytes that have been sent. */
    long position;

    boolean isSent() {
        return position == totalBytes;
    }
}
