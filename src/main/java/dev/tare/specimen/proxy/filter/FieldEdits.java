package dev.tare.specimen.proxy.filter;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tare.base.core.Field;
import dev.tare.specimen.proxy.config.FilterRule;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Changes of a head's fields: which of those that are there go, and which come.
 *
 * <p>Thread-safety: immutable; nobody writes to the arrays, but for a value that is somebody's own.
 * Allocation: none after construction.
 */
public final class FieldEdits {
    private final byte[][] dropped;
    private final byte[][] names;
    private final byte[][] lowerCaseNames;
    private final byte[][] values;

    private FieldEdits(List<String> dropped, List<Field> put) {
        this.dropped =
                dropped.stream()
                        .map(name -> name.toLowerCase(Locale.ROOT).getBytes(US_ASCII))
                        .toArray(byte[][]::new);
        names = put.stream().map(field -> field.name().getBytes(US_ASCII)).toArray(byte[][]::new);
        lowerCaseNames =
                put.stream()
                        .map(field -> field.name().toLowerCase(Locale.ROOT).getBytes(US_ASCII))
                        .toArray(byte[][]::new);
        values =
                put.stream()
                        .map(field -> field.value().strip().getBytes(ISO_8859_1))
                        .toArray(byte[][]::new);
    }

    /**
     * One field whose value differs from exchange to exchange.
     *
     * @param gone names of fields that go, in lower case
     * @param value written to by its owner before each use
     */
    static FieldEdits ofOwn(List<String> gone, String name, byte[] value) {
        FieldEdits edits = new FieldEdits(gone, List.of(new Field(name, "")));
        edits.values[0] = value;
        return edits;
    }

    /** What a configuration asks for. */
    public static FieldEdits of(FilterRule.Edits edits) {
        List<String> dropped = new ArrayList<>(edits.remove());
        edits.set().forEach(field -> dropped.add(field.name()));
        return new FieldEdits(
                dropped, Stream.concat(edits.set().stream(), edits.add().stream()).toList());
    }

    /** Whether nothing changes. */
    boolean isEmpty() {
        return dropped.length == 0 && names.length == 0;
    }

    /** Whether fields with this name go, the case of its letters aside. */
    boolean drop(MemorySegment bytes, long nameOffset, int nameLength) {
        for (byte[] name : dropped) {
            if (name.length == nameLength && isNamed(bytes, nameOffset, name)) {
                return true;
            }
        }
        return false;
    }

    /** The same for a name in lower case. */
    boolean drop(byte[] lowerCaseName) {
        for (byte[] name : dropped) {
            if (Arrays.equals(name, lowerCaseName)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isNamed(MemorySegment bytes, long offset, byte[] lowerCaseName) {
        for (int i = 0; i < lowerCaseName.length; i++) {
            byte b = bytes.get(ValueLayout.JAVA_BYTE, offset + i);
            int lowerCase = b >= 'A' && b <= 'Z' ? b | 0x20 : b;
            if (lowerCase != lowerCaseName[i]) {
                return false;
            }
        }
        return true;
    }

    /** How many fields come. */
    int putCount() {
        return names.length;
    }

    /** The name of one that comes, as it is to be written in HTTP/1.1. */
    byte[] name(int i) {
        return names[i];
    }

    /** The same as HTTP/2 has it. */
    byte[] lowerCaseName(int i) {
        return lowerCaseNames[i];
    }

    byte[] value(int i) {
        return values[i];
    }
}
