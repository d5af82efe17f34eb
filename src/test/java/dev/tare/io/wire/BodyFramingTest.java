package dev.tare.io.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BodyFramingTest {
    private final Http1Head head = new Http1Head();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET     | 200 | Content-Length: 5                               | LENGTH",
                "GET     | 200 | Content-Length: 0                               | NONE",
                "GET     | 200 | X: y                                            | UNTIL_CLOSE",
                "GET     | 200 | Transfer-Encoding: chunked                      | CHUNKED",
                "GET     | 200 | Transfer-Encoding: gzip, chunked                | CHUNKED",
                "GET     | 200 | Transfer-Encoding: gzip                         | UNTIL_CLOSE",
                "GET     | 200 | Transfer-Encoding: gzip; Content-Length: 5      | UNTIL_CLOSE",
                "GET     | 200 | Transfer-Encoding: chunked; Content-Length: 5   | CHUNKED",
                "GET     | 404 | Content-Length: 5                               | LENGTH",
                "GET     | 100 | Content-Length: 5                               | NONE",
                "GET     | 101 | X: y                                            | NONE",
                "GET     | 199 | Transfer-Encoding: chunked                      | NONE",
                "GET     | 204 | Content-Length: 5                               | NONE",
                "GET     | 205 | Content-Length: 5                               | LENGTH",
                "GET     | 304 | Transfer-Encoding: chunked                      | NONE",
                "HEAD    | 200 | Content-Length: 5                               | NONE",
                "HEAD    | 200 | Transfer-Encoding: chunked                      | NONE",
                "HEAD    | 200 | X: y                                            | NONE",
                "CONNECT | 200 | Content-Length: 5                               | NONE",
                "CONNECT | 299 | Transfer-Encoding: chunked                      | NONE",
                "CONNECT | 302 | Content-Length: 5                               | LENGTH",
                "CONNECT | 407 | X: y                                            | UNTIL_CLOSE"
            })
    void theFramingOfAResponseFollowsTheStatusTheMethodAndTheFields(
            HttpMethod method, int status, String fields, BodyFraming expected) {
        String text = "HTTP/1.1 " + status + "\r\n" + fields.replace("; ", "\r\n") + "\r\n\r\n";
        assertThat(head.parseResponse(Bytes.of(text), 0, text.length())).isPositive();
        assertThat(BodyFraming.ofResponse(head, method)).isEqualTo(expected);
        if (method != HttpMethod.CONNECT) {
            boolean headRequest = method == HttpMethod.HEAD;
            assertThat(BodyFraming.ofResponse(head, headRequest)).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, X: y, NONE",
        "POST, X: y, NONE",
        "GET, Content-Length: 5, LENGTH",
        "POST, Content-Length: 0, NONE",
        "HEAD, Transfer-Encoding: chunked, CHUNKED",
        "DELETE, Transfer-Encoding: chunked, CHUNKED"
    })
    void theFramingOfARequestFollowsTheFieldsOnly(
            String method, String field, BodyFraming expected) {
        String text = method + " / HTTP/1.1\r\nHost: a\r\n" + field + "\r\n\r\n";
        assertThat(head.parseRequest(Bytes.of(text), 0, text.length())).isPositive();
        assertThat(BodyFraming.ofRequest(head)).isEqualTo(expected);
    }
}
