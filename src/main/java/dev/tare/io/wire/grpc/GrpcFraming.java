package dev.tare.io.wire.grpc;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The prefix of a message: one byte of flags, four of length.
 *
 * <p>Source: "gRPC over HTTP2", doc/PROTOCOL-HTTP2.md of grpc/grpc, Length-Prefixed-Message.
 */
public final class GrpcFraming {
    /** Size of the prefix. */
    public static final int PREFIX_BYTES = 5;

    static final byte PLAIN = 0;
    static final byte COMPRESSED = 1;

    private static final ValueLayout.OfInt LENGTH =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private GrpcFraming() {}

    /**
     * Writes the prefix of a message that is not compressed. Allocation: none.
     *
     * @param offset in {@code target}, which has {@link #PREFIX_BYTES} bytes from there on
     * @param messageBytes length of the message, 0 or more
     */
    public static void writePrefix(MemorySegment target, long offset, int messageBytes) {
        assert messageBytes >= 0;
        target.set(ValueLayout.JAVA_BYTE, offset, PLAIN);
        target.set(LENGTH, offset + 1, messageBytes);
    }

    /** A message with its prefix, not compressed: what a unary request's DATA holds. */
    public static byte[] frame(byte[] message) {
        return ByteBuffer.allocate(Math.addExact(PREFIX_BYTES, message.length))
                .put(PLAIN)
                .putInt(message.length)
                .put(message)
                .array();
    }
}
