package dev.tare.io.net;

/** A descriptor that an {@link EpollEventLoop} watches. */
abstract class EpollSource extends LinuxSource {
    /** An interest: the epoll shall not know the descriptor at all. */
    static final int NOT_WATCHED = -1;

    /** What the epoll reports at present; the loop's own. */
    int watched = NOT_WATCHED;

    EpollSource(int descriptor, int generation) {
        super(descriptor, generation);
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
