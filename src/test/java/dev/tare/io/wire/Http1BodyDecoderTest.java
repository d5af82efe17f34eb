package dev.tare.io.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class Http1BodyDecoderTest {
    /** A chunked body, and its data or the words of the refusal. */
    record Row(String name, String chunks, String expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final String END = "0\r\n\r\n";

    private final Http1BodyDecoder decoder = new Http1BodyDecoder();
    private final StringBuilder body = new StringBuilder();

    static Stream<Row> good() {
        return Stream.of(
                new Row("no data", END, ""),
                new Row("one chunk", "5\r\nhello\r\n" + END, "hello"),
                new Row("two chunks", "1\r\na\r\n2\r\nbc\r\n" + END, "abc"),
                new Row(
                        "digits of both cases",
                        "a\r\n0123456789\r\nB\r\n0123456789a\r\n" + END,
                        "01234567890123456789a"),
                new Row("zeros before", "0000000000000001\r\na\r\n0000000000000000\r\n\r\n", "a"),
                new Row(
                        "data that looks like framing",
                        "7\r\n\r\n0\r\n\r\n\r\n" + END,
                        "\r\n0\r\n\r\n"),
                new Row("an extension", "1;a\r\nx\r\n" + END, "x"),
                new Row("an extension with a value", "1;a=b\r\nx\r\n0;c=d\r\n\r\n", "x"),
                new Row("blanks in extensions", "1 \t; a = b ;c\t;d\r\nx\r\n" + END, "x"),
                new Row("a quoted value", "1;a=\"b;c\\\"\\\\ \t\u00e4\"\r\nx\r\n" + END, "x"),
                new Row("an empty quoted value", "1;a=\"\"\r\nx\r\n" + END, "x"),
                new Row("quoted, then another", "1;a=\"b\" ;c;d=e\r\nx\r\n" + END, "x"),
                new Row("trailers", "1\r\nx\r\n0\r\nA: b\r\nC:\r\nd: \t\u00e4 \r\n\r\n", "x"));
    }

    static Stream<Row> malformed() {
        return Stream.of(
                new Row("no size", "\r\nx\r\n", "hexadecimal"),
                new Row("a blank before the size", " 1\r\nx\r\n", "hexadecimal"),
                new Row("a blank behind the size", "1 \r\nx\r\n", "extension"),
                new Row("HTAB behind the size", "1\t\r\nx\r\n", "extension"),
                new Row("a prefix of 0x", "0x1\r\nx\r\n", "hexadecimal"),
                new Row("plus", "+1\r\nx\r\n", "hexadecimal"),
                new Row("minus", "-1\r\nx\r\n", "hexadecimal"),
                new Row("a letter behind f", "1g\r\nx\r\n", "hexadecimal"),
                new Row("a comma", "1,1\r\nx\r\n", "hexadecimal"),
                new Row("a size that ends in LF", "1\nx\r\n", "hexadecimal"),
                new Row("a size that ends in CR", "1\rx\r\n", "CR LF"),
                new Row("CR CR LF", "1\r\r\nx\r\n", "CR LF"),
                new Row("a size of 2^63", "8000000000000000\r\n", "too large"),
                new Row("a size of 2^64 + 1", "10000000000000001\r\n", "too large"),
                new Row("a size of 17 digits", "00000000000000001\r\nx\r\n", "too large"),
                new Row("more data than said", "1\r\nxy\r\n", "chunk is not followed"),
                new Row("data that ends in LF", "1\r\nx\n", "chunk is not followed"),
                new Row("data that ends in CR", "1\r\nx\r1", "chunk is not followed"),
                new Row("an extension without a name", "1;\r\nx\r\n", "extension"),
                new Row("an extension without a name but a value", "1;=a\r\nx\r\n", "extension"),
                new Row("an extension with no value behind =", "1;a=\r\nx\r\n", "extension"),
                new Row("an extension with two words", "1;a b\r\nx\r\n", "extension"),
                new Row("a blank behind an extension", "1;a \r\nx\r\n", "extension"),
                new Row("a blank behind a value", "1;a=b \r\nx\r\n", "extension"),
                new Row("a word behind a quoted value", "1;a=\"b\"c\r\nx\r\n", "extension"),
                new Row("CR in a quoted value", "1;a=\"\r\n\"\r\nx\r\n", "extension"),
                new Row("CR behind a backslash", "1;a=\"\\\r\n\"\r\nx\r\n", "extension"),
                new Row("LF in an extension", "1;a\nb\r\nx\r\n", "extension"),
                new Row("NUL in an extension", "1;a\0\r\nx\r\n", "extension"),
                new Row("NUL in a quoted value", "1;a=\"\0\"\r\nx\r\n", "extension"),
                new Row("an extension that ends in CR", "1;a\rx\r\n", "CR LF"),
                new Row("a trailer without colon", "0\r\nA\r\n\r\n", "trailer"),
                new Row("a trailer without name", "0\r\n: b\r\n\r\n", "trailer"),
                new Row("a trailer with a blank before the colon", "0\r\nA : b\r\n\r\n", "trailer"),
                new Row("a folded trailer", "0\r\nA: b\r\n c\r\n\r\n", "trailer"),
                new Row("a trailer that ends in LF", "0\r\nA: b\n\r\n", "trailer"),
                new Row("a trailer that ends in CR", "0\r\nA: b\rC: d\r\n\r\n", "CR without LF"),
                new Row("NUL in a trailer", "0\r\nA: \0\r\n\r\n", "trailer"),
                new Row("an end in LF", "0\r\n\n", "trailer"),
                new Row("an end in CR", "0\r\n\rx", "CR without LF"),
                new Row("another chunk behind the last", "0\r\n1\r\nx\r\n", "trailer"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("good")
    void aGoodChunkedBodyIsDecodedWhereverItIsCut(Row row) {
        String chunks = row.chunks() + "next";
        for (int cut = 0; cut <= row.chunks().length(); cut++) {
            decoder.begin(BodyFraming.CHUNKED, -1);
            body.setLength(0);
            assertThat(decode(chunks.substring(0, cut))).isEqualTo(cut);
            assertThat(decoder.complete()).isEqualTo(cut == row.chunks().length());
            assertThat(decode(chunks.substring(cut))).isEqualTo(row.chunks().length() - cut);
            assertThat(decoder.complete()).isTrue();
            assertThat(decoder.completeAtEnd()).isTrue();
            assertThat(body.toString()).isEqualTo(row.expected());
            assertThat(decoder.bodyBytes()).isEqualTo(row.expected().length());
            assertThat(decoder.fault()).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void aMalformedChunkedBodyIsRefusedWhereverItIsCut(Row row) {
        for (int cut = 0; cut <= row.chunks().length(); cut++) {
            decoder.begin(BodyFraming.CHUNKED, -1);
            decode(row.chunks().substring(0, cut));
            decode(row.chunks().substring(cut));
            assertThat(decode("0")).isEqualTo(Http1BodyDecoder.MALFORMED);
            assertThat(decoder.fault()).contains(row.expected());
            assertThat(decoder.complete()).isFalse();
            assertThat(decoder.completeAtEnd()).isFalse();
        }
    }

    @Test
    void aChunkOfTheLargestSizeIsBegun() {
        decoder.begin(BodyFraming.CHUNKED, -1);
        assertThat(decode("7fffffffffffffff\r\nabc")).isEqualTo(21);
        assertThat(body.toString()).isEqualTo("abc");
    }

    @Test
    void theExtensionsOfOneChunkAreBounded() {
        String most = "a".repeat(ChunkLines.MAX_EXTENSION_BYTES - 1);
        decoder.begin(BodyFraming.CHUNKED, -1);
        assertThat(decode("1;" + most + "\r\nx\r\n" + END)).isPositive();
        assertThat(decoder.complete()).isTrue();
        decoder.begin(BodyFraming.CHUNKED, -1);
        assertThat(decode("1;" + most + "a\r\nx\r\n" + END)).isEqualTo(Http1BodyDecoder.MALFORMED);
        assertThat(decoder.fault()).contains("too long");
    }

    @Test
    void theExtensionsOfAllChunksAreBoundedByTheDataAndAnAllowance() {
        int extensionBytes = 1024;
        String chunk = "1;" + "a".repeat(extensionBytes - 1) + "\r\nx\r\n";
        decoder.begin(BodyFraming.CHUNKED, -1);
        int chunks = 0;
        while (decode(chunk) > 0) {
            chunks++;
        }
        assertThat(decoder.fault()).contains("too long");
        assertThat(chunks).isEqualTo(ChunkLines.MAX_EXTENSION_EXCESS_BYTES / extensionBytes);

        String fat = "400;" + "a".repeat(1000) + "\r\n" + "x".repeat(1024) + "\r\n";
        decoder.begin(BodyFraming.CHUNKED, -1);
        for (int i = 0; i < 100; i++) {
            assertThat(decode(fat)).isPositive();
        }
    }

    @Test
    void trailersAreBounded() {
        String most = "A: " + "b".repeat(ChunkLines.MAX_TRAILER_BYTES - 7) + "\r\n\r\n";
        assertThat(most).hasSize(ChunkLines.MAX_TRAILER_BYTES);
        decoder.begin(BodyFraming.CHUNKED, -1);
        decode("0\r\n" + most);
        assertThat(decoder.complete()).isTrue();
        decoder.begin(BodyFraming.CHUNKED, -1);
        assertThat(decode("0\r\nA" + most)).isEqualTo(Http1BodyDecoder.MALFORMED);
        assertThat(decoder.fault()).contains("too long");
    }

    @Test
    void aBodyByLengthEndsAtItsLength() {
        decoder.begin(BodyFraming.LENGTH, 5);
        assertThat(decode("he")).isEqualTo(2);
        assertThat(decoder.complete()).isFalse();
        assertThat(decoder.completeAtEnd()).isFalse();
        assertThat(decode("llo, next")).isEqualTo(3);
        assertThat(decoder.complete()).isTrue();
        assertThat(decode("next")).isZero();
        assertThat(body.toString()).isEqualTo("hello");
        assertThat(decoder.bodyBytes()).isEqualTo(5);
    }

    @Test
    void aBodyOfMoreThanTwoGigabytesIsCounted() {
        decoder.begin(BodyFraming.LENGTH, 1L << 40);
        assertThat(decode("hello")).isEqualTo(5);
        assertThat(decoder.complete()).isFalse();
    }

    @Test
    void aBodyUntilCloseTakesEverythingAndIsCompleteAtTheEndOnly() {
        decoder.begin(BodyFraming.UNTIL_CLOSE, -1);
        assertThat(decoder.completeAtEnd()).isTrue();
        assertThat(decode("hello")).isEqualTo(5);
        assertThat(decoder.complete()).isFalse();
        assertThat(decoder.completeAtEnd()).isTrue();
    }

    @Test
    void noBodyTakesNothing() {
        decoder.begin(BodyFraming.NONE, 7);
        assertThat(decoder.complete()).isTrue();
        assertThat(decode("hello")).isZero();
        decoder.begin(BodyFraming.LENGTH, 0);
        assertThat(decoder.complete()).isTrue();
    }

    @Test
    void aNegativeLengthIsRefused() {
        assertThatThrownBy(() -> decoder.begin(BodyFraming.LENGTH, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1");
    }

    @Test
    void aBodyWithoutASinkIsCountedAllTheSame() {
        String chunks = "5\r\nhello\r\n" + END;
        decoder.begin(BodyFraming.CHUNKED, -1);
        assertThat(decoder.decode(Bytes.of(chunks), 0, chunks.length(), null))
                .isEqualTo(chunks.length());
        assertThat(decoder.bodyBytes()).isEqualTo(5);
    }

    private int decode(String text) {
        MemorySegment bytes = Bytes.of(text);
        return decoder.decode(
                bytes, 0, text.length(), (b, o, l) -> body.append(Bytes.text(b, o, l)));
    }

    @Test
    void bytesMayPassUnseenWhereTheyAreDataWhateverTheyAre() {
        decoder.begin(BodyFraming.NONE, 0);
        assertThat(decoder.dataLeftBytes()).isZero();
        decoder.begin(BodyFraming.UNTIL_CLOSE, 0);
        assertThat(decoder.dataLeftBytes()).isEqualTo(Long.MAX_VALUE);
        decoder.passUnseen(100);
        assertThat(decoder.bodyBytes()).isEqualTo(100);

        decoder.begin(BodyFraming.LENGTH, 10);
        assertThat(decoder.dataLeftBytes()).isEqualTo(10);
        decoder.passUnseen(4);
        assertThat(decoder.dataLeftBytes()).isEqualTo(6);
        assertThat(decoder.complete()).isFalse();
        assertThatThrownBy(() -> decoder.passUnseen(7)).hasMessage("7 bytes must be 1 to 6");
        decoder.passUnseen(6);
        assertThat(decoder.complete()).isTrue();
        assertThat(decoder.bodyBytes()).isEqualTo(10);
    }

    @Test
    void theDataOfAChunkMayPassUnseenButNotItsLines() {
        MemorySegment lines = Bytes.of("a\r\n\r\n0\r\n\r\n");
        decoder.begin(BodyFraming.CHUNKED, 0);
        assertThat(decoder.dataLeftBytes()).isZero();
        assertThat(decoder.decode(lines, 0, 3, null)).isEqualTo(3);
        assertThat(decoder.dataLeftBytes()).isEqualTo(10);
        decoder.passUnseen(10);
        assertThat(decoder.dataLeftBytes()).isZero();
        assertThat(decoder.decode(lines, 3, 7, null)).isEqualTo(7);
        assertThat(decoder.complete()).isTrue();
        assertThat(decoder.bodyBytes()).isEqualTo(10);
    }
}
