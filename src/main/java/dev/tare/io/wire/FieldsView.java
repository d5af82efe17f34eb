package dev.tare.io.wire;

import java.lang.foreign.MemorySegment;

/**
 * The fields of a head, or of trailers, where they lie: the same for every version of HTTP.
 *
 * <p>To go through all fields of one name:
 *
 * <pre>{@code
 * for (int i = fields.find(name, NONE); i != NONE; i = fields.find(name, i)) { ... }
 * }</pre>
 *
 * <p>Valid as long as the one who hands it over says, at most until more bytes are read.
 *
 * <p>Thread-safety: the thread of its connection only. Allocation: none, but for the methods that
 * return a {@link String}.
 */
public interface FieldsView {
    /** No field: what {@link #find} returns, and what it begins with. */
    int NONE = -1;

    /** How many fields there are; those of HTTP/2 that begin with a colon count. */
    int count();

    /**
     * The first field with this name, the case of letters aside, behind another one.
     *
     * @param lowerCaseName letters in lower case
     * @param after the field behind which to begin; {@link #NONE} for all
     * @return its index, or {@link #NONE}
     */
    int find(byte[] lowerCaseName, int after);

    /** Whether the value of field {@code i} is exactly these bytes. */
    boolean valueEquals(int i, byte[] value);

    /** Which field it is: a constant of {@link KnownField}. */
    int known(int i);

    /** The bytes that {@link #nameOffset} and {@link #valueOffset} count in. */
    MemorySegment bytes();

    /** Where in {@link #bytes} the name of field {@code i} begins, as it was sent. */
    long nameOffset(int i);

    /** How many bytes the name of field {@code i} has. */
    int nameLength(int i);

    /** Where in {@link #bytes} the value of field {@code i} begins. */
    long valueOffset(int i);

    /** How many bytes the value of field {@code i} has, without blanks around it. */
    int valueLength(int i);

    /** The name of field {@code i} as it stands, a character a byte. Allocates. */
    String nameText(int i);

    /** The value of field {@code i}, a character a byte. Allocates. */
    String valueText(int i);
}
