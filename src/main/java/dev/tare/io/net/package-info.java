/**
 * Event loops and non-blocking sockets, TCP and unix, behind one seam with several back ends.
 *
 * <p>{@code nio} runs everywhere; {@code epoll} (by FFM, Linux) can wait in nanoseconds; {@code
 * io_uring} (by FFM, Linux 6.1) can too, and makes one system call where epoll makes many. Which
 * one {@code auto} takes is decided by {@code bench/}, and said aloud when it falls back. Data is
 * handed to a handler in a buffer of the loop's, never read into one of the handler's: so the
 * kernel can choose the buffer.
 *
 * <p>Depends on {@code io.nativeaccess} and {@code base.time}. A loop and its connections belong to
 * the one thread that calls {@link dev.tare.io.net.EventLoop#poll}.
 */
@NullMarked
package dev.tare.io.net;

import org.jspecify.annotations.NullMarked;
