package dev.tare.io.wire.http2;

import java.lang.foreign.MemorySegment;

/**
 * The fields of a head or of trailers, as views into one buffer. Valid during the callback that
 * hands them over.
 *
 * <p>Names are lower-case. Pseudo-header fields such as {@code :status} come first.
 *
 * <p>Allocation: none, but for the methods that return a {@link String}.
 */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"})
public final class Http2Fields {
    /** What {@link #find} returns when there is no such field. */
    public static final int NONE = -1;

    Http2Fields() {}

    /** The status of an answer's head, 200 to 999; 0 for a request's head and for trailers. */
    public int status() {
        throw new UnsupportedOperationException();
    }

    /** What Content-Length says, or -1. */
    public long contentLength() {
        throw new UnsupportedOperationException();
    }

    /** How many fields there are, pseudo-header fields included. */
    public int count() {
        throw new UnsupportedOperationException();
    }

    /** The first field with this name, or {@link #NONE}. */
    public int find(byte[] lowerCaseName) {
        throw new UnsupportedOperationException();
    }

    /** The first field with this name behind field {@code after}, or {@link #NONE}. */
    public int find(byte[] lowerCaseName, int after) {
        throw new UnsupportedOperationException();
    }

    /** The bytes that positions of names and values count in. */
    public MemorySegment bytes() {
        throw new UnsupportedOperationException();
    }

    /** Where the name of field {@code i} begins in {@link #bytes}. */
    public int nameStart(int i) {
        throw new UnsupportedOperationException();
    }

    /** Where the name of field {@code i} ends, exclusive. */
    public int nameEnd(int i) {
        throw new UnsupportedOperationException();
    }

    /** Where the value of field {@code i} begins in {@link #bytes}. */
    public int valueStart(int i) {
        throw new UnsupportedOperationException();
    }

    /** Where the value of field {@code i} ends, exclusive. */
    public int valueEnd(int i) {
        throw new UnsupportedOperationException();
    }

    /** Whether the value of field {@code i} is exactly these bytes. */
    public boolean valueEquals(int i, byte[] value) {
        throw new UnsupportedOperationException();
    }

    /** The name of field {@code i} as text. Allocates. */
    public String nameText(int i) {
        throw new UnsupportedOperationException();
    }

    /** The value of field {@code i} as text, a character a byte. Allocates. */
    public String valueText(int i) {
        throw new UnsupportedOperationException();
    }
}
