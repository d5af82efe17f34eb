package dev.tare.specimen.proxy.copy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * One piece of a body that the device copies, in parts: a descriptor and a completion record each.
 * Used again when it is done.
 *
 * <p>Thread-safety: one thread; the device writes the completion records and the destination.
 */
final class DsaJob {
    /** What one descriptor copies: the parts of a piece are copied by several engines at once. */
    static final int PART_BYTES = 64 * 1024;

    static final int MAX_PARTS = 8;
    static final int MAX_BYTES = MAX_PARTS * PART_BYTES;

    private static final int PAGE_BYTES = 4096;
    private static final VarHandle BYTE = ValueLayout.JAVA_BYTE.varHandle();

    /** A part that no queue has taken. */
    private static final int NOWHERE = -1;

    private final MemorySegment descriptors;
    private final MemorySegment records;
    private MemorySegment source = MemorySegment.NULL;
    private MemorySegment destination = MemorySegment.NULL;
    private long sourceOffset;
    private long destinationOffset;
    private int length;
    private int parts;

    /** The queue that has a part, or {@link #NOWHERE}. */
    private final int[] queues = new int[MAX_PARTS];

    /** How much of a part is copied for good. */
    private final int[] copiedBytes = new int[MAX_PARTS];

    private final int[] pageFaults = new int[MAX_PARTS];
    private int deviceBytes;
    private int cpuBytes;

    DsaJob(Arena arena) {
        descriptors = arena.allocate((long) MAX_PARTS * DsaDescriptor.BYTES, DsaDescriptor.BYTES);
        records = arena.allocate((long) MAX_PARTS * DsaCompletion.BYTES, DsaCompletion.BYTES);
    }

    /**
     * Begins a piece.
     *
     * @param bytes 1 to {@link #MAX_BYTES}
     */
    void begin(MemorySegment from, long fromOffset, MemorySegment to, long toOffset, int bytes) {
        source = from;
        sourceOffset = fromOffset;
        destination = to;
        destinationOffset = toOffset;
        length = bytes;
        parts = (bytes + PART_BYTES - 1) / PART_BYTES;
        deviceBytes = 0;
        cpuBytes = 0;
        for (int part = 0; part < parts; part++) {
            queues[part] = NOWHERE;
            copiedBytes[part] = 0;
            pageFaults[part] = 0;
            prepare(part);
        }
    }

    /** Writes the descriptor of what is left of a part. */
    void prepare(int part) {
        long record = (long) part * DsaCompletion.BYTES;
        DsaCompletion.clear(records, record);
        long at = (long) part * PART_BYTES + copiedBytes[part];
        DsaDescriptor.writeCopy(
                descriptors,
                (long) part * DsaDescriptor.BYTES,
                records.address() + record,
                source.address() + sourceOffset + at,
                destination.address() + destinationOffset + at,
                leftBytes(part));
    }

    MemorySegment descriptors() {
        return descriptors;
    }

    /** The buffer that the device writes to. */
    MemorySegment destination() {
        return destination;
    }

    int parts() {
        return parts;
    }

    /** How much of a part is still to be copied. */
    int leftBytes(int part) {
        return Math.min(PART_BYTES, length - part * PART_BYTES) - copiedBytes[part];
    }

    /** A queue has taken a part, or what is left of it. */
    void taken(int part, int queue) {
        queues[part] = queue;
    }

    /** Whether the device may be at work on a part. */
    boolean isUnderWay(int part) {
        return queues[part] != NOWHERE;
    }

    /** No queue has the part any more; returns the one that had it. */
    int leave(int part) {
        int queue = queues[part];
        queues[part] = NOWHERE;
        return queue;
    }

    int status(int part) {
        return DsaCompletion.status(records, (long) part * DsaCompletion.BYTES);
    }

    long bytesCompleted(int part) {
        return DsaCompletion.bytesCompleted(records, (long) part * DsaCompletion.BYTES);
    }

    /** The device has copied so many bytes more of a part, 0 to {@link #leftBytes}. */
    void copiedByDevice(int part, int bytes) {
        copiedBytes[part] += bytes;
        deviceBytes += bytes;
    }

    /** The CPU copies what is left of a part that no queue has. */
    void copyByCpu(int part) {
        int bytes = leftBytes(part);
        long at = (long) part * PART_BYTES + copiedBytes[part];
        MemorySegment.copy(source, sourceOffset + at, destination, destinationOffset + at, bytes);
        copiedBytes[part] += bytes;
        cpuBytes += bytes;
    }

    /**
     * Has the kernel bring the pages that a part goes on with: where it stopped, and where the
     * device says that there was no page, if that is one of the part's.
     *
     * @return how many page faults the part has had
     */
    int touch(int part) {
        long at = (long) part * PART_BYTES + copiedBytes[part];
        long end = at + leftBytes(part);
        long fault = DsaCompletion.faultAddress(records, (long) part * DsaCompletion.BYTES);
        touchAt(at);
        touchFault(fault - (source.address() + sourceOffset), at, end);
        touchFault(fault - (destination.address() + destinationOffset), at, end);
        pageFaults[part]++;
        return pageFaults[part];
    }

    /** The address may be that of the page: its first byte that is ours is touched. */
    private void touchFault(long fault, long at, long end) {
        if (fault > at - PAGE_BYTES && fault < end) {
            touchAt(Math.max(fault, at));
        }
    }

    /** A read brings a page to read, and a write one to write: the same byte, to be copied over. */
    private void touchAt(long at) {
        byte _ = (byte) BYTE.getVolatile(source, sourceOffset + at);
        byte old = (byte) BYTE.getVolatile(destination, destinationOffset + at);
        BYTE.setVolatile(destination, destinationOffset + at, old);
    }

    int deviceBytes() {
        return deviceBytes;
    }

    int cpuBytes() {
        return cpuBytes;
    }
}
