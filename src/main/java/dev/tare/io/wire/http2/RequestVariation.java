package dev.tare.io.wire.http2;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * What differs from one request to the next: path, body, further fields. Filled anew for each
 * request; one object serves any number of sessions of a thread.
 *
 * <p>What it is given is not checked: paths and values come from plans and templates that were.
 *
 * <p>Allocation: none once it has grown to what the requests need.
 */
public final class RequestVariation {
    /** The most bytes that path and fields may take together, each with what frames it. */
    public static final int MAX_HEAD_BYTES = 64 * 1024;

    private static final int PATH = StaticTable.findName(":path");
    private static final int FIRST_BYTES = 1024;
    private static final int GROWTH = 4;

    private final Arena arena;
    private MemorySegment path = MemorySegment.NULL;
    private int pathBytes;
    private MemorySegment fields = MemorySegment.NULL;
    private int fieldBytes;
    private @Nullable MemorySegment body;
    private long bodyOffset;
    private long bodyBytes;

    /** Takes its memory from an arena that lives longer than it. */
    public RequestVariation(Arena arena) {
        this.arena = arena;
    }

    /** Forgets everything. */
    public RequestVariation clear() {
        pathBytes = 0;
        fieldBytes = 0;
        body = null;
        bodyBytes = 0;
        return this;
    }

    /**
     * Gives the path with its query; it is copied. Only for a request that was prepared {@link
     * PreparedRequest#withVaryingPath}.
     *
     * @param length bytes, 1 or more
     * @throws IllegalArgumentException when the head grows beyond {@link #MAX_HEAD_BYTES}
     */
    public RequestVariation path(MemorySegment bytes, long offset, int length) {
        pathBytes = 0;
        int needed = refuseTooLarge(HpackEncoder.MAX_LITERAL_OVERHEAD_BYTES + (long) length);
        path = withRoom(path, 0, needed);
        long at = HpackEncoder.literal(path, 0, PATH, length);
        MemorySegment.copy(bytes, offset, path, at, length);
        pathBytes = (int) at + length;
        return this;
    }

    /** Gives another body; it is not copied, and must stay as it is until it is sent. */
    public RequestVariation body(MemorySegment bytes, long offset, long length) {
        body = bytes;
        bodyOffset = offset;
        bodyBytes = length;
        return this;
    }

    /**
     * Adds a field; it is copied, and sent as a literal that is not indexed.
     *
     * @throws IllegalArgumentException when the head grows beyond {@link #MAX_HEAD_BYTES}
     */
    public RequestVariation field(
            byte[] lowerCaseName, MemorySegment value, long offset, int length) {
        long overhead = (long) HpackEncoder.MAX_LITERAL_OVERHEAD_BYTES + lowerCaseName.length;
        fields = withRoom(fields, fieldBytes, refuseTooLarge(overhead + length));
        long at = HpackEncoder.literal(fields, fieldBytes, lowerCaseName, length);
        MemorySegment.copy(value, offset, fields, at, length);
        fieldBytes = (int) at + length;
        return this;
    }

    private int refuseTooLarge(long addedBytes) {
        if (pathBytes + fieldBytes + addedBytes > MAX_HEAD_BYTES) {
            throw new IllegalArgumentException(
                    "path and fields of a request: %d bytes must be at most %d"
                            .formatted(pathBytes + fieldBytes + addedBytes, MAX_HEAD_BYTES));
        }
        return (int) addedBytes;
    }

    private MemorySegment withRoom(MemorySegment bytes, int used, int added) {
        if (used + added <= bytes.byteSize()) {
            return bytes;
        }
        long capacity = Math.max(FIRST_BYTES, bytes.byteSize());
        while (capacity < used + added) {
            capacity *= GROWTH;
        }
        MemorySegment larger = arena.allocate(capacity);
        MemorySegment.copy(bytes, 0, larger, 0, used);
        return larger;
    }

    /** The encoded path; its length is {@link #pathBytes}. */
    MemorySegment path() {
        return path;
    }

    /** 0 when no path was given. */
    int pathBytes() {
        return pathBytes;
    }

    /** The encoded fields. */
    MemorySegment fields() {
        return fields;
    }

    int fieldBytes() {
        return fieldBytes;
    }

    /** The body, or null for that of the prepared request. */
    @Nullable MemorySegment body() {
        return body;
    }

    long bodyOffset() {
        return bodyOffset;
    }

    long bodyBytes() {
        return bodyBytes;
    }
}
