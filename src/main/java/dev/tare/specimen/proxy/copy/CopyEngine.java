package dev.tare.specimen.proxy.copy;

import dev.tare.io.nativeaccess.LinuxPipe;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * How the bytes of bodies get from one connection to the other: an event loop's own engine.
 *
 * <p>An engine may ask for each of two things: that bytes be {@linkplain #stages staged}, which is
 * to copy them with {@link #copy} into a buffer of the sender's before they are sent, and that they
 * pass in {@linkplain #pipes pipes}. {@code mem} asks for neither.
 *
 * <p>Thread-safety: its loop's thread, but for {@link #counters}. Allocation: none after the first
 * requests.
 */
public sealed interface CopyEngine permits MemCopy, SpliceCopy, DsaCopy {

    /** What it has done so far. */
    CopyCounters counters();

    /** Whether all bytes are copied into a buffer of the sender's before they are sent. */
    default boolean stages() {
        return false;
    }

    /**
     * Copies bytes that are to be sent, between segments that do not overlap.
     *
     * @param length 1 or more
     * @return whether it is done. If not, {@code to} belongs to the engine: the device may still
     *     write to the place that was meant for the bytes, and to no other. The caller copies these
     *     bytes, and whatever else it needs from there, to another buffer, and forgets this one; it
     *     goes to the {@code release} of {@link CopyEngines#open} when the device is done with it.
     *     {@code from} may be used again either way.
     */
    default boolean copy(
            MemorySegment from, long fromOffset, MemorySegment to, long toOffset, int length) {
        copyByCpu(from, fromOffset, to, toOffset, length);
        return true;
    }

    /** Copies at once, come what may; counted as the CPU's. */
    default void copyByCpu(
            MemorySegment from, long fromOffset, MemorySegment to, long toOffset, int length) {
        MemorySegment.copy(from, fromOffset, to, toOffset, length);
        counters().add(CopyCounters.Count.CPU_BYTES, length);
    }

    /** Whether bytes shall pass in pipes where connections can do that. */
    default boolean pipes() {
        return false;
    }

    /** Takes note of a connection that cannot, and whose bytes pass by memory. */
    default void onConnectionWithoutPipes() {}

    /**
     * An empty pipe, until {@link #giveBack}; null: by memory this time.
     *
     * @param leftBytes how much is to come that could pass in it, 0 or more
     */
    default @Nullable LinuxPipe takePipe(long leftBytes) {
        return null;
    }

    /** Takes a pipe back. One with bytes left in it is closed, so that nobody else gets them. */
    default void giveBack(LinuxPipe pipe) {
        pipe.close();
    }

    /** Looks after what was not done in time; called in every turn of the loop. */
    default void turn() {}

    /**
     * Gives everything back.
     *
     * @return whether no device writes to memory that it was given; if not, that must not be freed
     */
    default boolean close() {
        return true;
    }
}
