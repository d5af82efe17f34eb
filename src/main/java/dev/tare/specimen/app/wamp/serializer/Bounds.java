package dev.tare.specimen.app.wamp.serializer;

import dev.tare.specimen.app.wamp.message.ProtocolFault;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What all three readers hold values against; one for each message. */
final class Bounds {
    private int valuesLeft = WampSerializer.MAX_VALUES;

    /** Counts one value, or one key. */
    void count() throws ProtocolFault {
        if (valuesLeft-- == 0) {
            throw new ProtocolFault(
                    "a message of more than %d values".formatted(WampSerializer.MAX_VALUES));
        }
    }

    /**
     * Goes into a list or dict.
     *
     * @param depth of what it lies in; 0 for the message
     * @return its own
     */
    static int within(int depth) throws ProtocolFault {
        if (depth == WampSerializer.MAX_DEPTH) {
            throw new ProtocolFault(
                    "lists and dicts lie deeper than %d".formatted(WampSerializer.MAX_DEPTH));
        }
        return depth + 1;
    }

    /** The same for a writer, which was given such values by our own side. */
    static int writtenWithin(int depth) {
        if (depth == WampSerializer.MAX_DEPTH) {
            throw new IllegalArgumentException(
                    "lists and dicts lie deeper than %d".formatted(WampSerializer.MAX_DEPTH));
        }
        return depth + 1;
    }

    static IllegalArgumentException notWritable(Object value) {
        return new IllegalArgumentException(
                value.getClass().getName() + " is no class that can be written");
    }

    /** A key that is written; anything but text is a mistake of our own side. */
    static String key(@Nullable Object key) {
        if (key instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("the key " + key + " is no text");
    }

    /** Puts a value into a dict. */
    static void put(Map<String, @Nullable Object> dict, String key, @Nullable Object value)
            throws ProtocolFault {
        int before = dict.size();
        dict.put(key, value);
        if (dict.size() == before) {
            throw new ProtocolFault("a key stands twice in a dict");
        }
    }

    /** A long where it fits. */
    static Number integer(BigInteger value) throws ProtocolFault {
        if (value.bitLength() < Long.SIZE) {
            return value.longValue();
        }
        if (value.bitLength() > WampSerializer.MAX_INTEGER_BITS) {
            throw new ProtocolFault(
                    "an integer of more than %d bits".formatted(WampSerializer.MAX_INTEGER_BITS));
        }
        return value;
    }

    /** Bytes as text, if they are UTF-8. */
    static String text(byte[] bytes, int offset, int length) throws ProtocolFault {
        String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
        // The decoder above puts this character where something is wrong; it may be right, too.
        if (text.indexOf('\uFFFD') >= 0) {
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, offset, length));
            } catch (CharacterCodingException e) {
                throw new ProtocolFault("a text is not UTF-8");
            }
        }
        return text;
    }
}
