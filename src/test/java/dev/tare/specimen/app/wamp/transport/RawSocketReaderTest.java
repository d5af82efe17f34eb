package dev.tare.specimen.app.wamp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.specimen.app.wamp.serializer.WampSerializer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames, and the handshake before them. */
final class RawSocketReaderTest {
    private static final int MAX_BYTES = 100;

    /** What a reader makes of bytes that come in pieces of at most so many. */
    private static List<String> read(byte[] bytes, int most, Random random) {
        RawSocketReader reader = new RawSocketReader(MAX_BYTES);
        List<String> lines = new ArrayList<>();
        RawSocketSink sink =
                new RawSocketSink() {
                    @Override
                    public void onMessage(MemorySegment buffer, long offset, int length) {
                        lines.add("message " + hex(buffer, offset, length));
                    }

                    @Override
                    public void onPing(MemorySegment payload, long offset, int length) {
                        lines.add("ping " + hex(payload, offset, length));
                    }

                    @Override
                    public void onPong() {
                        lines.add("pong");
                    }
                };
        int p = 0;
        boolean well = true;
        while (p < bytes.length) {
            int piece = Math.min(bytes.length - p, 1 + random.nextInt(most));
            MemorySegment copy = Arena.ofAuto().allocate(piece);
            MemorySegment.copy(bytes, p, copy, ValueLayout.JAVA_BYTE, 0, piece);
            well = reader.read(copy, 0, piece, sink);
            p += piece;
        }
        if (!well) {
            lines.add("fault " + reader.fault());
        }
        return lines;
    }

    private static String hex(MemorySegment buffer, long offset, int length) {
        byte[] bytes = buffer.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
        return HexFormat.of().formatHex(bytes);
    }

    private static List<String> read(String digits) {
        return read(HexFormat.of().parseHex(digits), Integer.MAX_VALUE, new Random(1));
    }

    @Test
    void framesOfEveryTypeAreRead() {
        assertThat(read("00000002abcd" + "0100000107" + "02000000"))
                .containsExactly("message abcd", "ping 07", "pong");
        assertThat(read("00000000" + "01000000")).containsExactly("message ", "ping ");
    }

    @ParameterizedTest
    @CsvSource({
        "03000000, begins with 0x03",
        "07000000, begins with 0x07",
        "08000000, begins with 0x08",
        "80000000, begins with 0x80",
        "00000065, a frame of 101 bytes; at most 100 are taken",
        "01ffffff, a frame of 16777215 bytes",
    })
    void whatBreaksTheRulesIsTold(String digits, String words) {
        assertThat(read(digits)).singleElement().asString().startsWith("fault").contains(words);
    }

    @Test
    void aFrameMayBeAsLongAsTheBound() {
        assertThat(read("00000064" + "ab".repeat(100)))
                .containsExactly("message " + "ab".repeat(100));
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {1, 2, 3})
    void spoiltFramesAreToldTheSameInPieces(long seed) {
        Random random = new Random(seed);
        int messages = 0;
        for (int round = 0; round < 3_000; round++) {
            MemorySegment bytes = Arena.ofAuto().allocate(2_000);
            int at = 0;
            for (int i = 1 + random.nextInt(6); i > 0; i--) {
                int length = random.nextInt(MAX_BYTES + 1);
                RawSocketReader.writeHead(bytes, at, random.nextInt(3), length);
                at += RawSocketReader.HEAD_BYTES + length;
            }
            byte[] array = bytes.asSlice(0, at).toArray(ValueLayout.JAVA_BYTE);
            if (random.nextBoolean()) {
                array[random.nextInt(array.length)] ^= (byte) (1 << random.nextInt(8));
            }
            List<String> whole = read(array, Integer.MAX_VALUE - 1, random);
            assertThat(read(array, 7, random)).isEqualTo(whole);
            messages += whole.isEmpty() ? 0 : 1;
        }
        assertThat(messages).isGreaterThan(1_000);
    }

    @ParameterizedTest
    @CsvSource({
        "1024, 1, 1024",
        "1048575, 10, 524288",
        "1048576, 11, 1048576",
        "16777215, 15, 16777215",
    })
    void theLengthIsToldAsAPowerOfTwo(int max, int exponent, int told) {
        RawSocketHandshake ours = RawSocketHandshake.of(WampSerializer.CBOR, max);
        assertThat(ours.toBytes()).isEqualTo(new byte[] {0x7f, (byte) (exponent << 4 | 3), 0, 0});
        assertThat(ours.maxMessageBytes()).isEqualTo(told);
        assertThat(RawSocketHandshake.read(ours.toBytes())).contains(ours);
    }

    @Test
    void refusalsAreToldInWords() {
        for (int reason = 1; reason <= 5; reason++) {
            RawSocketHandshake refusal = RawSocketHandshake.refusal(reason);
            assertThat(refusal.toBytes()).isEqualTo(new byte[] {0x7f, (byte) (reason << 4), 0, 0});
            assertThat(refusal.isRefusal()).isTrue();
            assertThat(refusal.refusalText()).startsWith("the server ");
        }
        assertThat(RawSocketHandshake.read(new byte[] {0x47, 0x45, 0x54, 0x20})).isEmpty();
        assertThat(RawSocketHandshake.read(new byte[] {0x7f, 0x11, 0, 1}))
                .hasValueSatisfying(read -> assertThat(read.reserved()).isEqualTo(1));
    }
}
