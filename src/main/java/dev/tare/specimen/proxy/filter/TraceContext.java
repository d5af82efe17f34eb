package dev.tare.specimen.proxy.filter;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tare.base.stats.SplitMix64;
import dev.tare.io.wire.FieldsView;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * In which trace a request stands: read from its head or begun here, and what is written into the
 * head that is passed on. One of an exchange, used again for the next.
 *
 * <p>Thread-safety: its loop's thread. Allocation: none after construction. Source: W3C Trace
 * Context, level 1, sections 3.2 (traceparent), 3.3 (tracestate) and 4.3 (mutating); of level 2 the
 * flag {@code random}.
 */
public final class TraceContext {
    private static final String PARENT = "traceparent";
    private static final String STATE = "tracestate";
    private static final byte[] PARENT_NAME = PARENT.getBytes(US_ASCII);
    private static final byte[] HEX_DIGITS = "0123456789abcdef".getBytes(US_ASCII);
    private static final int SAMPLED = 1;
    private static final int RANDOM = 2;

    /** Where the parts of {@code 00-TRACE-PARENT-FLAGS} stand. */
    private static final class Form {
        static final int VERSION = 0;
        static final int TRACE = 3;
        static final int PARENT = 36;
        static final int FLAGS = 53;
        static final int LENGTH = 55;
        static final int HALF = 16;
        static final int NO_VERSION = 0xff;

        private Form() {}
    }

    private final byte[] text =
            ("00-" + "0".repeat(32) + "-" + "0".repeat(16) + "-00").getBytes(US_ASCII);
    private final FieldEdits continued = FieldEdits.ofOwn(List.of(PARENT), PARENT, text);
    private final FieldEdits begun = FieldEdits.ofOwn(List.of(PARENT, STATE), PARENT, text);
    private boolean known;
    private long traceHigh;
    private long traceLow;
    private int flags;

    TraceContext() {}

    /** The next exchange, of which nothing is known. */
    void clear() {
        known = false;
    }

    /** Whether the request stands in a trace. */
    public boolean isKnown() {
        return known;
    }

    /** The first half of the trace's id. */
    public long traceHigh() {
        return traceHigh;
    }

    /** The second half of the trace's id. */
    public long traceLow() {
        return traceLow;
    }

    /**
     * Goes on with the trace that a request's head names, or begins another one where it names none
     * or not as it should: then what other systems have said of it is dropped.
     *
     * @param random of ids; none of them is 0
     * @param sampledPercent of the traces that begin here, 0 to 100
     * @return what is to be changed of the head; valid until the next call
     */
    FieldEdits take(FieldsView fields, SplitMix64 random, double sampledPercent) {
        boolean read = read(fields);
        if (!read) {
            traceHigh = random.nextLong();
            traceLow = idOf(random);
            flags = random.nextDouble() * 100 < sampledPercent ? SAMPLED : 0;
        }
        known = true;
        write(Form.TRACE, traceHigh, Form.HALF);
        write(Form.TRACE + Form.HALF, traceLow, Form.HALF);
        write(Form.PARENT, idOf(random), Form.HALF);
        write(Form.FLAGS, flags, 2);
        return read ? continued : begun;
    }

    private static long idOf(SplitMix64 random) {
        long id = random.nextLong();
        return id == 0 ? 1 : id;
    }

    /** Two of them are none: nobody could say which one counts. */
    private boolean read(FieldsView fields) {
        int field = fields.find(PARENT_NAME, FieldsView.NONE);
        if (field == FieldsView.NONE || fields.find(PARENT_NAME, field) != FieldsView.NONE) {
            return false;
        }
        int length = fields.valueLength(field);
        if (length < Form.LENGTH) {
            return false;
        }
        MemorySegment bytes = fields.bytes();
        long start = fields.valueOffset(field);
        long version = hex(bytes, start + Form.VERSION, 2);
        boolean dashes =
                isDash(bytes, start + Form.TRACE - 1)
                        && isDash(bytes, start + Form.PARENT - 1)
                        && isDash(bytes, start + Form.FLAGS - 1);
        // A later version may say more, behind another dash.
        boolean endsRight =
                length == Form.LENGTH || (version > 0 && isDash(bytes, start + Form.LENGTH));
        if (!dashes || !endsRight || version < 0 || version == Form.NO_VERSION) {
            return false;
        }
        if (!isHex(bytes, start + Form.TRACE, 2 * Form.HALF)
                || !isHex(bytes, start + Form.PARENT, Form.HALF)
                || !isHex(bytes, start + Form.FLAGS, 2)) {
            return false;
        }
        traceHigh = hex(bytes, start + Form.TRACE, Form.HALF);
        traceLow = hex(bytes, start + Form.TRACE + Form.HALF, Form.HALF);
        flags = (int) hex(bytes, start + Form.FLAGS, 2) & (SAMPLED | RANDOM);
        long parent = hex(bytes, start + Form.PARENT, Form.HALF);
        return (traceHigh | traceLow) != 0 && parent != 0;
    }

    private static boolean isDash(MemorySegment bytes, long offset) {
        return bytes.get(ValueLayout.JAVA_BYTE, offset) == '-';
    }

    private static boolean isHex(MemorySegment bytes, long offset, int digits) {
        for (int i = 0; i < digits; i++) {
            if (digit(bytes.get(ValueLayout.JAVA_BYTE, offset + i)) < 0) {
                return false;
            }
        }
        return true;
    }

    /** The value of digits; of one or two −1 if one of them is none. */
    private static long hex(MemorySegment bytes, long offset, int digits) {
        long value = 0;
        for (int i = 0; i < digits; i++) {
            int digit = digit(bytes.get(ValueLayout.JAVA_BYTE, offset + i));
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    /** Upper-case letters are no digits here. */
    private static int digit(byte b) {
        if (b >= '0' && b <= '9') {
            return b - '0';
        }
        return b >= 'a' && b <= 'f' ? b - 'a' + 10 : -1;
    }

    private void write(int at, long value, int digits) {
        for (int i = 0; i < digits; i++) {
            text[at + i] = HEX_DIGITS[(int) (value >>> (4 * (digits - 1 - i))) & 0xf];
        }
    }
}
