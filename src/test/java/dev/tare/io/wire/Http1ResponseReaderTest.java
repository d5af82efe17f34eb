package dev.tare.io.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.io.wire.Http1ResponseReader.State;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class Http1ResponseReaderTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

    private final Http1ResponseReader reader = new Http1ResponseReader();
    private final StringBuilder body = new StringBuilder();

    @Test
    void anAnswerIsReadUpToItsEnd() {
        reader.begin(false);
        assertThat(reader.begun()).isFalse();
        assertThat(read(OK + OK)).isEqualTo(OK.length());
        assertThat(reader.state()).isEqualTo(State.COMPLETE);
        assertThat(reader.status()).isEqualTo(200);
        assertThat(reader.framing()).isEqualTo(BodyFraming.LENGTH);
        assertThat(reader.bodyBytes()).isEqualTo(5);
        assertThat(reader.headBytes()).isEqualTo(OK.length() - 5);
        assertThat(reader.keepAlive()).isTrue();
        assertThat(body.toString()).isEqualTo("hello");
        assertThat(read(OK)).isZero();
        reader.end();
        assertThat(reader.state()).isEqualTo(State.COMPLETE);
    }

    @Test
    void theNextAnswerIsReadAsIfItWereTheFirst() {
        reader.begin(false);
        read("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 404 No\r\nContent-Length: 1\r\n\r\nx");
        assertThat(reader.keepAlive()).isFalse();
        reader.begin(false);
        assertThat(reader.state()).isEqualTo(State.HEAD);
        assertThat(reader.begun()).isFalse();
        assertThat(reader.informationalCount()).isZero();
        assertThat(read(OK)).isEqualTo(OK.length());
        assertThat(reader.status()).isEqualTo(200);
        assertThat(reader.keepAlive()).isTrue();
        assertThat(reader.headBytes()).isEqualTo(OK.length() - 5);
    }

    @Test
    void informationalAnswersAreSkippedAndCounted() {
        String early = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nLink: x\r\n\r\n";
        reader.begin(false);
        assertThat(read(early)).isEqualTo(early.length());
        assertThat(reader.state()).isEqualTo(State.HEAD);
        assertThat(reader.begun()).isTrue();
        assertThat(read(OK)).isEqualTo(OK.length());
        assertThat(reader.informationalCount()).isEqualTo(2);
        assertThat(reader.status()).isEqualTo(200);
        assertThat(reader.headBytes()).isEqualTo(early.length() + OK.length() - 5);
    }

    @Test
    void aFloodOfInformationalAnswersIsRefused() {
        String informational = "HTTP/1.1 102 Wait\r\n\r\n";
        String most = informational.repeat(Http1ResponseReader.MAX_INFORMATIONAL);
        reader.begin(false);
        assertThat(read(most + OK)).isEqualTo(most.length() + OK.length());
        assertThat(reader.state()).isEqualTo(State.COMPLETE);
        reader.begin(false);
        String flood = most + informational + OK;
        assertThat(read(flood)).isEqualTo(flood.length());
        assertThat(reader.state()).isEqualTo(State.MALFORMED);
        assertThat(reader.fault()).contains("informational");
    }

    @Test
    void switchingProtocolsIsFinalAndEndsHttp() {
        String head = "HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n";
        reader.begin(false);
        assertThat(read(head + "other")).isEqualTo(head.length());
        assertThat(reader.state()).isEqualTo(State.COMPLETE);
        assertThat(reader.status()).isEqualTo(101);
        assertThat(reader.keepAlive()).isFalse();
    }

    @Test
    void theAnswerToHeadEndsWithItsHead() {
        reader.begin(true);
        assertThat(read(OK)).isEqualTo(OK.length() - 5);
        assertThat(reader.state()).isEqualTo(State.COMPLETE);
        assertThat(reader.head().contentLength()).isEqualTo(5);
        assertThat(reader.bodyBytes()).isZero();
    }

    @Test
    void aSuccessThatAnswersConnectBeginsATunnel() {
        String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        reader.begin(HttpMethod.CONNECT);
        assertThat(read(head + "tunnel")).isEqualTo(head.length());
        assertThat(reader.state()).isEqualTo(State.COMPLETE);
        assertThat(reader.keepAlive()).isFalse();
    }

    @Test
    void aBodyUntilCloseIsCompleteAtTheEnd() {
        reader.begin(false);
        String text = "HTTP/1.1 200 OK\r\n\r\nhello";
        assertThat(read(text)).isEqualTo(text.length());
        assertThat(reader.state()).isEqualTo(State.BODY);
        assertThat(reader.keepAlive()).isFalse();
        reader.end();
        assertThat(reader.state()).isEqualTo(State.COMPLETE);
        assertThat(body.toString()).isEqualTo("hello");
    }

    @ParameterizedTest
    @CsvSource({
        "'', before the answer",
        "'HTTP/1.1 200', within the head",
        "'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n', within the body",
        "'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell', within the body",
        "'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n', within the body",
        "'HTTP/1.1 100 Go on\r\n\r\n', within the head"
    })
    void anAnswerThatIsCutShortIsMalformed(String text, String words) {
        reader.begin(false);
        assertThat(read(text)).isEqualTo(text.length());
        reader.end();
        assertThat(reader.state()).isEqualTo(State.MALFORMED);
        assertThat(reader.fault()).contains(words);
        assertThat(reader.keepAlive()).isFalse();
    }

    @Test
    void afterAFaultEverythingIsConsumedAndTheFaultStays() {
        reader.begin(false);
        assertThat(read("HTTP/1.1 200 OK\r\nA : b\r\n\r\n" + OK)).isPositive();
        assertThat(reader.state()).isEqualTo(State.MALFORMED);
        assertThat(read(OK)).isEqualTo(OK.length());
        reader.end();
        assertThat(reader.fault()).contains("colon");
    }

    @Test
    void aFaultInTheBodyIsOneOfTheAnswer() {
        reader.begin(false);
        String text = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhellox";
        assertThat(read(text)).isEqualTo(text.length());
        assertThat(reader.state()).isEqualTo(State.MALFORMED);
        assertThat(reader.fault()).contains("chunk");
        assertThat(reader.bodyBytes()).isEqualTo(5);
    }

    @Test
    void theHeadCanBeLookedAtBeforeTheBodyIsRead() {
        reader.begin(false);
        MemorySegment bytes = Bytes.of(OK);
        int head = reader.readHead(bytes, 0, OK.length());
        assertThat(head).isEqualTo(OK.length() - 5);
        assertThat(reader.state()).isEqualTo(State.BODY);
        assertThat(reader.head().known(0)).isEqualTo(KnownField.CONTENT_LENGTH);
        assertThat(reader.readHead(bytes, head, 5)).isZero();
        assertThat(reader.read(bytes, head, 5, null)).isEqualTo(5);
        assertThat(reader.state()).isEqualTo(State.COMPLETE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 700, 1023, 1024, 1025, 65_535})
    void aHeadOfTheLimitIsTakenAndOneByteMoreIsNotInPiecesOfAnySize(int pieceBytes) {
        String start = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX: ";
        String filler = "x".repeat(Http1Head.MAX_HEAD_BYTES - start.length() - 4);
        reader.begin(false);
        readInPieces(start + filler + "\r\n\r\n", pieceBytes);
        assertThat(reader.state()).isEqualTo(State.COMPLETE);
        reader.begin(false);
        readInPieces(start + filler + "x\r\n\r\n", pieceBytes);
        assertThat(reader.state()).isEqualTo(State.MALFORMED);
        assertThat(reader.fault()).contains("65,536");
    }

    @Test
    void aHeadInPiecesTakesItsMemoryFromTheArena() {
        try (Arena arena = Arena.ofConfined()) {
            Http1ResponseReader pooled = new Http1ResponseReader(arena);
            pooled.begin(false);
            pooled.read(Bytes.of(OK), 0, 20, null);
            pooled.read(Bytes.of(OK), 20, OK.length() - 20, null);
            assertThat(pooled.state()).isEqualTo(State.COMPLETE);
            assertThat(pooled.head().buffer().scope()).isEqualTo(arena.scope());
            assertThat(pooled.head().copy(9, 12)).isEqualTo("200");
        }
    }

    private void readInPieces(String text, int pieceBytes) {
        for (int p = 0; p < text.length() && reader.state() == State.HEAD; p += pieceBytes) {
            String piece = text.substring(p, Math.min(text.length(), p + pieceBytes));
            assertThat(read(piece)).isEqualTo(piece.length());
        }
    }

    private int read(String text) {
        return reader.read(
                Bytes.of(text),
                0,
                text.length(),
                (buffer, offset, length) -> body.append(Bytes.text(buffer, offset, length)));
    }
}
