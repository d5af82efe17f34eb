package dev.tare.io.nativeaccess;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The calling thread's turn among the threads that want the same core.
 *
 * <p>Danger: a thread that wakes at its time has to wait until the one that runs has used up its
 * slice, about 3 ms: long for a request that is due now. Fact: since Linux 6.12 a thread may ask
 * for slices of its own, 0.1 to 100 ms, and one with shorter slices takes its turn at once; it gets
 * no more of the core than before, but more often. Use: threads that must be punctual.
 *
 * <p>Source: sched_setattr(2), sched_setaffinity(2); {@code linux/sched/types.h}.
 */
public final class LinuxScheduling {
    /** The shortest slice that the kernel grants. */
    private static final long SHORTEST_SLICE_NS = 100_000;

    private static final int ATTRIBUTE_BYTES = 48;
    private static final int POLICY_AT = 4;
    private static final int FLAGS_AT = 8;
    private static final int SLICE_AT = 24;
    private static final int NORMAL_POLICY = 0;

    private LinuxScheduling() {}

    /** The call, and its numbers on this processor. */
    private static final class Call {
        private static final MethodHandle SYSCALL = Libc.plain("syscall");

        private static final boolean X86 = "amd64".equals(System.getProperty("os.arch"));
        private static final long SET = X86 ? 314 : 274;
        private static final long GET = X86 ? 315 : 275;

        private static final MethodHandle SET_AFFINITY = Libc.plain("sched_setaffinity");

        private Call() {}

        static int setAffinity(MemorySegment mask) throws Throwable {
            return (int)
                    (long)
                            SET_AFFINITY.invokeExact(
                                    0L, mask.byteSize(), mask.address(), 0L, 0L, 0L, 0L);
        }

        /** Of the calling thread; less than 0 where the call has failed. */
        static long get(MemorySegment attributes) throws Throwable {
            return (long)
                    SYSCALL.invokeExact(
                            GET, 0L, attributes.address(), (long) ATTRIBUTE_BYTES, 0L, 0L, 0L);
        }

        static long set(MemorySegment attributes) throws Throwable {
            return (long) SYSCALL.invokeExact(SET, 0L, attributes.address(), 0L, 0L, 0L, 0L);
        }
    }

    /**
     * Gives the calling thread the shortest slices there are, for good.
     *
     * @return whether the kernel has granted them; not before Linux 6.12, and not to a thread that
     *     somebody has given another policy
     */
    public static boolean takeShortSlices() {
        if (!Libc.isSupported()) {
            return false;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = arena.allocate(ATTRIBUTE_BYTES, Long.BYTES);
            if (Call.get(attributes) < 0 || attributes.get(JAVA_INT, POLICY_AT) != NORMAL_POLICY) {
                return false;
            }
            attributes.set(JAVA_LONG, FLAGS_AT, 0);
            attributes.set(JAVA_LONG, SLICE_AT, SHORTEST_SLICE_NS);
            return Call.set(attributes) >= 0
                    && Call.get(attributes) >= 0
                    && attributes.get(JAVA_LONG, SLICE_AT) == SHORTEST_SLICE_NS;
        } catch (Throwable e) {
            throw CheckedCall.unexpected(e);
        }
    }

    /**
     * Binds the calling thread to one core, for good.
     *
     * @param core 0 to 8,191
     * @return whether the kernel has done it; it does not where the core may not be used
     */
    public static boolean runOnlyOn(int core) {
        if (core < 0 || core >= LinuxProcesses.MAX_CORES) {
            throw new IllegalArgumentException(
                    "core " + core + " must be 0 to " + (LinuxProcesses.MAX_CORES - 1));
        }
        if (!Libc.isSupported()) {
            return false;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mask = arena.allocate(LinuxProcesses.MAX_CORES / Byte.SIZE, Long.BYTES);
            mask.setAtIndex(JAVA_LONG, core / Long.SIZE, 1L << (core % Long.SIZE));
            return Call.setAffinity(mask) == 0;
        } catch (Throwable e) {
            throw CheckedCall.unexpected(e);
        }
    }
}
