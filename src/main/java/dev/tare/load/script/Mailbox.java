package dev.tare.load.script;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/**
 * The native structure in which a Lua state and Java hand each other what a call is about; {@code
 * bridge.lua} declares the same layout.
 *
 * <p>Thread-safety: the state's thread only. Allocation: none, but for what takes or gives a {@code
 * String}.
 */
final class Mailbox {
    private static final long REQUEST_AT = 0;
    private static final long REQUEST_BYTES = 8;
    private static final long DELAY_MS = 16;
    private static final long STOPPED = 24;
    private static final long EXITED = 28;
    private static final long EXIT_CODE = 32;
    private static final long ADDRESS = 36;
    private static final long ADDRESS_CHANGES = 40;
    private static final long WANTS = 44;
    private static final long STATUS = 48;
    private static final long FIELDS = 52;
    private static final long FIELD_BYTES = 56;
    private static final long FIELD_LENGTHS = 64;
    private static final long BODY_AT = 72;
    private static final long BODY_BYTES = 80;
    private static final long OP = 84;
    private static final long HOST_OP = 88;
    private static final long HOST_FAILED = 92;
    private static final long GOT = 96;
    private static final long SENT = 144;
    private static final long TEXT_STRIDE = 16;
    private static final long TEXT_BYTES = 8;
    private static final long NUMBER = 176;
    private static final long SIZE = 256;

    private static final int GOT_COUNT = 3;
    private static final int FIRST_SCRATCH_BYTES = 256;

    /**
     * All of the process's memory. Danger: a wrong address ends the process. Relied upon: addresses
     * come from LuaJIT's own strings, which the bridge keeps from being collected until the next
     * call, with the lengths that LuaJIT gives. Use made of it: a request is copied once, from
     * Lua's string to the connection's buffer, without an object being made.
     */
    private static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private final Arena arena;
    private final MemorySegment box;
    private final MemorySegment[] scratch = new MemorySegment[GOT_COUNT];

    Mailbox(Arena arena) {
        this.arena = arena;
        box = arena.allocate(SIZE, TEXT_STRIDE);
        for (int i = 0; i < GOT_COUNT; i++) {
            scratch[i] = arena.allocate(FIRST_SCRATCH_BYTES);
        }
    }

    long nativeAddress() {
        return box.address();
    }

    long requestBytes() {
        return box.get(JAVA_LONG, REQUEST_BYTES);
    }

    byte requestByte(long at) {
        return MEMORY.get(ValueLayout.JAVA_BYTE, box.get(JAVA_LONG, REQUEST_AT) + at);
    }

    void copyRequest(long from, MemorySegment into, long offset, long length) {
        MemorySegment.copy(MEMORY, box.get(JAVA_LONG, REQUEST_AT) + from, into, offset, length);
    }

    double delayMs() {
        return box.get(JAVA_DOUBLE, DELAY_MS);
    }

    boolean stopped() {
        return box.get(JAVA_INT, STOPPED) != 0;
    }

    boolean exited() {
        return box.get(JAVA_INT, EXITED) != 0;
    }

    int exitCode() {
        return box.get(JAVA_INT, EXIT_CODE);
    }

    int address() {
        return box.get(JAVA_INT, ADDRESS);
    }

    void address(int number) {
        box.set(JAVA_INT, ADDRESS, number);
    }

    int addressChanges() {
        return box.get(JAVA_INT, ADDRESS_CHANGES);
    }

    int wants() {
        return box.get(JAVA_INT, WANTS);
    }

    /** Shows an answer, by addresses; the memory must stay as it is until the call has returned. */
    void answer(
            int status,
            int fields,
            long fieldBytesAt,
            long fieldLengthsAt,
            long bodyAt,
            int bodyBytes) {
        box.set(JAVA_INT, STATUS, status);
        box.set(JAVA_INT, FIELDS, fields);
        box.set(JAVA_LONG, FIELD_BYTES, fieldBytesAt);
        box.set(JAVA_LONG, FIELD_LENGTHS, fieldLengthsAt);
        box.set(JAVA_LONG, BODY_AT, bodyAt);
        box.set(JAVA_INT, BODY_BYTES, bodyBytes);
    }

    void op(ColdOp op) {
        box.set(JAVA_INT, OP, op.code());
    }

    int hostOp() {
        return box.get(JAVA_INT, HOST_OP);
    }

    void hostFailed(boolean failed) {
        box.set(JAVA_INT, HOST_FAILED, failed ? 1 : 0);
    }

    double number(int i) {
        return box.get(JAVA_DOUBLE, NUMBER + i * JAVA_DOUBLE.byteSize());
    }

    void number(int i, double value) {
        box.set(JAVA_DOUBLE, NUMBER + i * JAVA_DOUBLE.byteSize(), value);
    }

    /** Lua's numbers are doubles: exact up to 2⁵³. */
    void number(int i, long value) {
        number(i, (double) value);
    }

    /** Shows Lua a text, as UTF-8. */
    void give(int i, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (scratch[i].byteSize() < bytes.length) {
            scratch[i] = arena.allocate(2L * bytes.length);
        }
        MemorySegment.copy(bytes, 0, scratch[i], ValueLayout.JAVA_BYTE, 0, bytes.length);
        give(i, scratch[i].address(), bytes.length);
    }

    /** Shows Lua the {@code j}-th text that another state has sent, where it lies. */
    void give(int i, Mailbox other, int j) {
        give(i, other.sentAt(j), other.sentBytes(j));
    }

    private void give(int i, long at, long bytes) {
        box.set(JAVA_LONG, GOT + i * TEXT_STRIDE, at);
        box.set(JAVA_LONG, GOT + i * TEXT_STRIDE + TEXT_BYTES, bytes);
    }

    /** A text that Lua has sent. */
    String sent(int i) {
        byte[] bytes = new byte[Math.toIntExact(sentBytes(i))];
        MemorySegment.copy(MEMORY, ValueLayout.JAVA_BYTE, sentAt(i), bytes, 0, bytes.length);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private long sentAt(int i) {
        return box.get(JAVA_LONG, SENT + i * TEXT_STRIDE);
    }

    private long sentBytes(int i) {
        return box.get(JAVA_LONG, SENT + i * TEXT_STRIDE + TEXT_BYTES);
    }
}
