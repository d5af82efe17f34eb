package dev.tare.specimen.origin;

import dev.tare.io.net.Connection;
import dev.tare.io.net.EventLoop;
import dev.tare.io.wire.BodySink;
import dev.tare.io.wire.Http1Writer;
import java.lang.foreign.MemorySegment;

/**
 * Sends a request's body back while it arrives, or after all of it.
 *
 * <p>What is not yet sent lies in one buffer. While there is any the connection is not read, so the
 * buffer never holds more than what one reading brings, and its framing.
 *
 * <p>Thread-safety: one loop's thread.
 */
final class Echo implements BodySink {
    /** The longest body that can be held back until all of it is there. */
    static final int MAX_HELD_BYTES = EventLoop.RECEIVE_BUFFER_BYTES;

    /** What one reading brings, a head, and the framing of chunks cut in two. */
    static final int BUFFER_BYTES = EventLoop.RECEIVE_BUFFER_BYTES + 4096;

    private final Http1Writer writer;
    private MemorySegment buffer = MemorySegment.NULL;
    private boolean chunked;
    private int start;
    private int end;

    Echo(Http1Writer writer) {
        this.writer = writer;
    }

    /** Begins with a head of {@code headBytes} that is in the buffer already. */
    void begin(MemorySegment memory, int headBytes, boolean inChunks) {
        buffer = memory;
        start = 0;
        end = headBytes;
        chunked = inChunks;
    }

    @Override
    public void onBody(MemorySegment source, long offset, int length) {
        writer.begin(buffer, end, BUFFER_BYTES - end);
        if (chunked) {
            writer.chunkHeader(length).bytes(source, offset, length).crlf();
        } else {
            writer.bytes(source, offset, length);
        }
        assert !writer.overflowed();
        end += writer.length();
    }

    /** The body is whole. */
    void finish() {
        if (chunked) {
            writer.begin(buffer, end, BUFFER_BYTES - end).lastChunk();
            assert !writer.overflowed();
            end += writer.length();
        }
    }

    /** Bytes that could still be added. */
    int roomBytes() {
        return BUFFER_BYTES - end;
    }

    boolean isSent() {
        return start == end;
    }

    /** Sends what the kernel takes; returns how much that was, or {@link Connection#BROKEN}. */
    int send(Connection connection) {
        if (start == end) {
            return 0;
        }
        int sent = connection.send(buffer, start, end - start);
        if (sent == Connection.BROKEN) {
            return Connection.BROKEN;
        }
        start += sent;
        if (start == end) {
            start = 0;
            end = 0;
        }
        return sent;
    }

    /** Gives the buffer back. */
    MemorySegment release() {
        MemorySegment memory = buffer;
        buffer = MemorySegment.NULL;
        start = 0;
        end = 0;
        return memory;
    }
}
