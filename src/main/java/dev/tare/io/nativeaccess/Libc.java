package dev.tare.io.nativeaccess;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * Finds functions of the C library, and reads {@code errno}.
 *
 * <p>Danger 1: between a call and a later look at {@code errno} the JVM may make calls of its own.
 * Fact: {@link Linker.Option#captureCallState} saves it within the call. Use: every function whose
 * error is looked at is bound by {@link #capturing}, and its caller passes {@link #newCallState}.
 *
 * <p>Danger 2: a thread inside a critical call holds up every safepoint. Fact: {@code critical}
 * skips the thread's state change. Use: only calls that cannot block are bound as critical.
 */
final class Libc {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    /**
     * What every function that takes words is bound as: seven of them and a result.
     *
     * <p>Danger: binding a shape makes and compiles a dozen classes, about 10 ms; with a shape for
     * each function that was a third of the time to the first request. Fact: on x86-64 and AArch64
     * words go to the same registers whatever their number and width, and a function does not look
     * at those that it does not take; nor does it at the seventh, which lies on the stack of
     * x86-64. What it returns fills a part of a register, and the rest is undefined. Use: one shape
     * for all; callers pass zeros for what is left, and narrow the result to what C declares. Not
     * for functions of floating point, nor of structures by value.
     *
     * <p>Source: System V ABI for x86-64, section 3.2.3; AAPCS64, section 6.8.
     */
    private static final FunctionDescriptor WORDS =
            FunctionDescriptor.of(
                    JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG,
                    JAVA_LONG);

    private Libc() {}

    /** Whether this is Linux on a processor whose structures are laid down here. */
    static boolean isSupported() {
        String architecture = System.getProperty("os.arch", "");
        return System.getProperty("os.name", "").equals("Linux")
                && (architecture.equals("amd64") || architecture.equals("aarch64"))
                && ValueLayout.ADDRESS.byteSize() == Long.BYTES;
    }

    /** A function that may block, or whose error does not matter. */
    static MethodHandle plain(String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(find(name), descriptor);
    }

    /** A function that may block; its handle takes the call state as first argument. */
    static MethodHandle capturing(String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(
                find(name), descriptor, Linker.Option.captureCallState("errno"));
    }

    /** A function of up to seven words that may block, or whose error does not matter. */
    static MethodHandle plain(String name) {
        return plain(name, WORDS);
    }

    /** A function of words that may block; its handle takes the call state as first argument. */
    static MethodHandle capturing(String name) {
        return capturing(name, WORDS);
    }

    /** A function of words that never blocks, and whose error does not matter. */
    static MethodHandle critical(String name) {
        return LINKER.downcallHandle(find(name), WORDS, Linker.Option.critical(false));
    }

    /** A function of words that never blocks; its handle takes the call state first. */
    static MethodHandle criticalCapturing(String name) {
        return LINKER.downcallHandle(
                find(name),
                WORDS,
                Linker.Option.captureCallState("errno"),
                Linker.Option.critical(false));
    }

    /** Room for one call's {@code errno}; belongs to one thread. */
    static MemorySegment newCallState(Arena arena) {
        return arena.allocate(CALL_STATE);
    }

    /** {@code errno} of the last capturing call that was given {@code callState}. */
    static int errno(MemorySegment callState) {
        return (int) ERRNO.get(callState, 0L);
    }

    private static MemorySegment find(String name) {
        return LINKER.defaultLookup()
                .find(name)
                .orElseThrow(() -> new UnsatisfiedLinkError("the C library has no " + name));
    }
}
