package dev.tare.specimen.control.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.base.core.AnswerCheck;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class HttpProbeTest {
    private static Optional<HttpProbe> parse(String text, boolean ended) throws IOException {
        return HttpProbe.parse(text.getBytes(StandardCharsets.ISO_8859_1), false, ended);
    }

    @Test
    void anAnswerIsWholeWhenItsLengthIsReached() throws IOException {
        String head = "HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\n";
        assertThat(parse("HTTP/1.1 200 OK\r\ncontent-l", false)).isEmpty();
        assertThat(parse(head + "ab", false)).isEmpty();
        assertThat(parse(head + "abc", false).orElseThrow().text()).isEqualTo("abc");
    }

    @Test
    void chunksArePutTogether() throws IOException {
        String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        assertThat(parse(head + "3\r\nabc\r\nA;x=y\r\n0123456789\r\n", false)).isEmpty();
        assertThat(parse(head + "3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\n\r\n", false))
                .get()
                .extracting(HttpProbe::text)
                .isEqualTo("abc0123456789");
        assertThatThrownBy(() -> parse(head + "zz\r\n", false)).hasMessageContaining("chunk");
    }

    @Test
    void withoutALengthTheEndOfTheConnectionIsTheEnd() throws IOException {
        String text = "HTTP/1.1 200 OK\r\n\r\nabc";
        assertThat(parse(text, false)).isEmpty();
        assertThat(parse(text, true).orElseThrow().text()).isEqualTo("abc");
    }

    @Test
    void interimAnswersAreSkipped() throws IOException {
        String text = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n";
        assertThat(parse(text, false).orElseThrow().status()).isEqualTo(204);
    }

    @Test
    void whatIsNotHttpIsRefused() {
        assertThatThrownBy(() -> parse("SSH-2.0-x\r\n\r\n", true))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("HTTP/1.1");
        assertThatThrownBy(() -> parse("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", false))
                .isInstanceOf(IOException.class);
    }

    @Test
    void statusLengthAndPatternAreChecked() throws IOException {
        HttpProbe answer =
                parse("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc", true).orElseThrow();
        assertThat(answer.satisfies(AnswerCheck.okWithLength(3))).isTrue();
        assertThat(answer.satisfies(AnswerCheck.okWithLength(4))).isFalse();
        assertThat(answer.satisfies(new AnswerCheck(201, 299, -1, ""))).isFalse();
        assertThat(answer.satisfies(new AnswerCheck(200, 200, -1, "bc"))).isTrue();
        assertThat(answer.satisfies(new AnswerCheck(200, 200, -1, "cb"))).isFalse();
    }
}
