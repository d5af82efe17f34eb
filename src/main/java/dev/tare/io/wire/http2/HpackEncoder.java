package dev.tare.io.wire.http2;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Encodes header blocks for one peer.
 *
 * <p>A field worth it is put into the peer's table as long as there is room, and stays there:
 * nothing is ever evicted, so that a list's encoding, once its fields are known, is the same bytes
 * until the table's size changes. The encodings of the last lists are kept.
 *
 * <p>Allocation: when a field is put into the table, and for lists that are not kept. Source: RFC
 * 7541, sections 4.2 and 6.
 */
final class HpackEncoder {
    /** The most of the peer's table that is made use of, whatever it offers. */
    static final int MAX_TABLE_BYTES = 4096;

    /** The most bytes that two changes of the table's size take. */
    static final int MAX_UPDATE_BYTES = 8;

    /** The most bytes that {@link #literal} takes beside name and value. */
    static final int MAX_LITERAL_OVERHEAD_BYTES = 12;

    /** The most bytes that {@link #contentLength} takes. */
    static final int MAX_CONTENT_LENGTH_BYTES = 32;

    private static final int CONTENT_LENGTH = StaticTable.findName("content-length");
    private static final int KEPT = 8;
    private static final int MAX_KEPT_BYTES = 96;

    private static final int INDEXED = 0x80;
    private static final int INDEXED_BITS = 7;
    private static final int INCREMENTAL = 0x40;
    private static final int INCREMENTAL_BITS = 6;
    private static final int SIZE_UPDATE = 0x20;
    private static final int SIZE_UPDATE_BITS = 5;
    private static final int LITERAL_BITS = 4;
    private static final int HUFFMAN = 0x80;
    private static final int STRING_BITS = 7;
    private static final int DIGIT_MASK = 0x7f;
    private static final int CONTINUES = 0x80;

    private final Arena arena;

    /** The place of each field in the peer's table: 1 for the first that was put there. */
    private final Map<HpackField, Integer> places = new HashMap<>();

    private int tableBytes;
    private int maxTableBytes = MAX_TABLE_BYTES;
    private boolean sizeChanged;
    private long version;

    private MemorySegment kept = MemorySegment.NULL;
    private final long[] keptNumber = new long[KEPT];
    private final long[] keptVersion = new long[KEPT];
    private final int[] keptBytes = new int[KEPT];

    private MemorySegment target = MemorySegment.NULL;
    private long position;

    HpackEncoder(Arena arena) {
        this.arena = arena;
    }

    /** A new connection begins. */
    void reset() {
        forget();
        maxTableBytes = MAX_TABLE_BYTES;
        sizeChanged = false;
    }

    private void forget() {
        places.clear();
        tableBytes = 0;
        version++;
    }

    /** The peer has said how large its table may be, in bytes. */
    void limitTable(long bytes) {
        int newMaxBytes = (int) Math.min(bytes, MAX_TABLE_BYTES);
        if (newMaxBytes != maxTableBytes) {
            maxTableBytes = newMaxBytes;
            sizeChanged = true;
            forget();
        }
    }

    /**
     * Writes what a block must begin with: changes of the table's size, where there are any.
     *
     * @return bytes written, at most {@link #MAX_UPDATE_BYTES}
     */
    int begin(MemorySegment block, long offset) {
        if (!sizeChanged) {
            return 0;
        }
        target = block;
        position = offset;
        integer(SIZE_UPDATE, SIZE_UPDATE_BITS, 0);
        integer(SIZE_UPDATE, SIZE_UPDATE_BITS, maxTableBytes);
        sizeChanged = false;
        return (int) (position - offset);
    }

    /**
     * Writes the fields of a list, as a block or as a part of one.
     *
     * @param block has room for {@link PreparedFields#maxEncodedBytes}
     * @return bytes written
     */
    int encode(PreparedFields list, MemorySegment block, long offset) {
        int slot = (int) (list.number() & (KEPT - 1));
        if (keptBytes[slot] > 0
                && keptNumber[slot] == list.number()
                && keptVersion[slot] == version) {
            MemorySegment.copy(kept, (long) slot * MAX_KEPT_BYTES, block, offset, keptBytes[slot]);
            return keptBytes[slot];
        }
        long versionBefore = version;
        target = block;
        position = offset;
        List<HpackField> fields = list.fields();
        for (int i = 0; i < fields.size(); i++) {
            encode(fields.get(i));
        }
        int length = (int) (position - offset);
        if (version == versionBefore && length <= MAX_KEPT_BYTES) {
            keep(slot, list.number(), block, offset, length);
        }
        return length;
    }

    private void keep(int slot, long number, MemorySegment block, long offset, int length) {
        if (kept.byteSize() == 0) {
            kept = arena.allocate((long) KEPT * MAX_KEPT_BYTES);
        }
        MemorySegment.copy(block, offset, kept, (long) slot * MAX_KEPT_BYTES, length);
        keptNumber[slot] = number;
        keptVersion[slot] = version;
        keptBytes[slot] = length;
    }

    private void encode(HpackField field) {
        if (field.fieldIndex() != StaticTable.NONE) {
            integer(INDEXED, INDEXED_BITS, field.fieldIndex());
            return;
        }
        Integer place = places.get(field);
        if (place != null) {
            integer(INDEXED, INDEXED_BITS, StaticTable.COUNT + 1 + places.size() - place);
            return;
        }
        int bytes = field.tableBytes();
        if (field.indexed() && bytes <= maxTableBytes - tableBytes) {
            places.put(field, places.size() + 1);
            tableBytes += bytes;
            version++;
            integer(INCREMENTAL, INCREMENTAL_BITS, field.nameIndex());
        } else {
            integer(0, LITERAL_BITS, field.nameIndex());
        }
        if (field.nameIndex() == StaticTable.NONE) {
            string(field.nameBytes());
        }
        string(field.valueBytes());
    }

    private void string(byte[] text) {
        int huffmanBytes = HuffmanCode.encodedBytes(text);
        if (huffmanBytes < text.length) {
            integer(HUFFMAN, STRING_BITS, huffmanBytes);
            position += HuffmanCode.encode(text, target, position);
        } else {
            integer(0, STRING_BITS, text.length);
            MemorySegment.copy(text, 0, target, ValueLayout.JAVA_BYTE, position, text.length);
            position += text.length;
        }
    }

    private void integer(int pattern, int prefixBits, int value) {
        position = integer(target, position, pattern, prefixBits, value);
    }

    private static long integer(
            MemorySegment target, long offset, int pattern, int prefixBits, int value) {
        int mask = (1 << prefixBits) - 1;
        if (value < mask) {
            target.set(ValueLayout.JAVA_BYTE, offset, (byte) (pattern | value));
            return offset + 1;
        }
        target.set(ValueLayout.JAVA_BYTE, offset, (byte) (pattern | mask));
        long at = offset + 1;
        int rest = value - mask;
        while (rest > DIGIT_MASK) {
            target.set(ValueLayout.JAVA_BYTE, at++, (byte) ((rest & DIGIT_MASK) | CONTINUES));
            rest >>>= STRING_BITS;
        }
        target.set(ValueLayout.JAVA_BYTE, at, (byte) rest);
        return at + 1;
    }

    /**
     * Writes a field that is not put into the table, without Huffman code, with a name of the
     * static table; the value is put behind it by the caller.
     *
     * @return where the value goes
     */
    static long literal(MemorySegment block, long offset, int nameIndex, int valueBytes) {
        long at = integer(block, offset, 0, LITERAL_BITS, nameIndex);
        return integer(block, at, 0, STRING_BITS, valueBytes);
    }

    /** The same with a name that is written out. */
    static long literal(MemorySegment block, long offset, byte[] name, int valueBytes) {
        long at = integer(block, offset, 0, LITERAL_BITS, 0);
        at = integer(block, at, 0, STRING_BITS, name.length);
        MemorySegment.copy(name, 0, block, ValueLayout.JAVA_BYTE, at, name.length);
        return integer(block, at + name.length, 0, STRING_BITS, valueBytes);
    }

    /** Writes content-length as a literal; returns where it ends. */
    static long contentLength(MemorySegment block, long offset, long value) {
        int digits = 1;
        for (long rest = value / 10; rest > 0; rest /= 10) {
            digits++;
        }
        long start = literal(block, offset, CONTENT_LENGTH, digits);
        long rest = value;
        for (long at = start + digits - 1; at >= start; at--) {
            block.set(ValueLayout.JAVA_BYTE, at, (byte) ('0' + rest % 10));
            rest /= 10;
        }
        return start + digits;
    }
}
