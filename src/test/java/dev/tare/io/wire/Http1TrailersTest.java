package dev.tare.io.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class Http1TrailersTest {
    private final Http1BodyDecoder decoder = new Http1BodyDecoder();
    private final Http1Trailers trailers = new Http1Trailers();

    private int decode(String text) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        return decoder.decode(MemorySegment.ofArray(bytes), 0, bytes.length, null);
    }

    private void begin() {
        decoder.begin(BodyFraming.CHUNKED, 0);
        decoder.keepTrailers(trailers);
    }

    @Test
    void fieldsAreKeptHoweverTheyArrive() {
        String body = "4\r\nsome\r\n0\r\nX-Sum: 9\r\nGrpc-Status:  0 \r\n\r\n";
        for (int split = 0; split < body.length(); split++) {
            begin();
            decode(body.substring(0, split));
            decode(body.substring(split));
            assertThat(decoder.complete()).isTrue();
            FieldsView fields = Objects.requireNonNull(trailers.fields());
            assertThat(fields.count()).isEqualTo(2);
            assertThat(fields.nameText(0)).isEqualTo("X-Sum");
            assertThat(fields.valueText(0)).isEqualTo("9");
            assertThat(fields.valueText(1)).isEqualTo("0");
        }
    }

    @Test
    void aBodyWithoutTrailersHasNone() {
        begin();
        decode("4\r\nsome\r\n0\r\nx: y\r\n\r\n");
        assertThat(trailers.fields()).isNotNull();
        begin();
        decode("4\r\nsome\r\n0\r\n\r\n");
        assertThat(decoder.complete()).isTrue();
        assertThat(trailers.fields()).isNull();
    }

    @Test
    void thoseOfTheNextBodyAreDroppedUnlessTheyAreWanted() {
        begin();
        decode("0\r\nx: y\r\n\r\n");
        decoder.begin(BodyFraming.CHUNKED, 0);
        decode("0\r\nz: y\r\n\r\n");
        assertThat(Objects.requireNonNull(trailers.fields()).nameText(0)).isEqualTo("x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: some\r\n", "Transfer-Encoding: x y\r\n"})
    void fieldsThatContradictThemselvesAreNone(String line) {
        begin();
        decode("0\r\n" + line + "\r\n");
        assertThat(decoder.complete()).isTrue();
        assertThat(trailers.fields()).isNull();
    }

    @Test
    void theLongestSectionIsKept() {
        begin();
        String line = "x: " + "y".repeat(ChunkLines.MAX_TRAILER_BYTES - 7) + "\r\n";
        decode("0\r\n" + line + "\r\n");
        assertThat(decoder.complete()).isTrue();
        assertThat(Objects.requireNonNull(trailers.fields()).valueLength(0))
                .isEqualTo(ChunkLines.MAX_TRAILER_BYTES - 7);
        begin();
        assertThat(decode("0\r\nx" + line + "\r\n")).isEqualTo(Http1BodyDecoder.MALFORMED);
    }
}
