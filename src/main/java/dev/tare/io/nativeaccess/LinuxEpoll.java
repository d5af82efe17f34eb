package dev.tare.io.nativeaccess;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * An epoll of Linux with a signal that other threads can give: the wait of one event loop.
 *
 * <p>Every method that returns an {@code int} returns what the system call returned, or the negated
 * number of its error ({@link LinuxErrno}), as the kernel itself does.
 *
 * <p>Thread-safety: one thread at a time, but for {@link #signal}. Allocation: none after {@link
 * #open}.
 *
 * <p>Source: the manual pages epoll_ctl(2), epoll_wait(2), eventfd(2), prctl(2); numbers from
 * {@code linux/eventpoll.h}.
 */
public final class LinuxEpoll {
    /** More events than this are left to the next wait. */
    public static final int MAX_EVENTS = 256;

    public static final int EPOLLIN = 1;
    public static final int EPOLLOUT = 4;
    public static final int EPOLLERR = 8;
    public static final int EPOLLHUP = 16;
    public static final int EPOLLET = 1 << 31;

    public static final int CONTROL_ADD = 1;
    public static final int CONTROL_REMOVE = 2;
    public static final int CONTROL_MODIFY = 3;

    /** The data of the event that {@link #signal} makes. */
    public static final long SIGNAL_DATA = 0;

    private static final int NONBLOCK = 0x800;
    private static final int CLOEXEC = 0x80000;
    private static final int POLLIN = 1;

    /** {@code struct epoll_event} has no padding on x86-64, and on x86-64 alone. */
    private static final long EVENT_BYTES =
            System.getProperty("os.arch", "").equals("amd64") ? 12 : 16;

    private static final long EVENT_DATA_AT = EVENT_BYTES - Long.BYTES;

    private static final long NS_PER_MS = 1_000_000;
    private static final long NS_PER_S = 1_000_000_000;

    private final Arena arena = Arena.ofAuto();
    private final MemorySegment callState = Libc.newCallState(arena);
    private final MemorySegment events = arena.allocate(MAX_EVENTS * EVENT_BYTES, Long.BYTES);
    private final long eventsAt = events.address();
    private final MemorySegment change = arena.allocate(16, Long.BYTES);
    private final MemorySegment timeout = arena.allocate(16, Long.BYTES);
    private final MemorySegment pollDescriptor = arena.allocate(8, Long.BYTES);
    private final boolean waitsInNs;
    private int epoll = -1;
    private int signal = -1;

    LinuxEpoll(boolean waitsInNs) {
        this.waitsInNs = waitsInNs;
    }

    /** Makes the epoll and its signal; on an error there is nothing to close. */
    public int open() {
        epoll = SocketCalls.EPOLL_CREATE1.call(callState, CLOEXEC);
        if (epoll < 0) {
            return epoll;
        }
        signal = SocketCalls.EVENTFD.call(callState, 0, CLOEXEC | NONBLOCK);
        int result = signal;
        if (result >= 0) {
            // Edge-triggered, every write is reported once, and nobody needs to read the counter,
            // which takes 2^64 signals to fill.
            result = control(CONTROL_ADD, signal, EPOLLIN | EPOLLET, SIGNAL_DATA);
        }
        if (result < 0) {
            close();
        }
        return result;
    }

    /**
     * Adds, changes or removes a descriptor.
     *
     * @param operation one of {@link #CONTROL_ADD}, {@link #CONTROL_MODIFY}, {@link
     *     #CONTROL_REMOVE}
     * @param interest what to report, as a sum of {@code EPOLL…}
     * @param data what {@link #data} shall return with its events
     */
    public int control(int operation, int descriptor, int interest, long data) {
        change.set(JAVA_INT_UNALIGNED, 0, interest);
        change.set(JAVA_LONG_UNALIGNED, EVENT_DATA_AT, data);
        return SocketCalls.EPOLL_CTL.call(
                callState, epoll, operation, descriptor, change.address());
    }

    /** How many events there are now, 0 to {@link #MAX_EVENTS}; never waits. */
    public int pollEvents() {
        try {
            // Danger: a call that captures errno checks its segment by slicing it, and where the
            // compiler has not inlined all of that, each call allocates the slice. Fact: with no
            // timeout the call fails for faults of the program alone. Use: errno is asked for only
            // when it has failed, by a second call that fails alike.
            int ready =
                    (int)
                            (long)
                                    SocketCalls.EPOLL_POLL.invokeExact(
                                            (long) epoll,
                                            eventsAt,
                                            (long) MAX_EVENTS,
                                            0L,
                                            0L,
                                            0L,
                                            0L);
            return ready >= 0 ? ready : pollAndCheck();
        } catch (Throwable e) {
            throw CheckedCall.unexpected(e);
        }
    }

    private int pollAndCheck() {
        return SocketCalls.EPOLL_WAIT.call(callState, epoll, eventsAt, MAX_EVENTS, 0);
    }

    /**
     * Waits for events.
     *
     * @param timeoutNs for how long at most, 1 or more
     * @return how many there are, 0 to {@link #MAX_EVENTS}; 0 may come a little early
     */
    public int waitForEvents(long timeoutNs) {
        return waitsInNs ? waitInNs(timeoutNs) : waitWithoutPwait2(timeoutNs);
    }

    private int waitInNs(long timeoutNs) {
        setTimeout(timeoutNs);
        try {
            // As in pollEvents: errno is not captured. A wait that a signal has interrupted becomes
            // one that found what there is now.
            int ready = (int) callPwait2();
            return ready >= 0 ? ready : pollAndCheck();
        } catch (Throwable e) {
            throw CheckedCall.unexpected(e);
        }
    }

    private long callPwait2() throws Throwable {
        return (long)
                SocketCalls.SYSCALL.invokeExact(
                        SocketCalls.SYS_EPOLL_PWAIT2,
                        (long) epoll,
                        eventsAt,
                        (long) MAX_EVENTS,
                        timeout.address(),
                        0L,
                        0L);
    }

    /** Whether {@code epoll_pwait2} works here; asked of an epoll without events. */
    boolean pwait2Works() {
        setTimeout(0);
        try {
            return callPwait2() == 0;
        } catch (Throwable e) {
            throw CheckedCall.unexpected(e);
        }
    }

    /**
     * For kernels before 5.11: whole milliseconds by {@code epoll_wait}, the rest by {@code ppoll},
     * which waits in nanoseconds and can watch an epoll like any other descriptor.
     */
    private int waitWithoutPwait2(long timeoutNs) {
        if (timeoutNs >= NS_PER_MS) {
            int timeoutMs = (int) Math.min(timeoutNs / NS_PER_MS, Integer.MAX_VALUE);
            return uninterrupted(
                    SocketCalls.EPOLL_WAIT.call(callState, epoll, eventsAt, MAX_EVENTS, timeoutMs));
        }
        setTimeout(timeoutNs);
        pollDescriptor.set(JAVA_INT, 0, epoll);
        pollDescriptor.set(JAVA_INT, 4, POLLIN);
        int ready =
                SocketCalls.POLL_IN_NS.call(
                        callState, pollDescriptor.address(), 1, timeout.address());
        return ready > 0 ? pollEvents() : uninterrupted(ready);
    }

    /** A wait that a signal has interrupted is one that has found nothing, a little early. */
    private static int uninterrupted(int result) {
        return result == -LinuxErrno.EINTR ? 0 : result;
    }

    private void setTimeout(long timeoutNs) {
        timeout.set(JAVA_LONG, 0, timeoutNs / NS_PER_S);
        timeout.set(JAVA_LONG, 8, timeoutNs % NS_PER_S);
    }

    /** What happened in the {@code index}-th event of the last wait, as a sum of {@code EPOLL…}. */
    public int events(int index) {
        return events.get(JAVA_INT_UNALIGNED, index * EVENT_BYTES);
    }

    /** The data of the {@code index}-th event of the last wait. */
    public long data(int index) {
        return events.get(JAVA_LONG_UNALIGNED, index * EVENT_BYTES + EVENT_DATA_AT);
    }

    /**
     * Ends the current wait, or the next one at its start, with an event whose data is {@link
     * #SIGNAL_DATA}. May be called by any thread; does nothing once this is closed.
     */
    public synchronized void signal() {
        if (signal < 0) {
            return;
        }
        SocketCalls.signal(signal);
    }

    /** Closes both; closing twice does nothing. */
    public synchronized void close() {
        closeDescriptor(signal);
        closeDescriptor(epoll);
        signal = -1;
        epoll = -1;
    }

    private void closeDescriptor(int descriptor) {
        if (descriptor >= 0) {
            SocketCalls.CLOSE.call(callState, descriptor);
        }
    }

    /**
     * By how much the kernel may lengthen the calling thread's waits in order to bundle them; 50 µs
     * unless set. Threads and processes that this thread starts afterwards inherit it.
     *
     * @param slackNs 1 or more
     */
    public int setTimerSlack(long slackNs) {
        return SocketCalls.setTimerSlack(callState, slackNs);
    }
}
