package dev.tare.io.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.io.wire.Http1RequestReader.State;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class Http1RequestReaderTest {
    private static final String GET = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String POST =
            "POST /b HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello";

    private final Http1RequestReader reader = new Http1RequestReader();
    private final StringBuilder body = new StringBuilder();

    @Test
    void pipelinedRequestsAreReadOneAfterTheOther() {
        String stream = GET + POST + GET;
        MemorySegment bytes = Bytes.of(stream);
        int p = 0;
        for (String expected : new String[] {"/a", "/b", "/a"}) {
            reader.begin();
            assertThat(reader.begun()).isFalse();
            p += reader.read(bytes, p, stream.length() - p, this::onBody);
            assertThat(reader.state()).isEqualTo(State.COMPLETE);
            Http1Head head = reader.head();
            assertThat(head.copy(head.targetStart(), head.targetEnd())).isEqualTo(expected);
            assertThat(reader.keepAlive()).isTrue();
        }
        assertThat(p).isEqualTo(stream.length());
        assertThat(body.toString()).isEqualTo("hello");
    }

    @Test
    void aRequestIsReadBeforeAnythingWasBegun() {
        assertThat(read(GET)).isEqualTo(GET.length());
        assertThat(reader.state()).isEqualTo(State.COMPLETE);
        assertThat(reader.headBytes()).isEqualTo(GET.length());
        assertThat(reader.framing()).isEqualTo(BodyFraming.NONE);
    }

    @Test
    void theHeadCanBeLookedAtBeforeTheBodyIsRead() {
        MemorySegment bytes = Bytes.of(POST);
        int head = reader.readHead(bytes, 0, POST.length());
        assertThat(head).isEqualTo(POST.length() - 5);
        assertThat(reader.state()).isEqualTo(State.BODY);
        assertThat(reader.head().method()).isEqualTo(HttpMethod.POST);
        assertThat(reader.readHead(bytes, head, 5)).isZero();
        assertThat(reader.read(bytes, head, 2, this::onBody)).isEqualTo(2);
        assertThat(reader.state()).isEqualTo(State.BODY);
        assertThat(reader.read(bytes, head + 2L, 3, this::onBody)).isEqualTo(3);
        assertThat(reader.state()).isEqualTo(State.COMPLETE);
        assertThat(reader.bodyBytes()).isEqualTo(5);
        assertThat(body.toString()).isEqualTo("hello");
    }

    @ParameterizedTest
    @CsvSource({
        "'GET / HTTP/1.1\r\nA : b\r\n', 400",
        "'GET / HTTP/2.0\r\n', 505",
        "'GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n', 400",
        "'PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nx', 400"
    })
    void aFaultSaysWithWhichStatusToAnswer(String text, int status) {
        assertThat(read(text)).isEqualTo(text.length());
        assertThat(reader.state()).isEqualTo(State.MALFORMED);
        assertThat(reader.faultStatus()).isEqualTo(status);
        assertThat(reader.fault()).isNotEmpty();
        assertThat(reader.keepAlive()).isFalse();
        assertThat(read(GET)).isEqualTo(GET.length());
        reader.begin();
        assertThat(read(GET)).isEqualTo(GET.length());
        assertThat(reader.state()).isEqualTo(State.COMPLETE);
        assertThat(reader.faultStatus()).isZero();
    }

    @Test
    void aHeadThatNeverEndsIsTooLarge() {
        String line = "X: " + "x".repeat(1000) + "\r\n";
        read("GET / HTTP/1.1\r\n");
        int lines = 0;
        while (reader.state() == State.HEAD) {
            read(line);
            lines++;
        }
        assertThat(lines).isBetween(65, 66);
        assertThat(reader.faultStatus()).isEqualTo(431);
    }

    @ParameterizedTest
    @CsvSource({
        "'', HEAD",
        "'GET /', MALFORMED",
        "'PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nx', MALFORMED",
        "'GET / HTTP/1.1\r\nHost: a\r\n\r\n', COMPLETE"
    })
    void onlyARequestThatHasBegunCanBeCutShort(String text, State expected) {
        read(text);
        reader.end();
        assertThat(reader.state()).isEqualTo(expected);
    }

    private int read(String text) {
        return reader.read(Bytes.of(text), 0, text.length(), this::onBody);
    }

    private void onBody(MemorySegment buffer, long offset, int length) {
        body.append(Bytes.text(buffer, offset, length));
    }
}
