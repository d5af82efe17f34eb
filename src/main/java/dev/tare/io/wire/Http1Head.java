package dev.tare.io.wire;

import static dev.tare.io.wire.Octets.CR;
import static dev.tare.io.wire.Octets.LF;
import static dev.tare.io.wire.Octets.SP;
import static dev.tare.io.wire.Octets.at;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A parsed HTTP/1.x message head: an index into the caller's buffer, to be used again for the next.
 *
 * <p>All positions are relative to the offset that was given to the parse. They, and every method
 * that reads the buffer, are valid only as long as the buffer's bytes stay as they were.
 *
 * <p>Allocation: none, once the index has grown to the number of fields that the traffic has.
 *
 * <p>Source: RFC 9112, sections 2 to 6; RFC 9110, section 5.
 */
public final class Http1Head {
    /** The longest head, its blank line included. */
    public static final int MAX_HEAD_BYTES = 64 * 1024;

    /** The most fields of a head. */
    public static final int MAX_FIELDS = 256;

    /** The head is well-formed so far, and not whole yet. */
    public static final int NEED_MORE = -1;

    /** The bytes are no head; {@link #fault} says why. */
    public static final int MALFORMED = -2;

    /** The head is longer than {@link #MAX_HEAD_BYTES} or has more than {@link #MAX_FIELDS}. */
    public static final int TOO_LARGE = -3;

    private static final int FIRST_CAPACITY = 32;
    private static final int STRIDE = 5;
    private static final int NAME_START = 0;
    private static final int NAME_END = 1;
    private static final int VALUE_START = 2;
    private static final int VALUE_END = 3;
    private static final int KNOWN = 4;

    private static final String NO_FAULT = "";
    private static final String WRONG_VERSION = "the version is not HTTP/1.x";
    private static final int STATUS_LENGTH = 4; // " 200"
    private static final int VERSION_LENGTH = 8;
    private static final long VERSION = 0x00_2e_31_2f_50_54_54_48L; // "HTTP/1." read as a word
    private static final long VERSION_MASK = 0x00_ff_ff_ff_ff_ff_ff_ffL;
    private static final int BAD_REQUEST = 400;
    private static final int FIELDS_TOO_LARGE = 431;
    private static final int VERSION_NOT_SUPPORTED = 505;

    private final HeadMeaning meaning = new HeadMeaning();
    private MemorySegment buffer = MemorySegment.NULL;
    private long offset;
    private int limit;
    private int[] index = new int[FIRST_CAPACITY * STRIDE];
    private int fieldCount;
    private String fault = NO_FAULT;
    private int faultStatus;

    private HttpMethod method = HttpMethod.OTHER;
    private TargetForm targetForm = TargetForm.ORIGIN;
    private int methodStart;
    private int methodEnd;
    private int targetStart;
    private int targetEnd;
    private int status;
    private int minorVersion;

    /**
     * Parses a request's head. One empty line before it is skipped (RFC 9112, section 2.2).
     *
     * @param offset of the first byte in {@code buffer}, 0 or more
     * @param length bytes that are there, 0 or more; the parse looks at none behind them
     * @return the length of the head in bytes, its blank line included, or {@link #NEED_MORE},
     *     {@link #MALFORMED} or {@link #TOO_LARGE}
     */
    public int parseRequest(MemorySegment buffer, long offset, int length) {
        return parse(buffer, offset, length, true);
    }

    /**
     * Parses a response's head.
     *
     * @param offset of the first byte in {@code buffer}, 0 or more
     * @param length bytes that are there, 0 or more; the parse looks at none behind them
     * @return the length of the head in bytes, its blank line included, or {@link #NEED_MORE},
     *     {@link #MALFORMED} or {@link #TOO_LARGE}
     */
    public int parseResponse(MemorySegment buffer, long offset, int length) {
        return parse(buffer, offset, length, false);
    }

    /** What is wrong with a malformed or too large head, in words; else empty. */
    public String fault() {
        return fault;
    }

    /** The status that answers a malformed or too large request: 400, 431 or 505; else 0. */
    public int faultStatus() {
        return faultStatus;
    }

    /** The buffer that was parsed. */
    public MemorySegment buffer() {
        return buffer;
    }

    /** Where in {@link #buffer} position 0 lies. */
    public long offset() {
        return offset;
    }

    /** The request's method. */
    public HttpMethod method() {
        return method;
    }

    public int methodStart() {
        return methodStart;
    }

    public int methodEnd() {
        return methodEnd;
    }

    /** The form of the request target. */
    public TargetForm targetForm() {
        return targetForm;
    }

    public int targetStart() {
        return targetStart;
    }

    public int targetEnd() {
        return targetEnd;
    }

    /** The response's status, 100 to 999. */
    public int status() {
        return status;
    }

    /** 0 for HTTP/1.0; 1 for HTTP/1.1 and the minor versions after it. */
    public int minorVersion() {
        return minorVersion;
    }

    /** How many fields the head has, 0 to {@link #MAX_FIELDS}. */
    public int fieldCount() {
        return fieldCount;
    }

    public int nameStart(int i) {
        return index[slot(i) + NAME_START];
    }

    public int nameEnd(int i) {
        return index[slot(i) + NAME_END];
    }

    /** Where the value begins, after the blanks before it. */
    public int valueStart(int i) {
        return index[slot(i) + VALUE_START];
    }

    /** Where the value ends, before the blanks after it. */
    public int valueEnd(int i) {
        return index[slot(i) + VALUE_END];
    }

    /** Which field it is: a constant of {@link KnownField}. */
    public int known(int i) {
        return index[slot(i) + KNOWN];
    }

    /**
     * The first field of this kind.
     *
     * @param known a constant of {@link KnownField}
     * @return its index, or -1
     */
    public int find(int known) {
        for (int i = 0; i < fieldCount; i++) {
            if (index[i * STRIDE + KNOWN] == known) {
                return i;
            }
        }
        return -1;
    }

    /** Content-Length in bytes, or -1 when the head has none. */
    public long contentLength() {
        return meaning.contentLength;
    }

    /** Whether chunked is the last transfer coding. */
    public boolean chunked() {
        return meaning.chunkedLast;
    }

    /** Whether there is a Transfer-Encoding at all. */
    public boolean transferCoded() {
        return meaning.transferCoded;
    }

    /**
     * Whether the connection may carry another message after this one, by version and Connection. A
     * body that lasts until the connection closes is not looked at here.
     *
     * <p>Source: RFC 9112, section 9.3, and section 6.3 for Transfer-Encoding with Content-Length.
     */
    public boolean keepAlive() {
        if (meaning.closeToken || (meaning.transferCoded && meaning.contentLength >= 0)) {
            return false;
        }
        return minorVersion > 0 || meaning.keepAliveToken;
    }

    /** Whether the request waits for 100 (Continue); never in HTTP/1.0. */
    public boolean expectContinue() {
        return meaning.continueExpected && minorVersion > 0;
    }

    /** Whether there is an Upgrade that Connection names; never in HTTP/1.0. */
    public boolean upgrade() {
        return meaning.upgradeField && meaning.upgradeToken && minorVersion > 0;
    }

    /** Whether Connection names the field, which makes it one for the next hop only. */
    public boolean connectionNames(int fieldIndex) {
        int nameStart = nameStart(fieldIndex);
        int nameEnd = nameEnd(fieldIndex);
        for (int i = 0; i < fieldCount; i++) {
            if (known(i) == KnownField.CONNECTION
                    && HeadMeaning.listNames(
                            buffer, offset, valueStart(i), valueEnd(i), nameStart, nameEnd)) {
                return true;
            }
        }
        return false;
    }

    /** The bytes from {@code start} to {@code end} as text, one character a byte. Allocates. */
    public String copy(int start, int end) {
        byte[] bytes = buffer.asSlice(offset + start, end - start).toArray(ValueLayout.JAVA_BYTE);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private int slot(int i) {
        return Objects.checkIndex(i, fieldCount) * STRIDE;
    }

    private int parse(MemorySegment bytes, long first, int length, boolean request) {
        buffer = bytes;
        offset = first;
        limit = Math.min(length, MAX_HEAD_BYTES);
        fieldCount = 0;
        fault = NO_FAULT;
        faultStatus = 0;
        meaning.reset(request);
        int p = request ? requestLine() : statusLine();
        while (p >= 0) {
            if (p + 1 < limit && at(bytes, first + p) == CR && at(bytes, first + p + 1) == LF) {
                @Nullable String wrong = meaning.whole(minorVersion);
                return wrong == null ? p + 2 : malformed(wrong);
            }
            p = fieldLine(p);
        }
        if (p == NEED_MORE && length >= MAX_HEAD_BYTES) {
            return tooLarge("the head is longer than 65,536 bytes");
        }
        return p;
    }

    private int requestLine() {
        MemorySegment bytes = buffer;
        int p = 0;
        if (limit > 0 && at(bytes, offset) == CR) {
            p = endOfLine(0);
            if (p < 0) {
                return p;
            }
        }
        methodStart = p;
        long packed = 0;
        while (p < limit) {
            byte b = at(bytes, offset + p);
            if (!Octets.is(b, Octets.TOKEN)) {
                break;
            }
            packed = (packed << Byte.SIZE) | b;
            p++;
        }
        methodEnd = p;
        if (p == limit) {
            return NEED_MORE;
        }
        if (p == methodStart || at(bytes, offset + p) != SP) {
            return malformed("the request line does not begin with a method and a space");
        }
        method = HttpMethod.of(packed);
        targetStart = p + 1;
        targetEnd = RequestTarget.endOf(bytes, offset, targetStart, limit);
        if (targetEnd == limit) {
            return NEED_MORE;
        }
        if (at(bytes, offset + targetEnd) != SP) {
            return malformed("the request target is not followed by a space and a version");
        }
        @Nullable TargetForm form =
                RequestTarget.form(method, bytes, offset, targetStart, targetEnd);
        if (form == null) {
            return malformed("the request target is none that its method may have");
        }
        targetForm = form;
        p = version(targetEnd + 1);
        return p < 0 ? p : endOfLine(p);
    }

    private int statusLine() {
        int p = version(0);
        if (p < 0) {
            return p;
        }
        int end = p + STATUS_LENGTH;
        for (int i = p; i < end; i++) {
            if (i == limit) {
                return NEED_MORE;
            }
            byte b = at(buffer, offset + i);
            boolean right = i == p ? b == SP : Octets.is(b, Octets.DIGIT);
            if (!right) {
                return malformed("the version is not followed by a space and a status");
            }
        }
        status = digit(p + 1) * 100 + digit(p + 2) * 10 + digit(p + 3);
        if (status < 100) {
            return malformed("the status is less than 100");
        }
        if (end < limit && at(buffer, offset + end) == SP) {
            end = Octets.endOfText(buffer, offset, end + 1, limit);
        }
        return endOfLine(end);
    }

    private int digit(int p) {
        return at(buffer, offset + p) - '0';
    }

    /** Reads {@code HTTP/1.x}; returns the position after it. */
    private int version(int p) {
        if (p + VERSION_LENGTH > limit) {
            return beginsVersion(p) ? NEED_MORE : malformed(WRONG_VERSION);
        }
        long word = Octets.wordAt(buffer, offset + p);
        byte minor = (byte) (word >>> (7 * Byte.SIZE));
        if ((word & VERSION_MASK) != VERSION || !Octets.is(minor, Octets.DIGIT)) {
            malformed(WRONG_VERSION);
            faultStatus = isOtherVersion(word) ? VERSION_NOT_SUPPORTED : BAD_REQUEST;
            return MALFORMED;
        }
        minorVersion = minor == '0' ? 0 : 1;
        return p + VERSION_LENGTH;
    }

    /** Whether the bytes from {@code p} on, less than a version, may become one. */
    private boolean beginsVersion(int p) {
        for (int i = p; i < limit; i++) {
            if (at(buffer, offset + i) != (byte) (VERSION >>> ((i - p) * Byte.SIZE))) {
                return false;
            }
        }
        return true;
    }

    /** Whether the bytes are {@code HTTP/d.d} with another major version than 1. */
    private static boolean isOtherVersion(long word) {
        int majorShift = 5 * Byte.SIZE;
        byte major = (byte) (word >>> majorShift);
        byte minor = (byte) (word >>> (7 * Byte.SIZE));
        long rest = VERSION_MASK & ~(0xffL << majorShift);
        return (word & rest) == (VERSION & rest)
                && Octets.is(major, Octets.DIGIT)
                && major != '1'
                && Octets.is(minor, Octets.DIGIT);
    }

    /** Reads one field; returns the position after its line. */
    private int fieldLine(int start) {
        MemorySegment bytes = buffer;
        long base = offset;
        int end = limit;
        int p = Octets.endOf(Octets.TOKEN, bytes, base, start, end);
        if (p == end) {
            return NEED_MORE;
        }
        if (p == start || at(bytes, base + p) != ':') {
            return noName(start, p);
        }
        int nameEnd = p;
        p++;
        while (p < end && Octets.isBlank(at(bytes, base + p))) {
            p++;
        }
        int valueStart = p;
        p = Octets.endOfText(bytes, base, p, end);
        int valueEnd = Octets.trimEnd(bytes, base, valueStart, p);
        p = endOfLine(p);
        if (p < 0) {
            return p;
        }
        if (fieldCount == MAX_FIELDS) {
            return tooLarge("more than 256 fields");
        }
        int known = KnownField.find(bytes, base + start, nameEnd - start);
        add(start, nameEnd, valueStart, valueEnd, known);
        if (known == KnownField.UNKNOWN) {
            return p;
        }
        @Nullable String wrong = meaning.field(known, bytes, base, valueStart, valueEnd);
        return wrong == null ? p : malformed(wrong);
    }

    private int noName(int start, int p) {
        byte b = at(buffer, offset + p);
        if (p == start && b == CR) {
            // What follows is LF, or the head would have ended here.
            return endOfLine(p);
        }
        if (p == start && Octets.isBlank(b)) {
            return malformed("a line that begins with a blank");
        }
        if (Octets.isBlank(b)) {
            return malformed("a blank between a field's name and its colon");
        }
        return malformed(
                b == LF ? "a line that ends in LF without CR" : "a field's name is not a token");
    }

    private void add(int nameStart, int nameEnd, int valueStart, int valueEnd, int known) {
        int slot = fieldCount * STRIDE;
        if (slot == index.length) {
            index = Arrays.copyOf(index, Math.min(2 * slot, MAX_FIELDS * STRIDE));
        }
        index[slot + NAME_START] = nameStart;
        index[slot + NAME_END] = nameEnd;
        index[slot + VALUE_START] = valueStart;
        index[slot + VALUE_END] = valueEnd;
        index[slot + KNOWN] = known;
        fieldCount++;
    }

    /** Reads CR LF; returns the position after it. */
    private int endOfLine(int p) {
        if (p >= limit) {
            return NEED_MORE;
        }
        byte b = at(buffer, offset + p);
        if (b != CR) {
            return malformed(
                    b == LF
                            ? "a line that ends in LF without CR"
                            : "a byte that a line must not hold here");
        }
        if (p + 1 >= limit) {
            return NEED_MORE;
        }
        return at(buffer, offset + p + 1) == LF ? p + 2 : malformed("CR without LF");
    }

    private int malformed(String wrong) {
        fault = wrong;
        faultStatus = BAD_REQUEST;
        return MALFORMED;
    }

    private int tooLarge(String wrong) {
        fault = wrong;
        faultStatus = FIELDS_TOO_LARGE;
        return TOO_LARGE;
    }
}
