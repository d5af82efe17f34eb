package dev.tare.io.nativeaccess;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The system calls behind {@link LinuxIoUring}, by their numbers: the C library has no functions
 * for them. None is critical: submitting does the work of many sends, and a wait may be long.
 *
 * <p>Source: {@code asm-generic/unistd.h}, the same numbers on x86-64 and AArch64; mmap(2).
 */
final class UringCalls {
    private static final long SYS_SETUP = 425;
    private static final long SYS_ENTER = 426;
    private static final long SYS_REGISTER = 427;
    private static final int READ_AND_WRITE = 1 | 2;
    private static final int MAP_SHARED = 1;
    private static final int MAP_POPULATE = 0x8000;

    /** {@code syscall} with its errno, for calls that are not made again and again. */
    private static final CheckedCall CHECKED = CheckedCall.of("syscall");

    private static final MethodHandle MMAP = Libc.capturing("mmap");
    private static final MethodHandle MUNMAP = Libc.plain("munmap");

    private UringCalls() {}

    /** {@code io_uring_setup}: a descriptor, or a negated error number. */
    static int setup(MemorySegment callState, int entries, MemorySegment parameters) {
        return CHECKED.call(callState, SYS_SETUP, entries, parameters.address());
    }

    /** {@code io_uring_register}. */
    static int register(
            MemorySegment callState, int ring, int operation, long argument, int count) {
        return CHECKED.call(callState, SYS_REGISTER, ring, operation, argument, count);
    }

    /** {@code io_uring_enter}, telling why it has failed. */
    static int enterChecked(MemorySegment callState, int ring, int submit, int flags) {
        return CHECKED.call(callState, SYS_ENTER, ring, submit, 0, flags);
    }

    /** {@code io_uring_enter} as it is made all the time: -1 where it has failed. */
    static int enter(int ring, int submit, int complete, int flags, long argument, long bytes) {
        try {
            // As in LinuxEpoll.pollEvents: errno is not captured, for that could allocate.
            return (int)
                    (long)
                            SocketCalls.SYSCALL.invokeExact(
                                    SYS_ENTER,
                                    (long) ring,
                                    (long) submit,
                                    (long) complete,
                                    (long) flags,
                                    argument,
                                    bytes);
        } catch (Throwable e) {
            throw CheckedCall.unexpected(e);
        }
    }

    /** Maps a part of the ring: its address, or a negated error number. */
    static long map(MemorySegment callState, int ring, long offset, long bytes) {
        try {
            long at =
                    (long)
                            MMAP.invokeExact(
                                    callState,
                                    0L,
                                    bytes,
                                    (long) READ_AND_WRITE,
                                    (long) (MAP_SHARED | MAP_POPULATE),
                                    (long) ring,
                                    offset,
                                    0L);
            return at == -1 ? -Libc.errno(callState) : at;
        } catch (Throwable e) {
            throw CheckedCall.unexpected(e);
        }
    }

    static void unmap(long at, long bytes) {
        try {
            int result = (int) (long) MUNMAP.invokeExact(at, bytes, 0L, 0L, 0L, 0L, 0L);
            assert result == 0 : "a mapping of our own could not be taken back";
        } catch (Throwable e) {
            throw CheckedCall.unexpected(e);
        }
    }
}
