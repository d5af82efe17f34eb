package dev.tare.specimen.proxy.upstream;

import dev.tare.base.stats.SplitMix64;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The hash of some bytes, such as a header's value: fixed by this source, the same in every
 * process.
 *
 * <p>It is no secret and no signature: who wants can find two texts of one hash. A ring hash then
 * sends both to one endpoint, and a rate limit counts both as one, so nobody gains by it.
 *
 * <p>Allocation: none.
 */
public final class KeyHash {
    private static final ValueLayout.OfLong WORD =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final long MULTIPLIER = 0x9fb21c651e98df25L;
    private static final int HALF = 32;

    private KeyHash() {}

    /**
     * Hashes bytes.
     *
     * @param seed 0 where every process has to agree; else any
     */
    public static long of(MemorySegment bytes, long offset, int length, long seed) {
        long hash = SplitMix64.at(seed, length);
        long position = offset;
        long end = offset + length;
        while (position + Long.BYTES <= end) {
            hash = mixed(hash, bytes.get(WORD, position));
            position += Long.BYTES;
        }
        long last = 0;
        for (int shift = 0; position < end; position++) {
            last |= (bytes.get(ValueLayout.JAVA_BYTE, position) & 0xffL) << shift;
            shift += Byte.SIZE;
        }
        return SplitMix64.at(mixed(hash, last), 0);
    }

    private static long mixed(long hash, long word) {
        long product = (hash ^ word) * MULTIPLIER;
        return product ^ (product >>> HALF);
    }
}
