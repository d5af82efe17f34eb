package dev.tare.specimen.app.wamp.serializer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tare.specimen.app.wamp.message.ProtocolFault;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for all three. */
final class WampSerializerTest {
    private static byte[] written(WampSerializer serializer, @Nullable Object value) {
        EncodedBytes bytes = new EncodedBytes();
        serializer.write(value, bytes);
        return bytes.toByteArray();
    }

    private static @Nullable Object read(WampSerializer serializer, byte[] bytes)
            throws ProtocolFault {
        // Where bytes lie in the array makes no difference.
        byte[] within = new byte[bytes.length + 7];
        System.arraycopy(bytes, 0, within, 3, bytes.length);
        return serializer.read(within, 3, bytes.length);
    }

    private static @Nullable Object again(WampSerializer serializer, @Nullable Object value)
            throws ProtocolFault {
        return read(serializer, written(serializer, value));
    }

    private static void assertSame(@Nullable Object actual, @Nullable Object expected) {
        assertThat(actual).usingRecursiveComparison().isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} seed={1}")
    @CsvSource({"JSON,1", "JSON,2", "MESSAGE_PACK,1", "MESSAGE_PACK,2", "CBOR,1", "CBOR,2"})
    void whatIsWrittenIsReadBack(WampSerializer serializer, long seed) throws ProtocolFault {
        RandomValues values = new RandomValues(new Random(seed));
        for (int round = 0; round < 200; round++) {
            List<@Nullable Object> list = values.list(4);
            List<@Nullable Object> back =
                    serializer.readList(
                            written(serializer, list), 0, written(serializer, list).length);
            assertThat(shown(back)).isEqualTo(shown(list));
        }
    }

    /** Values as text that tells their classes too. */
    private static String shown(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case byte[] bytes -> "h'" + HexFormat.of().formatHex(bytes) + "'";
            case List<?> list -> list.stream().map(WampSerializerTest::shown).toList().toString();
            case Map<?, ?> dict -> {
                Map<Object, String> copy = new LinkedHashMap<>();
                dict.forEach((key, of) -> copy.put(key, shown(of)));
                yield copy.toString();
            }
            default -> value.getClass().getSimpleName() + " " + value;
        };
    }

    @ParameterizedTest(name = "{0} seed={1}")
    @CsvSource({"JSON,1", "JSON,2", "MESSAGE_PACK,1", "MESSAGE_PACK,2", "CBOR,1", "CBOR,2"})
    void spoiltBytesAreAFaultOrAValueAndNothingElse(WampSerializer serializer, long seed) {
        Random random = new Random(seed);
        RandomValues values = new RandomValues(random);
        int faults = 0;
        for (int round = 0; round < 2_000; round++) {
            byte[] bytes = written(serializer, values.list(3));
            for (int i = random.nextInt(4); i >= 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            int length = random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length;
            try {
                Object value = serializer.read(bytes, 0, length);
                // Whatever it has become, all of them can pass it on.
                for (WampSerializer other : WampSerializer.values()) {
                    assertThat(written(other, value)).isNotEmpty();
                }
            } catch (ProtocolFault e) {
                assertThat(e).hasMessageMatching("(?s).+");
                faults++;
            }
        }
        assertThat(faults).isGreaterThan(100);
    }

    @ParameterizedTest
    @EnumSource
    void listsMayLieInEachOtherSoDeepAndNoDeeper(WampSerializer serializer) throws ProtocolFault {
        Object deepest = nested(WampSerializer.MAX_DEPTH);
        assertSame(again(serializer, deepest), deepest);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> written(serializer, nested(WampSerializer.MAX_DEPTH + 1)))
                .withMessageContaining("deeper than 64");
        byte[] deeper =
                switch (serializer) {
                    case JSON -> "[".repeat(100_000).getBytes(UTF_8);
                    case MESSAGE_PACK -> filled(100_000, 0x91);
                    case CBOR -> filled(100_000, 0x81);
                };
        assertThatExceptionOfType(ProtocolFault.class)
                .isThrownBy(() -> read(serializer, deeper))
                .withMessageContaining("deeper than 64");
    }

    private static Object nested(int depth) {
        Object value = new ArrayList<>();
        for (int i = 1; i < depth; i++) {
            value = i % 2 == 0 ? List.of(value) : Map.of("k", value);
        }
        return value;
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    @ParameterizedTest
    @EnumSource
    void aMessageHoldsSoManyValuesAndNoMore(WampSerializer serializer) throws ProtocolFault {
        List<@Nullable Object> most =
                new ArrayList<>(Collections.nCopies(WampSerializer.MAX_VALUES - 1, true));
        assertThat(again(serializer, most)).isEqualTo(most);
        most.add(true);
        byte[] more = written(serializer, most);
        assertThatExceptionOfType(ProtocolFault.class)
                .isThrownBy(() -> read(serializer, more))
                .withMessageContaining("more than 262144 values");
    }

    @ParameterizedTest
    @EnumSource
    void keysCountAsValues(WampSerializer serializer) {
        Map<String, Object> dict = new LinkedHashMap<>();
        IntStream.range(0, WampSerializer.MAX_VALUES / 2).forEach(i -> dict.put("" + i, true));
        byte[] bytes = written(serializer, dict);
        assertThatExceptionOfType(ProtocolFault.class)
                .isThrownBy(() -> read(serializer, bytes))
                .withMessageContaining("more than 262144 values");
    }

    @ParameterizedTest
    @EnumSource
    void integersAtTheEdgesKeepTheirClass(WampSerializer serializer) throws ProtocolFault {
        long[] edges = {
            0,
            1,
            23,
            24,
            31,
            32,
            127,
            128,
            255,
            256,
            65_535,
            65_536,
            4_294_967_295L,
            4_294_967_296L,
            Long.MAX_VALUE,
            -1,
            -24,
            -25,
            -32,
            -33,
            -128,
            -129,
            -256,
            -257,
            -32_768,
            -32_769,
            Integer.MIN_VALUE,
            Integer.MIN_VALUE - 1L,
            Long.MIN_VALUE
        };
        for (long edge : edges) {
            assertThat(again(serializer, edge)).isEqualTo(edge);
        }
        BigInteger unsigned = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
        assertThat(again(serializer, unsigned)).isEqualTo(unsigned);
        assertThat(again(serializer, BigInteger.TEN)).isEqualTo(10L);
    }

    @ParameterizedTest
    @EnumSource
    void integersOfManyBitsAreKeptWhereTheFormatHasThem(WampSerializer serializer)
            throws ProtocolFault {
        BigInteger large = BigInteger.ONE.shiftLeft(WampSerializer.MAX_INTEGER_BITS).negate();
        Object expected =
                serializer == WampSerializer.MESSAGE_PACK ? (Object) large.doubleValue() : large;
        assertThat(again(serializer, large)).isEqualTo(expected);
        if (serializer != WampSerializer.MESSAGE_PACK) {
            byte[] larger = written(serializer, large.subtract(BigInteger.ONE));
            assertThatExceptionOfType(ProtocolFault.class)
                    .isThrownBy(() -> read(serializer, larger))
                    .withMessageContaining("more than 1023 bits");
        }
    }

    @ParameterizedTest
    @EnumSource
    void doublesThatAreNoNumbersAreNullInJsonOnly(WampSerializer serializer) throws ProtocolFault {
        for (double odd : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThat(again(serializer, odd))
                    .isEqualTo(serializer == WampSerializer.JSON ? null : odd);
        }
        assertThat(again(serializer, -0.0)).isEqualTo(-0.0);
        assertThat(again(serializer, Double.MIN_VALUE)).isEqualTo(Double.MIN_VALUE);
    }

    @ParameterizedTest
    @EnumSource
    void aTextThatBeginsWithNulIsBinaryInJsonOnly(WampSerializer serializer) throws ProtocolFault {
        String text = "\0abc";
        Object expected = serializer == WampSerializer.JSON ? text.getBytes(UTF_8) : text;
        assertSame(again(serializer, text), expected);
    }

    @ParameterizedTest
    @EnumSource
    void aMessageIsAListAndNothingFollowsIt(WampSerializer serializer) {
        byte[] dict = written(serializer, Map.of());
        assertThatExceptionOfType(ProtocolFault.class)
                .isThrownBy(() -> serializer.readList(dict, 0, dict.length))
                .withMessage("a message is a list");
        byte[] list = written(serializer, List.of());
        byte[] two = new byte[list.length * 2];
        System.arraycopy(list, 0, two, 0, list.length);
        System.arraycopy(list, 0, two, list.length, list.length);
        assertThatExceptionOfType(ProtocolFault.class)
                .isThrownBy(() -> read(serializer, two))
                .withMessageContaining("follow");
        assertThatExceptionOfType(ProtocolFault.class)
                .isThrownBy(() -> read(serializer, new byte[0]));
    }

    @ParameterizedTest
    @EnumSource
    void valuesOfOtherClassesAreAMistakeOfOurs(WampSerializer serializer) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> written(serializer, List.of(1)))
                .withMessageContaining("java.lang.Integer");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> written(serializer, Map.of(1L, "x")))
                .withMessageContaining("key 1");
    }

    @Test
    void namesAndNumbersAreThoseOfWamp() {
        assertThat(WampSerializer.subprotocols())
                .containsExactly("wamp.2.json", "wamp.2.msgpack", "wamp.2.cbor");
        assertThat(WampSerializer.ofSubprotocol("wamp.2.cbor")).contains(WampSerializer.CBOR);
        assertThat(WampSerializer.ofSubprotocol("wamp.2.json.batched")).isEmpty();
        assertThat(WampSerializer.ofRawSocketNumber(1)).contains(WampSerializer.JSON);
        assertThat(WampSerializer.ofRawSocketNumber(2)).contains(WampSerializer.MESSAGE_PACK);
        assertThat(WampSerializer.ofRawSocketNumber(3)).contains(WampSerializer.CBOR);
        assertThat(WampSerializer.ofRawSocketNumber(4)).isEmpty();
    }

    @Test
    void anArrayThatHasGrownLargeIsGivenUp() {
        EncodedBytes bytes = new EncodedBytes();
        bytes.write(new byte[3 << 20]);
        bytes.write(7);
        assertThat(bytes.length()).isEqualTo((3 << 20) + 1);
        assertThat(bytes.clear().array()).hasSizeLessThan(1 << 20);
        assertThat(bytes.length()).isZero();
    }
}
