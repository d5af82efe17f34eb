package dev.tare.specimen.proxy.copy;

import java.lang.foreign.MemorySegment;

/**
 * Where descriptors are handed to a work queue of a device: {@link DsaQueue}, the kernel's device
 * file, or {@link DsaModel}, a model of what is behind it.
 *
 * <p>Thread-safety: its loop's thread. Allocation: none.
 */
interface DsaPortal extends AutoCloseable {

    /**
     * How many descriptors may be under way at a time, at least 1. A queue that is shared says
     * itself when it is full; one that is dedicated loses what is too much, and has to be spared
     * that.
     */
    int capacity();

    /**
     * Hands over descriptors, the first ones first. What they name must stay where it is until
     * their completion records tell that they are done.
     *
     * @param descriptors 64 bytes each ({@link DsaDescriptor})
     * @param first index of the first
     * @param count how many, 1 or more
     * @return how many were taken, 1 to {@code count}, or the negated error number of {@code
     *     LinuxErrno}: {@code -EAGAIN} when the queue is full
     */
    int submit(MemorySegment descriptors, int first, int count);

    /** Gives a model its turn; a device needs none. */
    default void step() {}

    /** Waits for what is under way, and hands nothing over any more. */
    @Override
    void close();
}
