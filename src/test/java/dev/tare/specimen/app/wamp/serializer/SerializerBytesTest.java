package dev.tare.specimen.app.wamp.serializer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tare.specimen.app.wamp.message.ProtocolFault;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes of each format, as its specification has them. */
final class SerializerBytesTest {
    private static @Nullable Object read(WampSerializer serializer, String hex)
            throws ProtocolFault {
        byte[] bytes = HexFormat.of().parseHex(hex);
        return serializer.read(bytes, 0, bytes.length);
    }

    private static @Nullable Object json(String text) throws ProtocolFault {
        byte[] bytes = text.getBytes(UTF_8);
        return WampSerializer.JSON.read(bytes, 0, bytes.length);
    }

    private static String hex(WampSerializer serializer, @Nullable Object value) {
        EncodedBytes bytes = new EncodedBytes();
        serializer.write(value, bytes);
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    private static String jsonOf(@Nullable Object value) {
        EncodedBytes bytes = new EncodedBytes();
        WampSerializer.JSON.write(value, bytes);
        return new String(bytes.toByteArray(), UTF_8);
    }

    private static List<@Nullable Object> sample() {
        Map<String, @Nullable Object> dict = new LinkedHashMap<>();
        dict.put("a", true);
        dict.put("b", null);
        return new ArrayList<>(Arrays.asList(48L, -1L, dict, "é", 1.5, new byte[] {1, 2}));
    }

    @Test
    void aMessageIsWrittenInEachFormat() {
        assertThat(jsonOf(sample()))
                .isEqualTo("[48,-1,{\"a\":true,\"b\":null},\"é\",1.5,\"\\u0000AQI=\"]");
        assertThat(hex(WampSerializer.MESSAGE_PACK, sample()))
                .isEqualTo(
                        "96"
                                + "30"
                                + "ff"
                                + "82a161c3a162c0"
                                + "a2c3a9"
                                + "cb3ff8000000000000"
                                + "c4020102");
        assertThat(hex(WampSerializer.CBOR, sample()))
                .isEqualTo(
                        "86"
                                + "1830"
                                + "20"
                                + "a26161f56162f6"
                                + "62c3a9"
                                + "fb3ff8000000000000"
                                + "420102");
    }

    @Test
    void jsonHasBinaryAsTheSpecificationSays() throws ProtocolFault {
        // "Binary conversion of JSON strings": the bytes 0x10 0xe3 0xff 0x90 0x53.
        byte[] bytes = HexFormat.of().parseHex("10e3ff9053");
        assertThat(jsonOf(bytes)).startsWith("\"\\u0000EOP/kFM=\"");
        assertThat(json("\"\\u0000EOP/kFM=\"")).isEqualTo(bytes);
        assertThat(json("\"\\u0000\"")).isEqualTo(new byte[0]);
        assertThat(json("{\"\\u0000key\":1}")).isEqualTo(Map.of("\0key", 1L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[",
                "[1,]",
                "[1 2]",
                "{\"a\"}",
                "{a:1}",
                "{\"a\":1,\"a\":2}",
                "'a'",
                "nul",
                "NaN",
                "[Infinity]",
                "1e999",
                "[01]",
                "+1",
                "[1]x",
                "[1][2]",
                "// c\n1",
                "\"\\ud800\"",
                "\"\\udc00\\ud800\"",
                "{\"\\ud800\":1}",
                "\"a\nb\"",
                "\"\\x\"",
                "\"\\u0000!\"",
                "\"\\u0000QQ\\u0000\"",
                "\ufeff[]",
                "]",
                "1,2"
            })
    void whatIsNotJsonIsAFault(String text) {
        assertThatExceptionOfType(ProtocolFault.class).isThrownBy(() -> json(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\u00ff\"",
                "\"\u00c0\u0080\"",
                "\"\u00ed\u00a0\u0080\"",
                "\"\u00e2\u0082\""
            })
    void jsonThatIsNotUtf8IsAFault(String latin) {
        byte[] bytes = latin.getBytes(ISO_8859_1);
        assertThatExceptionOfType(ProtocolFault.class)
                .isThrownBy(() -> WampSerializer.JSON.read(bytes, 0, bytes.length))
                .withMessage("a text is not UTF-8");
        byte[] wide = "[1]".getBytes(StandardCharsets.UTF_16LE);
        assertThatExceptionOfType(ProtocolFault.class)
                .isThrownBy(() -> WampSerializer.JSON.read(wide, 0, wide.length));
    }

    @Test
    void theReplacementCharacterItselfIsText() throws ProtocolFault {
        assertThat(json("\"\ufffd\"")).isEqualTo("\ufffd");
        assertThat(read(WampSerializer.CBOR, "63efbfbd")).isEqualTo("\ufffd");
    }

    /** Forms that our own writer does not choose: msgpack's spec.md. */
    @Test
    void messagePackIsReadInEveryForm() throws ProtocolFault {
        WampSerializer pack = WampSerializer.MESSAGE_PACK;
        assertThat(read(pack, "cc05")).isEqualTo(5L);
        assertThat(read(pack, "cd0005")).isEqualTo(5L);
        assertThat(read(pack, "ceffffffff")).isEqualTo(4_294_967_295L);
        assertThat(read(pack, "cf7fffffffffffffff")).isEqualTo(Long.MAX_VALUE);
        assertThat(read(pack, "cfffffffffffffffff"))
                .isEqualTo(new BigInteger("18446744073709551615"));
        assertThat(read(pack, "d0ff")).isEqualTo(-1L);
        assertThat(read(pack, "d1ffff")).isEqualTo(-1L);
        assertThat(read(pack, "d2ffffffff")).isEqualTo(-1L);
        assertThat(read(pack, "d3ffffffffffffffff")).isEqualTo(-1L);
        assertThat(read(pack, "ca3fc00000")).isEqualTo(1.5);
        assertThat(read(pack, "d90161")).isEqualTo("a");
        assertThat(read(pack, "da000161")).isEqualTo("a");
        assertThat(read(pack, "db0000000161")).isEqualTo("a");
        assertThat(read(pack, "c5000107")).isEqualTo(new byte[] {7});
        assertThat(read(pack, "c60000000107")).isEqualTo(new byte[] {7});
        assertThat(read(pack, "dc0001c3")).isEqualTo(List.of(true));
        assertThat(read(pack, "dd00000001c3")).isEqualTo(List.of(true));
        assertThat(read(pack, "de0001d90161c2")).isEqualTo(Map.of("a", false));
        assertThat(read(pack, "df00000001a161c2")).isEqualTo(Map.of("a", false));
    }

    @ParameterizedTest
    @CsvSource({
        "c1, c1 begins no value",
        "d4ff00, d4 begins no value",
        "d6ff00000000, d6 begins no value",
        "c70100, c7 begins no value",
        "cd00, end within",
        "a361, end within",
        "92c0, end within",
        "ddffffffff, end within a list",
        "dfffffffff, end within a list",
        "c6ffffffff, end within",
        "dbffffffff, end within",
        "8101c0, key is no text",
        "81c40161c0, key is no text",
        "82a161c0a161c0, stands twice",
        "a1ff, not UTF-8",
        "a3eda080, not UTF-8",
        "c0c0, 1 bytes follow",
    })
    void spoiltMessagePackIsAFault(String hex, String words) {
        assertThatExceptionOfType(ProtocolFault.class)
                .isThrownBy(() -> read(WampSerializer.MESSAGE_PACK, hex))
                .withMessageContaining(words);
    }

    /** RFC 8949, appendix A. */
    @Test
    void cborIsReadInEveryForm() throws ProtocolFault {
        WampSerializer cbor = WampSerializer.CBOR;
        assertThat(read(cbor, "1b000000e8d4a51000")).isEqualTo(1_000_000_000_000L);
        assertThat(read(cbor, "1bffffffffffffffff"))
                .isEqualTo(new BigInteger("18446744073709551615"));
        assertThat(read(cbor, "c249010000000000000000"))
                .isEqualTo(new BigInteger("18446744073709551616"));
        assertThat(read(cbor, "3bffffffffffffffff"))
                .isEqualTo(new BigInteger("-18446744073709551616"));
        assertThat(read(cbor, "c349010000000000000000"))
                .isEqualTo(new BigInteger("-18446744073709551617"));
        assertThat(read(cbor, "3903e7")).isEqualTo(-1000L);
        assertThat(read(cbor, "1800")).isEqualTo(0L);
        assertThat(read(cbor, "f93e00")).isEqualTo(1.5);
        assertThat(read(cbor, "f9fc00")).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(read(cbor, "f90001")).isEqualTo(5.960464477539063e-8);
        assertThat(read(cbor, "fa47c35000")).isEqualTo(100_000.0);
        assertThat(read(cbor, "fb7e37e43c8800759c")).isEqualTo(1.0e300);
        assertThat(read(cbor, "f7")).isNull();
        assertThat(read(cbor, "5f42010243030405ff")).isEqualTo(new byte[] {1, 2, 3, 4, 5});
        assertThat(read(cbor, "7f657374726561646d696e67ff")).isEqualTo("streaming");
        assertThat(read(cbor, "9f018202039f0405ffff"))
                .isEqualTo(List.of(1L, List.of(2L, 3L), List.of(4L, 5L)));
        assertThat(read(cbor, "bf61610161629f0203ffff"))
                .isEqualTo(Map.of("a", 1L, "b", List.of(2L, 3L)));
        assertThat(read(cbor, "c074323031332d30332d32315432303a30343a30305a"))
                .isEqualTo("2013-03-21T20:04:00Z");
        assertThat(read(cbor, "d9d9f7f5")).isEqualTo(true);
    }

    @ParameterizedTest
    @CsvSource({
        "1c, additional information 28",
        "1f, additional information 31",
        "ff, begins no value",
        "f0, begins no value",
        "f818, begins no value",
        "19, end within",
        "6261, end within",
        "82f5, end within",
        "9bffffffffffffffff, end within a list",
        "bb7fffffffffffffff, end within a list",
        "7bffffffffffffffff, end within",
        "9f01, end within",
        "bf6161, end within",
        "bf6161ff, begins no value",
        "5f6161ff, of another kind",
        "7f7f6161ffff, of another kind",
        "7f61c361a9ff, not UTF-8",
        "61ff, not UTF-8",
        "a10102, key is no text",
        "a2616101616102, stands twice",
        "c201, no byte string",
        "c259010001, end within",
        "f5f5, 1 bytes follow",
    })
    void spoiltCborIsAFault(String hex, String words) {
        assertThatExceptionOfType(ProtocolFault.class)
                .isThrownBy(() -> read(WampSerializer.CBOR, hex))
                .withMessageContaining(words);
    }

    @Test
    void tagsCountAsDepth() {
        String tags = "c1".repeat(WampSerializer.MAX_DEPTH + 1) + "01";
        assertThatExceptionOfType(ProtocolFault.class)
                .isThrownBy(() -> read(WampSerializer.CBOR, tags))
                .withMessageContaining("deeper than 64");
    }
}
