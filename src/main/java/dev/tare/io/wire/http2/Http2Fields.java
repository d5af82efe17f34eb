package dev.tare.io.wire.http2;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.tare.io.wire.FieldsView;
import dev.tare.io.wire.KnownField;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * The fields of a head or of trailers, as views into one buffer. Valid during the callback that
 * hands them over.
 *
 * <p>Names are lower-case. Pseudo-header fields such as {@code :status} come first.
 *
 * <p>Allocation: none once it has grown to what the traffic needs, but for the methods that return
 * a {@link String}.
 */
public final class Http2Fields implements FieldsView {
    /** What {@link #find} returns when there is no such field. */
    public static final int NONE = FieldsView.NONE;

    /** The most fields of one list. */
    public static final int MAX_FIELDS = 200;

    /** The longest list: names, values, and 32 bytes a field (RFC 9113, section 6.5.2). */
    public static final int MAX_LIST_BYTES = 64 * 1024;

    private static final int FIRST_BYTES = 512;
    private static final int FIRST_FIELDS = 16;
    private static final int GROWTH = 4;

    private final Arena arena;
    private MemorySegment bytes = MemorySegment.NULL;
    private int end;
    private int[] start = new int[FIRST_FIELDS];
    private int[] nameBytes = new int[FIRST_FIELDS];
    private int[] valueBytes = new int[FIRST_FIELDS];
    private byte[] kind = new byte[FIRST_FIELDS];
    private int count;
    private boolean tooLarge;
    private int listBytes;

    private int status;
    private long contentLength;
    private int method;
    private int scheme;
    private int authority;
    private int path;
    private boolean endsMessage;

    Http2Fields(Arena arena) {
        this.arena = arena;
    }

    /** An empty list of the caller's own, to {@link #become} one that has to stay. */
    public static Http2Fields empty(Arena arena) {
        return new Http2Fields(arena);
    }

    /** Becomes a copy of another list. */
    public void become(Http2Fields other) {
        clear();
        for (int i = 0; i < other.count; i++) {
            int length = other.nameBytes[i] + other.valueBytes[i];
            int at = room(0, length);
            MemorySegment.copy(other.bytes, other.start[i], bytes, at, length);
            add(other.nameBytes[i], other.valueBytes[i], other.kind[i]);
        }
        status = other.status;
        contentLength = other.contentLength;
        method = other.method;
        scheme = other.scheme;
        authority = other.authority;
        path = other.path;
        endsMessage = other.endsMessage;
    }

    /** The status of an answer's head, 100 to 999; 0 for a request's head and for trailers. */
    public int status() {
        return status;
    }

    /** What Content-Length says, or -1. */
    public long contentLength() {
        return contentLength;
    }

    /** Whether nothing follows this head or these trailers: no body, no trailers. */
    public boolean endsMessage() {
        return endsMessage;
    }

    /**
     * Whether field {@code i} came as one that no table may ever hold, on any hop: it must be sent
     * on in the same way (RFC 7541, section 6.2.3).
     */
    public boolean neverIndexed(int i) {
        return (kind[i] & FieldKind.NEVER_INDEXED) != 0;
    }

    @Override
    public int known(int i) {
        return nameBytes[i] == 0
                ? KnownField.UNKNOWN
                : KnownField.find(bytes, start[i], nameBytes[i]);
    }

    @Override
    public long nameOffset(int i) {
        return start[i];
    }

    @Override
    public int nameLength(int i) {
        return nameBytes[i];
    }

    @Override
    public long valueOffset(int i) {
        return valueStart(i);
    }

    @Override
    public int valueLength(int i) {
        return valueBytes[i];
    }

    /** How many fields there are, pseudo-header fields included. */
    @Override
    public int count() {
        return count;
    }

    /** The position of a request's {@code :method}; {@link #NONE} for answers and trailers. */
    public int method() {
        return method;
    }

    /** The position of a request's {@code :scheme}; {@link #NONE} for answers and trailers. */
    public int scheme() {
        return scheme;
    }

    /** The position of a request's {@code :authority}; {@link #NONE} where there is none. */
    public int authority() {
        return authority;
    }

    /** The position of a request's {@code :path}; {@link #NONE} for answers and trailers. */
    public int path() {
        return path;
    }

    /** The first field with this name, or {@link #NONE}. */
    public int find(byte[] lowerCaseName) {
        return find(lowerCaseName, NONE);
    }

    /** The first field with this name behind field {@code after}, or {@link #NONE}. */
    @Override
    public int find(byte[] lowerCaseName, int after) {
        for (int i = after + 1; i < count; i++) {
            if (FieldKind.equal(bytes, start[i], nameBytes[i], lowerCaseName)) {
                return i;
            }
        }
        return NONE;
    }

    /** The bytes that positions of names and values count in. */
    @Override
    public MemorySegment bytes() {
        return bytes;
    }

    /** Where the name of field {@code i} begins in {@link #bytes}. */
    public int nameStart(int i) {
        return start[i];
    }

    /** Where the name of field {@code i} ends, exclusive. */
    public int nameEnd(int i) {
        return start[i] + nameBytes[i];
    }

    /** Where the value of field {@code i} begins in {@link #bytes}. */
    public int valueStart(int i) {
        return start[i] + nameBytes[i];
    }

    /** Where the value of field {@code i} ends, exclusive. */
    public int valueEnd(int i) {
        return start[i] + nameBytes[i] + valueBytes[i];
    }

    /** Whether the value of field {@code i} is exactly these bytes. */
    @Override
    public boolean valueEquals(int i, byte[] value) {
        return FieldKind.equal(bytes, valueStart(i), valueBytes[i], value);
    }

    /** The name of field {@code i} as text. Allocates. */
    @Override
    public String nameText(int i) {
        return text(start[i], nameBytes[i]);
    }

    /** The value of field {@code i} as text, a character a byte. Allocates. */
    @Override
    public String valueText(int i) {
        return text(valueStart(i), valueBytes[i]);
    }

    private String text(int from, int length) {
        return new String(bytes.asSlice(from, length).toArray(ValueLayout.JAVA_BYTE), ISO_8859_1);
    }

    /** Empties it for another list. */
    void clear() {
        end = 0;
        count = 0;
        tooLarge = false;
        listBytes = 0;
        meaning(0, -1);
    }

    /** Notes what the fields mean, once they are known to be well-formed. */
    void meaning(int statusCode, long length) {
        status = statusCode;
        contentLength = length;
        method = NONE;
        scheme = NONE;
        authority = NONE;
        path = NONE;
    }

    /** The same for a request: where its pseudo-header fields are. */
    void request(long length, int methodAt, int schemeAt, int authorityAt, int pathAt) {
        status = 0;
        contentLength = length;
        method = methodAt;
        scheme = schemeAt;
        authority = authorityAt;
        path = pathAt;
    }

    /** Notes whether the message ends with these fields. */
    void endsMessage(boolean ends) {
        endsMessage = ends;
    }

    /** Whether there were more fields or bytes than a list may have; the rest is missing. */
    boolean tooLarge() {
        return tooLarge;
    }

    /** The {@link FieldKind} of field {@code i}. */
    int kind(int i) {
        return kind[i] & ~FieldKind.NEVER_INDEXED;
    }

    /**
     * Makes room behind the fields that are there, where the next name and value are put.
     *
     * @param length bytes that must have room behind {@code used} bytes of the next field
     * @return where in {@link #bytes} the next field begins
     */
    int room(int used, int length) {
        long needed = (long) end + used + length;
        if (needed > bytes.byteSize()) {
            long capacity = Math.max(FIRST_BYTES, bytes.byteSize());
            while (capacity < needed) {
                capacity *= GROWTH;
            }
            MemorySegment larger = arena.allocate(capacity);
            MemorySegment.copy(bytes, 0, larger, 0, (long) end + used);
            bytes = larger;
        }
        return end;
    }

    /** Takes the bytes that were put behind the others as a field, unless the list is too large. */
    void add(int nameLength, int valueLength, int fieldKind) {
        listBytes += nameLength + valueLength + DynamicTable.ENTRY_OVERHEAD_BYTES;
        if (tooLarge || count == MAX_FIELDS || listBytes > MAX_LIST_BYTES) {
            tooLarge = true;
            return;
        }
        if (count == start.length) {
            int capacity = Math.min(MAX_FIELDS, count * GROWTH);
            start = Arrays.copyOf(start, capacity);
            nameBytes = Arrays.copyOf(nameBytes, capacity);
            valueBytes = Arrays.copyOf(valueBytes, capacity);
            kind = Arrays.copyOf(kind, capacity);
        }
        start[count] = end;
        nameBytes[count] = nameLength;
        valueBytes[count] = valueLength;
        kind[count] = (byte) fieldKind;
        count++;
        end += nameLength + valueLength;
    }
}
