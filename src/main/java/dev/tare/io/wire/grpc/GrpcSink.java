package dev.tare.io.wire.grpc;

import java.lang.foreign.MemorySegment;

/** Takes messages piece by piece, as they lie in the caller's buffer. */
public interface GrpcSink {

    /**
     * Some bytes of a message, without its prefix. Valid during the call only.
     *
     * @param compressed whether the whole message is compressed
     * @param offset of the first byte in {@code buffer}
     * @param length bytes, 1 or more
     */
    void onMessageBytes(boolean compressed, MemorySegment buffer, long offset, int length);

    /**
     * A message is whole.
     *
     * @param messageBytes its length on the wire, without its prefix; 0 or more
     */
    void onMessageEnd(int messageBytes);
}
