package dev.tare.io.wire.http2;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * The dynamic table of a decoder: the fields that the peer has told to keep, the newest first.
 *
 * <p>Names and values lie one after the other in one buffer, from the oldest to the newest; when
 * its end is reached, what is still there is moved to its start.
 *
 * <p>Allocation: none once the buffer has grown to what the peer keeps, which is bounded by a small
 * multiple of the table's limit. Source: RFC 7541, sections 2.3.2 and 4.
 */
final class DynamicTable {
    /** What an entry counts beside its bytes. */
    static final int ENTRY_OVERHEAD_BYTES = 32;

    private static final int FIRST_BYTES = 512;
    private static final int FIRST_ENTRIES = 16;

    private final Arena arena;
    private final int limitBytes;
    private MemorySegment bytes = MemorySegment.NULL;
    private int end;

    // A ring of entries, a power of two; the oldest one stands at the ring's position first.
    private int[] start = new int[FIRST_ENTRIES];
    private int[] nameBytes = new int[FIRST_ENTRIES];
    private int[] valueBytes = new int[FIRST_ENTRIES];
    private byte[] kind = new byte[FIRST_ENTRIES];
    private int first;
    private int count;

    private int maxBytes;
    private int sizeBytes;
    private long version;

    /**
     * Makes an empty table.
     *
     * @param limitBytes what SETTINGS_HEADER_TABLE_SIZE allows the peer, 0 or more
     */
    DynamicTable(int limitBytes, Arena arena) {
        this.arena = arena;
        this.limitBytes = limitBytes;
        maxBytes = limitBytes;
    }

    /** Forgets everything: a new connection begins. */
    void reset() {
        evictTo(0);
        maxBytes = limitBytes;
        version++;
    }

    int count() {
        return count;
    }

    int limitBytes() {
        return limitBytes;
    }

    /** The size as RFC 7541, section 4.1 counts it. */
    int sizeBytes() {
        return sizeBytes;
    }

    /** Changes whenever the table does. */
    long version() {
        return version;
    }

    /** The buffer in which {@link #start} counts; valid until the next {@link #add}. */
    MemorySegment bytes() {
        return bytes;
    }

    /** Where the name of entry {@code i} begins, 0 being the newest one; its value follows. */
    int start(int i) {
        return start[slot(i)];
    }

    int nameBytes(int i) {
        return nameBytes[slot(i)];
    }

    int valueBytes(int i) {
        return valueBytes[slot(i)];
    }

    /** The entry's {@link FieldKind}. */
    int kind(int i) {
        return kind[slot(i)];
    }

    private int slot(int i) {
        return (first + count - 1 - i) & (start.length - 1);
    }

    /** Takes a new maximum, 0 to {@link #limitBytes}, and evicts what no longer has room. */
    void resize(int newMaxBytes) {
        maxBytes = newMaxBytes;
        evictTo(newMaxBytes);
        version++;
    }

    /** Adds a field whose name and value lie one after the other; evicts the oldest for it. */
    void add(MemorySegment source, long offset, int nameLength, int valueLength, int fieldKind) {
        version++;
        int length = nameLength + valueLength;
        if (length > maxBytes - ENTRY_OVERHEAD_BYTES) {
            evictTo(0);
            return;
        }
        evictTo(maxBytes - ENTRY_OVERHEAD_BYTES - length);
        makeRoom(length);
        if (count == start.length) {
            growRing();
        }
        int slot = (first + count) & (start.length - 1);
        MemorySegment.copy(source, offset, bytes, end, length);
        start[slot] = end;
        nameBytes[slot] = nameLength;
        valueBytes[slot] = valueLength;
        kind[slot] = (byte) fieldKind;
        count++;
        end += length;
        sizeBytes += length + ENTRY_OVERHEAD_BYTES;
    }

    private void evictTo(int targetBytes) {
        while (sizeBytes > targetBytes) {
            sizeBytes -= nameBytes[first] + valueBytes[first] + ENTRY_OVERHEAD_BYTES;
            first = (first + 1) & (start.length - 1);
            count--;
        }
        if (count == 0) {
            end = 0;
        }
    }

    private void makeRoom(int length) {
        if (end + length <= bytes.byteSize()) {
            return;
        }
        int live = count == 0 ? 0 : end - start[first];
        int from = end - live;
        MemorySegment target = bytes;
        // Moved within at most half of the buffer, a byte is moved once for each byte added.
        if ((live + length) * 2L > bytes.byteSize()) {
            target = arena.allocate(Math.max(FIRST_BYTES, (live + length) * 4L));
        }
        MemorySegment.copy(bytes, from, target, 0, live);
        for (int i = 0; i < count; i++) {
            start[(first + i) & (start.length - 1)] -= from;
        }
        bytes = target;
        end = live;
    }

    private void growRing() {
        int oldLength = start.length;
        start = grown(start);
        nameBytes = grown(nameBytes);
        valueBytes = grown(valueBytes);
        kind = Arrays.copyOf(kind, oldLength * 2);
        System.arraycopy(kind, 0, kind, oldLength, first);
    }

    /** Twice as long; what stood before {@link #first} now follows the ring's old end. */
    private int[] grown(int[] ring) {
        int[] larger = Arrays.copyOf(ring, ring.length * 2);
        System.arraycopy(ring, 0, larger, ring.length, first);
        return larger;
    }
}
