package dev.tare.io.wire.http2;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * What an encoder knows of the fields that it is given one by one: which of them it has put into
 * the peer's table, and which it has probably seen before.
 *
 * <p>Entries are found by open addressing. A field seen before is known by 32 bits of its hash, in
 * one of two places, of which the next field that belongs there takes over the older: so a field
 * that comes often is known, and one that came once is soon forgotten.
 *
 * <p>Allocation: none once it was made. Source: RFC 7541, sections 2.3.3 and 7.1.
 */
final class LearnedFields {
    /** What {@link #find} returns for a field that is not in the table. */
    static final int NONE = 0;

    private static final int MAX_ENTRIES =
            HpackEncoder.MAX_TABLE_BYTES / DynamicTable.ENTRY_OVERHEAD_BYTES;
    private static final int PLACES = 2 * MAX_ENTRIES;
    private static final int SEEN = 1024; // An even number: the places come in pairs.
    private static final int EMPTY = -1;

    private final long seed;
    private final MemorySegment bytes;
    private final int[] start = new int[MAX_ENTRIES];
    private final int[] nameBytes = new int[MAX_ENTRIES];
    private final int[] valueBytes = new int[MAX_ENTRIES];
    private final int[] number = new int[MAX_ENTRIES];
    private final long[] hash = new long[MAX_ENTRIES];
    private final int[] places = new int[PLACES];
    private final int[] seen = new int[SEEN];
    private int count;
    private int end;

    /**
     * Knows nothing yet.
     *
     * @param seed of the hash: unknown to those who send the fields
     */
    LearnedFields(Arena arena, long seed) {
        this.seed = seed;
        bytes = arena.allocate(HpackEncoder.MAX_TABLE_BYTES);
        Arrays.fill(places, EMPTY);
    }

    /** The peer's table is empty; what was seen before stays known. */
    void forgetTable() {
        Arrays.fill(places, EMPTY);
        count = 0;
        end = 0;
    }

    /** Forgets also what was seen: a new connection begins. */
    void forgetAll() {
        forgetTable();
        Arrays.fill(seen, 0);
    }

    /** The hash of a field, by which the other methods know it. */
    long hash(MemorySegment field, long offset, int length) {
        return FieldBytes.hash(field, offset, length, seed);
    }

    /** The number with which the field was put into the table, or {@link #NONE}. */
    int find(long fieldHash, MemorySegment field, long offset, int name, int value) {
        int place = (int) fieldHash & (PLACES - 1);
        for (int entry = places[place]; entry != EMPTY; entry = places[place]) {
            if (hash[entry] == fieldHash
                    && nameBytes[entry] == name
                    && valueBytes[entry] == value
                    && FieldBytes.equal(bytes, start[entry], field, offset, name + value)) {
                return number[entry];
            }
            place = (place + 1) & (PLACES - 1);
        }
        return NONE;
    }

    /** Whether the field was probably seen before; from now on it was. */
    boolean seenBefore(long fieldHash) {
        int place = (int) fieldHash & (SEEN - 1);
        int fingerprint = (int) (fieldHash >>> Integer.SIZE);
        if (seen[place] == fingerprint) {
            return true;
        }
        int older = place ^ 1;
        boolean known = seen[older] == fingerprint;
        seen[older] = seen[place];
        seen[place] = fingerprint;
        return known;
    }

    /** Notes that a field was put into the table; the encoder keeps to the table's size. */
    void add(long fieldHash, MemorySegment field, long offset, int name, int value, int asNumber) {
        int entry = count++;
        MemorySegment.copy(field, offset, bytes, end, name + value);
        start[entry] = end;
        nameBytes[entry] = name;
        valueBytes[entry] = value;
        number[entry] = asNumber;
        hash[entry] = fieldHash;
        end += name + value;
        int place = (int) fieldHash & (PLACES - 1);
        while (places[place] != EMPTY) {
            place = (place + 1) & (PLACES - 1);
        }
        places[place] = entry;
    }
}
