package dev.tare.io.net;

/** A descriptor that an {@link EpollEventLoop} watches. */
abstract class EpollSource {
    /** An interest: the epoll shall not know the descriptor at all. */
    static final int NOT_WATCHED = -1;

    final int descriptor;

    /**
     * Tells this source from an earlier one of the same descriptor, whose events may still be in
     * the batch at hand. Never 0.
     */
    final int generation;

    /** What the epoll reports at present; the loop's own. */
    int watched = NOT_WATCHED;

    /** Whether the loop has this in its list of changed interests; the loop's own. */
    boolean listed;

    EpollSource(int descriptor, int generation) {
        this.descriptor = descriptor;
        this.generation = generation;
    }

    /** What the epoll shall report, as a sum of {@code EPOLL…}, or {@link #NOT_WATCHED}. */
    abstract int interest();

    /** Whether the descriptor is still this source's. */
    abstract boolean isOpen();

    /**
     * The epoll has reported something.
     *
     * @return how many callbacks were made
     */
    abstract int onReady(int events);

    /** The epoll refuses to watch the descriptor. */
    abstract void onUnwatchable(int errno);

    /** Closes the descriptor, without callbacks. */
    abstract void closeDescriptor();
}
