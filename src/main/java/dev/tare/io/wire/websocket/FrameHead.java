package dev.tare.io.wire.websocket;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * The head of a frame, read byte by byte.
 *
 * <p>Allocation: none. Source: RFC 6455, section 5.2.
 */
final class FrameHead {
    /** Two bytes, eight of length, four of key. */
    static final int MAX_BYTES = 14;

    private static final int FIRST_BYTES = 2;
    private static final int KEY_BYTES = 4;
    private static final int TINY_LENGTH = 0x7f;
    private static final int SHORT_LENGTH = 126;
    private static final int LONG_LENGTH = 127;
    private static final int MAX_SHORT_LENGTH = 0xffff;
    private static final int FIN = 0x80;
    private static final int RESERVED = 0x70;
    private static final int MASKED = 0x80;
    private static final @Nullable Opcode[] OPCODES = opcodes();

    private final boolean mustBeMasked;
    private final byte[] bytes = new byte[MAX_BYTES];
    private int read;
    private int needed = FIRST_BYTES;
    private Opcode opcode = Opcode.CONTINUATION;

    /**
     * @param mustBeMasked whether the other side masks, and must
     */
    FrameHead(boolean mustBeMasked) {
        this.mustBeMasked = mustBeMasked;
    }

    void begin() {
        read = 0;
        needed = FIRST_BYTES;
    }

    /** Takes bytes until the head is whole; returns the position behind the last one taken. */
    long take(MemorySegment buffer, long from, long end) {
        long p = from;
        while (p < end && read < needed) {
            bytes[read++] = buffer.get(ValueLayout.JAVA_BYTE, p++);
            if (read == FIRST_BYTES) {
                needed = FIRST_BYTES + lengthBytes() + (masked() ? KEY_BYTES : 0);
            }
        }
        return p;
    }

    boolean isWhole() {
        return read == needed && read > FIRST_BYTES - 1;
    }

    /** What the first two bytes have wrong, as soon as they are there; else empty. */
    String fault() {
        if (read < FIRST_BYTES) {
            return "";
        }
        Opcode kind = OPCODES[bytes[0] & 0xf];
        if ((bytes[0] & RESERVED) != 0) {
            return "a reserved bit is set, and no extension was agreed on";
        }
        if (kind == null) {
            return "opcode %d is reserved".formatted(bytes[0] & 0xf);
        }
        opcode = kind;
        if (masked() != mustBeMasked) {
            return mustBeMasked ? "a client's frame is not masked" : "a server's frame is masked";
        }
        if (!isControl()) {
            return "";
        }
        return fin() && lengthBytes() == 0
                ? ""
                : "a control frame is in pieces or longer than 125 bytes";
    }

    /** The length of a whole head's payload; negative where that is not in its shortest form. */
    long payloadBytes() {
        int first = bytes[1] & TINY_LENGTH;
        long length = 0;
        for (int i = 0; i < lengthBytes(); i++) {
            length = length << Byte.SIZE | (bytes[FIRST_BYTES + i] & 0xff);
        }
        return switch (first) {
            case SHORT_LENGTH -> length < SHORT_LENGTH ? -1 : length;
            case LONG_LENGTH -> length <= MAX_SHORT_LENGTH ? -1 : length;
            default -> first;
        };
    }

    /** The key of a whole head, its first byte lowest; 0 where it has none. */
    int key() {
        int key = 0;
        for (int i = 0; masked() && i < KEY_BYTES; i++) {
            key |= (bytes[needed - KEY_BYTES + i] & 0xff) << (i * Byte.SIZE);
        }
        return key;
    }

    Opcode opcode() {
        return opcode;
    }

    boolean fin() {
        return (bytes[0] & FIN) != 0;
    }

    boolean isControl() {
        return opcode.code() >= Opcode.CLOSE.code();
    }

    private boolean masked() {
        return (bytes[1] & MASKED) != 0;
    }

    private int lengthBytes() {
        return switch (bytes[1] & TINY_LENGTH) {
            case SHORT_LENGTH -> Short.BYTES;
            case LONG_LENGTH -> Long.BYTES;
            default -> 0;
        };
    }

    private static @Nullable Opcode[] opcodes() {
        @Nullable Opcode[] byCode = new @Nullable Opcode[1 << 4];
        for (Opcode each : Opcode.values()) {
            byCode[each.code()] = each;
        }
        return byCode;
    }
}
