package dev.tare.io.net;

/** Which implementation of {@link EventLoop} to use. */
public enum IoBackEnd {
    /** The best one that this machine has. */
    AUTO,
    /** {@code java.nio} selectors: everywhere. */
    NIO,
    /** epoll by FFM: Linux. */
    EPOLL,
    /** io_uring by FFM: Linux 6.1 and later. */
    IO_URING
}
