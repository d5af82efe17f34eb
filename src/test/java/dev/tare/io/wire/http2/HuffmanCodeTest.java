package dev.tare.io.wire.http2;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HuffmanCodeTest {
    private final MemorySegment code = Arena.ofAuto().allocate(4096);
    private final MemorySegment text = Arena.ofAuto().allocate(4096);

    private byte[] decode(byte[] encoded) {
        MemorySegment exact = Octets.segment(encoded);
        int length = HuffmanCode.decode(exact, 0, encoded.length, text, 0);
        return length < 0 ? Octets.latin("malformed") : Octets.bytes(text, 0, length);
    }

    private byte[] encode(byte[] plain) {
        int length = HuffmanCode.encode(plain, code, 0);
        assertThat(length).isEqualTo(HuffmanCode.encodedBytes(plain));
        return Octets.bytes(code, 0, length);
    }

    @Test
    void textsAreCodedAsInTheRfc() {
        assertThat(encode(Octets.latin("www.example.com")))
                .isEqualTo(Octets.hex("f1e3 c2e5 f23a 6ba0 ab90 f4ff"));
        assertThat(encode(Octets.latin("302"))).isEqualTo(Octets.hex("6402"));
        assertThat(encode(Octets.latin("Mon, 21 Oct 2013 20:13:21 GMT")))
                .isEqualTo(Octets.hex("d07a be94 1054 d444 a820 0595 040b 8166 e082 a62d 1bff"));
    }

    @Test
    void everySymbolComesBack() {
        for (int symbol = 0; symbol < 256; symbol++) {
            byte[] plain = {(byte) symbol};
            assertThat(decode(encode(plain))).isEqualTo(plain);
        }
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {1})
    void everyTextComesBack(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] plain = new byte[random.nextInt(60)];
            random.nextBytes(plain);
            assertThat(decode(encode(plain))).isEqualTo(plain);
        }
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {2})
    void whatIsTakenIsTheOnlyCodeOfItsText(long seed) {
        Random random = new Random(seed);
        int taken = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] encoded = new byte[1 + random.nextInt(6)];
            random.nextBytes(encoded);
            MemorySegment exact = Octets.segment(encoded);
            int length = HuffmanCode.decode(exact, 0, encoded.length, text, 0);
            if (length >= 0) {
                taken++;
                assertThat(encode(Octets.bytes(text, 0, length))).isEqualTo(encoded);
            }
        }
        assertThat(taken).isPositive();
    }
}
