package dev.tare.specimen.proxy.copy;

import dev.tare.io.nativeaccess.LinuxErrno;
import dev.tare.specimen.proxy.copy.CopyCounters.Count;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * {@code dsa} and {@code dsa-model}: every piece of a body is copied from where it was received to
 * a buffer of the sender's, by the device if it is long enough, else by the CPU.
 *
 * <p>A piece is cut into parts, which go to a queue with one call; the next piece takes the next
 * queue. What becomes of a part:
 *
 * <ol>
 *   <li>The queue is full: the next one is tried, {@link #MAX_REFUSALS} times a piece; then the CPU
 *       copies the parts that no queue took, while the device copies the others.
 *   <li>A page is not there: it is touched, and the device goes on from where it was, {@link
 *       #MAX_PAGE_FAULTS} times a part; then the CPU does.
 *   <li>The device reports an error: the CPU copies the part.
 *   <li>Nothing happens for so many looks: the piece is not the device's any more. The caller
 *       copies it to another buffer. The one that the device may still write to is kept out of use
 *       until it is done, which is looked for in every turn of the loop.
 * </ol>
 *
 * <p>Thread-safety: its loop's thread; the device works beside it.
 */
final class DsaCopy implements CopyEngine {
    /** How often a piece, or the rest of a part, may find queues full. */
    static final int MAX_REFUSALS = 16;

    /** More page faults than a part has pages are no help. */
    static final int MAX_PAGE_FAULTS = 64;

    /** Looks at the completion records, about a millisecond's worth. */
    static final int STANDARD_LOOKS = 10_000;

    /** Pieces that may be late at a time; beyond, the CPU copies. */
    static final int MAX_JOBS = 16;

    private final List<DsaPortal> queues;
    private final int minBytes;
    private final int maxLooks;
    private final Consumer<MemorySegment> release;
    private final CopyCounters counters = new CopyCounters();
    private final Arena arena = Arena.ofShared();
    private final ArrayDeque<DsaJob> free = new ArrayDeque<>();
    private final List<DsaJob> late = new ArrayList<>(MAX_JOBS);
    private final int[] underWay;
    private int nextQueue;

    /** Completion records that have been looked at. */
    private long completions;

    /**
     * An engine of one loop.
     *
     * @param queues at least one; closed with the engine
     * @param minBytes the shortest piece that the device copies
     * @param maxLooks at the completion records of a piece in vain, before it is late
     * @param release gets back the buffers of pieces that were late
     */
    DsaCopy(List<DsaPortal> queues, int minBytes, int maxLooks, Consumer<MemorySegment> release) {
        this.queues = List.copyOf(queues);
        this.minBytes = minBytes;
        this.maxLooks = maxLooks;
        this.release = release;
        underWay = new int[queues.size()];
        for (int i = 0; i < MAX_JOBS; i++) {
            free.add(new DsaJob(arena));
        }
    }

    @Override
    public CopyCounters counters() {
        return counters;
    }

    @Override
    public boolean stages() {
        return true;
    }

    @Override
    public boolean copy(
            MemorySegment from, long fromOffset, MemorySegment to, long toOffset, int length) {
        if (length < minBytes) {
            copyByCpu(from, fromOffset, to, toOffset, length);
            return true;
        }
        DsaJob job = length <= DsaJob.MAX_BYTES ? free.poll() : null;
        if (job == null) {
            counters.increment(Count.CPU_FALLBACKS);
            copyByCpu(from, fromOffset, to, toOffset, length);
            return true;
        }
        job.begin(from, fromOffset, to, toOffset, length);
        int submitted = submit(job, 0, job.parts());
        for (int part = submitted; part < job.parts(); part++) {
            finishByCpu(job, part);
        }
        if (!await(job)) {
            counters.increment(Count.LATE_PIECES);
            late.add(job);
            return false;
        }
        counters.add(Count.DEVICE_BYTES, job.deviceBytes());
        counters.add(Count.CPU_BYTES, job.cpuBytes());
        free.push(job);
        return true;
    }

    /** Hands parts to the queues in turn; returns the first that none has taken, or the end. */
    private int submit(DsaJob job, int first, int end) {
        int next = first;
        int refusals = 0;
        while (next < end && refusals < MAX_REFUSALS) {
            int queue = nextQueue;
            nextQueue = (queue + 1) % queues.size();
            DsaPortal portal = queues.get(queue);
            int room = Math.min(portal.capacity() - underWay[queue], end - next);
            int taken = room > 0 ? portal.submit(job.descriptors(), next, room) : 0;
            for (int left = taken; left > 0; left--) {
                job.taken(next, queue);
                next++;
            }
            underWay[queue] += Math.max(0, taken);
            counters.add(Count.DESCRIPTORS, Math.max(0, taken));
            if (taken < 0 && taken != -LinuxErrno.EAGAIN) {
                counters.increment(Count.DEVICE_ERRORS);
                refusals++;
            } else if (next < end) {
                counters.increment(Count.QUEUE_FULL);
                refusals++;
                makeRoom(job);
            }
        }
        return next;
    }

    /** A queue has room again when it is known what is done. */
    private void makeRoom(DsaJob job) {
        lookAtAll(job);
        lookAtLate();
        Thread.onSpinWait();
    }

    /** Looks until no part is under way; false when nothing has happened for too long. */
    private boolean await(DsaJob job) {
        int idleLooks = 0;
        long before = completions;
        while (!lookAtAll(job)) {
            idleLooks = completions == before ? idleLooks + 1 : 0;
            before = completions;
            if (idleLooks > maxLooks) {
                return false;
            }
            Thread.onSpinWait();
        }
        return true;
    }

    /** Looks at all parts that are under way; returns whether none is any more. */
    private boolean lookAtAll(DsaJob job) {
        boolean over = true;
        for (int part = 0; part < job.parts(); part++) {
            if (job.isUnderWay(part)) {
                int status = job.status(part);
                if (status != DsaCompletion.NONE) {
                    underWay[job.leave(part)]--;
                    onCompleted(job, part, status);
                }
                over &= !job.isUnderWay(part);
            }
        }
        return over;
    }

    private void onCompleted(DsaJob job, int part, int status) {
        completions++;
        switch (status & DsaCompletion.STATUS_MASK) {
            case DsaCompletion.SUCCESS -> job.copiedByDevice(part, job.leftBytes(part));
            case DsaCompletion.PAGE_FAULT -> resume(job, part);
            default -> {
                counters.increment(Count.DEVICE_ERRORS);
                finishByCpu(job, part);
            }
        }
    }

    private void resume(DsaJob job, int part) {
        counters.increment(Count.PAGE_FAULTS);
        long completed = job.bytesCompleted(part);
        if (completed >= job.leftBytes(part)) {
            // A fault after the last byte is none: nothing of what the device says is relied upon.
            counters.increment(Count.DEVICE_ERRORS);
            finishByCpu(job, part);
            return;
        }
        job.copiedByDevice(part, (int) completed);
        if (job.touch(part) > MAX_PAGE_FAULTS) {
            finishByCpu(job, part);
            return;
        }
        job.prepare(part);
        if (submit(job, part, part + 1) == part) {
            finishByCpu(job, part);
        }
    }

    private void finishByCpu(DsaJob job, int part) {
        counters.increment(Count.CPU_FALLBACKS);
        job.copyByCpu(part);
    }

    /** Gives back the buffers of late pieces that the device has done with, however it ended. */
    private void lookAtLate() {
        for (int i = late.size() - 1; i >= 0; i--) {
            DsaJob job = late.get(i);
            boolean over = true;
            for (int part = 0; part < job.parts(); part++) {
                if (job.isUnderWay(part) && job.status(part) != DsaCompletion.NONE) {
                    underWay[job.leave(part)]--;
                }
                over &= !job.isUnderWay(part);
            }
            if (over) {
                late.remove(i);
                release.accept(job.destination());
                free.push(job);
            }
        }
    }

    @Override
    public void turn() {
        for (int i = 0; i < queues.size(); i++) {
            queues.get(i).step();
        }
        lookAtLate();
    }

    @Override
    public boolean close() {
        queues.forEach(DsaPortal::close);
        lookAtLate();
        if (late.isEmpty()) {
            arena.close();
        }
        return late.isEmpty();
    }
}
