package dev.tare.io.nativeaccess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class IoUringProbeTest {
    private static final int PR_SET_SECCOMP = 22;
    private static final int PR_SET_NO_NEW_PRIVS = 38;
    private static final long MODE_FILTER = 2;
    private static final int SETUP = 425;

    @Test
    void everyReasonIsOneLineThatSaysWhatToDo() {
        assertThat(IoUringProbe.reason(LinuxErrno.ENOSYS, "")).contains("--io epoll");
        assertThat(IoUringProbe.reason(LinuxErrno.EPERM, "2"))
                .contains("kernel.io_uring_disabled, which is 2, to 0");
        assertThat(IoUringProbe.reason(LinuxErrno.EPERM, "0")).contains("seccomp");
        assertThat(IoUringProbe.reason(LinuxErrno.EINVAL, "0")).contains("Linux 6.1");
        assertThat(IoUringProbe.reason(LinuxErrno.EMFILE, "0"))
                .isEqualTo("io_uring: too many open files");
    }

    @Test
    void aSandboxThatForbidsItIsToldFromAKernelWithoutIt() throws Exception {
        assumeTrue(LinuxIoUring.absence().isEmpty(), "this machine has no io_uring");
        assertThat(absenceWhereSetupFailsWith(LinuxErrno.EPERM).orElseThrow()).contains("seccomp");
        assertThat(absenceWhereSetupFailsWith(LinuxErrno.ENOSYS).orElseThrow())
                .contains("this kernel has none");
        assertThat(IoUringProbe.absence()).isEmpty();
    }

    /** On a thread of its own, for a filter cannot be taken off again. */
    private static Optional<String> absenceWhereSetupFailsWith(int errno) throws Exception {
        CompletableFuture<Optional<String>> absence = new CompletableFuture<>();
        Thread.ofPlatform()
                .start(() -> {
                    forbidSetup(errno);
                    absence.complete(IoUringProbe.absence());
                })
                .join();
        return absence.get();
    }

    private static void forbidSetup(int errno) {
        try (Arena arena = Arena.ofConfined()) {
            // struct sock_filter { u16 code; u8 jt; u8 jf; u32 k; }, four of them: load the
            // number of the call; if it is io_uring_setup, fail; else allow.
            int[][] program = {
                {0x20, 0, 0, 0},
                {0x15, 0, 1, SETUP},
                {0x06, 0, 0, 0x50000 | errno},
                {0x06, 0, 0, 0x7fff0000}
            };
            MemorySegment filter = arena.allocate(8L * program.length, Long.BYTES);
            for (int i = 0; i < program.length; i++) {
                int[] line = program[i];
                int head = line[0] | line[1] << 16 | line[2] << 24;
                filter.set(ValueLayout.JAVA_INT, 8L * i, head);
                filter.set(ValueLayout.JAVA_INT, 8L * i + 4, line[3]);
            }
            MemorySegment all = arena.allocate(16, Long.BYTES);
            all.set(ValueLayout.JAVA_SHORT, 0, (short) program.length);
            all.set(ValueLayout.JAVA_LONG, 8, filter.address());
            MemorySegment callState = Libc.newCallState(arena);
            assertThat(prctl(callState, PR_SET_NO_NEW_PRIVS, 1, 0)).isZero();
            assertThat(prctl(callState, PR_SET_SECCOMP, MODE_FILTER, all.address())).isZero();
        }
    }

    private static int prctl(MemorySegment callState, int option, long second, long third) {
        return SocketCalls.PRCTL.call(callState, option, second, third);
    }
}
