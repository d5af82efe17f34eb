package dev.tare.io.wire.http2;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Decodes header blocks.
 *
 * <p>A list that is larger than {@link Http2Fields} takes is still decoded to its end, so that the
 * dynamic table stays that of the peer.
 *
 * <p>Allocation: none once buffers have grown. Source: RFC 7541.
 */
final class HpackDecoder {
    /** The table's size that both sides begin with (RFC 7541, section 4.2; RFC 9113, 6.5.2). */
    static final int DEFAULT_TABLE_BYTES = 4096;

    /** The largest integer that is taken; larger than any length or index that makes sense. */
    static final int MAX_INTEGER = 1 << 24;

    /** The most bytes after an integer's prefix; padding it with zeros is no use to anybody. */
    static final int MAX_INTEGER_BYTES = 5;

    /** The most changes of the table's size that one block may begin with. */
    static final int MAX_SIZE_UPDATES = 2;

    private static final int INDEXED = 0x80;
    private static final int INCREMENTAL = 0x40;
    private static final int SIZE_UPDATE = 0x20;
    private static final int NEVER_INDEXED = 0x10;
    private static final int HUFFMAN = 0x80;
    private static final int INDEXED_BITS = 7;
    private static final int INCREMENTAL_BITS = 6;
    private static final int SIZE_UPDATE_BITS = 5;
    private static final int LITERAL_BITS = 4;
    private static final int CONTINUES = 0x80;
    private static final int DIGIT_BITS = 7;
    private static final int DIGIT_MASK = 0x7f;
    private static final int FAULTY = -1;

    private final DynamicTable table;
    private MemorySegment source = MemorySegment.NULL;
    private long position;
    private long limit;
    private String fault = "";

    // The literal that is being read.
    private int nameBytes;
    private int valueBytes;
    private int kind;

    HpackDecoder(int tableLimitBytes, Arena arena) {
        table = new DynamicTable(tableLimitBytes, arena);
    }

    /** A new connection begins. */
    void reset() {
        table.reset();
        fault = "";
    }

    /** Changes whenever a block changes how the same bytes would be decoded. */
    long version() {
        return table.version();
    }

    DynamicTable table() {
        return table;
    }

    /** What was wrong with the last block, in words; empty when nothing was. */
    String fault() {
        return fault;
    }

    /**
     * Decodes a whole block.
     *
     * @return whether it could be decoded; if not, nothing that follows on the connection can
     */
    boolean decode(MemorySegment block, long offset, int length, Http2Fields fields) {
        source = block;
        position = offset;
        limit = offset + length;
        fault = "";
        fields.clear();
        int updates = 0;
        while (position < limit && isSizeUpdate()) {
            if (++updates > MAX_SIZE_UPDATES) {
                fault = "more than two changes of the header table's size";
                return false;
            }
            if (!sizeUpdate()) {
                return false;
            }
        }
        while (position < limit) {
            if (!field(source.get(ValueLayout.JAVA_BYTE, position) & 0xff, fields)) {
                return false;
            }
        }
        return true;
    }

    private boolean isSizeUpdate() {
        int first = source.get(ValueLayout.JAVA_BYTE, position) & 0xff;
        return first >= SIZE_UPDATE && first < INCREMENTAL;
    }

    private boolean field(int first, Http2Fields fields) {
        if (first >= INDEXED) {
            return indexed(fields);
        }
        if (first >= INCREMENTAL) {
            return literal(INCREMENTAL_BITS, 0, fields);
        }
        if (first < SIZE_UPDATE) {
            boolean never = (first & NEVER_INDEXED) != 0;
            return literal(LITERAL_BITS, never ? FieldKind.NEVER_INDEXED : 0, fields);
        }
        fault = "a change of the header table's size behind a field";
        return false;
    }

    private boolean indexed(Http2Fields fields) {
        int index = integer(INDEXED_BITS);
        if (index == FAULTY) {
            return false;
        }
        if (index > 0 && index <= StaticTable.COUNT) {
            int start = StaticTable.start(index);
            int name = StaticTable.nameBytes(index);
            int value = StaticTable.valueBytes(index);
            append(fields, StaticTable.BYTES, start, name, value, StaticTable.kind(index));
            return true;
        }
        int entry = index - StaticTable.COUNT - 1;
        if (index == 0 || entry >= table.count()) {
            fault = "an index behind the end of the header tables";
            return false;
        }
        append(
                fields,
                table.bytes(),
                table.start(entry),
                table.nameBytes(entry),
                table.valueBytes(entry),
                table.kind(entry));
        return true;
    }

    private static void append(
            Http2Fields fields, MemorySegment from, int start, int name, int value, int kind) {
        int at = fields.room(0, name + value);
        MemorySegment.copy(from, start, fields.bytes(), at, name + value);
        fields.add(name, value, kind);
    }

    private boolean literal(int prefixBits, int addedKind, Http2Fields fields) {
        int index = integer(prefixBits);
        if (index == FAULTY || !(index == 0 ? newName(fields) : knownName(index, fields))) {
            return false;
        }
        valueBytes = string(nameBytes, fields);
        if (valueBytes == FAULTY) {
            return false;
        }
        int at = fields.room(0, 0);
        if (!FieldKind.isValue(fields.bytes(), at + (long) nameBytes, valueBytes)) {
            kind |= FieldKind.MALFORMED;
        }
        if (prefixBits == INCREMENTAL_BITS) {
            table.add(fields.bytes(), at, nameBytes, valueBytes, kind);
        }
        fields.add(nameBytes, valueBytes, kind | addedKind);
        return true;
    }

    private boolean newName(Http2Fields fields) {
        nameBytes = string(0, fields);
        if (nameBytes == FAULTY) {
            return false;
        }
        kind = FieldKind.of(fields.bytes(), fields.room(0, 0), nameBytes);
        return true;
    }

    private boolean knownName(int index, Http2Fields fields) {
        if (index <= StaticTable.COUNT) {
            nameBytes = StaticTable.nameBytes(index);
            kind = StaticTable.kind(index);
            int at = fields.room(0, nameBytes);
            int start = StaticTable.start(index);
            MemorySegment.copy(StaticTable.BYTES, start, fields.bytes(), at, nameBytes);
            return true;
        }
        int entry = index - StaticTable.COUNT - 1;
        if (entry >= table.count()) {
            fault = "an index behind the end of the header tables";
            return false;
        }
        nameBytes = table.nameBytes(entry);
        int at = fields.room(0, nameBytes);
        MemorySegment.copy(table.bytes(), table.start(entry), fields.bytes(), at, nameBytes);
        // The entry's value may have been malformed, this one's need not be.
        kind = FieldKind.of(fields.bytes(), at, nameBytes);
        return true;
    }

    /** Reads a string to behind {@code used} bytes of the next field; returns its length. */
    private int string(int used, Http2Fields fields) {
        if (position >= limit) {
            fault = "a header block that ends within a field";
            return FAULTY;
        }
        boolean huffman = (source.get(ValueLayout.JAVA_BYTE, position) & HUFFMAN) != 0;
        int length = integer(DIGIT_BITS);
        if (length == FAULTY) {
            return FAULTY;
        }
        if (length > limit - position) {
            fault = "a header block that ends within a field";
            return FAULTY;
        }
        long from = position;
        position += length;
        if (!huffman) {
            long at = fields.room(used, length) + (long) used;
            MemorySegment.copy(source, from, fields.bytes(), at, length);
            return length;
        }
        long at = fields.room(used, HuffmanCode.maxDecodedBytes(length)) + (long) used;
        int decoded = HuffmanCode.decode(source, from, length, fields.bytes(), at);
        if (decoded == HuffmanCode.MALFORMED) {
            fault = "a string that is no Huffman code";
        }
        return decoded;
    }

    private boolean sizeUpdate() {
        int bytes = integer(SIZE_UPDATE_BITS);
        if (bytes == FAULTY) {
            return false;
        }
        if (bytes > table.limitBytes()) {
            fault = "a header table larger than SETTINGS_HEADER_TABLE_SIZE allows";
            return false;
        }
        table.resize(bytes);
        return true;
    }

    /** Reads an integer whose first bits stand in the byte at {@link #position}. */
    private int integer(int prefixBits) {
        int mask = (1 << prefixBits) - 1;
        int value = source.get(ValueLayout.JAVA_BYTE, position++) & mask;
        if (value < mask) {
            return value;
        }
        for (int i = 0; i < MAX_INTEGER_BYTES; i++) {
            if (position == limit) {
                fault = "a header block that ends within a number";
                return FAULTY;
            }
            int octet = source.get(ValueLayout.JAVA_BYTE, position++);
            long larger = value + ((long) (octet & DIGIT_MASK) << (i * DIGIT_BITS));
            if (larger > MAX_INTEGER) {
                break;
            }
            value = (int) larger;
            if ((octet & CONTINUES) == 0) {
                return value;
            }
        }
        fault = "a number in a header block is too large, or too long";
        return FAULTY;
    }
}
