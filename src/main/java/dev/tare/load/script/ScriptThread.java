package dev.tare.load.script;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;

/**
 * The script's side of one load thread, with a Lua state of its own.
 *
 * <p>Order, as in wrk: where the script has {@code delay}, {@link #nextDelayNs} before each
 * request, the first of a connection included; then {@link #nextRequest}, where it has {@code
 * request}; {@link #answered} after each answer, where it has {@code response}. The flags are
 * looked at after each of these calls. Each may throw a {@link ScriptException}: the load then
 * ends.
 *
 * <p>Thread-safety: one thread at a time; the hand-over from the thread that opened the script must
 * be a safe publication. Allocation: none, but for {@link #newAnswer} and for answers larger than
 * any before.
 */
public final class ScriptThread {
    /** The longest request, or pipeline of requests. */
    public static final int MAX_REQUEST_BYTES = 64 * 1024 * 1024;

    /** The longest delay; a longer one counts as this long: one day. */
    public static final long MAX_DELAY_NS = 24L * 3600 * 1_000_000_000;

    private static final double NS_PER_MS = 1e6;
    private static final int FIRST_STAGE_BYTES = 16 * 1024;
    private static final byte[] HEAD = {'H', 'E', 'A', 'D', ' '};

    private final String name;
    private final LuaState state;
    private final Mailbox mailbox;
    private final AddressBook book;
    private final Arena arena;
    private final boolean passBody;
    private MemorySegment lengths;
    private MemorySegment stage;
    private long answerMemoryBytes;
    private long cutAnswers;

    ScriptThread(ScriptSpec spec, LuaState state, AddressBook book, Arena arena) {
        name = spec.script().toString();
        this.state = state;
        this.book = book;
        this.arena = arena;
        passBody = spec.passBody();
        mailbox = state.mailbox();
        lengths = arena.allocate(2L * ScriptAnswer.MAX_FIELDS * Integer.BYTES, Integer.BYTES);
        stage = arena.allocate(FIRST_STAGE_BYTES);
    }

    LuaState state() {
        return state;
    }

    /**
     * Has the script make its next request; where it has no {@code request} function, this is the
     * same request every time, and asking once is enough.
     *
     * @return its length in bytes, 1 to {@link #MAX_REQUEST_BYTES}; the bytes can be copied until
     *     the next call of this method
     * @throws ScriptException when the function fails, or returns no bytes
     */
    public int nextRequest() {
        state.nextRequest();
        long bytes = mailbox.requestBytes();
        if (bytes < 1 || bytes > MAX_REQUEST_BYTES) {
            throw new ScriptException(
                    "%s: request() returned %d bytes, must be 1 to %d"
                            .formatted(name, bytes, MAX_REQUEST_BYTES));
        }
        return (int) bytes;
    }

    /**
     * Copies bytes of the request.
     *
     * @param from the first byte, counted from the request's begin, 0 or more
     * @param into native or heap memory
     */
    public void copyRequest(int from, MemorySegment into, long offset, int length) {
        if (from < 0 || length < 0 || from + (long) length > mailbox.requestBytes()) {
            throw new IndexOutOfBoundsException(
                    "%d bytes from %d of a request of %d bytes"
                            .formatted(length, from, mailbox.requestBytes()));
        }
        mailbox.copyRequest(from, into, offset, length);
    }

    /** Whether the request is a HEAD request: its answer has no body. */
    public boolean headRequest() {
        if (mailbox.requestBytes() < HEAD.length) {
            return false;
        }
        for (int i = 0; i < HEAD.length; i++) {
            if (mailbox.requestByte(i) != HEAD[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * How long to wait before the next request.
     *
     * @return whole milliseconds, in nanoseconds, 0 to {@link #MAX_DELAY_NS}
     * @throws ScriptException when the function fails
     */
    public long nextDelayNs() {
        state.nextDelay();
        // Not a number, and less than nothing, become 0.
        long wholeMs = Math.max(0, (long) mailbox.delayMs());
        return (long) Math.min(wholeMs * NS_PER_MS, MAX_DELAY_NS);
    }

    /** A place to gather answers in, one after the other: one for each connection. */
    public ScriptAnswer newAnswer() {
        return new ScriptAnswer(this);
    }

    /**
     * Tells the script of an answer.
     *
     * @throws ScriptException when the function fails
     */
    public void answered(ScriptAnswer answer) {
        int fieldBytes = answer.fieldBytes();
        int bodyBytes = answer.bodyBytes();
        long needed = (long) fieldBytes + bodyBytes;
        if (needed > stage.byteSize()) {
            stage = arena.allocate(2 * needed);
        }
        answer.copyTo(lengths, stage);
        // The body lies behind the fields. No slice: this must make no object.
        mailbox.answer(
                answer.status(),
                answer.fieldCount(),
                stage.address(),
                lengths.address(),
                stage.address() + fieldBytes,
                bodyBytes);
        if (answer.cut()) {
            cutAnswers++;
        }
        answer.release();
        state.answered();
    }

    /** Whether the script's {@code response} looks at header fields, as it stands now. */
    boolean wantsFields() {
        return (mailbox.wants() & 1) != 0;
    }

    /** Whether the script's {@code response} looks at bodies, as it stands now. */
    boolean wantsBody() {
        return passBody && (mailbox.wants() & 2) != 0;
    }

    /**
     * Asks for memory for answers on behalf of one of them.
     *
     * @param bytes more, or less than 0 to give some back
     * @return whether it may be taken
     */
    boolean reserve(long bytes) {
        if (answerMemoryBytes + bytes > ScriptAnswer.MAX_THREAD_BYTES) {
            return false;
        }
        answerMemoryBytes += bytes;
        return true;
    }

    /** Answers that the script got a part of, for a limit of {@link ScriptAnswer} was met. */
    public long cutAnswers() {
        return cutAnswers;
    }

    /** Whether the script has called {@code wrk.thread:stop()}: this thread's load is to end. */
    public boolean stopRequested() {
        return mailbox.stopped();
    }

    /** Where this thread's next request is to go: {@code wrk.thread.addr}. */
    public InetSocketAddress address() {
        return book.address(mailbox.address());
    }

    /**
     * A number of {@link #address}, the same for the same address in all threads; {@link
     * AddressBook#OWN} as long as the script has given the thread none.
     */
    public int addressNumber() {
        return mailbox.address();
    }

    /**
     * How often the script has set {@code wrk.thread.addr} from within the thread, the same address
     * again included: the occasion on which Kinvolk's wrk2 opens all connections anew.
     */
    public int addressChanges() {
        return mailbox.addressChanges();
    }

    /** The request as a segment of its own; for cold code. */
    MemorySegment copyOfRequest() {
        int bytes = nextRequest();
        MemorySegment copy = MemorySegment.ofArray(new byte[bytes]);
        copyRequest(0, copy, 0, bytes);
        return copy;
    }
}
