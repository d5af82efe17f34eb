package dev.tare.io.wire.http2;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The layout of frames: types, flags, settings, numbers.
 *
 * <p>Source: RFC 9113, sections 3.4, 4.1, 6 and 6.5.2.
 */
final class Frames {
    static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII);

    static final int HEADER_BYTES = 9;

    /** The largest payload that is taken, and what every peer takes. */
    static final int MAX_FRAME_BYTES = 16_384;

    static final int LARGEST_MAX_FRAME_BYTES = (1 << 24) - 1;
    static final int LARGEST_STREAM_ID = Integer.MAX_VALUE;
    static final int LARGEST_WINDOW_BYTES = Integer.MAX_VALUE;
    static final int INITIAL_WINDOW_BYTES = 65_535;

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int PRIORITY = 2;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PUSH_PROMISE = 5;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    static final int ACK = 0x1;
    static final int END_STREAM = 0x1;
    static final int END_HEADERS = 0x4;
    static final int PADDED = 0x8;
    static final int PRIORITY_FLAG = 0x20;

    static final int HEADER_TABLE_SIZE = 1;
    static final int ENABLE_PUSH = 2;
    static final int MAX_CONCURRENT_STREAMS = 3;
    static final int INITIAL_WINDOW_SIZE = 4;
    static final int MAX_FRAME_SIZE = 5;
    static final int MAX_HEADER_LIST_SIZE = 6;

    static final int SETTING_BYTES = 6;
    static final int PRIORITY_BYTES = 5;
    static final int PING_BYTES = 8;
    static final int GOAWAY_BYTES = 8;
    static final int WORD_BYTES = 4;

    private static final int TYPE_AT = 3;
    private static final int FLAGS_AT = 4;
    private static final int STREAM_AT = 5;
    private static final ValueLayout.OfInt WORD =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfShort HALF =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private Frames() {}

    static int length(MemorySegment bytes, long frame) {
        return bytes.get(WORD, frame) >>> Byte.SIZE;
    }

    static int type(MemorySegment bytes, long frame) {
        return bytes.get(ValueLayout.JAVA_BYTE, frame + TYPE_AT) & 0xff;
    }

    static int flags(MemorySegment bytes, long frame) {
        return bytes.get(ValueLayout.JAVA_BYTE, frame + FLAGS_AT) & 0xff;
    }

    static int streamId(MemorySegment bytes, long frame) {
        return id(bytes, frame + STREAM_AT);
    }

    /** A number of 31 bits; the one before them is reserved. */
    static int id(MemorySegment bytes, long position) {
        return bytes.get(WORD, position) & Integer.MAX_VALUE;
    }

    static int word(MemorySegment bytes, long position) {
        return bytes.get(WORD, position);
    }

    static int half(MemorySegment bytes, long position) {
        return bytes.get(HALF, position) & 0xffff;
    }

    static int octet(MemorySegment bytes, long position) {
        return bytes.get(ValueLayout.JAVA_BYTE, position) & 0xff;
    }

    /** Writes a frame's header; returns where its payload goes. */
    static long putHeader(
            MemorySegment bytes, long frame, int length, int type, int flags, int streamId) {
        bytes.set(WORD, frame, (length << Byte.SIZE) | type);
        bytes.set(ValueLayout.JAVA_BYTE, frame + FLAGS_AT, (byte) flags);
        bytes.set(WORD, frame + STREAM_AT, streamId);
        return frame + HEADER_BYTES;
    }

    /** Writes 32 bits; returns where they end. */
    static long putWord(MemorySegment bytes, long position, int value) {
        bytes.set(WORD, position, value);
        return position + WORD_BYTES;
    }

    /** Writes one parameter of SETTINGS; returns where it ends. */
    static long putSetting(MemorySegment bytes, long position, int setting, int value) {
        bytes.set(HALF, position, (short) setting);
        return putWord(bytes, position + Short.BYTES, value);
    }
}
