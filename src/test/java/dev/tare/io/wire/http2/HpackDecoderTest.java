package dev.tare.io.wire.http2;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The examples are those of RFC 7541, appendix C. */
final class HpackDecoderTest {
    private static final String DATE_1 = "date: Mon, 21 Oct 2013 20:13:21 GMT";
    private static final String COOKIE =
            "set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1";

    private final Arena arena = Arena.ofAuto();
    private HpackDecoder decoder = new HpackDecoder(HpackDecoder.DEFAULT_TABLE_BYTES, arena);
    private final Http2Fields fields = new Http2Fields(arena);

    private boolean read(byte[] block) {
        MemorySegment bytes = Octets.segment(block);
        return decoder.decode(bytes, 0, block.length, fields);
    }

    private List<String> decode(String... hex) {
        assertThat(read(Octets.hex(hex))).as(decoder.fault()).isTrue();
        List<String> list = new ArrayList<>();
        for (int i = 0; i < fields.count(); i++) {
            list.add(fields.nameText(i) + ": " + fields.valueText(i));
        }
        return list;
    }

    private String fault(String... hex) {
        assertThat(read(Octets.hex(hex))).isFalse();
        return decoder.fault();
    }

    @Test
    void literalsAndIndexedFieldsAsInTheRfc() {
        assertThat(decode("400a 6375 7374 6f6d 2d6b 6579 0d63 7573 746f 6d2d 6865 6164 6572"))
                .containsExactly("custom-key: custom-header");
        assertThat(decoder.table().sizeBytes()).isEqualTo(55);
        assertThat(decode("040c 2f73 616d 706c 652f 7061 7468"))
                .containsExactly(":path: /sample/path");
        assertThat(decode("1008 7061 7373 776f 7264 0673 6563 7265 74"))
                .containsExactly("password: secret");
        assertThat(decode("82")).containsExactly(":method: GET");
        assertThat(decoder.table().sizeBytes()).isEqualTo(55);
    }

    @Test
    void requestsWithoutHuffmanCodeAsInTheRfc() {
        assertThat(decode("8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d"))
                .containsExactly(
                        ":method: GET", ":scheme: http", ":path: /", ":authority: www.example.com");
        assertThat(decoder.table().sizeBytes()).isEqualTo(57);
        assertThat(decode("8286 84be 5808 6e6f 2d63 6163 6865"))
                .containsExactly(
                        ":method: GET",
                        ":scheme: http",
                        ":path: /",
                        ":authority: www.example.com",
                        "cache-control: no-cache");
        assertThat(decoder.table().sizeBytes()).isEqualTo(110);
        assertThat(
                        decode(
                                "8287 85bf 400a 6375 7374 6f6d 2d6b 6579",
                                "0c63 7573 746f 6d2d 7661 6c75 65"))
                .containsExactly(
                        ":method: GET",
                        ":scheme: https",
                        ":path: /index.html",
                        ":authority: www.example.com",
                        "custom-key: custom-value");
        assertThat(decoder.table().sizeBytes()).isEqualTo(164);
    }

    @Test
    void requestsWithHuffmanCodeAsInTheRfc() {
        assertThat(decode("8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff"))
                .containsExactly(
                        ":method: GET", ":scheme: http", ":path: /", ":authority: www.example.com");
        assertThat(decode("8286 84be 5886 a8eb 1064 9cbf")).contains("cache-control: no-cache");
        assertThat(decode("8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf"))
                .containsExactly(
                        ":method: GET",
                        ":scheme: https",
                        ":path: /index.html",
                        ":authority: www.example.com",
                        "custom-key: custom-value");
        assertThat(decoder.table().sizeBytes()).isEqualTo(164);
    }

    @Test
    void answersEvictFromASmallTableAsInTheRfc() {
        decoder = new HpackDecoder(256, arena);
        assertThat(
                        decode(
                                "4803 3330 3258 0770 7269 7661 7465 611d",
                                "4d6f 6e2c 2032 3120 4f63 7420 3230 3133",
                                "2032 303a 3133 3a32 3120 474d 546e 1768",
                                "7474 7073 3a2f 2f77 7777 2e65 7861 6d70",
                                "6c65 2e63 6f6d"))
                .containsExactly(
                        ":status: 302",
                        "cache-control: private",
                        DATE_1,
                        "location: https://www.example.com");
        assertThat(decoder.table().sizeBytes()).isEqualTo(222);
        assertThat(decode("4803 3330 37c1 c0bf"))
                .containsExactly(
                        ":status: 307",
                        "cache-control: private",
                        DATE_1,
                        "location: https://www.example.com");
        assertThat(
                        decode(
                                "88c1 611d 4d6f 6e2c 2032 3120 4f63 7420",
                                "3230 3133 2032 303a 3133 3a32 3220 474d",
                                "54c0 5a04 677a 6970 7738 666f 6f3d 4153",
                                "444a 4b48 514b 425a 584f 5157 454f 5049",
                                "5541 5851 5745 4f49 553b 206d 6178 2d61",
                                "6765 3d33 3630 303b 2076 6572 7369 6f6e",
                                "3d31"))
                .containsExactly(
                        ":status: 200",
                        "cache-control: private",
                        "date: Mon, 21 Oct 2013 20:13:22 GMT",
                        "location: https://www.example.com",
                        "content-encoding: gzip",
                        COOKIE);
        assertThat(decoder.table().sizeBytes()).isEqualTo(215);
        assertThat(decoder.table().count()).isEqualTo(3);
    }

    @Test
    void answersWithHuffmanCodeAsInTheRfc() {
        decoder = new HpackDecoder(256, arena);
        decode(
                "4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6",
                "2d1b ff6e 919d 29ad 1718 63c7 8f0b 97c8 e9ae 82ae 43d3");
        decode("4883 640e ffc1 c0bf");
        assertThat(
                        decode(
                                "88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff",
                                "c05a 839b d9ab 77ad 94e7 821d d7f2 e6c7 b335 dfdf cd5b 3960 d5af",
                                "2708 7f36 72c1 ab27 0fb5 291f 9587 3160 65c0 03ed 4ee5 b106 3d50",
                                "07"))
                .contains("content-encoding: gzip", COOKIE);
        assertThat(decoder.table().sizeBytes()).isEqualTo(215);
    }

    @Test
    void indicesBehindTheTablesAreRefused() {
        assertThat(fault("80")).contains("index");
        assertThat(fault("be")).contains("index");
        assertThat(fault("7e 01 61")).contains("index");
    }

    @Test
    void numbersTooLargeOrTooLongAreRefused() {
        assertThat(fault("ff ff ff ff ff 7f")).contains("too large");
        assertThat(fault("ff 80 80 80 80 80 00")).contains("too long");
        assertThat(fault("ff 80")).contains("ends within a number");
        // The same number in more bytes than it needs, but not too many.
        decode("40 01 61 01 62");
        assertThat(decode("be")).isEqualTo(decode("be"));
    }

    @Test
    void stringsCutShortOrMalformedAreRefused() {
        assertThat(fault("40")).contains("within a field");
        assertThat(fault("40 05 61")).contains("within a field");
        assertThat(fault("40 01 61 7f ff ff 03")).contains("within a field");
        // Padding of eight bits, padding of zeros, and the end of string itself.
        assertThat(fault("40 01 61 81 ff")).contains("Huffman");
        assertThat(fault("40 01 61 81 18")).contains("Huffman");
        assertThat(fault("40 01 61 84 ff ff ff ff")).contains("Huffman");
    }

    @Test
    void theTableChangesItsSizeOnlyAtABlocksStartAndWithinItsLimit() {
        decode("40 01 61 01 62");
        assertThat(decoder.table().count()).isEqualTo(1);
        assertThat(decode("20 3f e1 1f 82")).containsExactly(":method: GET");
        assertThat(decoder.table().count()).isZero();
        assertThat(fault("3f e2 1f")).contains("SETTINGS_HEADER_TABLE_SIZE");
        assertThat(fault("82 20")).contains("behind a field");
        assertThat(fault("20 20 20")).contains("more than two");
    }

    @Test
    void anEntryLargerThanTheTableEmptiesIt() {
        decoder = new HpackDecoder(64, arena);
        decode("40 01 61 01 62");
        String large = "78".repeat(60);
        assertThat(decode("40 01 61 3c" + large)).hasSize(1);
        assertThat(decoder.table().count()).isZero();
        assertThat(decoder.table().sizeBytes()).isZero();
    }

    @Test
    void aNameOfAnEvictedEntryIsStillUsed() {
        decoder = new HpackDecoder(64, arena);
        decode("40 01 61 01 62");
        // The new entry takes its name from the one that is evicted for it.
        assertThat(decode("7e 1e" + "63".repeat(30))).containsExactly("a: " + "c".repeat(30));
        assertThat(decode("be")).containsExactly("a: " + "c".repeat(30));
    }

    @Test
    void aListOfTooManyFieldsIsCutButTheTableGoesOn() {
        String many = "82".repeat(Http2Fields.MAX_FIELDS + 1);
        assertThat(read(Octets.hex(many + "40 01 61 01 62"))).isTrue();
        assertThat(fields.tooLarge()).isTrue();
        assertThat(fields.count()).isEqualTo(Http2Fields.MAX_FIELDS);
        assertThat(decode("be")).containsExactly("a: b");
    }

    @Test
    void aListOfTooManyBytesIsCut() {
        String entry = "40 01 61 7f 81 1e" + "78".repeat(127 + 1 + 30 * 128);
        decode(entry);
        assertThat(read(Octets.hex("be".repeat(17)))).isTrue();
        assertThat(fields.tooLarge()).isTrue();
        assertThat(fields.count()).isLessThanOrEqualTo(16);
    }

    @Test
    void manyEntriesComeAndGoInOrder() {
        for (int i = 0; i < 20_000; i++) {
            String value = "v" + i % 977;
            byte[] name = Octets.latin("n" + i % 1009);
            byte[] block = new byte[3 + name.length + value.length()];
            block[0] = 0x40;
            block[1] = (byte) name.length;
            System.arraycopy(name, 0, block, 2, name.length);
            block[2 + name.length] = (byte) value.length();
            System.arraycopy(Octets.latin(value), 0, block, 3 + name.length, value.length());
            assertThat(read(block)).isTrue();
            if (i >= 50) {
                int back = i - 50;
                assertThat(decode(Integer.toHexString(0x80 + 62 + 50)))
                        .containsExactly("n%d: v%d".formatted(back % 1009, back % 977));
            }
        }
        assertThat(decoder.table().sizeBytes()).isLessThanOrEqualTo(4096);
    }
}
