package dev.tare.specimen.proxy.copy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * What the device is told to do: 64 bytes, little-endian.
 *
 * <pre>
 *   0  pasid:20, reserved:11, priv:1      24  destination address
 *   4  flags:24, opcode:8                 32  bytes
 *   8  address of the completion record   36  interrupt handle (16 bits)
 *  16  source address                     38  reserved (16 bits)
 *                                         40  24 bytes of the operation's own
 * </pre>
 *
 * <p>Source: {@code struct dsa_hw_desc}, {@code enum dsa_opcode} and {@code IDXD_OP_FLAG_…} of
 * {@code linux/idxd.h}, against which a test compares this where that file is installed.
 */
final class DsaDescriptor {
    static final int BYTES = 64;
    static final long OWNER_AT = 0;
    static final long OPERATION_AT = 4;
    static final long COMPLETION_AT = 8;
    static final long SOURCE_AT = 16;
    static final long DESTINATION_AT = 24;
    static final long SIZE_AT = 32;
    static final long INTERRUPT_AT = 36;
    static final long RESERVED_AT = 38;
    static final long SPECIFIC_AT = 40;

    static final int PASID_MASK = 0xfffff;
    static final int OWNER_RESERVED_MASK = 0x7ff00000;
    static final int PRIVILEGED = 0x80000000;
    static final int FLAGS_MASK = 0xffffff;
    static final int OPCODE_SHIFT = 24;

    static final int NOOP = 0;
    static final int BATCH = 1;
    static final int DRAIN = 2;
    static final int MEMMOVE = 3;

    static final int FENCE = 0x1;

    /** The device waits until a page is there; only where the queue allows that. */
    static final int BLOCK_ON_FAULT = 0x2;

    static final int COMPLETION_VALID = 0x4;
    static final int COMPLETION_WANTED = 0x8;
    static final int INTERRUPT_WANTED = 0x10;

    /** What is written goes to the processor's cache, from where it is about to be sent. */
    static final int CACHE_CONTROL = 0x100;

    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT.withOrder(ByteOrder.LITTLE_ENDIAN);

    private DsaDescriptor() {}

    /**
     * Writes one that copies bytes and says when it is done, without waiting for pages.
     *
     * @param at where in {@code descriptors}, a multiple of {@link #BYTES}
     * @param completion address of a record of {@link DsaCompletion}, whose status is 0
     * @param source address of the first byte
     * @param destination address of the first byte's place
     * @param bytes 1 or more
     */
    static void writeCopy(
            MemorySegment descriptors,
            long at,
            long completion,
            long source,
            long destination,
            int bytes) {
        write(descriptors, at, MEMMOVE, CACHE_CONTROL, completion);
        descriptors.set(LONG, at + SOURCE_AT, source);
        descriptors.set(LONG, at + DESTINATION_AT, destination);
        descriptors.set(INT, at + SIZE_AT, bytes);
    }

    /** Writes one that does nothing and says when that is done. */
    static void writeNoop(MemorySegment descriptors, long at, long completion) {
        write(descriptors, at, NOOP, 0, completion);
    }

    private static void write(
            MemorySegment descriptors, long at, int opcode, int flags, long completion) {
        for (long i = 0; i < BYTES; i += Long.BYTES) {
            descriptors.set(LONG, at + i, 0);
        }
        int wanted = COMPLETION_VALID | COMPLETION_WANTED | flags;
        descriptors.set(INT, at + OPERATION_AT, opcode << OPCODE_SHIFT | wanted);
        descriptors.set(LONG, at + COMPLETION_AT, completion);
    }

    static int opcode(MemorySegment descriptors, long at) {
        return descriptors.get(INT, at + OPERATION_AT) >>> OPCODE_SHIFT;
    }

    static int flags(MemorySegment descriptors, long at) {
        return descriptors.get(INT, at + OPERATION_AT) & FLAGS_MASK;
    }
}
