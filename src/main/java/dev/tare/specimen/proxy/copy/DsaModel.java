package dev.tare.specimen.proxy.copy;

import dev.tare.base.stats.SplitMix64;
import dev.tare.io.nativeaccess.LinuxErrno;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A software model of a work queue of Intel's Data Streaming Accelerator, and of the kernel's
 * {@code write} before it: takes the same 64 bytes, works on the memory that they name, and answers
 * with the same 32. It knows no-operation, memory move and drain. It is here to prove the engine
 * without a device, and its speed says nothing about one: it copies by the CPU.
 *
 * <p>What the kernel refuses is refused (an unaligned completion record, batches, a full queue);
 * what a device finds wrong gets the status that the device has for it. Which flags an operation
 * may carry does not stand in the header; the model takes those that have a meaning for the
 * operation.
 *
 * <p>On top of that {@link DsaFaults} happen, and they are mean: bytes behind a page fault and
 * bytes of a failed operation are overwritten with anything, within the destination, and late
 * operations read and write their memory late.
 *
 * <p>Thread-safety: one thread. Allocation: none but for faults.
 */
final class DsaModel implements DsaPortal {
    /** The longest transfer, as devices are usually configured. */
    static final int MAX_TRANSFER_BYTES = 2 * 1024 * 1024;

    private static final int PAGE_BYTES = 4096;
    private static final int MAX_LATE_STEPS = 4;
    private static final int PASID = 1;

    private static final int COMMON_FLAGS =
            DsaDescriptor.FENCE
                    | DsaDescriptor.COMPLETION_VALID
                    | DsaDescriptor.COMPLETION_WANTED
                    | DsaDescriptor.INTERRUPT_WANTED;
    private static final int MEMMOVE_FLAGS =
            COMMON_FLAGS | DsaDescriptor.BLOCK_ON_FAULT | DsaDescriptor.CACHE_CONTROL;

    /**
     * All of the process's memory. Danger: a wrong address ends the process. Relied upon: addresses
     * come from descriptors, and whoever writes those keeps what they name, as for a device. Use
     * made of it: the model works on addresses, as the device does.
     */
    private static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private final int size;
    private final DsaFaults faults;
    private final SplitMix64 random;

    /** The descriptors that are under way, each in a place of its own. */
    private final MemorySegment entries;

    /** In how many steps each is done; 0: the place is free. */
    private final int[] dueSteps;

    private int waiting;
    private int nextStop = -1;
    private boolean nextStopOfWriting;

    /**
     * A queue of {@code size} descriptors, 1 or more.
     *
     * @param faults what goes wrong, in a sequence that its seed settles
     */
    DsaModel(int size, DsaFaults faults) {
        this.size = size;
        this.faults = faults;
        random = new SplitMix64(faults.seed());
        entries = Arena.ofAuto().allocate((long) size * DsaDescriptor.BYTES, DsaDescriptor.BYTES);
        dueSteps = new int[size];
    }

    /** The next memory move meets a page fault after so many bytes, 0 or more. */
    void stopNextAt(int bytes, boolean writing) {
        nextStop = bytes;
        nextStopOfWriting = writing;
    }

    @Override
    public int capacity() {
        return Integer.MAX_VALUE;
    }

    @Override
    public int submit(MemorySegment descriptors, int first, int count) {
        for (int i = 0; i < count; i++) {
            long at = (long) (first + i) * DsaDescriptor.BYTES;
            int refusal = refusal(descriptors, at);
            if (refusal != 0) {
                return i > 0 ? i : refusal;
            }
            accept(descriptors, at);
        }
        return count;
    }

    /** Why the kernel would not pass it on, as a negated error number; 0 where it would. */
    private int refusal(MemorySegment descriptors, long at) {
        long completion = descriptors.get(DsaDescriptor.LONG, at + DsaDescriptor.COMPLETION_AT);
        if (DsaDescriptor.opcode(descriptors, at) == DsaDescriptor.BATCH
                || completion % DsaCompletion.BYTES != 0) {
            return -LinuxErrno.EINVAL;
        }
        return waiting == size || happens(faults.full()) ? -LinuxErrno.EAGAIN : 0;
    }

    private void accept(MemorySegment descriptors, long at) {
        int place = 0;
        while (dueSteps[place] > 0) {
            place++;
        }
        long entry = (long) place * DsaDescriptor.BYTES;
        MemorySegment.copy(descriptors, at, entries, entry, DsaDescriptor.BYTES);
        // The kernel says whose it is; the rest of the word is passed on.
        int owner = entries.get(DsaDescriptor.INT, entry + DsaDescriptor.OWNER_AT);
        int reserved = owner & DsaDescriptor.OWNER_RESERVED_MASK;
        entries.set(DsaDescriptor.INT, entry + DsaDescriptor.OWNER_AT, reserved | PASID);
        if (happens(faults.late())) {
            dueSteps[place] = 1 + random.nextInt(MAX_LATE_STEPS);
            waiting++;
        } else {
            execute(entry);
        }
    }

    /** Does what is due. */
    @Override
    public void step() {
        for (int place = 0; waiting > 0 && place < size; place++) {
            if (dueSteps[place] > 0) {
                dueSteps[place]--;
                if (dueSteps[place] == 0) {
                    waiting--;
                    execute((long) place * DsaDescriptor.BYTES);
                }
            }
        }
    }

    private void finishAll() {
        while (waiting > 0) {
            step();
        }
    }

    private void execute(long entry) {
        switch (DsaDescriptor.opcode(entries, entry)) {
            case DsaDescriptor.NOOP -> executeNoop(entry);
            case DsaDescriptor.DRAIN -> {
                finishAll();
                executeNoop(entry);
            }
            case DsaDescriptor.MEMMOVE -> executeMove(entry);
            default -> complete(entry, DsaCompletion.BAD_OPCODE, 0, 0);
        }
    }

    private void executeNoop(long entry) {
        if (isValid(entry, COMMON_FLAGS)) {
            complete(entry, DsaCompletion.SUCCESS, 0, 0);
        }
    }

    /** Looks the descriptor through; one that is not valid is completed with the reason. */
    private boolean isValid(long entry, int allowedFlags) {
        int flags = DsaDescriptor.flags(entries, entry);
        int badFlags = flags & ~allowedFlags;
        boolean recordValid = (flags & DsaDescriptor.COMPLETION_VALID) != 0;
        if (!recordValid) {
            badFlags |= flags & DsaDescriptor.COMPLETION_WANTED;
        }
        int owner = entries.get(DsaDescriptor.INT, entry + DsaDescriptor.OWNER_AT);
        int reserved =
                (owner & DsaDescriptor.OWNER_RESERVED_MASK)
                        | entries.get(DsaDescriptor.SHORT, entry + DsaDescriptor.RESERVED_AT);
        long specific = 0;
        for (long i = DsaDescriptor.SPECIFIC_AT; i < DsaDescriptor.BYTES; i += Long.BYTES) {
            specific |= entries.get(DsaDescriptor.LONG, entry + i);
        }
        int interrupt = entries.get(DsaDescriptor.SHORT, entry + DsaDescriptor.INTERRUPT_AT);
        boolean interruptWanted = (flags & DsaDescriptor.INTERRUPT_WANTED) != 0;
        if (badFlags != 0) {
            completeInvalid(entry, badFlags);
        } else if (reserved != 0 || specific != 0 || (interrupt != 0 && !interruptWanted)) {
            complete(entry, DsaCompletion.NONZERO_RESERVED, 0, 0);
        } else if (interruptWanted) {
            // The model has no interrupts, and so no handle is one.
            complete(entry, DsaCompletion.INTERRUPT_HANDLE_INVALID, 0, 0);
        } else {
            return true;
        }
        return false;
    }

    private void executeMove(long entry) {
        if (!isValid(entry, MEMMOVE_FLAGS)) {
            return;
        }
        int bytes = entries.get(DsaDescriptor.INT, entry + DsaDescriptor.SIZE_AT);
        if (bytes < 1 || bytes > MAX_TRANSFER_BYTES) {
            complete(entry, DsaCompletion.SIZE_OUT_OF_RANGE, 0, 0);
            return;
        }
        int flags = DsaDescriptor.flags(entries, entry);
        boolean stops = (flags & DsaDescriptor.BLOCK_ON_FAULT) == 0;
        if (stops && nextStop >= 0 && nextStop < bytes) {
            stop(entry, bytes, nextStop, nextStopOfWriting);
            nextStop = -1;
        } else if (stops && happens(faults.pageFault())) {
            stop(entry, bytes, random.nextInt(bytes), happens(0.5));
        } else if (happens(faults.error())) {
            scribble(destination(entry), bytes);
            int status =
                    happens(0.5) ? DsaCompletion.HARDWARE_ERROR : DsaCompletion.TRANSLATION_FAILED;
            complete(entry, status, random.nextInt(bytes), 0);
        } else {
            MemorySegment.copy(MEMORY, source(entry), MEMORY, destination(entry), bytes);
            complete(entry, DsaCompletion.SUCCESS, 0, 0);
        }
    }

    /** A page fault: what was copied is told, and what is behind it may be anything. */
    private void stop(long entry, int bytes, int copied, boolean writing) {
        MemorySegment.copy(MEMORY, source(entry), MEMORY, destination(entry), copied);
        scribble(destination(entry) + copied, random.nextInt(bytes - copied));
        long address = (writing ? destination(entry) : source(entry)) + copied;
        int status = DsaCompletion.PAGE_FAULT | (writing ? DsaCompletion.FAULT_OF_WRITING : 0);
        boolean ofPage = happens(0.5);
        complete(entry, status, copied, ofPage ? address / PAGE_BYTES * PAGE_BYTES : address);
    }

    private void scribble(long at, int bytes) {
        for (long i = at; i < at + bytes; i++) {
            MEMORY.set(ValueLayout.JAVA_BYTE, i, (byte) 0xdb);
        }
    }

    private void completeInvalid(long entry, int badFlags) {
        if ((DsaDescriptor.flags(entries, entry) & DsaDescriptor.COMPLETION_VALID) != 0) {
            DsaCompletion.write(
                    MEMORY, completion(entry), DsaCompletion.INVALID_FLAGS, 0, 0, badFlags);
        }
    }

    private void complete(long entry, int status, int bytesCompleted, long faultAddress) {
        int flags = DsaDescriptor.flags(entries, entry);
        boolean wanted = (flags & DsaDescriptor.COMPLETION_WANTED) != 0;
        boolean failed = status != DsaCompletion.SUCCESS;
        if ((flags & DsaDescriptor.COMPLETION_VALID) != 0 && (wanted || failed)) {
            DsaCompletion.write(MEMORY, completion(entry), status, bytesCompleted, faultAddress, 0);
        }
    }

    private long completion(long entry) {
        return entries.get(DsaDescriptor.LONG, entry + DsaDescriptor.COMPLETION_AT);
    }

    private long source(long entry) {
        return entries.get(DsaDescriptor.LONG, entry + DsaDescriptor.SOURCE_AT);
    }

    private long destination(long entry) {
        return entries.get(DsaDescriptor.LONG, entry + DsaDescriptor.DESTINATION_AT);
    }

    private boolean happens(double share) {
        return share > 0 && random.nextDouble() < share;
    }

    @Override
    public void close() {
        finishAll();
    }
}
