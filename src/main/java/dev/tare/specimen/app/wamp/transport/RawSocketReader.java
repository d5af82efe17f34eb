package dev.tare.specimen.app.wamp.transport;

import dev.tare.io.wire.GrowableBytes;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Reads a RawSocket's frames, behind the handshake, from bytes that arrive in pieces of any size: a
 * byte of the type, three of the length, and so many bytes.
 *
 * <p>Thread-safety: its loop's thread. Allocation: when a frame in pieces is longer than those
 * before; a long one's memory is given back. Source: The Web Application Messaging Protocol,
 * section "RawSocket Transport", "Serialization" and "Framing".
 */
final class RawSocketReader {
    static final int HEAD_BYTES = 4;
    static final int REGULAR = 0;
    static final int PING = 1;
    static final int PONG = 2;

    /** A frame's memory is kept for the next one up to this size. */
    private static final int KEPT_BYTES = 64 * 1024;

    private static final int LENGTH_MASK = 0xff_ffff;
    private static final ValueLayout.OfInt HEAD =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final int maxFrameBytes;
    private GrowableBytes pieces;
    private int head;
    private int headRead;
    private String fault = "";

    /**
     * @param maxFrameBytes the longest frame without its head, 1 or more
     */
    RawSocketReader(int maxFrameBytes) {
        this.maxFrameBytes = maxFrameBytes;
        pieces = new GrowableBytes(maxFrameBytes);
    }

    /** Writes the head of a frame. */
    static void writeHead(MemorySegment target, long offset, int type, int length) {
        assert length >= 0 && length <= LENGTH_MASK : length;
        target.set(HEAD, offset, type << 24 | length);
    }

    /** Reads the next bytes; returns whether all is well so far. Once false it stays so. */
    boolean read(MemorySegment buffer, long offset, int length, RawSocketSink sink) {
        long p = offset;
        long end = offset + length;
        while (p < end && fault.isEmpty()) {
            if (headRead < HEAD_BYTES) {
                head = head << Byte.SIZE | (buffer.get(ValueLayout.JAVA_BYTE, p++) & 0xff);
                headRead++;
                if (headRead == HEAD_BYTES && isAcceptable() && frameBytes() == 0) {
                    deliver(buffer, p, sink);
                }
            } else {
                p += readPayload(buffer, p, (int) (end - p), sink);
            }
        }
        return fault.isEmpty();
    }

    /** What is wrong, in words; else empty. */
    String fault() {
        return fault;
    }

    private boolean isAcceptable() {
        int type = head >>> 24;
        if (type > PONG) {
            fault =
                    "a frame begins with 0x%02x; 0, 1 and 2 are regular, ping and pong"
                            .formatted(type);
        } else if (frameBytes() > maxFrameBytes) {
            fault =
                    "a frame of %d bytes; at most %d are taken"
                            .formatted(frameBytes(), maxFrameBytes);
        }
        return fault.isEmpty();
    }

    private int frameBytes() {
        return head & LENGTH_MASK;
    }

    private int readPayload(MemorySegment buffer, long offset, int length, RawSocketSink sink) {
        int piece = Math.min(length, frameBytes() - pieces.length());
        if (piece == frameBytes()) {
            deliver(buffer, offset, sink);
            return piece;
        }
        pieces.append(buffer, offset, piece);
        if (pieces.length() == frameBytes()) {
            deliver(pieces.bytes(), 0, sink);
            if (pieces.bytes().byteSize() > KEPT_BYTES) {
                pieces = new GrowableBytes(maxFrameBytes);
            }
            pieces.clear();
        }
        return piece;
    }

    private void deliver(MemorySegment bytes, long offset, RawSocketSink sink) {
        int type = head >>> 24;
        int length = frameBytes();
        head = 0;
        headRead = 0;
        switch (type) {
            case REGULAR -> sink.onMessage(bytes, offset, length);
            case PING -> sink.onPing(bytes, offset, length);
            default -> sink.onPong();
        }
    }
}
