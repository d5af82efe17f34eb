package dev.tare.io.nativeaccess;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The C library's functions behind {@link LinuxSockets}. Pointers are bound as {@code long}: a
 * segment as an argument would be checked and held for every call, and a slice would be allocated.
 *
 * <p>Critical are those that never wait: the sockets are non-blocking, and so are the descriptors
 * of epoll calls with no timeout.
 *
 * <p>{@code syscall} and {@code prctl} are variadic in C. On Linux integers go to the same places
 * either way, on x86-64 and on AArch64, so they are bound like any other function.
 */
final class SocketCalls {
    /** {@code epoll_pwait2}, by its number: older C libraries lack the function, not the call. */
    static final long SYS_EPOLL_PWAIT2 = 441;

    static final CheckedCall EPOLL_CREATE1 = CheckedCall.of("epoll_create1");
    static final CheckedCall EPOLL_CTL = CheckedCall.critical("epoll_ctl");

    /** Only ever called with a timeout of zero. */
    static final MethodHandle EPOLL_POLL = Libc.critical("epoll_wait");

    static final CheckedCall EPOLL_WAIT = CheckedCall.of("epoll_wait");
    static final CheckedCall POLL_IN_NS = CheckedCall.of("ppoll");
    static final MethodHandle SYSCALL = Libc.plain("syscall");
    static final CheckedCall EVENTFD = CheckedCall.of("eventfd");
    static final CheckedCall SOCKET = CheckedCall.of("socket");
    static final CheckedCall CONNECT = CheckedCall.of("connect");
    static final CheckedCall BIND = CheckedCall.of("bind");
    static final CheckedCall LISTEN = CheckedCall.of("listen");
    static final CheckedCall ACCEPT4 = CheckedCall.critical("accept4");
    static final CheckedCall GETSOCKNAME = CheckedCall.of("getsockname");
    static final CheckedCall GETPEERNAME = CheckedCall.of("getpeername");
    static final CheckedCall GETSOCKOPT = CheckedCall.of("getsockopt");
    static final CheckedCall SETSOCKOPT = CheckedCall.of("setsockopt");
    static final MethodHandle RECV = Libc.critical("recv");
    static final CheckedCall RECV_CHECKED = CheckedCall.critical("recv");
    static final MethodHandle SEND = Libc.critical("send");
    static final CheckedCall SEND_CHECKED = CheckedCall.critical("send");
    static final CheckedCall SHUTDOWN = CheckedCall.of("shutdown");
    static final CheckedCall CLOSE = CheckedCall.of("close");
    static final CheckedCall PRCTL = CheckedCall.of("prctl");

    private static final MethodHandle EVENTFD_WRITE = Libc.plain("eventfd_write");
    private static final int PR_SET_TIMERSLACK = 29;

    private SocketCalls() {}

    /** The calling thread's timer slack, as {@link LinuxEpoll#setTimerSlack}. */
    static int setTimerSlack(MemorySegment callState, long slackNs) {
        return PRCTL.call(callState, PR_SET_TIMERSLACK, slackNs);
    }

    /** Adds one to an eventfd that cannot be full. */
    static void signal(int eventfd) {
        try {
            int result =
                    (int) (long) EVENTFD_WRITE.invokeExact((long) eventfd, 1L, 0L, 0L, 0L, 0L, 0L);
            assert result == 0 : "an eventfd was full";
        } catch (Throwable e) {
            throw CheckedCall.unexpected(e);
        }
    }
}
