package dev.tare.io.wire.http2;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tare.io.wire.FieldsView;
import dev.tare.io.wire.GrowableBytes;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * A head, or trailers, put together for one message: fields in the order in which they are sent,
 * pseudo-header fields first. Filled anew for each message; a session has copied or sent what it
 * needs when its method returns.
 *
 * <p>What it is given is not checked: names are tokens, or begin with a colon, and values hold no
 * NUL, CR or LF, for they come from constants or from heads that were read. What does not fit is
 * left out and remembered: look at {@link #overflowed} once, at the end.
 *
 * <p>Thread-safety: one thread. Allocation: none once it has grown to what the messages need.
 */
public final class HeadFields {
    /** The most fields: those of the largest head of HTTP/1, and some of an intermediary's own. */
    public static final int MAX_FIELDS = 272;

    /** The longest list: names, values, and 32 bytes a field (RFC 9113, section 6.5.2). */
    public static final int MAX_LIST_BYTES = Http2Fields.MAX_LIST_BYTES;

    private static final byte[] METHOD = ascii(":method");
    private static final byte[] HEAD = ascii("HEAD");
    private static final byte[] STATUS = ascii(":status");
    private static final byte[] COMMA = ascii(", ");
    private static final int FIRST_BYTES = 1024;
    private static final int FIRST_FIELDS = 32;
    private static final int GROWTH = 4;
    private static final int SAVED_INTS_A_FIELD = 2;

    private final Arena arena;
    private MemorySegment bytes = MemorySegment.NULL;
    private int end;
    private int[] start = new int[FIRST_FIELDS];
    private int[] nameBytes = new int[FIRST_FIELDS];
    private int[] valueBytes = new int[FIRST_FIELDS];
    private boolean[] neverIndexed = new boolean[FIRST_FIELDS];
    private int count;
    private int listBytes;
    private boolean overflowed;

    // The field that is being put together behind the others.
    private int openNameBytes;
    private int openBytes;

    /** Takes its memory from an arena that lives longer than it. */
    public HeadFields(Arena arena) {
        this.arena = arena;
    }

    /** Forgets everything. */
    public HeadFields clear() {
        end = 0;
        count = 0;
        listBytes = 0;
        overflowed = false;
        return this;
    }

    /** How many fields there are, 0 to {@link #MAX_FIELDS}. */
    public int count() {
        return count;
    }

    /** Whether something did not fit; then no session takes it. */
    public boolean overflowed() {
        return overflowed;
    }

    /** The size of the whole as RFC 9113, section 6.5.2 counts it; no encoding takes more. */
    public int listBytes() {
        return listBytes;
    }

    /**
     * Adds {@code :status}.
     *
     * @param status 100 to 999
     */
    public HeadFields status(int status) {
        return add(STATUS, status);
    }

    /** Adds a field. */
    public HeadFields add(byte[] lowerCaseName, byte[] value) {
        open(lowerCaseName);
        put(value);
        return close(false);
    }

    /** Adds a field with a number, 0 or more, in decimal digits. */
    public HeadFields add(byte[] lowerCaseName, long value) {
        open(lowerCaseName);
        int digits = GrowableBytes.digits(value);
        if (fits(digits)) {
            long first = (long) end + openBytes;
            long rest = value;
            for (long at = first + digits - 1; at >= first; at--) {
                bytes.set(ValueLayout.JAVA_BYTE, at, (byte) ('0' + rest % 10));
                rest /= 10;
            }
            openBytes += digits;
        }
        return close(false);
    }

    /** Adds a field; its value is copied. */
    public HeadFields add(byte[] lowerCaseName, MemorySegment value, long offset, int length) {
        open(lowerCaseName);
        put(value, offset, length);
        return close(false);
    }

    /** Adds a field whose value is two pieces, one behind the other. */
    public HeadFields addAfter(
            byte[] lowerCaseName, byte[] first, MemorySegment rest, long offset, int length) {
        open(lowerCaseName);
        put(first);
        put(rest, offset, length);
        return close(false);
    }

    /**
     * Adds a field with all values that another head has of the same name, and one more at the end,
     * as lists such as {@code via} and {@code x-forwarded-for} want it.
     */
    public HeadFields addJoined(byte[] lowerCaseName, FieldsView from, byte[] last) {
        open(lowerCaseName);
        int i = from.find(lowerCaseName, FieldsView.NONE);
        while (i != FieldsView.NONE) {
            if (from.valueLength(i) > 0) {
                put(from.bytes(), from.valueOffset(i), from.valueLength(i));
                put(COMMA);
            }
            i = from.find(lowerCaseName, i);
        }
        put(last);
        return close(false);
    }

    /** Adds field {@code i} of another head, its name in lower case. */
    public HeadFields copy(FieldsView from, int i) {
        openNameBytes = from.nameLength(i);
        openBytes = 0;
        putLowerCase(from.bytes(), from.nameOffset(i), openNameBytes);
        put(from.bytes(), from.valueOffset(i), from.valueLength(i));
        return close(false);
    }

    /** The same; a field that came as never indexed leaves as one. */
    public HeadFields copy(Http2Fields from, int i) {
        openNameBytes = from.nameLength(i);
        openBytes = 0;
        // The value lies behind the name.
        put(from.bytes(), from.nameStart(i), openNameBytes + from.valueLength(i));
        return close(from.neverIndexed(i));
    }

    /** Makes the last field one that no table may ever hold, on any hop. */
    public HeadFields neverIndexed() {
        if (!overflowed) {
            neverIndexed[count - 1] = true;
        }
        return this;
    }

    /** How many bytes {@link #save} writes. */
    public int savedBytes() {
        return Integer.BYTES * (1 + SAVED_INTS_A_FIELD * count) + end;
    }

    /**
     * Writes all fields down, to be sent later; nobody but {@link #restore} reads that.
     *
     * @param target has room for {@link #savedBytes}
     */
    public void save(MemorySegment target) {
        target.set(ValueLayout.JAVA_INT_UNALIGNED, 0, count);
        long at = Integer.BYTES;
        for (int i = 0; i < count; i++) {
            target.set(ValueLayout.JAVA_INT_UNALIGNED, at, nameBytes[i]);
            int value = neverIndexed[i] ? ~valueBytes[i] : valueBytes[i];
            target.set(ValueLayout.JAVA_INT_UNALIGNED, at + Integer.BYTES, value);
            at += (long) SAVED_INTS_A_FIELD * Integer.BYTES;
        }
        MemorySegment.copy(bytes, 0, target, at, end);
    }

    /** Becomes what was written down by {@link #save}. */
    public HeadFields restore(MemorySegment source) {
        clear();
        int saved = source.get(ValueLayout.JAVA_INT_UNALIGNED, 0);
        long sizes = Integer.BYTES;
        long at = sizes + (long) saved * SAVED_INTS_A_FIELD * Integer.BYTES;
        for (int i = 0; i < saved; i++) {
            openNameBytes = source.get(ValueLayout.JAVA_INT_UNALIGNED, sizes);
            int value = source.get(ValueLayout.JAVA_INT_UNALIGNED, sizes + Integer.BYTES);
            sizes += (long) SAVED_INTS_A_FIELD * Integer.BYTES;
            openBytes = 0;
            int length = openNameBytes + (value < 0 ? ~value : value);
            put(source, at, length);
            at += length;
            close(value < 0);
        }
        return this;
    }

    /** Refuses a head that has overflowed. */
    void requireWhole() {
        if (overflowed) {
            throw new IllegalArgumentException(
                    "a head that has overflowed cannot be sent: at most %d fields of %d bytes"
                            .formatted(MAX_FIELDS, MAX_LIST_BYTES));
        }
    }

    MemorySegment bytes() {
        return bytes;
    }

    /** Where in {@link #bytes} field {@code i} begins: its name, then its value. */
    int start(int i) {
        return start[i];
    }

    int nameBytes(int i) {
        return nameBytes[i];
    }

    int valueBytes(int i) {
        return valueBytes[i];
    }

    boolean isNeverIndexed(int i) {
        return neverIndexed[i];
    }

    /** Whether it is the head of a request whose answer has no body. */
    boolean asksForHead() {
        for (int i = 0; i < count && bytes.get(ValueLayout.JAVA_BYTE, start[i]) == ':'; i++) {
            if (FieldKind.equal(bytes, start[i], nameBytes[i], METHOD)) {
                return FieldKind.equal(bytes, (long) start[i] + nameBytes[i], valueBytes[i], HEAD);
            }
        }
        return false;
    }

    private void open(byte[] name) {
        openNameBytes = name.length;
        openBytes = 0;
        put(name);
    }

    private void put(byte[] source) {
        if (fits(source.length)) {
            long at = (long) end + openBytes;
            MemorySegment.copy(source, 0, bytes, ValueLayout.JAVA_BYTE, at, source.length);
            openBytes += source.length;
        }
    }

    private void put(MemorySegment source, long offset, int length) {
        if (fits(length)) {
            MemorySegment.copy(source, offset, bytes, (long) end + openBytes, length);
            openBytes += length;
        }
    }

    private void putLowerCase(MemorySegment source, long offset, int length) {
        if (!fits(length)) {
            return;
        }
        for (int i = 0; i < length; i++) {
            byte b = source.get(ValueLayout.JAVA_BYTE, offset + i);
            byte lowerCase = b >= 'A' && b <= 'Z' ? (byte) (b | 0x20) : b;
            bytes.set(ValueLayout.JAVA_BYTE, (long) end + openBytes + i, lowerCase);
        }
        openBytes += length;
    }

    private boolean fits(int added) {
        long list = (long) listBytes + openBytes + added + DynamicTable.ENTRY_OVERHEAD_BYTES;
        overflowed |= list > MAX_LIST_BYTES || count == MAX_FIELDS;
        if (!overflowed && end + openBytes + added > bytes.byteSize()) {
            grow(end + openBytes + added);
        }
        return !overflowed;
    }

    private void grow(int neededBytes) {
        long capacity = Math.max(FIRST_BYTES, bytes.byteSize());
        while (capacity < neededBytes) {
            capacity *= GROWTH;
        }
        MemorySegment larger = arena.allocate(capacity);
        MemorySegment.copy(bytes, 0, larger, 0, (long) end + openBytes);
        bytes = larger;
    }

    private HeadFields close(boolean never) {
        if (overflowed) {
            return this;
        }
        if (count == start.length) {
            int capacity = Math.min(MAX_FIELDS, count * GROWTH);
            start = Arrays.copyOf(start, capacity);
            nameBytes = Arrays.copyOf(nameBytes, capacity);
            valueBytes = Arrays.copyOf(valueBytes, capacity);
            neverIndexed = Arrays.copyOf(neverIndexed, capacity);
        }
        start[count] = end;
        nameBytes[count] = openNameBytes;
        valueBytes[count] = openBytes - openNameBytes;
        neverIndexed[count] = never;
        count++;
        listBytes += openBytes + DynamicTable.ENTRY_OVERHEAD_BYTES;
        end += openBytes;
        return this;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }
}
