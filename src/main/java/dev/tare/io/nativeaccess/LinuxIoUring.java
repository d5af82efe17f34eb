package dev.tare.io.nativeaccess;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An io_uring of Linux: operations are prepared in memory that the kernel shares, one system call
 * submits all of them and waits, and what came of them is read from shared memory again.
 *
 * <p>An operation carries 64 bits of the caller's choice, which stand in every completion of it.
 * Those prepared with {@code quiet} semantics ({@link #send}, {@link #cancel}) complete only when
 * they have failed.
 *
 * <p>Thread-safety: one thread at a time, but for {@link #signal}. Danger: the kernel runs the work
 * of a ring that was set up with SINGLE_ISSUER and DEFER_TASKRUN in the calls of one thread only.
 * Fact: a ring set up disabled belongs to the thread that enables it. Use: {@link #adopt}, by the
 * thread that is going to wait; until then operations are only prepared.
 *
 * <p>Danger: memory that the kernel writes to is freed. Fact: with DEFER_TASKRUN it receives only
 * within {@link #enter}. Use: {@link #close} is never called from within.
 *
 * <p>Allocation: none after {@link #setUp}.
 *
 * <p>Source: {@code linux/io_uring.h}; the manual pages io_uring_setup(2), io_uring_enter(2),
 * io_uring_register(2), io_uring_multishot(7), io_uring_provided_buffers(7).
 */
public final class LinuxIoUring {
    /** The most operations that can be prepared between two calls of {@link #enter}. */
    public static final int MAX_PREPARED = 1024;

    /** The most completions that can lie unread without the kernel having to keep a list. */
    public static final int MAX_UNREAD = 4096;

    /** A flag of a completion: the operation goes on, and will complete again. */
    public static final int MORE = 1 << 1;

    /** What a poll finds: there is something to read. */
    public static final int POLLIN = 1;

    /** What a poll finds: there is room to write. */
    public static final int POLLOUT = 4;

    private static final int SETUP_CQSIZE = 1 << 3;
    private static final int SETUP_R_DISABLED = 1 << 6;
    private static final int SETUP_SUBMIT_ALL = 1 << 7;
    private static final int SETUP_TASKRUN_FLAG = 1 << 9;
    private static final int SETUP_SINGLE_ISSUER = 1 << 12;
    private static final int SETUP_DEFER_TASKRUN = 1 << 13;
    private static final int SETUP =
            SETUP_CQSIZE
                    | SETUP_R_DISABLED
                    | SETUP_SUBMIT_ALL
                    | SETUP_TASKRUN_FLAG
                    | SETUP_SINGLE_ISSUER
                    | SETUP_DEFER_TASKRUN;
    private static final int REGISTER_ENABLE_RINGS = 12;
    private static final int ENTER_GETEVENTS = 1;
    private static final int ENTER_EXT_ARG = 1 << 3;
    private static final long MAP_ENTRIES_AT = 0x10000000L;

    private static final int OP_NOP = 0;
    private static final int OP_POLL_ADD = 6;
    private static final int OP_ACCEPT = 13;
    private static final int OP_ASYNC_CANCEL = 14;
    private static final int OP_CONNECT = 16;
    private static final int OP_SEND = 26;
    private static final int OP_RECV = 27;
    private static final int BUFFER_SELECT = 1 << 5;
    private static final int QUIET = 1 << 6;
    private static final int POLL_MULTI = 1;
    private static final int ACCEPT_MULTISHOT = 1;
    private static final int RECV_POLL_FIRST = 1;
    private static final int RECV_MULTISHOT = 1 << 1;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_WAITALL = 0x100;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int SOCK_CLOEXEC = 0x80000;

    private static final int SQ_CQ_OVERFLOW = 1 << 1;
    private static final int SQ_TASKRUN = 1 << 2;

    private static final int PARAMETERS_BYTES = 120;
    private static final int FEATURES_AT = 20;
    private static final int SQ_OFFSETS_AT = 40;
    private static final int CQ_OFFSETS_AT = 80;
    private static final int FEATURE_SINGLE_MMAP = 1;
    private static final int ENTRY_BYTES = 64;
    private static final int ENTRY_FD_AT = 4;
    private static final int ENTRY_LENGTH_AT = 24;
    private static final int ENTRY_DATA_AT = 32;
    private static final int COMPLETION_BYTES = 16;
    private static final int ARGUMENT_BYTES = 24;
    private static final long NS_PER_S = 1_000_000_000;

    /** Its plain, acquire and release accesses of a whole segment at an offset. */
    private static final VarHandle SHARED_INT = JAVA_INT.varHandle();

    private static final Optional<String> ABSENCE = IoUringProbe.absence();

    private final Arena arena = Arena.ofShared();
    private final MemorySegment callState = Libc.newCallState(arena);
    private final MemorySegment argument = arena.allocate(ARGUMENT_BYTES + 16, Long.BYTES);
    private int ring = -1;
    private int signal = -1;
    private boolean adopted;
    private boolean closed;

    private MemorySegment rings = MemorySegment.NULL;
    private MemorySegment entries = MemorySegment.NULL;
    private @Nullable IoUringBuffers buffers;
    private int sqHeadAt;
    private int sqTailAt;
    private int sqFlagsAt;
    private int cqHeadAt;
    private int cqTailAt;
    private int cqesAt;
    private int prepared;
    private int submitted;
    private int head;

    LinuxIoUring() {}

    /** A ring, not yet set up; empty where {@link #absence} says why. */
    public static Optional<LinuxIoUring> open() {
        return ABSENCE.isPresent() ? Optional.empty() : Optional.of(new LinuxIoUring());
    }

    /** Why {@link #open} is empty, in one line; empty where it is not. */
    public static Optional<String> absence() {
        return ABSENCE;
    }

    /**
     * Makes the ring, its receive buffers and its signal; on an error there is nothing to close.
     *
     * @param signalData what the completions that {@link #signal} makes carry
     */
    public int setUp(IoUringBuffers.Sizes sizes, long signalData) {
        int result = mapRings();
        if (result >= 0) {
            IoUringBuffers made = new IoUringBuffers(arena, sizes);
            buffers = made;
            result = made.register(callState, ring);
        }
        if (result >= 0) {
            signal = newSignal();
            result = signal;
        }
        if (result < 0) {
            close();
            return result;
        }
        watchSignal(signalData);
        return 0;
    }

    private int mapRings() {
        MemorySegment parameters = arena.allocate(PARAMETERS_BYTES, Long.BYTES);
        parameters.set(JAVA_INT, 4, MAX_UNREAD);
        parameters.set(JAVA_INT, 8, SETUP);
        ring = UringCalls.setup(callState, MAX_PREPARED, parameters);
        if (ring < 0) {
            return ring;
        }
        if ((parameters.get(JAVA_INT, FEATURES_AT) & FEATURE_SINGLE_MMAP) == 0) {
            return -LinuxErrno.EINVAL;
        }
        sqHeadAt = parameters.get(JAVA_INT, SQ_OFFSETS_AT);
        sqTailAt = parameters.get(JAVA_INT, SQ_OFFSETS_AT + 4);
        sqFlagsAt = parameters.get(JAVA_INT, SQ_OFFSETS_AT + 16);
        int arrayAt = parameters.get(JAVA_INT, SQ_OFFSETS_AT + 24);
        cqHeadAt = parameters.get(JAVA_INT, CQ_OFFSETS_AT);
        cqTailAt = parameters.get(JAVA_INT, CQ_OFFSETS_AT + 4);
        cqesAt = parameters.get(JAVA_INT, CQ_OFFSETS_AT + 20);
        long arrayEnd = arrayAt + (long) MAX_PREPARED * Integer.BYTES;
        long cqesEnd = cqesAt + (long) MAX_UNREAD * COMPLETION_BYTES;
        rings = map(0, Math.max(arrayEnd, cqesEnd));
        entries = map(MAP_ENTRIES_AT, (long) MAX_PREPARED * ENTRY_BYTES);
        if (rings.byteSize() == 0 || entries.byteSize() == 0) {
            return -LinuxErrno.ENOMEM;
        }
        // Entries are used in their order, always: the list of their numbers is written once.
        for (int i = 0; i < MAX_PREPARED; i++) {
            rings.set(JAVA_INT, arrayAt + (long) i * Integer.BYTES, i);
        }
        return 0;
    }

    private MemorySegment map(long offset, long bytes) {
        long at = UringCalls.map(callState, ring, offset, bytes);
        return at < 0
                ? MemorySegment.NULL
                : MemorySegment.ofAddress(at)
                        .reinterpret(bytes, arena, s -> UringCalls.unmap(s.address(), bytes));
    }

    private int newSignal() {
        return SocketCalls.EVENTFD.call(callState, 0, SOCK_CLOEXEC);
    }

    /**
     * Makes the ring the calling thread's own, for good, and the kernel wake it without delay.
     *
     * @return a negated error number if it is another thread's
     */
    public int adopt() {
        if (adopted) {
            return 0;
        }
        // Without this the kernel could lengthen every wait by 50 µs in order to bundle them.
        int result = SocketCalls.setTimerSlack(callState, 1);
        if (result >= 0) {
            result = UringCalls.register(callState, ring, REGISTER_ENABLE_RINGS, 0, 0);
        }
        adopted = result >= 0;
        return result;
    }

    /** Whether a thread has made the ring its own. */
    public boolean isAdopted() {
        return adopted;
    }

    /** The buffers that receiving fills. */
    public IoUringBuffers buffers() {
        IoUringBuffers made = buffers;
        if (made == null) {
            throw new IllegalStateException("the ring is not set up");
        }
        return made;
    }

    /** Whether another operation can be prepared before {@link #enter}. */
    public boolean hasRoom() {
        return prepared - submitted < MAX_PREPARED;
    }

    /** How many operations are prepared and not submitted. */
    public int prepared() {
        return prepared - submitted;
    }

    /** The number, 0 to {@link #MAX_PREPARED} - 1, of the operation that is prepared next. */
    public int nextNumber() {
        return prepared & (MAX_PREPARED - 1);
    }

    /**
     * Receives into {@link #buffers}, again and again ({@code many}) or once.
     *
     * @param pollFirst nothing is expected to be there yet: do not try before something is
     */
    public void receive(int descriptor, boolean many, boolean pollFirst, long data) {
        long priority = (many ? RECV_MULTISHOT : 0) | (pollFirst ? RECV_POLL_FIRST : 0);
        prepare(OP_RECV | BUFFER_SELECT << 8 | priority << 16, descriptor, 0, 0, 0, 0, data);
    }

    /**
     * Sends all of the bytes or fails: it never waits. Completes only where fewer were taken (how
     * many) or none ({@code -EAGAIN}, or another error). The bytes are read within {@link #enter}.
     */
    public void send(int descriptor, long address, int length, long data) {
        // Danger: a quiet operation that has done a part only would be lost sight of. Fact: with
        // MSG_WAITALL a part is a failure, which is never quiet; with MSG_DONTWAIT the rest is not
        // waited for. Use: both.
        int flags = MSG_WAITALL | MSG_DONTWAIT | MSG_NOSIGNAL;
        prepare(OP_SEND | QUIET << 8, descriptor, 0, address, length, flags, data);
    }

    /** Lets a prepared {@link #send} send more: the bytes that follow its own. */
    public void extendSend(int number, int length) {
        entries.set(JAVA_INT, (long) number * ENTRY_BYTES + ENTRY_LENGTH_AT, length);
    }

    /** Accepts connections, again and again; each completion's result is a descriptor. */
    public void accept(int descriptor, long data) {
        long operation = OP_ACCEPT | ACCEPT_MULTISHOT << 16;
        prepare(operation, descriptor, 0, 0, 0, SOCK_CLOEXEC, data);
    }

    /** Connects; the address is read within {@link #enter}. */
    public void connect(int descriptor, long address, int addressBytes, long data) {
        prepare(OP_CONNECT, descriptor, addressBytes, address, 0, 0, data);
    }

    /** Waits once until the descriptor can be written to, or is broken. */
    public void awaitWritable(int descriptor, long data) {
        prepare(OP_POLL_ADD, descriptor, 0, 0, 0, POLLOUT, data);
    }

    /** Cancels the operation that carries {@code target}. */
    public void cancel(long target, long data) {
        prepare(OP_ASYNC_CANCEL | QUIET << 8, -1, 0, target, 0, 0, data);
    }

    /** Has {@link #signal} complete with {@code data}, as long as completions say MORE. */
    public void watchSignal(long data) {
        // Without IORING_POLL_ADD_LEVEL every write is reported once, and nobody needs to read the
        // counter, which takes 2^64 signals to fill.
        prepare(OP_POLL_ADD, signal, 0, 0, POLL_MULTI, POLLIN, data);
    }

    /** Makes every operation on {@code descriptor} that is not submitted one that does nothing. */
    public void forget(int descriptor) {
        for (int i = submitted; i != prepared; i++) {
            long at = (long) (i & (MAX_PREPARED - 1)) * ENTRY_BYTES;
            if (entries.get(JAVA_INT, at + ENTRY_FD_AT) == descriptor) {
                entries.asSlice(at, ENTRY_BYTES).fill((byte) 0);
                entries.set(JAVA_LONG, at, OP_NOP | QUIET << 8);
            }
        }
    }

    private void prepare(
            long operation, int fd, long offset, long address, int length, int flags, long data) {
        assert hasRoom() : "more operations than the ring has entries";
        long at = (long) (prepared & (MAX_PREPARED - 1)) * ENTRY_BYTES;
        // struct io_uring_sqe, little-endian: opcode, flags, ioprio, fd; off; addr; len, op flags;
        // user_data; buffer group (always 0) and what no operation here uses.
        entries.set(JAVA_LONG, at, operation | (long) fd << 32);
        entries.set(JAVA_LONG, at + 8, offset);
        entries.set(JAVA_LONG, at + 16, address);
        entries.set(JAVA_LONG, at + ENTRY_LENGTH_AT, length | (long) flags << 32);
        entries.set(JAVA_LONG, at + ENTRY_DATA_AT, data);
        entries.set(JAVA_LONG, at + 40, 0);
        entries.set(JAVA_LONG, at + 48, 0);
        prepared++;
    }

    /**
     * Submits what is prepared, and waits for a completion.
     *
     * @param timeoutNs for how long at most; 0: not at all
     * @return false where the call has failed, which a wait that was in vain counts as; {@link
     *     #check} tells
     */
    public boolean enter(long timeoutNs) {
        SHARED_INT.setRelease(rings, (long) sqTailAt, prepared);
        int result;
        if (timeoutNs > 0) {
            // struct io_uring_getevents_arg: no signals; then the address of a timespec.
            argument.set(JAVA_LONG, 16, argument.address() + ARGUMENT_BYTES);
            argument.set(JAVA_LONG, ARGUMENT_BYTES, timeoutNs / NS_PER_S);
            argument.set(JAVA_LONG, ARGUMENT_BYTES + 8, timeoutNs % NS_PER_S);
            int flags = ENTER_GETEVENTS | ENTER_EXT_ARG;
            long at = argument.address();
            result = UringCalls.enter(ring, prepared - submitted, 1, flags, at, ARGUMENT_BYTES);
        } else {
            result = UringCalls.enter(ring, prepared - submitted, 0, ENTER_GETEVENTS, 0, 0);
        }
        submitted = (int) SHARED_INT.getAcquire(rings, (long) sqHeadAt);
        return result >= 0;
    }

    /** Whether the ring works: 0, or the negated error number of why it does not. */
    public int check() {
        int result =
                UringCalls.enterChecked(callState, ring, prepared - submitted, ENTER_GETEVENTS);
        submitted = (int) SHARED_INT.getAcquire(rings, (long) sqHeadAt);
        return Math.min(result, 0);
    }

    /** Whether the kernel has work to do in {@link #enter} besides what is prepared. */
    public boolean hasKernelWork() {
        int flags = (int) SHARED_INT.getAcquire(rings, (long) sqFlagsAt);
        return (flags & (SQ_TASKRUN | SQ_CQ_OVERFLOW)) != 0;
    }

    /** How many completions lie unread. */
    public int unread() {
        return (int) SHARED_INT.getAcquire(rings, (long) cqTailAt) - head;
    }

    private long completionAt(int index) {
        return cqesAt + (long) ((head + index) & (MAX_UNREAD - 1)) * COMPLETION_BYTES;
    }

    /** What the {@code index}-th unread completion's operation carried. */
    public long data(int index) {
        return rings.get(JAVA_LONG, completionAt(index));
    }

    /** The {@code index}-th unread completion's result, or a negated error number. */
    public int result(int index) {
        return rings.get(JAVA_INT, completionAt(index) + 8);
    }

    /** The {@code index}-th unread completion's flags. */
    public int flags(int index) {
        return rings.get(JAVA_INT, completionAt(index) + 12);
    }

    /** The first unread completion is read. */
    public void advance() {
        head++;
        SHARED_INT.setRelease(rings, (long) cqHeadAt, head);
    }

    /**
     * Ends the current wait, or the next one at its start. May be called by any thread; does
     * nothing once this is closed.
     */
    public synchronized void signal() {
        if (signal < 0) {
            return;
        }
        SocketCalls.signal(signal);
    }

    /**
     * Closes the ring and frees its memory; the kernel lets go of what was being done a little
     * later. Closing twice does nothing.
     */
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (signal >= 0) {
            SocketCalls.CLOSE.call(callState, signal);
            signal = -1;
        }
        if (ring >= 0) {
            SocketCalls.CLOSE.call(callState, ring);
            ring = -1;
        }
        arena.close();
    }
}
