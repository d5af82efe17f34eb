package dev.tare.specimen.proxy.copy;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * One copy engine's counters.
 *
 * <p>Thread-safety: the engine's thread alone writes; any thread reads.
 */
@SuppressWarnings("EnumOrdinal") // The order of the counts is never stored.
public final class CopyCounters {

    /** What is counted; the names in lower case are those of {@code /stats}. */
    public enum Count {
        /** Bytes copied by the CPU; by {@code mem}, those alone that the kernel did not take. */
        CPU_BYTES,
        /** Bytes copied by the device or its model. */
        DEVICE_BYTES,
        /** Bytes that went to a connection from a pipe. */
        SPLICED_BYTES,
        /** Pipes made. */
        PIPES_OPENED,
        /** Pipes thrown away, because bytes of a connection that has ended were left in them. */
        PIPES_DISCARDED,
        /** Readings by memory because there was no pipe left. */
        PIPE_SHORTAGES,
        /** Connections that cannot use pipes: of another back end than epoll, or with TLS. */
        CONNECTIONS_WITHOUT_PIPES,
        /** Descriptors that a queue of the device has taken. */
        DESCRIPTORS,
        /** Refusals by a queue that was full; another try follows each, up to a bound. */
        QUEUE_FULL,
        /** Page faults, after each of which the device was sent on from where it had come. */
        PAGE_FAULTS,
        /** Operations that failed, and descriptors refused for another reason than a full queue. */
        DEVICE_ERRORS,
        /** Pieces that the device had not copied in time. */
        LATE_PIECES,
        /** Parts of pieces copied by the CPU that the device should have copied. */
        CPU_FALLBACKS
    }

    private final AtomicLongArray counts = new AtomicLongArray(Count.values().length);

    CopyCounters() {}

    /** Adds; called by the engine's thread alone. */
    public void add(Count count, long increment) {
        // As in ProxyCounters: one writer needs no locked instruction.
        counts.setRelease(count.ordinal(), counts.getPlain(count.ordinal()) + increment);
    }

    void increment(Count count) {
        add(count, 1);
    }

    /** The count as it is now. */
    public long of(Count count) {
        return counts.getAcquire(count.ordinal());
    }
}
