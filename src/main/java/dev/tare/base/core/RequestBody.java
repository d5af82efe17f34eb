package dev.tare.base.core;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The bytes of a request's body. Immutable. */
public final class RequestBody {
    /** The longest body, bytes. */
    public static final int MAX_BYTES = 256 * 1024 * 1024;

    private static final RequestBody EMPTY = new RequestBody(new byte[0]);

    private final byte[] bytes;

    private RequestBody(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "a body of %d bytes, must be at most %d".formatted(bytes.length, MAX_BYTES));
        }
        this.bytes = bytes;
    }

    /** No body. */
    public static RequestBody empty() {
        return EMPTY;
    }

    /** The text in UTF-8. */
    public static RequestBody of(String text) {
        return text.isEmpty() ? EMPTY : new RequestBody(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A copy of these bytes. */
    public static RequestBody of(byte[] bytes) {
        return new RequestBody(bytes.clone());
    }

    /**
     * A body of printable characters for which only the size matters.
     *
     * @param length in bytes, 0 to {@link #MAX_BYTES}
     */
    public static RequestBody ofLength(int length) {
        byte[] filling = new byte[length];
        for (int i = 0; i < length; i++) {
            filling[i] = (byte) ('a' + i % 26);
        }
        return new RequestBody(filling);
    }

    /** How many bytes. */
    public int length() {
        return bytes.length;
    }

    public boolean isEmpty() {
        return bytes.length == 0;
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The text whose UTF-8 the bytes are; absent where they are no UTF-8. */
    public Optional<String> text() {
        try {
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException binary) {
            return Optional.empty();
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RequestBody that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "a body of " + bytes.length + " bytes";
    }
}
