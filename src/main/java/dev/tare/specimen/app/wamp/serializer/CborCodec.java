package dev.tare.specimen.app.wamp.serializer;

import dev.tare.specimen.app.wamp.message.ProtocolFault;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * CBOR: written with lengths in their shortest form and doubles as doubles; read in every form.
 *
 * <p>Of the tags only those of large integers mean something here; what another one stands before
 * is taken as it is. {@code undefined} is read as null; other simple values are refused.
 *
 * <p>Thread-safety: any thread; a reader belongs to one. Source: RFC 8949, section 3.
 */
final class CborCodec {
    private static final int UNSIGNED = 0;
    private static final int NEGATIVE = 1;
    private static final int BYTES = 2;
    private static final int TEXT = 3;
    private static final int ARRAY = 4;
    private static final int MAP = 5;
    private static final int TAG = 6;

    private static final int MAJOR_SHIFT = 5;
    private static final int INFO_MASK = 0x1f;
    private static final int ONE_BYTE = 24;
    private static final int TWO_BYTES = 25;
    private static final int FOUR_BYTES = 26;
    private static final int EIGHT_BYTES = 27;
    private static final int INDEFINITE = 31;
    private static final int BREAK = 0xff;

    private static final int FALSE = 0xf4;
    private static final int TRUE = 0xf5;
    private static final int NULL = 0xf6;
    private static final int UNDEFINED = 0xf7;
    private static final int HALF = 0xf9;
    private static final int SINGLE = 0xfa;
    private static final int DOUBLE = 0xfb;

    private static final int POSITIVE_BIG = 2;
    private static final int NEGATIVE_BIG = 3;
    private static final int MAX_8 = 0xff;
    private static final int MAX_16 = 0xffff;
    private static final long MAX_32 = 0xffff_ffffL;

    private CborCodec() {}

    /** Reads one message. */
    static final class Reader {
        private final ByteInput input;
        private final Bounds bounds = new Bounds();

        Reader(byte[] bytes, int offset, int length) {
            input = new ByteInput(bytes, offset, length);
        }

        @Nullable Object read() throws ProtocolFault {
            Object value = value(input.unsigned8(), 0);
            input.end();
            return value;
        }

        private @Nullable Object value(int head, int depth) throws ProtocolFault {
            bounds.count();
            int info = head & INFO_MASK;
            return switch (head >>> MAJOR_SHIFT) {
                case UNSIGNED -> integer(argument(info), false);
                case NEGATIVE -> integer(argument(info), true);
                case BYTES -> info == INDEFINITE ? joined(BYTES) : input.binary(argument(info));
                case TEXT -> text(info);
                case ARRAY -> list(info, Bounds.within(depth));
                case MAP -> dict(info, Bounds.within(depth));
                case TAG -> tagged(argument(info), Bounds.within(depth));
                default -> simple(head);
            };
        }

        /** The number in a head, or behind it; negative where it is more than 2^63 − 1. */
        private long argument(int info) throws ProtocolFault {
            return switch (info) {
                case ONE_BYTE -> input.unsigned8();
                case TWO_BYTES -> input.unsigned16();
                case FOUR_BYTES -> input.unsigned32();
                case EIGHT_BYTES -> input.word();
                default -> {
                    if (info > EIGHT_BYTES) {
                        throw new ProtocolFault("additional information %d".formatted(info));
                    }
                    yield info;
                }
            };
        }

        private static Number integer(long argument, boolean negative) throws ProtocolFault {
            if (argument >= 0) {
                return negative ? -1 - argument : argument;
            }
            BigInteger large = new BigInteger(Long.toUnsignedString(argument));
            return Bounds.integer(negative ? large.not() : large);
        }

        private String text(int info) throws ProtocolFault {
            if (info != INDEFINITE) {
                return input.text(argument(info));
            }
            byte[] whole = joined(TEXT);
            return Bounds.text(whole, 0, whole.length);
        }

        /** The pieces of a string of indefinite length. */
        private byte[] joined(int major) throws ProtocolFault {
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            int head = input.unsigned8();
            while (head != BREAK) {
                int info = head & INFO_MASK;
                if (head >>> MAJOR_SHIFT != major || info == INDEFINITE) {
                    throw new ProtocolFault("a string's piece is of another kind");
                }
                bounds.count();
                byte[] piece = input.binary(argument(info));
                if (major == TEXT) {
                    // Each piece is to be text of its own: section 3.2.3.
                    Bounds.text(piece, 0, piece.length);
                }
                whole.writeBytes(piece);
                head = input.unsigned8();
            }
            return whole.toByteArray();
        }

        private List<@Nullable Object> list(int info, int depth) throws ProtocolFault {
            if (info == INDEFINITE) {
                List<@Nullable Object> list = new ArrayList<>();
                int head = input.unsigned8();
                while (head != BREAK) {
                    list.add(value(head, depth));
                    head = input.unsigned8();
                }
                return list;
            }
            int size = input.elements(argument(info), 1);
            List<@Nullable Object> list = new ArrayList<>(Math.min(size, MAX_16));
            for (int i = 0; i < size; i++) {
                list.add(value(input.unsigned8(), depth));
            }
            return list;
        }

        private Map<String, @Nullable Object> dict(int info, int depth) throws ProtocolFault {
            Map<String, @Nullable Object> dict = new LinkedHashMap<>();
            if (info == INDEFINITE) {
                int head = input.unsigned8();
                while (head != BREAK) {
                    entry(dict, head, depth);
                    head = input.unsigned8();
                }
                return dict;
            }
            int size = input.elements(argument(info), 2);
            for (int i = 0; i < size; i++) {
                entry(dict, input.unsigned8(), depth);
            }
            return dict;
        }

        private void entry(Map<String, @Nullable Object> dict, int head, int depth)
                throws ProtocolFault {
            if (head >>> MAJOR_SHIFT != TEXT) {
                throw new ProtocolFault("a key is no text");
            }
            bounds.count();
            String key = text(head & INFO_MASK);
            Bounds.put(dict, key, value(input.unsigned8(), depth));
        }

        private @Nullable Object tagged(long tag, int depth) throws ProtocolFault {
            Object content = value(input.unsigned8(), depth);
            if (tag != POSITIVE_BIG && tag != NEGATIVE_BIG) {
                return content;
            }
            if (!(content instanceof byte[] digits)) {
                throw new ProtocolFault("a large integer is no byte string");
            }
            if (digits.length > WampSerializer.MAX_INTEGER_BITS / Byte.SIZE + 1) {
                throw new ProtocolFault(
                        "an integer of more than %d bits"
                                .formatted(WampSerializer.MAX_INTEGER_BITS));
            }
            BigInteger value = new BigInteger(1, digits);
            return Bounds.integer(tag == NEGATIVE_BIG ? value.not() : value);
        }

        private @Nullable Object simple(int head) throws ProtocolFault {
            return switch (head) {
                case FALSE -> false;
                case TRUE -> true;
                case NULL, UNDEFINED -> null;
                case HALF -> (double) Float.float16ToFloat((short) input.unsigned16());
                case SINGLE -> (double) Float.intBitsToFloat((int) input.unsigned32());
                case DOUBLE -> Double.longBitsToDouble(input.word());
                default ->
                        throw new ProtocolFault(
                                "0x%02x begins no value of WAMP in CBOR".formatted(head));
            };
        }
    }

    static void write(@Nullable Object value, EncodedBytes to, int depth) {
        switch (value) {
            case null -> to.write(NULL);
            case Boolean truth -> to.write(truth ? TRUE : FALSE);
            case Long number -> integer(number, to);
            case BigInteger number -> integer(number, to);
            case Double number -> to.head64(DOUBLE, Double.doubleToLongBits(number));
            case String text -> text(text, to);
            case byte[] bytes -> {
                head(BYTES, bytes.length, to);
                to.write(bytes);
            }
            case List<?> list -> {
                int inner = Bounds.writtenWithin(depth);
                head(ARRAY, list.size(), to);
                for (Object element : list) {
                    write(element, to, inner);
                }
            }
            case Map<?, ?> dict -> {
                int inner = Bounds.writtenWithin(depth);
                head(MAP, dict.size(), to);
                for (Map.Entry<?, ?> entry : dict.entrySet()) {
                    text(Bounds.key(entry.getKey()), to);
                    write(entry.getValue(), to, inner);
                }
            }
            default -> throw Bounds.notWritable(value);
        }
    }

    private static void integer(long value, EncodedBytes to) {
        head(value < 0 ? NEGATIVE : UNSIGNED, value < 0 ? ~value : value, to);
    }

    private static void integer(BigInteger value, EncodedBytes to) {
        boolean negative = value.signum() < 0;
        BigInteger argument = negative ? value.not() : value;
        if (argument.bitLength() <= Long.SIZE) {
            head(negative ? NEGATIVE : UNSIGNED, argument.longValue(), to);
            return;
        }
        head(TAG, negative ? NEGATIVE_BIG : POSITIVE_BIG, to);
        byte[] digits = argument.toByteArray();
        int sign = digits[0] == 0 ? 1 : 0;
        head(BYTES, digits.length - sign, to);
        to.write(digits, sign, digits.length - sign);
    }

    private static void text(String text, EncodedBytes to) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        head(TEXT, bytes.length, to);
        to.write(bytes);
    }

    /** A head with its argument, which is negative where it is more than 2^63 − 1. */
    private static void head(int major, long argument, EncodedBytes to) {
        int first = major << MAJOR_SHIFT;
        if (argument < 0 || argument > MAX_32) {
            to.head64(first | EIGHT_BYTES, argument);
        } else if (argument > MAX_16) {
            to.head32(first | FOUR_BYTES, (int) argument);
        } else if (argument > MAX_8) {
            to.head16(first | TWO_BYTES, (int) argument);
        } else if (argument >= ONE_BYTE) {
            to.head8(first | ONE_BYTE, (int) argument);
        } else {
            to.write(first | (int) argument);
        }
    }
}
