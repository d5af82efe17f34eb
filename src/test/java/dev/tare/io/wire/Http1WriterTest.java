package dev.tare.io.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class Http1WriterTest {
    private final MemorySegment target = Arena.ofAuto().allocate(256);
    private final Http1Writer writer = new Http1Writer();

    @Test
    void aHeadIsWrittenAndReadBack() {
        writer.begin(target, 5, 200)
                .statusLine(200)
                .field(Bytes.latin("Server"), Bytes.latin("x"))
                .field(Bytes.latin("Content-Length"), 1234567890123L)
                .crlf();
        assertThat(written(5))
                .isEqualTo("HTTP/1.1 200 OK\r\nServer: x\r\nContent-Length: 1234567890123\r\n\r\n");
        Http1Head head = new Http1Head();
        assertThat(head.parseResponse(target, 5, writer.length())).isEqualTo(writer.length());
        assertThat(head.contentLength()).isEqualTo(1234567890123L);
    }

    @Test
    void partsOfAParsedHeadAreCopied() {
        String text = "GET /a HTTP/1.1\r\nHost:  a \r\n\r\n";
        Http1Head head = new Http1Head();
        head.parseRequest(Bytes.at(3, Bytes.latin(text)), 3, text.length());
        writer.begin(target, 0, 100)
                .range(head, head.methodStart(), head.targetEnd())
                .crlf()
                .field(head, 0)
                .octet('!');
        assertThat(written(0)).isEqualTo("GET /a\r\nHost: a\r\n!");
    }

    @Test
    void chunksAreWrittenAndReadBack() {
        writer.begin(target, 0, 256)
                .chunkHeader(5)
                .bytes(Bytes.of("hello"), 0, 5)
                .crlf()
                .chunkHeader(0x1f)
                .bytes(new byte[0x1f])
                .crlf()
                .lastChunk();
        Http1BodyDecoder decoder = new Http1BodyDecoder();
        decoder.begin(BodyFraming.CHUNKED, -1);
        assertThat(decoder.decode(target, 0, writer.length(), null)).isEqualTo(writer.length());
        assertThat(decoder.complete()).isTrue();
        assertThat(decoder.bodyBytes()).isEqualTo(5 + 0x1f);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 9, 10, 99, 100, 65_536, Long.MAX_VALUE})
    void numbersAreWrittenInDecimalAndSizesInHexadecimal(long value) {
        writer.begin(target, 0, 100).decimal(value);
        assertThat(written(0)).isEqualTo(Long.toString(value));
        if (value > 0) {
            writer.begin(target, 0, 100).chunkHeader(value);
            assertThat(written(0)).isEqualTo(Long.toHexString(value) + "\r\n");
        }
    }

    @Test
    void whatDoesNotFitIsRememberedAndNothingIsWrittenBehindTheEnd() {
        target.fill((byte) '.');
        writer.begin(target, 10, 5).bytes(Bytes.latin("abc"));
        assertThat(writer.overflowed()).isFalse();
        writer.bytes(Bytes.latin("def")).octet('g').decimal(1).bytes(Bytes.of("h"), 0, 1).crlf();
        assertThat(writer.overflowed()).isTrue();
        assertThat(Bytes.text(target, 8, 10)).isEqualTo("..abc.....");
        writer.begin(target, 10, 5).bytes(Bytes.latin("abcde"));
        assertThat(writer.overflowed()).isFalse();
        assertThat(writer.length()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 204, 299, 404, 502, 999})
    void everyStatusHasALine(int status) {
        writer.begin(target, 0, 100).statusLine(status).crlf();
        Http1Head head = new Http1Head();
        assertThat(head.parseResponse(target, 0, writer.length())).isEqualTo(writer.length());
        assertThat(head.status()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 99, 1000})
    void aStatusOfOtherThanThreeDigitsIsRefused(int status) {
        writer.begin(target, 0, 100);
        assertThatThrownBy(() -> writer.statusLine(status))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(Integer.toString(status));
    }

    private String written(int offset) {
        return Bytes.text(target, offset, writer.length());
    }
}
