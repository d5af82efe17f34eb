package dev.tare.io.wire;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Builds heads and chunk framing in a buffer of the caller's.
 *
 * <p>It does not check what it is given: names and values come from constants, or from heads that
 * were parsed. What does not fit is left out and remembered: look at {@link #overflowed} once, at
 * the end.
 *
 * <p>Allocation: none.
 */
public final class Http1Writer {
    private static final int MAX_DIGITS = 20;

    private final byte[] digits = new byte[MAX_DIGITS];
    private MemorySegment target = MemorySegment.NULL;
    private long start;
    private int capacity;
    private int length;
    private boolean overflowed;

    /**
     * Begins to write.
     *
     * @param offset where in {@code target} the first byte goes
     * @param capacityBytes how many may be written there, 0 or more
     */
    public Http1Writer begin(MemorySegment target, long offset, int capacityBytes) {
        this.target = target;
        start = offset;
        capacity = capacityBytes;
        length = 0;
        overflowed = false;
        return this;
    }

    /** Bytes written since {@link #begin}. */
    public int length() {
        return length;
    }

    /** Whether something did not fit; then what was written is of no use. */
    public boolean overflowed() {
        return overflowed;
    }

    /**
     * Writes {@code HTTP/1.1}, the status, its reason phrase and CR LF.
     *
     * @param status 100 to 999
     */
    public Http1Writer statusLine(int status) {
        return bytes(StatusLines.of(status));
    }

    /** Writes a field: name, colon, space, value, CR LF. */
    public Http1Writer field(byte[] name, byte[] value) {
        return bytes(name).colon().bytes(value).crlf();
    }

    /** Writes a field with a number: name, colon, space, decimal digits, CR LF. */
    public Http1Writer field(byte[] name, long value) {
        return bytes(name).colon().decimal(value).crlf();
    }

    /**
     * Writes a field with all values that a head has of the same name, and one more at the end, as
     * lists such as {@code via} want it.
     */
    public Http1Writer joined(byte[] lowerCaseName, FieldsView from, byte[] last) {
        bytes(lowerCaseName).colon();
        int i = from.find(lowerCaseName, FieldsView.NONE);
        while (i != FieldsView.NONE) {
            if (from.valueLength(i) > 0) {
                bytes(from.bytes(), from.valueOffset(i), from.valueLength(i)).octet(',');
                octet(Octets.SP);
            }
            i = from.find(lowerCaseName, i);
        }
        return bytes(last).crlf();
    }

    /** Copies field {@code i} of a parsed head, with CR LF. */
    public Http1Writer field(Http1Head head, int i) {
        range(head, head.nameStart(i), head.nameEnd(i)).colon();
        return range(head, head.valueStart(i), head.valueEnd(i)).crlf();
    }

    /** Copies the bytes of a parsed head from {@code from} to {@code to}. */
    public Http1Writer range(Http1Head head, int from, int to) {
        return bytes(head.buffer(), head.offset() + from, to - from);
    }

    /** Writes bytes as they are. */
    public Http1Writer bytes(byte[] source) {
        if (fits(source.length)) {
            MemorySegment.copy(
                    source, 0, target, ValueLayout.JAVA_BYTE, start + length, source.length);
            length += source.length;
        }
        return this;
    }

    /** Writes bytes as they are. */
    public Http1Writer bytes(MemorySegment source, long offset, int count) {
        if (fits(count)) {
            MemorySegment.copy(source, offset, target, start + length, count);
            length += count;
        }
        return this;
    }

    /** Writes one byte. */
    public Http1Writer octet(int b) {
        if (fits(1)) {
            target.set(ValueLayout.JAVA_BYTE, start + length, (byte) b);
            length++;
        }
        return this;
    }

    /**
     * Writes a number in decimal digits.
     *
     * @param value 0 or more
     */
    public Http1Writer decimal(long value) {
        assert value >= 0 : value;
        int at = MAX_DIGITS;
        long rest = value;
        do {
            digits[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest != 0);
        return digitsFrom(at);
    }

    /** Writes CR LF: the end of a line, or the empty line that ends a head. */
    public Http1Writer crlf() {
        return octet(Octets.CR).octet(Octets.LF);
    }

    /**
     * Writes what comes before a chunk's data: its size and CR LF. After the data comes {@link
     * #crlf}.
     *
     * @param sizeBytes 1 or more
     */
    public Http1Writer chunkHeader(long sizeBytes) {
        assert sizeBytes > 0 : sizeBytes;
        int at = MAX_DIGITS;
        long rest = sizeBytes;
        do {
            int digit = (int) (rest & 0xf);
            digits[--at] = (byte) (digit < 10 ? '0' + digit : 'a' + digit - 10);
            rest >>>= 4;
        } while (rest != 0);
        return digitsFrom(at).crlf();
    }

    /** Writes the last chunk and an empty trailer section: the end of a chunked body. */
    public Http1Writer lastChunk() {
        return octet('0').crlf().crlf();
    }

    private Http1Writer colon() {
        return octet(':').octet(Octets.SP);
    }

    private Http1Writer digitsFrom(int at) {
        int count = MAX_DIGITS - at;
        if (fits(count)) {
            MemorySegment.copy(digits, at, target, ValueLayout.JAVA_BYTE, start + length, count);
            length += count;
        }
        return this;
    }

    private boolean fits(int bytes) {
        overflowed |= bytes > capacity - length;
        return !overflowed;
    }
}
