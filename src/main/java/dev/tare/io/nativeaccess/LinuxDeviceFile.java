package dev.tare.io.nativeaccess;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * A device of Linux that is written to, such as a work queue in {@code /dev/dsa}: of a device every
 * write and every error number matters, which the JDK's channels do not tell.
 *
 * <p>Thread-safety: one thread at a time. Allocation: none in {@link #write}.
 *
 * <p>Source: the manual pages open(2), write(2).
 */
public final class LinuxDeviceFile {
    private static final int READ_AND_WRITE = 2;
    private static final int CLOEXEC = 0x80000;

    private final Arena arena = Arena.ofAuto();
    private final MemorySegment callState = Libc.newCallState(arena);
    private int descriptor = -1;

    private LinuxDeviceFile() {}

    /** A device that is not open yet; empty where there is no such call. */
    public static Optional<LinuxDeviceFile> find() {
        return Libc.isSupported() ? Optional.of(new LinuxDeviceFile()) : Optional.empty();
    }

    /** The functions; looked for where they are used first. */
    private static final class Calls {
        /** Variadic in C; see {@link SocketCalls} for why that makes no difference here. */
        static final CheckedCall OPEN = CheckedCall.of("open");

        static final MethodHandle WRITE = Libc.plain("write");
        static final CheckedCall WRITE_CHECKED = CheckedCall.of("write");

        private Calls() {}
    }

    /**
     * Opens it for reading and writing.
     *
     * @return 0, or the negated error number ({@link LinuxErrno}); then there is nothing to close
     */
    public int open(Path path) {
        MemorySegment name = arena.allocateFrom(path.toString());
        int result = Calls.OPEN.call(callState, name.address(), READ_AND_WRITE | CLOEXEC);
        descriptor = Math.max(-1, result);
        return Math.min(0, result);
    }

    /**
     * Writes once.
     *
     * @param offset of the first byte within the native segment {@code buffer}
     * @param bytes how much, 1 or more
     * @return how much was taken, or the negated error number
     */
    public int write(MemorySegment buffer, long offset, int bytes) {
        Objects.checkFromIndexSize(offset, bytes, buffer.byteSize());
        long at = buffer.address() + offset;
        try {
            // As in LinuxSockets.receive: when the call has failed, a second one asks why.
            long taken =
                    (long)
                            Calls.WRITE.invokeExact(
                                    (long) descriptor, at, (long) bytes, 0L, 0L, 0L, 0L);
            return taken >= 0
                    ? (int) taken
                    : Calls.WRITE_CHECKED.call(callState, descriptor, at, bytes);
        } catch (Throwable e) {
            throw CheckedCall.unexpected(e);
        } finally {
            Reference.reachabilityFence(buffer);
        }
    }

    /** Closes it; closing twice does nothing. */
    public void close() {
        if (descriptor >= 0) {
            int _ = SocketCalls.CLOSE.call(callState, descriptor);
            descriptor = -1;
        }
    }
}
