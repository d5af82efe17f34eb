package dev.tare.io.wire.grpc;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Native segments of exactly the bytes of a test, so that a look behind them throws. */
final class GrpcBytes {
    private GrpcBytes() {}

    static MemorySegment of(byte[] bytes) {
        MemorySegment segment = Arena.ofAuto().allocate(bytes.length);
        MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return segment;
    }

    static MemorySegment of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A prefix, and so many bytes of the message, which may be others than it says. */
    static byte[] message(int flags, int length, int bytes) {
        return ByteBuffer.allocate(5 + bytes).put((byte) flags).putInt(length).array();
    }

    /** Gives a field line to a reader, as it comes from two places. */
    static void field(GrpcAnswerReader reader, String name, String value) {
        MemorySegment names = of("..." + name);
        MemorySegment values = of("." + value);
        reader.field(names, 3, (int) names.byteSize() - 3, values, 1, (int) values.byteSize() - 1);
    }
}
