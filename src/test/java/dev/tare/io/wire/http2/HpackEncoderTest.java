package dev.tare.io.wire.http2;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Heads put together on the spot, read back by our decoder; that one is held against the RFC. */
final class HpackEncoderTest {
    private static final long SEED = 7;

    private final Arena arena = Arena.ofAuto();
    private final HpackEncoder encoder = new HpackEncoder(arena, SEED);
    private final HpackDecoder decoder = new HpackDecoder(HpackDecoder.DEFAULT_TABLE_BYTES, arena);
    private final HeadFields fields = new HeadFields(arena);
    private final Http2Fields read = new Http2Fields(arena);
    private final MemorySegment block = arena.allocate(100_000);

    /** Encodes lines as a block, decodes it, and returns the block. */
    private byte[] exchange(String... lines) {
        FieldLines.fill(fields, lines);
        int length = encoder.begin(block, 0);
        int encoded = encoder.encode(fields, block, length);
        assertThat(encoded).isLessThanOrEqualTo(fields.listBytes());
        length += encoded;
        assertThat(decoder.decode(block, 0, length, read)).as(decoder.fault()).isTrue();
        assertThat(FieldLines.of(read)).containsExactly(lines);
        return Octets.bytes(block, 0, length);
    }

    @Test
    void fieldsOfTheStaticTableAreOneByte() {
        assertThat(
                        exchange(
                                ":method: POST",
                                ":scheme: https",
                                ":path: /index.html",
                                ":status: 404",
                                "accept-encoding: gzip, deflate"))
                .isEqualTo(Octets.hex("83 87 85 8d 90"));
        assertThat(exchange("age: ")).isEqualTo(Octets.hex("95"));
    }

    @Test
    void aFieldIsPutIntoTheTableWhenItComesASecondTime() {
        byte[] first = exchange("x-one: value");
        assertThat(first[0]).isEqualTo((byte) 0);
        byte[] second = exchange("x-one: value");
        assertThat(second[0]).isEqualTo((byte) 0x40);
        assertThat(exchange("x-one: value")).isEqualTo(Octets.hex("be"));
        exchange("x-two: value");
        exchange("x-two: value");
        assertThat(exchange("x-one: value", "x-two: value")).isEqualTo(Octets.hex("bf be"));
        assertThat(decoder.table().count()).isEqualTo(2);
    }

    @Test
    void aNameAndAValueThatAreCutElsewhereAreAnotherField() {
        exchange("x-ab: c");
        exchange("x-ab: c");
        assertThat(exchange("x-a: bc")).hasSizeGreaterThan(1);
    }

    @Test
    void whatChangesOrIsSecretIsNotPutIntoTheTable() {
        for (int i = 0; i < 5; i++) {
            exchange(
                    ":path: /a",
                    "date: Sat, 21 Nov 2026 10:00:00 GMT",
                    "content-length: 100",
                    "age: 5",
                    "cookie: session=0123456789abcdef",
                    "set-cookie: session=0123456789abcdef",
                    "x-key: 1 (never)",
                    "cookie: a=b (never)",
                    "set-cookie: a=b (never)",
                    "authorization: Basic 0123456789abcdef0123456789 (never)",
                    "proxy-authorization: Basic 01234567890123456789 (never)",
                    "x-large: " + "x".repeat(HpackEncoder.MAX_INDEXED_BYTES));
        }
        assertThat(decoder.table().count()).isZero();
    }

    @Test
    void secretsAreNeverIndexedWithoutBeingTold() {
        FieldLines.fill(fields, "authorization: x", "cookie: a", "set-cookie: b");
        int length = encoder.encode(fields, block, 0);
        assertThat(decoder.decode(block, 0, length, read)).isTrue();
        assertThat(FieldLines.of(read)).allMatch(line -> line.endsWith(FieldLines.NEVER));
    }

    @Test
    void aNeverIndexedFieldIsNoIndexEvenWhereOneIsKnown() {
        exchange("x-one: value");
        exchange("x-one: value");
        assertThat(exchange("x-one: value (never)")[0]).isEqualTo((byte) 0x10);
        assertThat(exchange(":method: GET (never)")[0]).isEqualTo((byte) 0x12);
    }

    @Test
    void preparedListsAndFieldsShareTheTable() {
        PreparedFields list = new PreparedFields(List.of(HpackField.of("p", "q")));
        int length = encoder.encode(list, block, 0);
        assertThat(decoder.decode(block, 0, length, read)).isTrue();
        exchange("x-one: value");
        exchange("x-one: value");
        assertThat(exchange("x-one: value")).isEqualTo(Octets.hex("be"));
        length = encoder.encode(list, block, 0);
        assertThat(Octets.bytes(block, 0, length)).isEqualTo(Octets.hex("bf"));
    }

    @Test
    void aBlockApartNeitherReadsNorChangesTheTable() {
        exchange("x-one: value");
        exchange("x-one: value");
        FieldLines.fill(fields, ":status: 200", "x-one: value", "x-two: value");
        for (int i = 0; i < 3; i++) {
            int length = encoder.encodeApart(fields, block, 0);
            assertThat(decoder.decode(block, 0, length, read)).isTrue();
            assertThat(FieldLines.of(read))
                    .containsExactly(":status: 200", "x-one: value", "x-two: value");
            assertThat(decoder.table().count()).isEqualTo(1);
        }
    }

    @Test
    void aFullTableIsEmptiedWhenMuchFindsNoRoomInIt() {
        for (int i = 0; i < 200; i++) {
            exchange("x-old: " + i);
            exchange("x-old: " + i);
        }
        int full = decoder.table().count();
        assertThat(full).isBetween(90, 128);
        for (int i = 0; i < HpackEncoder.RENEWAL_MISSES; i++) {
            exchange("x-new: " + i);
            exchange("x-new: " + i);
        }
        exchange("x-new: last");
        exchange("x-new: last");
        assertThat(exchange("x-new: last")).isEqualTo(Octets.hex("be"));
        assertThat(decoder.table().count()).isLessThanOrEqualTo(128);
    }

    @Test
    void aPeerWithoutATableGetsLiterals() {
        encoder.limitTable(0);
        for (int i = 0; i < 3; i++) {
            exchange("x-one: value");
        }
        assertThat(decoder.table().count()).isZero();
        encoder.limitTable(100);
        exchange("x-one: value");
        exchange("x-one: value");
        exchange("x-two: " + "v".repeat(60));
        exchange("x-two: " + "v".repeat(60));
        assertThat(exchange("x-one: value")).isEqualTo(Octets.hex("be"));
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {71, 72})
    void whateverIsEncodedIsReadBack(long seed) {
        Random random = new Random(seed);
        List<String> pool = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            pool.add(name(random) + ": " + value(random));
        }
        for (int i = 0; i < 20_000; i++) {
            if (random.nextInt(500) == 0) {
                encoder.limitTable(random.nextInt(8000));
            }
            String[] lines = new String[random.nextInt(10)];
            for (int k = 0; k < lines.length; k++) {
                boolean known = random.nextInt(4) > 0;
                int near = (i / 100 + random.nextInt(30)) % pool.size();
                lines[k] = known ? pool.get(near) : name(random) + ": " + value(random);
                lines[k] += random.nextInt(20) == 0 ? FieldLines.NEVER : "";
            }
            exchange(lines);
        }
    }

    private static String name(Random random) {
        return random.nextInt(3) == 0 ? "server" : "x-" + random.nextInt(40);
    }

    private static String value(Random random) {
        char[] text = new char[random.nextInt(10) == 0 ? random.nextInt(2000) : random.nextInt(30)];
        for (int i = 0; i < text.length; i++) {
            text[i] = (char) ('!' + random.nextInt(90));
        }
        return new String(text);
    }
}
