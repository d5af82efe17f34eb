package dev.tare.io.nativeaccess;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * A function of the C library that takes up to six words, returns an {@code int}, and tells by one
 * less than 0 that {@code errno} says why it has failed.
 *
 * <p>Every call returns what the function has, or the negated number of its error ({@link
 * LinuxErrno}). {@code callState} is the caller's ({@link Libc#newCallState}).
 *
 * <p>A record, because the compiler takes the components of a record in a constant for constant: a
 * call costs what it would by the handle itself.
 *
 * @param handle takes the call state and seven words
 */
record CheckedCall(MethodHandle handle) {
    /** A function that may block. */
    static CheckedCall of(String name) {
        return new CheckedCall(Libc.capturing(name));
    }

    /** A function that never blocks. */
    static CheckedCall critical(String name) {
        return new CheckedCall(Libc.criticalCapturing(name));
    }

    int call(MemorySegment callState, long first) {
        return call(callState, first, 0, 0, 0, 0);
    }

    int call(MemorySegment callState, long first, long second) {
        return call(callState, first, second, 0, 0, 0);
    }

    int call(MemorySegment callState, long first, long second, long third) {
        return call(callState, first, second, third, 0, 0);
    }

    int call(MemorySegment callState, long first, long second, long third, long fourth) {
        return call(callState, first, second, third, fourth, 0);
    }

    int call(
            MemorySegment callState, long first, long second, long third, long fourth, long fifth) {
        return call(callState, first, second, third, fourth, fifth, 0);
    }

    int call(
            MemorySegment callState,
            long first,
            long second,
            long third,
            long fourth,
            long fifth,
            long sixth) {
        try {
            int result =
                    (int)
                            (long)
                                    handle.invokeExact(
                                            callState, first, second, third, fourth, fifth, sixth,
                                            0L);
            return result >= 0 ? result : -Libc.errno(callState);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** For what a downcall has thrown: it throws nothing of its own. */
    static AssertionError unexpected(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return new AssertionError("a native call has thrown", thrown);
    }
}
