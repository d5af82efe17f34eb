package dev.tare.io.wire.grpc;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * Counts the messages of a stream whose DATA arrives in pieces of any size.
 *
 * <p>Compressed messages are handed on as they are.
 *
 * <p>Thread-safety: none; it belongs to the thread of its connection. Allocation: none. Source:
 * "gRPC over HTTP2", doc/PROTOCOL-HTTP2.md of grpc/grpc, Length-Prefixed-Message and
 * Message-Encoding.
 */
public final class GrpcMessageReader {
    /** The largest message unless another limit is set: what gRPC's own libraries accept. */
    public static final int DEFAULT_MAX_MESSAGE_BYTES = 4 * 1024 * 1024;

    private final int maxMessageBytes;

    private GrpcEncoding encoding = GrpcEncoding.IDENTITY;
    private int prefixBytes;
    private boolean compressed;
    private long lengthBytes;
    private long leftBytes;
    private long messages;
    private long totalBytes;
    private String fault = "";

    /**
     * @param maxMessageBytes the largest message that is accepted, 0 or more
     */
    public GrpcMessageReader(int maxMessageBytes) {
        if (maxMessageBytes < 0) {
            throw new IllegalArgumentException(
                    "largest message %d must be 0 bytes or more".formatted(maxMessageBytes));
        }
        this.maxMessageBytes = maxMessageBytes;
    }

    /**
     * Begins a stream.
     *
     * @param encoding as the head of the answer says; {@link GrpcEncoding#IDENTITY} where it says
     *     nothing
     */
    public void begin(GrpcEncoding encoding) {
        this.encoding = encoding;
        prefixBytes = 0;
        compressed = false;
        lengthBytes = 0;
        leftBytes = 0;
        messages = 0;
        totalBytes = 0;
        fault = "";
    }

    /**
     * Reads one piece of DATA, padding taken off.
     *
     * @param length bytes that are there, 0 or more
     * @param sink takes the messages; null to count only
     * @return whether all is well so far; once false it stays so until {@link #begin}
     */
    public boolean read(MemorySegment buffer, long offset, int length, @Nullable GrpcSink sink) {
        long p = offset;
        long end = offset + length;
        while (p < end && fault.isEmpty()) {
            if (prefixBytes < GrpcFraming.PREFIX_BYTES) {
                prefix(buffer.get(ValueLayout.JAVA_BYTE, p++));
            } else {
                int n = (int) Math.min(leftBytes, end - p);
                if (sink != null) {
                    sink.onMessageBytes(compressed, buffer, p, n);
                }
                leftBytes -= n;
                p += n;
            }
            if (prefixBytes == GrpcFraming.PREFIX_BYTES && leftBytes == 0 && fault.isEmpty()) {
                endMessage(sink);
            }
        }
        return fault.isEmpty();
    }

    /** Whether the stream may end here: no message has begun and not ended. */
    public boolean atBoundary() {
        return prefixBytes == 0 && fault.isEmpty();
    }

    /** Whole messages since {@link #begin}. */
    public long messages() {
        return messages;
    }

    /** Bytes of whole messages since {@link #begin}, as they are on the wire, without prefixes. */
    public long messageBytes() {
        return totalBytes;
    }

    /** What is wrong, in words; else empty. */
    public String fault() {
        return fault;
    }

    private void prefix(byte b) {
        if (prefixBytes++ == 0) {
            lengthBytes = 0;
            flags(b);
            return;
        }
        lengthBytes = lengthBytes << Byte.SIZE | (b & 0xff);
        if (prefixBytes == GrpcFraming.PREFIX_BYTES) {
            leftBytes = lengthBytes;
            if (lengthBytes > maxMessageBytes) {
                fault = "a message is larger than the limit";
            }
        }
    }

    private void flags(byte b) {
        compressed = b == GrpcFraming.COMPRESSED;
        if (b != GrpcFraming.PLAIN && !compressed) {
            fault = "the flags of a message are neither 0 nor 1";
        } else if (compressed && encoding == GrpcEncoding.IDENTITY) {
            fault = "a message is compressed, and no grpc-encoding says how";
        } else if (compressed && encoding == GrpcEncoding.OTHER) {
            fault = "a message is compressed in a way that was not asked for";
        }
    }

    private void endMessage(@Nullable GrpcSink sink) {
        messages++;
        totalBytes += lengthBytes;
        prefixBytes = 0;
        if (sink != null) {
            sink.onMessageEnd((int) lengthBytes);
        }
    }
}
