package dev.tare.io.wire.websocket;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;

/**
 * Writes frames around payloads that lie in the caller's memory.
 *
 * <p>Allocation: none, but for {@link #close}. Source: RFC 6455, sections 5.2, 5.3 and 5.5.1.
 */
public final class WebSocketWriter {
    private static final int FIRST_BYTES = 2;
    private static final int KEY_BYTES = 4;
    private static final int MAX_TINY = 125;
    private static final int SHORT_LENGTH = 126;
    private static final int LONG_LENGTH = 127;
    private static final int MAX_SHORT = 0xffff;
    private static final int FIN = 0x80;
    private static final int MASKED = 0x80;
    private static final int CODE_BYTES = 2;

    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt KEY =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final boolean masks;
    private final IntSupplier keys;

    /**
     * A writer of one side's frames.
     *
     * @param keys a new one for every frame of a client: {@link SecureMasks}, but in tests
     */
    public WebSocketWriter(WebSocketSide side, IntSupplier keys) {
        masks = side.masks();
        this.keys = keys;
    }

    /**
     * How many bytes come before a payload.
     *
     * @param payloadBytes 0 or more
     */
    public int headBytes(int payloadBytes) {
        int length =
                payloadBytes <= MAX_TINY ? 0 : payloadBytes <= MAX_SHORT ? Short.BYTES : Long.BYTES;
        return FIRST_BYTES + length + (masks ? KEY_BYTES : 0);
    }

    /**
     * Writes the head of a frame whose payload lies {@link #headBytes} behind {@code offset}, and
     * masks it there, where this side masks.
     *
     * @param last whether the message, if it is one, ends with the frame
     * @param payloadBytes 0 or more; at most 125 for a control frame
     * @return bytes of the whole frame
     */
    public int frame(
            MemorySegment target, long offset, Opcode opcode, boolean last, int payloadBytes) {
        assert payloadBytes <= Opcode.MAX_CONTROL_BYTES || opcode.code() < Opcode.CLOSE.code();
        int mask = masks ? MASKED : 0;
        target.set(ValueLayout.JAVA_BYTE, offset, (byte) (opcode.code() | (last ? FIN : 0)));
        int first = payloadBytes;
        long p = offset + FIRST_BYTES;
        if (payloadBytes > MAX_SHORT) {
            first = LONG_LENGTH;
            target.set(LONG, p, payloadBytes);
            p += Long.BYTES;
        } else if (payloadBytes > MAX_TINY) {
            first = SHORT_LENGTH;
            target.set(SHORT, p, (short) payloadBytes);
            p += Short.BYTES;
        }
        target.set(ValueLayout.JAVA_BYTE, offset + 1, (byte) (first | mask));
        if (masks) {
            int key = keys.getAsInt();
            target.set(KEY, p, key);
            p += KEY_BYTES;
            Masking.apply(target, p, payloadBytes, key, 0);
        }
        return (int) (p - offset) + payloadBytes;
    }

    /**
     * Writes a close frame.
     *
     * @param target has {@link #headBytes} and 125 bytes from {@code offset} on
     * @param code one that {@link CloseCode#isSendable}
     * @param reason is cut where it is too long
     * @return bytes of the whole frame
     */
    public int close(MemorySegment target, long offset, int code, String reason) {
        if (!CloseCode.isSendable(code)) {
            throw new IllegalArgumentException("close code %d may not be sent".formatted(code));
        }
        byte[] words = reason.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(words.length, Opcode.MAX_CONTROL_BYTES - CODE_BYTES);
        while (length < words.length && length > 0 && (words[length] & 0xc0) == 0x80) {
            // Not within a character.
            length--;
        }
        long p = offset + headBytes(CODE_BYTES + length);
        target.set(SHORT, p, (short) code);
        MemorySegment.copy(words, 0, target, ValueLayout.JAVA_BYTE, p + CODE_BYTES, length);
        return frame(target, offset, Opcode.CLOSE, true, CODE_BYTES + length);
    }
}
