package dev.tare.specimen.app.wamp.serializer;

import dev.tare.specimen.app.wamp.message.ProtocolFault;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How messages are written.
 *
 * <p>Several messages in one (subprotocols that end in {@code .batched}) are not spoken.
 *
 * <p>Thread-safety: any thread. Source: The Web Application Messaging Protocol, sections
 * "Serialization", "WebSocket Transport" and "RawSocket Transport".
 */
public enum WampSerializer {
    /** Binary is a string of NUL and Base64; as {@link JsonCodec} says. */
    JSON("json", 1),
    /** As {@link MessagePackCodec} says. */
    MESSAGE_PACK("msgpack", 2),
    /** As {@link CborCodec} says. */
    CBOR("cbor", 3);

    /** How many lists and dicts may lie within each other, the message itself included. */
    public static final int MAX_DEPTH = 64;

    /** How many values a message may hold, keys included. */
    public static final int MAX_VALUES = 1 << 18;

    /** How many bits an integer may have besides its sign; a double can be as large. */
    public static final int MAX_INTEGER_BITS = 1023;

    private static final String SUBPROTOCOL = "wamp.2.";

    private final String label;
    private final int rawSocketNumber;

    WampSerializer(String label, int rawSocketNumber) {
        this.label = label;
        this.rawSocketNumber = rawSocketNumber;
    }

    /** The subprotocols of a WebSocket, in the order of the constants. */
    public static List<String> subprotocols() {
        return Arrays.stream(values()).map(WampSerializer::subprotocol).toList();
    }

    /** The serializer of a WebSocket's subprotocol. */
    public static Optional<WampSerializer> ofSubprotocol(String subprotocol) {
        return Arrays.stream(values()).filter(s -> s.subprotocol().equals(subprotocol)).findFirst();
    }

    /** The serializer of a number in a RawSocket's handshake. */
    public static Optional<WampSerializer> ofRawSocketNumber(int number) {
        return Arrays.stream(values()).filter(s -> s.rawSocketNumber == number).findFirst();
    }

    /** {@code json}, {@code msgpack} or {@code cbor}. */
    public String label() {
        return label;
    }

    /** Such as {@code wamp.2.json}. */
    public String subprotocol() {
        return SUBPROTOCOL + label;
    }

    /** Its number in a RawSocket's handshake, 1 to 15. */
    public int rawSocketNumber() {
        return rawSocketNumber;
    }

    /** Whether what is written is text, and goes in a WebSocket's text messages. */
    public boolean isText() {
        return this == JSON;
    }

    /**
     * Reads one value, which takes up all the bytes.
     *
     * @param length bytes, 0 or more; nothing of them is kept
     * @throws ProtocolFault when they are none, or break a bound
     */
    public @Nullable Object read(byte[] bytes, int offset, int length) throws ProtocolFault {
        return switch (this) {
            case JSON -> JsonCodec.read(bytes, offset, length);
            case MESSAGE_PACK -> new MessagePackCodec.Reader(bytes, offset, length).read();
            case CBOR -> new CborCodec.Reader(bytes, offset, length).read();
        };
    }

    /**
     * Reads one list, as messages are.
     *
     * @throws ProtocolFault as {@link #read}, and when the value is no list
     */
    @SuppressWarnings("unchecked") // The lists that readers make are of such values.
    public List<@Nullable Object> readList(byte[] bytes, int offset, int length)
            throws ProtocolFault {
        if (read(bytes, offset, length) instanceof List<?> list) {
            return (List<@Nullable Object>) list;
        }
        throw new ProtocolFault("a message is a list");
    }

    /**
     * Writes one value behind what is there.
     *
     * @throws IllegalArgumentException when a value is of another class than those that can be
     *     written, or they lie deeper than {@link #MAX_DEPTH}; what was written is of no use
     */
    public void write(@Nullable Object value, EncodedBytes into) {
        switch (this) {
            case JSON -> JsonCodec.write(value, into);
            case MESSAGE_PACK -> MessagePackCodec.write(value, into, 0);
            case CBOR -> CborCodec.write(value, into, 0);
        }
    }
}
