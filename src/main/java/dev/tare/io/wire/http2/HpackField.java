package dev.tare.io.wire.http2;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A field to be sent, with what an encoder wants to know about it.
 *
 * @param name lower-case
 * @param value may hold any character; it is sent as UTF-8
 * @param nameIndex the static table's first entry with this name, or {@link StaticTable#NONE}
 * @param fieldIndex the static table's entry with this name and value, or {@link StaticTable#NONE}
 * @param indexed whether it is worth a place in the peer's dynamic table
 */
record HpackField(String name, String value, int nameIndex, int fieldIndex, boolean indexed) {

    static HpackField of(String name, String value) {
        return of(name, value, true);
    }

    static HpackField of(String name, String value, boolean indexed) {
        int nameIndex = StaticTable.findName(name);
        return new HpackField(name, value, nameIndex, StaticTable.findField(name, value), indexed);
    }

    byte[] nameBytes() {
        return name.getBytes(US_ASCII);
    }

    byte[] valueBytes() {
        return value.getBytes(UTF_8);
    }

    /** The size that it has in a table (RFC 7541, section 4.1). */
    int tableBytes() {
        return name.length() + valueBytes().length + DynamicTable.ENTRY_OVERHEAD_BYTES;
    }
}
