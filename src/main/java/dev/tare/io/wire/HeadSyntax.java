package dev.tare.io.wire;

import java.lang.foreign.MemorySegment;

/**
 * Whether bytes that come from elsewhere may stand in an HTTP/1 head: the same rules by which
 * {@link Http1Head} reads one.
 *
 * <p>Thread-safety: no state. Allocation: none. Source: RFC 9110, sections 5.5, 5.6 and 7.2; RFC
 * 9112, section 3.2.
 */
public final class HeadSyntax {
    private HeadSyntax() {}

    /** Whether they are a token, such as a method or a field's name. */
    public static boolean isToken(MemorySegment bytes, long offset, int length) {
        return length > 0 && Octets.endOf(Octets.TOKEN, bytes, offset, 0, length) == length;
    }

    /** Whether a field's value may hold them: no control character but tabs. */
    public static boolean isText(MemorySegment bytes, long offset, int length) {
        return Octets.endOfText(bytes, offset, 0, length) == length;
    }

    /** Whether they are a path with an optional query. */
    public static boolean isPathAndQuery(MemorySegment bytes, long offset, int length) {
        return length > 0
                && Octets.at(bytes, offset) == '/'
                && RequestTarget.isPathAndQuery(bytes, offset, 0, length);
    }

    /** Whether they are a host with an optional port; nothing is not. */
    public static boolean isHostAndPort(MemorySegment bytes, long offset, int length) {
        return length > 0
                && Octets.at(bytes, offset) != ':'
                && Authority.isHostAndPort(bytes, offset, 0, length);
    }

    /**
     * Whether two pieces of text of the same length are equal, the case of letters aside.
     *
     * @param length bytes, 0 or more
     */
    public static boolean equalsIgnoringCase(
            MemorySegment one, long offset, MemorySegment other, long otherOffset, int length) {
        for (int i = 0; i < length; i++) {
            byte left = Octets.at(one, offset + i);
            byte right = Octets.at(other, otherOffset + i);
            boolean letters = (left ^ right) == 0x20 && Octets.isLetter(left);
            if (left != right && !letters) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether a list with commas has an element that is this word, the case of letters aside.
     *
     * @param lowerCaseWord letters, digits and hyphens
     */
    public static boolean listHas(
            MemorySegment bytes, long offset, int length, byte[] lowerCaseWord) {
        int from = 0;
        while (from < length) {
            int end = from;
            while (end < length && Octets.at(bytes, offset + end) != ',') {
                end++;
            }
            int start = from;
            while (start < end && Octets.isBlank(Octets.at(bytes, offset + start))) {
                start++;
            }
            int wordBytes = Octets.trimEnd(bytes, offset, start, end) - start;
            if (Octets.equalsIgnoringCase(bytes, offset + start, wordBytes, lowerCaseWord)) {
                return true;
            }
            from = end + 1;
        }
        return false;
    }
}
