package dev.tare.io.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class Http1ResponseReaderTest {
    private final Http1ResponseReader reader = new Http1ResponseReader();

    @Test
    void anAnswerThatArrivesByteByByteIsRead() {
        String text =
                Bytes.lines(
                        "HTTP/1.1 103 Early",
                        "Link: x",
                        "",
                        "HTTP/1.1 200 OK",
                        "Transfer-Encoding: chunked",
                        "",
                        "5;a=\"b\"",
                        "hello",
                        "0",
                        "T: x",
                        "");
        StringBuilder body = new StringBuilder();
        reader.begin(false);
        for (int i = 0; i < text.length(); i++) {
            assertThat(reader.state()).isNotEqualTo(Http1ResponseReader.State.COMPLETE);
            int n =
                    reader.read(
                            Bytes.of(text.substring(i, i + 1)),
                            0,
                            1,
                            (buffer, offset, length) ->
                                    body.append(Bytes.text(buffer, offset, length)));
            assertThat(n).isEqualTo(1);
        }
        assertThat(reader.state()).isEqualTo(Http1ResponseReader.State.COMPLETE);
        assertThat(reader.status()).isEqualTo(200);
        assertThat(reader.informationalCount()).isEqualTo(1);
        assertThat(reader.keepAlive()).isTrue();
        assertThat(body.toString()).isEqualTo("hello");
    }
}
