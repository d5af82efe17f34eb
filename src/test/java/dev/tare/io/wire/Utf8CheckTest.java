package dev.tare.io.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class Utf8CheckTest {
    private final Utf8Check check = new Utf8Check();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "7f",
                "c280",
                "dfbf",
                "e0a080",
                "ed9fbf",
                "ee8080",
                "efbfbf",
                "f0908080",
                "f48fbfbf",
                "6162636465666768e282ac6162636465666768"
            })
    void charactersAtTheEdgesAreAccepted(String hex) {
        assertThat(isText(HexFormat.of().parseHex(hex))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "bf",
                "c080",
                "c1bf",
                "c27f",
                "e09fbf",
                "eda080",
                "edbfbf",
                "f08fbfbf",
                "f4908080",
                "f5808080",
                "ff",
                "fe",
                "e282",
                "f09f98",
                "c2",
                "616263646566676880",
                "61626364656667ff68"
            })
    void whatIsNoTextIsRefused(String hex) {
        assertThat(isText(HexFormat.of().parseHex(hex))).isFalse();
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {1, 2, 3})
    void itIsOfOneMindWithTheJdkInPiecesToo(long seed) {
        Random random = new Random(seed);
        int texts = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = bytes(random);
            boolean text = isTextByTheJdk(bytes);
            texts += text ? 1 : 0;
            assertThat(isText(bytes)).as(HexFormat.of().formatHex(bytes)).isEqualTo(text);
            assertThat(isTextInPieces(bytes, random))
                    .as(HexFormat.of().formatHex(bytes))
                    .isEqualTo(text);
        }
        assertThat(texts).isBetween(2_000, 18_000);
    }

    @Test
    void aNewTextForgetsTheOldOne() {
        assertThat(isText(new byte[] {(byte) 0xe2})).isFalse();
        assertThat(isText(new byte[] {'a'})).isTrue();
    }

    /** Text for the most part, with a byte changed here and there. */
    private static byte[] bytes(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(20);
        while (text.length() < length) {
            int bound = random.nextBoolean() ? 0x80 : random.nextBoolean() ? 0x1000 : 0x110000;
            int c = random.nextInt(bound);
            if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
                text.appendCodePoint(c);
            }
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0 && random.nextBoolean()) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return bytes;
    }

    private static boolean isTextByTheJdk(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private boolean isText(byte[] bytes) {
        check.begin();
        return check.accepts(Bytes.at(3, bytes), 3, bytes.length) && check.isWhole();
    }

    private boolean isTextInPieces(byte[] bytes, Random random) {
        check.begin();
        MemorySegment all = Bytes.at(0, bytes);
        int p = 0;
        while (p < bytes.length) {
            int piece = 1 + random.nextInt(bytes.length - p);
            if (!check.accepts(all, p, piece)) {
                return false;
            }
            p += piece;
        }
        return check.isWhole();
    }
}
