/**
 * Event loops and non-blocking TCP sockets behind one seam with several back ends.
 *
 * <p>{@code nio} runs everywhere; {@code epoll} (by FFM, Linux) can wait in nanoseconds. Which one
 * {@code auto} takes is decided by {@code bench/}, and said aloud when it falls back. The seam is
 * shaped so that a completion-based back end (io_uring with kernel-chosen buffers) fits: data is
 * handed to a handler in a buffer of the loop's, never read into one of the handler's.
 *
 * <p>Depends on {@code io.nativeaccess} and {@code base.time}. A loop and its connections belong to
 * the one thread that calls {@link dev.tare.io.net.EventLoop#poll}.
 */
@NullMarked
package dev.tare.io.net;

import org.jspecify.annotations.NullMarked;
