package dev.tare.specimen.proxy.filter;

import java.lang.foreign.MemorySegment;

/**
 * All that is to be changed of one head, for whoever writes it: first which of the received fields
 * go, then which fields come.
 *
 * <p>Thread-safety: its loop's thread. Allocation: none.
 */
public final class HeadEdits {
    /** Nothing is changed. */
    public static final HeadEdits NONE = new HeadEdits(0);

    private final FieldEdits[] edits;
    private int count;

    /** Room for as many changes as a chain has steps. */
    HeadEdits(int capacity) {
        edits = new FieldEdits[capacity];
    }

    void clear() {
        count = 0;
    }

    void add(FieldEdits next) {
        if (count == edits.length) {
            throw new IllegalStateException("a head is changed %d times at most".formatted(count));
        }
        edits[count++] = next;
    }

    public boolean isEmpty() {
        return count == 0;
    }

    /** Whether a received field with this name is left out, the case of its letters aside. */
    public boolean drop(MemorySegment bytes, long nameOffset, int nameLength) {
        for (int i = 0; i < count; i++) {
            if (edits[i].drop(bytes, nameOffset, nameLength)) {
                return true;
            }
        }
        return false;
    }

    /** The same for a name in lower case. */
    public boolean drop(byte[] lowerCaseName) {
        return isDroppedAfter(-1, lowerCaseName);
    }

    /** Takes the fields that come, one after the other. */
    public interface Sink {
        /**
         * A field to be written.
         *
         * @param name as HTTP/1.1 has it
         * @param lowerCaseName as HTTP/2 has it
         */
        void field(byte[] name, byte[] lowerCaseName, byte[] value);
    }

    /** Tells the fields that come, but for those that a later change leaves out again. */
    public void tell(Sink sink) {
        for (int i = 0; i < count; i++) {
            FieldEdits of = edits[i];
            for (int k = 0; k < of.putCount(); k++) {
                if (!isDroppedAfter(i, of.lowerCaseName(k))) {
                    sink.field(of.name(k), of.lowerCaseName(k), of.value(k));
                }
            }
        }
    }

    private boolean isDroppedAfter(int edit, byte[] lowerCaseName) {
        for (int i = edit + 1; i < count; i++) {
            if (edits[i].drop(lowerCaseName)) {
                return true;
            }
        }
        return false;
    }
}
