package dev.tare.io.nativeaccess;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * A pipe of Linux through which bytes go from one socket to another without passing through memory
 * of ours.
 *
 * <p>Methods that return an {@code int} return what the system call returned, or the negated number
 * of its error ({@link LinuxErrno}). Both ends are non-blocking, and the sockets have to be.
 *
 * <p>Danger: a splice into a connection that is broken raises SIGPIPE, and unlike a send it cannot
 * be asked not to. Fact: the JVM has a handler for SIGPIPE, which does nothing. Use: the call
 * returns EPIPE and the process lives.
 *
 * <p>Thread-safety: one thread at a time. Allocation: none in {@link #fill} and {@link #drain}.
 *
 * <p>Source: the manual pages pipe(2), splice(2), fcntl(2), pipe(7); numbers from {@code
 * linux/fcntl.h} and {@code linux/splice.h}.
 */
public final class LinuxPipe {
    private static final int NONBLOCK = 0x800;
    private static final int CLOEXEC = 0x80000;
    private static final int SET_PIPE_SIZE = 1031;
    private static final int SPLICE_MOVE = 1;
    private static final int SPLICE_NONBLOCK = 2;
    private static final int FLAGS = SPLICE_MOVE | SPLICE_NONBLOCK;

    private static final CheckedCall PIPE2 = CheckedCall.of("pipe2");

    /** Variadic in C; see {@link SocketCalls} for why that makes no difference here. */
    private static final CheckedCall FCNTL = CheckedCall.of("fcntl");

    private static final MethodHandle SPLICE = Libc.critical("splice");
    private static final CheckedCall SPLICE_CHECKED = CheckedCall.critical("splice");

    private final Arena arena = Arena.ofAuto();
    private final MemorySegment callState = Libc.newCallState(arena);
    private int readEnd = -1;
    private int writeEnd = -1;
    private int heldBytes;

    /** A pipe that is not there yet. */
    public LinuxPipe() {}

    /**
     * Makes the pipe. Where the kernel does not allow the room that is wished for (an unprivileged
     * user has 64 MiB in all pipes together), it has the usual 64 KiB or less, and works.
     *
     * @param wishedBytes how much it shall hold, 4096 or more; the kernel counts in pages, and a
     *     page may hold as little as one packet brought
     * @return 0, or the negated error number; then there is nothing to close
     */
    public int open(int wishedBytes) {
        MemorySegment ends = arena.allocate(2L * Integer.BYTES, Integer.BYTES);
        int result = PIPE2.call(callState, ends.address(), NONBLOCK | CLOEXEC);
        if (result < 0) {
            return result;
        }
        readEnd = ends.get(JAVA_INT, 0);
        writeEnd = ends.get(JAVA_INT, Integer.BYTES);
        // A refusal is not looked at: the pipe stays as large as it is.
        int _ = FCNTL.call(callState, writeEnd, SET_PIPE_SIZE, wishedBytes);
        return 0;
    }

    /**
     * Moves what has arrived at a socket into the pipe.
     *
     * @param bytes how much at most, 1 or more
     * @return how much it was; 0: the other side has sent FIN; {@code -EAGAIN}: nothing has
     *     arrived, or the pipe is full
     */
    public int fill(int socket, int bytes) {
        int moved = splice(socket, writeEnd, bytes, true);
        heldBytes += Math.max(0, moved);
        return moved;
    }

    /**
     * Moves what is in the pipe, of which there is something, into a socket.
     *
     * @return how much was taken; {@code -EAGAIN}: nothing at present
     */
    public int drain(int socket) {
        int moved = splice(readEnd, socket, heldBytes, false);
        heldBytes -= Math.max(0, moved);
        return moved;
    }

    private int splice(int from, int to, int bytes, boolean endIsReset) {
        try {
            // As in LinuxSockets.receive: only a call that failed has an errno, and asking for one
            // could allocate; so when the call has failed, a second one asks why.
            long moved =
                    (long)
                            SPLICE.invokeExact(
                                    (long) from, 0L, (long) to, 0L, (long) bytes, (long) FLAGS, 0L);
            if (moved >= 0) {
                return (int) moved;
            }
            int again = SPLICE_CHECKED.call(callState, from, 0, to, 0, bytes, FLAGS);
            // The kernel tells an error of a socket once, and then an end of its data.
            return again == 0 && endIsReset ? -LinuxErrno.ECONNRESET : again;
        } catch (Throwable e) {
            throw CheckedCall.unexpected(e);
        }
    }

    /** How many bytes are in it. */
    public int heldBytes() {
        return heldBytes;
    }

    /** Closes it, with whatever is in it; closing twice does nothing. */
    public void close() {
        if (readEnd >= 0) {
            int _ = SocketCalls.CLOSE.call(callState, readEnd);
            int _ = SocketCalls.CLOSE.call(callState, writeEnd);
            readEnd = -1;
            writeEnd = -1;
        }
    }
}
