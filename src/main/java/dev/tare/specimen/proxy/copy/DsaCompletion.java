package dev.tare.specimen.proxy.copy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * What the device tells of an operation: 32 bytes, little-endian, at a multiple of 32.
 *
 * <pre>
 *   0  status (0: not done)      4  bytes completed (32 bits)
 *   1  result                    8  address of the page fault (64 bits)
 *   2  reserved (16 bits)       16  invalid flags (24 bits), and others' fields
 * </pre>
 *
 * <p>Danger: the device writes from outside, and nothing that Java knows of orders that against our
 * reads. Fact: it writes the status last, and both architectures keep the order of its writes and
 * of reads that follow an acquiring one. Use: the status is read with acquire, and nothing else of
 * the record or of the copied bytes before it.
 *
 * <p>Source: {@code struct dsa_completion_record} and {@code enum dsa_completion_status} of {@code
 * linux/idxd.h}.
 */
final class DsaCompletion {
    static final int BYTES = 32;
    static final long STATUS_AT = 0;
    static final long RESULT_AT = 1;
    static final long RESERVED_AT = 2;
    static final long BYTES_COMPLETED_AT = 4;
    static final long FAULT_ADDRESS_AT = 8;
    static final long INVALID_FLAGS_AT = 16;

    static final int NONE = 0;
    static final int SUCCESS = 1;

    /** A page was not there; the operation stopped. */
    static final int PAGE_FAULT = 3;

    static final int BAD_OPCODE = 0x10;
    static final int INVALID_FLAGS = 0x11;
    static final int NONZERO_RESERVED = 0x12;
    static final int SIZE_OUT_OF_RANGE = 0x13;
    static final int INTERRUPT_HANDLE_INVALID = 0x19;
    static final int HARDWARE_ERROR = 0x20;
    static final int TRANSLATION_FAILED = 0x22;

    /** The part of the status that tells what happened. */
    static final int STATUS_MASK = 0x7f;

    /** The part that tells that a page fault was one of writing. */
    static final int FAULT_OF_WRITING = 0x80;

    private static final VarHandle STATUS = ValueLayout.JAVA_BYTE.varHandle();

    private DsaCompletion() {}

    /** Makes a record ready for an operation: not done. */
    static void clear(MemorySegment records, long at) {
        for (long i = 0; i < BYTES; i += Long.BYTES) {
            records.set(DsaDescriptor.LONG, at + i, 0);
        }
    }

    /** The whole status, {@link #NONE} as long as the device is not done; read before all else. */
    static int status(MemorySegment records, long at) {
        return (byte) STATUS.getAcquire(records, at + STATUS_AT) & 0xff;
    }

    /** The number of bytes that were copied before a page fault, as an unsigned number. */
    static long bytesCompleted(MemorySegment records, long at) {
        return Integer.toUnsignedLong(records.get(DsaDescriptor.INT, at + BYTES_COMPLETED_AT));
    }

    static long faultAddress(MemorySegment records, long at) {
        return records.get(DsaDescriptor.LONG, at + FAULT_ADDRESS_AT);
    }

    /** Writes a record as the device does, its status last. */
    static void write(
            MemorySegment records,
            long at,
            int status,
            int bytesCompleted,
            long faultAddress,
            int invalidFlags) {
        records.set(ValueLayout.JAVA_BYTE, at + RESULT_AT, (byte) 0);
        records.set(DsaDescriptor.SHORT, at + RESERVED_AT, (short) 0);
        records.set(DsaDescriptor.INT, at + BYTES_COMPLETED_AT, bytesCompleted);
        records.set(DsaDescriptor.LONG, at + FAULT_ADDRESS_AT, faultAddress);
        records.set(DsaDescriptor.INT, at + INVALID_FLAGS_AT, invalidFlags);
        STATUS.setRelease(records, at + STATUS_AT, (byte) status);
    }
}
