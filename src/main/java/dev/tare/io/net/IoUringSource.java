package dev.tare.io.net;

/** A descriptor that an {@link IoUringEventLoop} has operations on. */
abstract class IoUringSource extends LinuxSource {
    IoUringSource(int descriptor, int generation) {
        super(descriptor, generation);
    }

    /**
     * Before a wait: prepares the operations that are due now.
     *
     * @return whether there are callbacks to be made without waiting: then {@link #deliver} follows
     */
    abstract boolean prepare();

    /** Makes the callbacks that no completion is needed for; returns how many. */
    abstract int deliver();

    /**
     * An operation of this source has completed.
     *
     * @param kind one of {@link IoUringEventLoop}'s
     * @param result of the operation, or a negated error number
     * @param more whether it goes on
     * @return how many callbacks were made
     */
    abstract int onCompletion(int kind, int result, boolean more);

    /**
     * Prepares the cancellation of every operation that has not completed.
     *
     * @return whether there was any, or one that is not submitted yet
     */
    abstract boolean cancelAll();

    /** The descriptor is closed with the whole loop: no callback follows. */
    abstract void abandon();
}
