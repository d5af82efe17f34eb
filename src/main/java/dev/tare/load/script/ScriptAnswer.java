package dev.tare.load.script;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.tare.io.wire.BodySink;
import dev.tare.io.wire.Http1Head;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * An answer on its way to a script's {@code response}: gathered piece by piece, for any protocol,
 * one connection's answers one after the other.
 *
 * <p>What the script does not look at is not kept. What is kept is bounded: an answer that meets a
 * limit reaches the script cut short, and is counted.
 *
 * <p>Thread-safety: the {@link ScriptThread}'s. Allocation: none, but to grow; memory up to {@link
 * #MAX_RETAINED_BYTES} is kept from answer to answer.
 */
public final class ScriptAnswer implements BodySink {
    /** The longest body that a script gets. */
    public static final int MAX_BODY_BYTES = 16 * 1024 * 1024;

    /** The most bytes of field names and values that a script gets. */
    public static final int MAX_FIELD_BYTES = 256 * 1024;

    /** The most fields that a script gets, trailers included. */
    public static final int MAX_FIELDS = 1_024;

    /** The most memory that the answers of one load thread hold together. */
    public static final long MAX_THREAD_BYTES = 128L * 1024 * 1024;

    private static final int MAX_RETAINED_BYTES = 1024 * 1024;
    private static final int FIRST_BYTES = 1_024;
    private static final int FIRST_FIELDS = 16;
    private static final byte[] EMPTY = {};

    private final ScriptThread thread;
    private int status;
    private int fieldCount;
    private int[] lengths = new int[2 * FIRST_FIELDS];
    private byte[] fields = EMPTY;
    private int fieldBytes;
    private byte[] body = EMPTY;
    private int bodyBytes;
    private boolean wantsFields;
    private boolean wantsBody;
    private boolean cut;

    ScriptAnswer(ScriptThread thread) {
        this.thread = thread;
    }

    /**
     * Begins an answer.
     *
     * @param statusCode 100 to 999
     */
    public void begin(int statusCode) {
        status = statusCode;
        fieldCount = 0;
        fieldBytes = 0;
        bodyBytes = 0;
        cut = false;
        wantsFields = thread.wantsFields();
        wantsBody = thread.wantsBody();
    }

    /** Begins an answer with all fields of an HTTP/1.1 head, which must be valid still. */
    public void begin(Http1Head head) {
        begin(head.status());
        for (int i = 0; wantsFields && i < head.fieldCount(); i++) {
            field(
                    head.buffer(),
                    head.offset() + head.nameStart(i),
                    head.nameEnd(i) - head.nameStart(i),
                    head.offset() + head.valueStart(i),
                    head.valueEnd(i) - head.valueStart(i));
        }
    }

    /**
     * A header or trailer field: name and value as the other side wrote them, each somewhere in a
     * buffer.
     */
    public void field(
            MemorySegment buffer, long nameAt, int nameLength, long valueAt, int valueLength) {
        if (!wantsFields) {
            return;
        }
        if (fieldCount == MAX_FIELDS || !fieldRoom(nameLength + (long) valueLength)) {
            cut = true;
            return;
        }
        if (2 * fieldCount == lengths.length) {
            lengths = Arrays.copyOf(lengths, 2 * lengths.length);
        }
        lengths[2 * fieldCount] = nameLength;
        lengths[2 * fieldCount + 1] = valueLength;
        fieldCount++;
        MemorySegment.copy(buffer, JAVA_BYTE, nameAt, fields, fieldBytes, nameLength);
        fieldBytes += nameLength;
        MemorySegment.copy(buffer, JAVA_BYTE, valueAt, fields, fieldBytes, valueLength);
        fieldBytes += valueLength;
    }

    private boolean fieldRoom(long more) {
        long needed = fieldBytes + more;
        if (needed <= fields.length) {
            return true;
        }
        if (needed > MAX_FIELD_BYTES) {
            return false;
        }
        int size = (int) Math.min(MAX_FIELD_BYTES, Math.max(FIRST_BYTES, 2 * needed));
        if (!thread.reserve(size - (long) fields.length)) {
            return false;
        }
        fields = Arrays.copyOf(fields, size);
        return true;
    }

    /** A piece of the body, without its framing. */
    @Override
    public void onBody(MemorySegment buffer, long offset, int length) {
        if (!wantsBody) {
            return;
        }
        int taken = Math.min(length, MAX_BODY_BYTES - bodyBytes);
        if (!bodyRoom(bodyBytes + (long) taken)) {
            taken = body.length - bodyBytes;
        }
        cut |= taken < length;
        MemorySegment.copy(buffer, JAVA_BYTE, offset, body, bodyBytes, taken);
        bodyBytes += taken;
    }

    private boolean bodyRoom(long needed) {
        if (needed <= body.length) {
            return true;
        }
        int size = (int) Math.min(MAX_BODY_BYTES, Math.max(FIRST_BYTES, 2 * needed));
        if (!thread.reserve(size - (long) body.length)) {
            return false;
        }
        body = Arrays.copyOf(body, size);
        return true;
    }

    int status() {
        return status;
    }

    int fieldCount() {
        return fieldCount;
    }

    int fieldBytes() {
        return fieldBytes;
    }

    int bodyBytes() {
        return bodyBytes;
    }

    boolean cut() {
        return cut;
    }

    /** Copies the fields' lengths, and the fields with the body behind them. */
    void copyTo(MemorySegment lengthsInto, MemorySegment bytesInto) {
        MemorySegment.copy(lengths, 0, lengthsInto, JAVA_INT, 0, 2 * fieldCount);
        MemorySegment.copy(fields, 0, bytesInto, JAVA_BYTE, 0, fieldBytes);
        MemorySegment.copy(body, 0, bytesInto, JAVA_BYTE, fieldBytes, bodyBytes);
    }

    /** Gives back what a large body has taken. */
    void release() {
        if (body.length > MAX_RETAINED_BYTES) {
            thread.reserve(-body.length);
            body = EMPTY;
        }
    }
}
