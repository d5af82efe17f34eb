package dev.tare.specimen.app.http;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Bytes outside the heap, which sockets want. */
final class Native {
    private Native() {}

    static MemorySegment copyOf(byte[] bytes) {
        MemorySegment copy = Arena.ofAuto().allocate(Math.max(1, bytes.length));
        return copy.asSlice(0, bytes.length).copyFrom(MemorySegment.ofArray(bytes));
    }
}
