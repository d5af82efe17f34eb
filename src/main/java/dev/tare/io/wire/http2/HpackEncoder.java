package dev.tare.io.wire.http2;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Encodes header blocks for one peer.
 *
 * <p>A field worth it is put into the peer's table as long as there is room, and stays there:
 * nothing is ever evicted, so that a list's encoding, once its fields are known, is the same bytes
 * until the table's size changes. The encodings of the last lists are kept.
 *
 * <p>A field of a head that was put together on the spot is worth it when it was probably seen
 * before and its name is none whose values change, or are nobody else's business. When {@link
 * #RENEWAL_MISSES} such fields have found no room, the table is emptied and learnt anew.
 *
 * <p>Allocation: when a field of a prepared list is put into the table, and for lists that are not
 * kept; for the first head that was put together on the spot, and then no more. Source: RFC 7541,
 * sections 4.2, 6 and 7.1.
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

    /** How many fields worth a place find none until the table is emptied. */
    static final int RENEWAL_MISSES = 1024;

    /** A field larger than this would leave too little of the table to the others. */
    static final int MAX_INDEXED_BYTES = MAX_TABLE_BYTES / 4;

    /** Cookies shorter than this could be guessed, value by value. */
    static final int SHORT_COOKIE_BYTES = 20;

    private static final long SEED = new SecureRandom().nextLong();
    private static final int AUTHORIZATION = StaticTable.findName("authorization");
    private static final int PROXY_AUTHORIZATION = StaticTable.findName("proxy-authorization");
    private static final int COOKIE = StaticTable.findName("cookie");
    private static final int SET_COOKIE = StaticTable.findName("set-cookie");

    /** By index in the static table: names whose fields are not put into the table. */
    private static final boolean[] NOT_INDEXED = notIndexed();

    private static final int CONTENT_LENGTH = StaticTable.findName("content-length");
    private static final int KEPT = 8;
    private static final int MAX_KEPT_BYTES = 96;

    private static final int INDEXED = 0x80;
    private static final int INDEXED_BITS = 7;
    private static final int INCREMENTAL = 0x40;
    private static final int INCREMENTAL_BITS = 6;
    private static final int SIZE_UPDATE = 0x20;
    private static final int NEVER_INDEXED = 0x10;
    private static final int SIZE_UPDATE_BITS = 5;
    private static final int LITERAL_BITS = 4;
    private static final int HUFFMAN = 0x80;
    private static final int STRING_BITS = 7;
    private static final int DIGIT_MASK = 0x7f;
    private static final int CONTINUES = 0x80;

    private final Arena arena;
    private final long seed;

    /** The number of each prepared field in the peer's table: 1 for the first put there. */
    private final Map<HpackField, Integer> places = new HashMap<>();

    /** The same for fields that come one by one; null until one comes. */
    private @Nullable LearnedFields learned;

    /** How many fields were put into the table since it was empty. */
    private int inserted;

    private int misses;

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
        this(arena, SEED);
    }

    /** Takes the seed of the hash by which fields are found. */
    HpackEncoder(Arena arena, long seed) {
        this.arena = arena;
        this.seed = seed;
    }

    private static boolean[] notIndexed() {
        boolean[] not = new boolean[StaticTable.COUNT + 1];
        for (String name :
                List.of(
                        ":path",
                        "age",
                        "authorization",
                        "content-length",
                        "cookie",
                        "date",
                        "proxy-authorization",
                        "set-cookie")) {
            not[StaticTable.findName(name)] = true;
        }
        return not;
    }

    /** A new connection begins. */
    void reset() {
        forget();
        if (learned != null) {
            learned.forgetAll();
        }
        maxTableBytes = MAX_TABLE_BYTES;
        sizeChanged = false;
    }

    private void forget() {
        places.clear();
        if (learned != null) {
            learned.forgetTable();
        }
        inserted = 0;
        misses = 0;
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
        if (misses >= RENEWAL_MISSES) {
            forget();
            sizeChanged = true;
        }
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
            integer(INDEXED, INDEXED_BITS, indexOf(place));
            return;
        }
        int bytes = field.tableBytes();
        if (field.indexed() && bytes <= maxTableBytes - tableBytes) {
            places.put(field, insert(bytes));
            integer(INCREMENTAL, INCREMENTAL_BITS, field.nameIndex());
        } else {
            integer(0, LITERAL_BITS, field.nameIndex());
        }
        if (field.nameIndex() == StaticTable.NONE) {
            string(field.nameBytes());
        }
        string(field.valueBytes());
    }

    /** The index that the field with this number has now. */
    private int indexOf(int number) {
        return StaticTable.COUNT + 1 + inserted - number;
    }

    /** Counts one more field in the peer's table; returns its number. */
    private int insert(int bytes) {
        tableBytes += bytes;
        version++;
        return ++inserted;
    }

    /**
     * Writes the fields of a head that was put together on the spot, as a block or as a part of
     * one.
     *
     * @param block has room for {@link HeadFields#listBytes}
     * @return bytes written
     */
    int encode(HeadFields fields, MemorySegment block, long offset) {
        if (learned == null) {
            learned = new LearnedFields(arena, seed);
        }
        return encode(fields, block, offset, learned);
    }

    /**
     * The same without the table, neither read nor changed: a block that means the same whenever it
     * is sent.
     */
    int encodeApart(HeadFields fields, MemorySegment block, long offset) {
        return encode(fields, block, offset, null);
    }

    private int encode(
            HeadFields fields, MemorySegment block, long offset, @Nullable LearnedFields table) {
        target = block;
        position = offset;
        MemorySegment bytes = fields.bytes();
        for (int i = 0; i < fields.count(); i++) {
            int start = fields.start(i);
            int name = fields.nameBytes(i);
            int value = fields.valueBytes(i);
            int known = StaticTable.findName(bytes, start, name);
            if (fields.isNeverIndexed(i) || isSensitive(known, value)) {
                literal(NEVER_INDEXED, LITERAL_BITS, known, bytes, start, name, value);
                continue;
            }
            int index = StaticTable.findValue(known, bytes, (long) start + name, value);
            if (index != StaticTable.NONE) {
                integer(INDEXED, INDEXED_BITS, index);
            } else if (table == null || NOT_INDEXED[known]) {
                literal(0, LITERAL_BITS, known, bytes, start, name, value);
            } else {
                encode(table, known, bytes, start, name, value);
            }
        }
        return (int) (position - offset);
    }

    private static boolean isSensitive(int known, int valueBytes) {
        boolean cookie = known == COOKIE || known == SET_COOKIE;
        return known == AUTHORIZATION
                || known == PROXY_AUTHORIZATION
                || (cookie && valueBytes < SHORT_COOKIE_BYTES);
    }

    /** Writes a field that may stand in the peer's table, or be worth a place there. */
    private void encode(
            LearnedFields table, int known, MemorySegment bytes, int start, int name, int value) {
        long hash = table.hash(bytes, start, name + value);
        int number = table.find(hash, bytes, start, name, value);
        if (number != LearnedFields.NONE) {
            integer(INDEXED, INDEXED_BITS, indexOf(number));
            return;
        }
        int size = name + value + DynamicTable.ENTRY_OVERHEAD_BYTES;
        boolean worthIt = size <= MAX_INDEXED_BYTES && table.seenBefore(hash);
        boolean fits = size <= maxTableBytes - tableBytes;
        if (worthIt && fits) {
            table.add(hash, bytes, start, name, value, insert(size));
            literal(INCREMENTAL, INCREMENTAL_BITS, known, bytes, start, name, value);
        } else {
            misses += worthIt ? 1 : 0;
            literal(0, LITERAL_BITS, known, bytes, start, name, value);
        }
    }

    private void literal(
            int pattern,
            int prefixBits,
            int known,
            MemorySegment bytes,
            int start,
            int name,
            int value) {
        integer(pattern, prefixBits, known);
        if (known == StaticTable.NONE) {
            string(bytes, start, name);
        }
        string(bytes, (long) start + name, value);
    }

    private void string(MemorySegment text, long offset, int length) {
        int huffmanBytes = HuffmanCode.encodedBytes(text, offset, length);
        if (huffmanBytes < length) {
            integer(HUFFMAN, STRING_BITS, huffmanBytes);
            position += HuffmanCode.encode(text, offset, length, target, position);
        } else {
            integer(0, STRING_BITS, length);
            MemorySegment.copy(text, offset, target, position, length);
            position += length;
        }
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
