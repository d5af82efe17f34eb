package dev.tare.base.time;

/**
 * A monotonic clock in nanoseconds.
 *
 * <p>Thread-safety: implementations may be called from any thread.
 */
@FunctionalInterface
public interface NanoClock {

    /** Nanoseconds since an arbitrary origin; never goes back. Compare by subtraction. */
    long nowNs();

    /**
     * The system's monotonic clock.
     *
     * <p>On Linux this is {@code CLOCK_MONOTONIC}, whose origin all processes of a machine share:
     * an instant that the runner names means the same to its workers.
     */
    static NanoClock system() {
        return System::nanoTime;
    }
}
