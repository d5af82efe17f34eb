package dev.tare.io.nativeaccess;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.OptionalLong;

/**
 * The CPU clock of this process, apart from {@link LinuxProcesses}: what weighs only itself need
 * not bind all that starts others.
 *
 * <p>Thread-safety: any thread.
 *
 * <p>Source: clock_gettime(2).
 */
public final class LinuxOwnCpu {
    private static final long PROCESS_CPU_CLOCK = 2;
    private static final long TIMESPEC_BYTES = 16;
    private static final long NS_PER_S = 1_000_000_000L;

    private LinuxOwnCpu() {}

    private static final class Call {
        private static final MethodHandle CLOCK_GETTIME = Libc.plain("clock_gettime");

        private Call() {}
    }

    /**
     * CPU time of this process, ns: user and system time of all its threads, those included that
     * have ended, and of no child. Empty on other systems than Linux, and without native access.
     */
    public static OptionalLong cpuNs() {
        if (!Libc.isSupported()) {
            return OptionalLong.empty();
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment time = arena.allocate(TIMESPEC_BYTES, Long.BYTES);
            int result =
                    (int)
                            (long)
                                    Call.CLOCK_GETTIME.invokeExact(
                                            PROCESS_CPU_CLOCK, time.address(), 0L, 0L, 0L, 0L, 0L);
            return result != 0
                    ? OptionalLong.empty()
                    : OptionalLong.of(
                            time.get(JAVA_LONG, 0) * NS_PER_S + time.get(JAVA_LONG, Long.BYTES));
        } catch (ExceptionInInitializerError | NoClassDefFoundError | IllegalCallerException e) {
            return OptionalLong.empty();
        } catch (Throwable e) {
            throw CheckedCall.unexpected(e);
        }
    }
}
