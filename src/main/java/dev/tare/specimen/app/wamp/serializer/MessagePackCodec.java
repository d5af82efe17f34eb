package dev.tare.specimen.app.wamp.serializer;

import dev.tare.specimen.app.wamp.message.ProtocolFault;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * MessagePack, each value in its shortest form.
 *
 * <p>What MessagePack lacks: integers beyond 64 bits are written as the nearest double. Extension
 * types, timestamps among them, are no values of WAMP and are refused.
 *
 * <p>Thread-safety: any thread; a reader belongs to one. Source: msgpack/msgpack, spec.md.
 */
final class MessagePackCodec {
    private static final int NIL = 0xc0;
    private static final int FALSE = 0xc2;
    private static final int TRUE = 0xc3;
    private static final int BIN_8 = 0xc4;
    private static final int BIN_16 = 0xc5;
    private static final int BIN_32 = 0xc6;
    private static final int FLOAT_32 = 0xca;
    private static final int FLOAT_64 = 0xcb;
    private static final int UINT_8 = 0xcc;
    private static final int UINT_16 = 0xcd;
    private static final int UINT_32 = 0xce;
    private static final int UINT_64 = 0xcf;
    private static final int INT_8 = 0xd0;
    private static final int INT_16 = 0xd1;
    private static final int INT_32 = 0xd2;
    private static final int INT_64 = 0xd3;
    private static final int STR_8 = 0xd9;
    private static final int STR_16 = 0xda;
    private static final int STR_32 = 0xdb;
    private static final int ARRAY_16 = 0xdc;
    private static final int ARRAY_32 = 0xdd;
    private static final int MAP_16 = 0xde;
    private static final int MAP_32 = 0xdf;

    private static final int FIX_MAP = 0x80;
    private static final int FIX_ARRAY = 0x90;
    private static final int FIX_STR = 0xa0;
    private static final int NEGATIVE_FIX_INT = 0xe0;
    private static final int MAX_FIX_INT = 0x7f;
    private static final int MAX_FIX_ELEMENTS = 15;
    private static final int MAX_FIX_STR = 31;
    private static final int MIN_FIX_INT = -32;
    private static final int MAX_8 = 0xff;
    private static final int MAX_16 = 0xffff;
    private static final long MAX_32 = 0xffff_ffffL;

    private MessagePackCodec() {}

    /** Reads one message. */
    static final class Reader {
        private final ByteInput input;
        private final Bounds bounds = new Bounds();

        Reader(byte[] bytes, int offset, int length) {
            input = new ByteInput(bytes, offset, length);
        }

        @Nullable Object read() throws ProtocolFault {
            Object value = value(0);
            input.end();
            return value;
        }

        private @Nullable Object value(int depth) throws ProtocolFault {
            bounds.count();
            int head = input.unsigned8();
            if (head <= MAX_FIX_INT || head >= NEGATIVE_FIX_INT) {
                return (long) (byte) head;
            }
            if (head < FIX_ARRAY) {
                return dict(head - FIX_MAP, Bounds.within(depth));
            }
            if (head < FIX_STR) {
                return list(head - FIX_ARRAY, Bounds.within(depth));
            }
            if (head < NIL) {
                return input.text(head - FIX_STR);
            }
            return switch (head) {
                case NIL -> null;
                case FALSE -> false;
                case TRUE -> true;
                case BIN_8 -> input.binary(input.unsigned8());
                case BIN_16 -> input.binary(input.unsigned16());
                case BIN_32 -> input.binary(input.unsigned32());
                case STR_8, STR_16, STR_32 -> input.text(textBytes(head));
                case ARRAY_16 -> list(input.unsigned16(), Bounds.within(depth));
                case ARRAY_32 -> list(input.unsigned32(), Bounds.within(depth));
                case MAP_16 -> dict(input.unsigned16(), Bounds.within(depth));
                case MAP_32 -> dict(input.unsigned32(), Bounds.within(depth));
                default -> number(head);
            };
        }

        private Number number(int head) throws ProtocolFault {
            return switch (head) {
                case FLOAT_32 -> (double) Float.intBitsToFloat((int) input.unsigned32());
                case FLOAT_64 -> Double.longBitsToDouble(input.word());
                case UINT_8 -> (long) input.unsigned8();
                case UINT_16 -> (long) input.unsigned16();
                case UINT_32 -> input.unsigned32();
                case UINT_64 -> unsigned(input.word());
                case INT_8 -> (long) (byte) input.unsigned8();
                case INT_16 -> (long) (short) input.unsigned16();
                case INT_32 -> (long) (int) input.unsigned32();
                case INT_64 -> input.word();
                default ->
                        throw new ProtocolFault(
                                "0x%02x begins no value of WAMP in MessagePack".formatted(head));
            };
        }

        private static Number unsigned(long word) throws ProtocolFault {
            return word >= 0
                    ? (Number) word
                    : Bounds.integer(new BigInteger(Long.toUnsignedString(word)));
        }

        private long textBytes(int head) throws ProtocolFault {
            return switch (head) {
                case STR_8 -> input.unsigned8();
                case STR_16 -> input.unsigned16();
                default -> input.unsigned32();
            };
        }

        private List<@Nullable Object> list(long count, int depth) throws ProtocolFault {
            int size = input.elements(count, 1);
            List<@Nullable Object> list = new ArrayList<>(Math.min(size, MAX_16));
            for (int i = 0; i < size; i++) {
                list.add(value(depth));
            }
            return list;
        }

        private Map<String, @Nullable Object> dict(long count, int depth) throws ProtocolFault {
            int size = input.elements(count, 2);
            Map<String, @Nullable Object> dict = new LinkedHashMap<>();
            for (int i = 0; i < size; i++) {
                String key = key();
                Bounds.put(dict, key, value(depth));
            }
            return dict;
        }

        private String key() throws ProtocolFault {
            bounds.count();
            int head = input.unsigned8();
            if (head >= FIX_STR && head <= FIX_STR + MAX_FIX_STR) {
                return input.text(head - FIX_STR);
            }
            if (head >= STR_8 && head <= STR_32) {
                return input.text(textBytes(head));
            }
            throw new ProtocolFault("a key is no text");
        }
    }

    static void write(@Nullable Object value, EncodedBytes to, int depth) {
        switch (value) {
            case null -> to.write(NIL);
            case Boolean truth -> to.write(truth ? TRUE : FALSE);
            case Long number -> integer(number, to);
            case BigInteger number -> integer(number, to);
            case Double number -> to.head64(FLOAT_64, Double.doubleToLongBits(number));
            case String text -> text(text, to);
            case byte[] bytes -> {
                sized(bytes.length, BIN_8, to);
                to.write(bytes);
            }
            case List<?> list -> {
                int inner = Bounds.writtenWithin(depth);
                elements(list.size(), FIX_ARRAY, ARRAY_16, to);
                for (Object element : list) {
                    write(element, to, inner);
                }
            }
            case Map<?, ?> dict -> {
                int inner = Bounds.writtenWithin(depth);
                elements(dict.size(), FIX_MAP, MAP_16, to);
                for (Map.Entry<?, ?> entry : dict.entrySet()) {
                    text(Bounds.key(entry.getKey()), to);
                    write(entry.getValue(), to, inner);
                }
            }
            default -> throw Bounds.notWritable(value);
        }
    }

    private static void integer(long value, EncodedBytes to) {
        if (value >= MIN_FIX_INT && value <= MAX_FIX_INT) {
            to.write((int) value);
        } else if (value >= 0) {
            if (value <= MAX_8) {
                to.head8(UINT_8, (int) value);
            } else if (value <= MAX_16) {
                to.head16(UINT_16, (int) value);
            } else if (value <= MAX_32) {
                to.head32(UINT_32, (int) value);
            } else {
                to.head64(UINT_64, value);
            }
        } else if (value >= Byte.MIN_VALUE) {
            to.head8(INT_8, (int) value);
        } else if (value >= Short.MIN_VALUE) {
            to.head16(INT_16, (int) value);
        } else if (value >= Integer.MIN_VALUE) {
            to.head32(INT_32, (int) value);
        } else {
            to.head64(INT_64, value);
        }
    }

    private static void integer(BigInteger value, EncodedBytes to) {
        if (value.bitLength() < Long.SIZE) {
            integer(value.longValue(), to);
        } else if (value.signum() > 0 && value.bitLength() == Long.SIZE) {
            to.head64(UINT_64, value.longValue());
        } else {
            to.head64(FLOAT_64, Double.doubleToLongBits(value.doubleValue()));
        }
    }

    private static void text(String text, EncodedBytes to) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= MAX_FIX_STR) {
            to.write(FIX_STR | bytes.length);
        } else {
            sized(bytes.length, STR_8, to);
        }
        to.write(bytes);
    }

    /**
     * A length.
     *
     * @param first the head of the form with one byte; those with two and four follow it
     */
    private static void sized(int length, int first, EncodedBytes to) {
        if (length <= MAX_8) {
            to.head8(first, length);
        } else if (length <= MAX_16) {
            to.head16(first + 1, length);
        } else {
            to.head32(first + 2, length);
        }
    }

    private static void elements(int count, int fix, int first, EncodedBytes to) {
        if (count <= MAX_FIX_ELEMENTS) {
            to.write(fix | count);
        } else if (count <= MAX_16) {
            to.head16(first, count);
        } else {
            to.head32(first + 1, count);
        }
    }
}
