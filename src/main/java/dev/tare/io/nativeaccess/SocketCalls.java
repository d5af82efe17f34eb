package dev.tare.io.nativeaccess;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The C library's functions behind {@link LinuxSockets}. Pointers are bound as {@code long}: a
 * segment as an argument would be checked and held for every call, and a slice would be allocated.
 *
 * <p>Critical are those that never wait: the sockets are non-blocking, and so are the descriptors
 * of epoll calls with no timeout.
 *
 * <p>{@code syscall} and {@code prctl} are variadic in C. On Linux integers go to the same
 * registers either way, on x86-64 and on AArch64, so they are bound like any other function.
 */
final class SocketCalls {
    /** {@code epoll_pwait2}, by its number: older C libraries lack the function, not the call. */
    static final long SYS_EPOLL_PWAIT2 = 441;

    static final MethodHandle EPOLL_CREATE1 = capturing("epoll_create1", JAVA_INT);
    static final MethodHandle EPOLL_CTL =
            critical("epoll_ctl", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);

    /** Only ever called with a timeout of zero. */
    static final MethodHandle EPOLL_POLL =
            Libc.critical(
                    "epoll_wait",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT));

    static final MethodHandle EPOLL_WAIT =
            capturing("epoll_wait", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);
    static final MethodHandle POLL_IN_NS =
            capturing("ppoll", JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    static final MethodHandle SYSCALL =
            Libc.plain(
                    "syscall",
                    FunctionDescriptor.of(
                            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG,
                            JAVA_LONG, JAVA_LONG));

    static final MethodHandle EVENTFD = capturing("eventfd", JAVA_INT, JAVA_INT);
    static final MethodHandle EVENTFD_WRITE =
            Libc.plain("eventfd_write", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG));

    static final MethodHandle SOCKET = capturing("socket", JAVA_INT, JAVA_INT, JAVA_INT);
    static final MethodHandle CONNECT = capturing("connect", JAVA_INT, JAVA_LONG, JAVA_INT);
    static final MethodHandle BIND = capturing("bind", JAVA_INT, JAVA_LONG, JAVA_INT);
    static final MethodHandle LISTEN = capturing("listen", JAVA_INT, JAVA_INT);
    static final MethodHandle ACCEPT4 =
            critical("accept4", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
    static final MethodHandle GETSOCKNAME =
            capturing("getsockname", JAVA_INT, JAVA_LONG, JAVA_LONG);
    static final MethodHandle GETPEERNAME =
            capturing("getpeername", JAVA_INT, JAVA_LONG, JAVA_LONG);
    static final MethodHandle GETSOCKOPT =
            capturing("getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
    static final MethodHandle SETSOCKOPT =
            capturing("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
    static final MethodHandle RECV =
            Libc.critical(
                    "recv",
                    FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
    static final MethodHandle RECV_CAPTURING =
            critical("recv", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
    static final MethodHandle SEND =
            Libc.critical(
                    "send",
                    FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
    static final MethodHandle SEND_CAPTURING =
            critical("send", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
    static final MethodHandle SHUTDOWN = capturing("shutdown", JAVA_INT, JAVA_INT);
    static final MethodHandle CLOSE = capturing("close", JAVA_INT);
    static final MethodHandle PRCTL =
            capturing("prctl", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

    private static final int PR_SET_TIMERSLACK = 29;

    private SocketCalls() {}

    private static MethodHandle capturing(String name, MemoryLayout... arguments) {
        return Libc.capturing(name, FunctionDescriptor.of(JAVA_INT, arguments));
    }

    private static MethodHandle critical(
            String name, MemoryLayout result, MemoryLayout... arguments) {
        return Libc.criticalCapturing(name, FunctionDescriptor.of(result, arguments));
    }

    /** The calling thread's timer slack, as {@link LinuxEpoll#setTimerSlack}. */
    static int setTimerSlack(MemorySegment callState, long slackNs) {
        try {
            return checked(
                    (int) PRCTL.invokeExact(callState, PR_SET_TIMERSLACK, slackNs, 0L, 0L, 0L),
                    callState);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Closes a descriptor. */
    static int close(int descriptor, MemorySegment callState) {
        try {
            return checked((int) CLOSE.invokeExact(callState, descriptor), callState);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** The result of a call, or where it failed the negated error number. */
    static int checked(int result, MemorySegment callState) {
        return result >= 0 ? result : -Libc.errno(callState);
    }

    /** For what a downcall has thrown: it throws nothing of its own. */
    static AssertionError unexpected(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return new AssertionError("a native call has thrown", thrown);
    }
}
