package dev.tare.specimen.app.wamp.transport;

import dev.tare.specimen.app.wamp.serializer.WampSerializer;
import java.util.Optional;

/**
 * The four bytes by which both sides of a RawSocket begin: a magic one, one of length and
 * serializer, two that are reserved.
 *
 * <p>Source: The Web Application Messaging Protocol, section "RawSocket Transport", "Handshake".
 *
 * @param exponent the longest message that the sender takes is of 2^(9 + exponent) bytes, 0 to 15
 * @param serializer its number, 1 to 15; 0 stands for a refusal, whose reason is {@code exponent}
 * @param reserved 0
 */
record RawSocketHandshake(int exponent, int serializer, int reserved) {
    static final int BYTES = 4;
    static final int MAGIC = 0x7f;

    /** Reasons of a refusal. */
    static final int SERIALIZER_UNSUPPORTED = 1;

    static final int LENGTH_UNACCEPTABLE = 2;
    static final int RESERVED_BITS_USED = 3;
    static final int TOO_MANY_CONNECTIONS = 4;

    private static final int SMALLEST_SHIFT = 9;
    private static final int NIBBLE = 0xf;

    /** What is sent by a side that takes messages of so many bytes at most, 512 or more. */
    static RawSocketHandshake of(WampSerializer serializer, int maxMessageBytes) {
        int shift =
                maxMessageBytes == LinkOptions.MAX_MESSAGE_BYTES
                        ? SMALLEST_SHIFT + NIBBLE
                        : Integer.SIZE - 1 - Integer.numberOfLeadingZeros(maxMessageBytes);
        return new RawSocketHandshake(shift - SMALLEST_SHIFT, serializer.rawSocketNumber(), 0);
    }

    /** What refuses a client. */
    static RawSocketHandshake refusal(int reason) {
        return new RawSocketHandshake(reason, 0, 0);
    }

    /**
     * Reads what came.
     *
     * @param bytes all four
     * @return empty where the first is not {@link #MAGIC}
     */
    static Optional<RawSocketHandshake> read(byte[] bytes) {
        if (bytes[0] != MAGIC) {
            return Optional.empty();
        }
        int reserved = (bytes[2] & 0xff) << Byte.SIZE | (bytes[3] & 0xff);
        return Optional.of(
                new RawSocketHandshake((bytes[1] >> 4) & NIBBLE, bytes[1] & NIBBLE, reserved));
    }

    byte[] toBytes() {
        return new byte[] {MAGIC, (byte) (exponent << 4 | serializer), 0, 0};
    }

    /** The longest message that the sender takes, as far as a length can tell it. */
    int maxMessageBytes() {
        return Math.min(1 << (SMALLEST_SHIFT + exponent), LinkOptions.MAX_MESSAGE_BYTES);
    }

    boolean isRefusal() {
        return serializer == 0;
    }

    /** Why a client was refused, in words. */
    String refusalText() {
        return switch (exponent) {
            case SERIALIZER_UNSUPPORTED -> "the server does not speak the serializer";
            case LENGTH_UNACCEPTABLE -> "the server does not accept the length of messages";
            case RESERVED_BITS_USED -> "the server says that reserved bits are set";
            case TOO_MANY_CONNECTIONS -> "the server has too many connections";
            default -> "the server refuses for reason %d".formatted(exponent);
        };
    }
}
