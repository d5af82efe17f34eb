package dev.tare.specimen.proxy.filter;

import org.jspecify.annotations.Nullable;

/**
 * What a filter answers in the upstream's place. One of an exchange, filled in anew each time.
 *
 * <p>Thread-safety: its loop's thread. Allocation: none.
 */
public final class FilterAnswer {
    /** The most fields of an answer. */
    static final int MAX_FIELDS = 8;

    /** The digits of a number, colon, blank and the end of the line. */
    private static final int MAX_SIGNS = 24;

    /** Why a request does not pass; each is counted for itself. */
    public enum Reason {
        /** Too many requests. */
        RATE_LIMITED,
        /** No token, or none that is known. */
        TOKEN_REFUSED,
        /** The request's body is longer than allowed. */
        REQUEST_TOO_LARGE,
        /** The response's body is longer than allowed. */
        RESPONSE_TOO_LARGE,
        /** Any other of a filter's own. */
        FILTER_DENIED
    }

    private final byte[][] names = new byte[MAX_FIELDS][];
    private final byte[] @Nullable [] values = new byte[MAX_FIELDS][];
    private final long[] numbers = new long[MAX_FIELDS];
    private int fieldCount;
    private int status;
    private Reason reason = Reason.FILTER_DENIED;
    private byte[] body = new byte[0];

    /**
     * Begins an answer.
     *
     * @param finalStatus 200 to 599
     * @param text of the body, plain; kept, not copied
     */
    public FilterAnswer begin(int finalStatus, Reason why, byte[] text) {
        status = finalStatus;
        reason = why;
        body = text;
        fieldCount = 0;
        return this;
    }

    /**
     * Adds a field; the proxy itself adds those for framing, the content's type and the date.
     *
     * @param name in lower case; kept, as is the value
     * @throws IllegalStateException for more than {@link #MAX_FIELDS}
     */
    public FilterAnswer field(byte[] name, byte[] value) {
        int i = next(name);
        values[i] = value;
        return this;
    }

    /** The same with a number, 0 or more. */
    public FilterAnswer field(byte[] name, long value) {
        int i = next(name);
        values[i] = null;
        numbers[i] = value;
        return this;
    }

    private int next(byte[] name) {
        if (fieldCount == MAX_FIELDS) {
            throw new IllegalStateException(
                    "an answer has %d fields at most".formatted(MAX_FIELDS));
        }
        names[fieldCount] = name;
        return fieldCount++;
    }

    public int status() {
        return status;
    }

    public Reason reason() {
        return reason;
    }

    /** Not to be changed, as are the arrays below. */
    public byte[] body() {
        return body;
    }

    public int fieldCount() {
        return fieldCount;
    }

    /** Room that all fields take at most, in bytes. */
    public int fieldBytes() {
        int bytes = 0;
        for (int i = 0; i < fieldCount; i++) {
            byte[] value = values[i];
            bytes += names[i].length + (value == null ? 0 : value.length) + MAX_SIGNS;
        }
        return bytes;
    }

    public byte[] fieldName(int i) {
        return names[i];
    }

    /** The value of field {@code i}; null where it is {@link #fieldNumber}. */
    public byte @Nullable [] fieldValue(int i) {
        return values[i];
    }

    public long fieldNumber(int i) {
        return numbers[i];
    }
}
