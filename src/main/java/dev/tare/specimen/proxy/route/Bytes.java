package dev.tare.specimen.proxy.route;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Comparisons of bytes in a segment with those of an array. Allocation: none. */
final class Bytes {
    private static final int HASH_MULTIPLIER = 31;

    private Bytes() {}

    static byte at(MemorySegment bytes, long position) {
        return bytes.get(ValueLayout.JAVA_BYTE, position);
    }

    static boolean equal(MemorySegment bytes, long offset, int length, byte[] wanted) {
        return length == wanted.length && startsWith(bytes, offset, length, wanted);
    }

    static boolean startsWith(MemorySegment bytes, long offset, int length, byte[] prefix) {
        if (length < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if (at(bytes, offset + i) != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    static boolean equalIgnoringCase(
            MemorySegment bytes, long offset, int length, byte[] lowerCase) {
        if (length != lowerCase.length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (lowerCase(at(bytes, offset + i)) != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    /** A hash that is the same for both cases of a letter. */
    static int hashIgnoringCase(MemorySegment bytes, long offset, int length) {
        int hash = 0;
        for (int i = 0; i < length; i++) {
            hash = HASH_MULTIPLIER * hash + lowerCase(at(bytes, offset + i));
        }
        return hash;
    }

    private static byte lowerCase(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b | 0x20) : b;
    }
}
