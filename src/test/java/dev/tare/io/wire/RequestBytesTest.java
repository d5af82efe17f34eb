package dev.tare.io.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.base.core.Field;
import dev.tare.base.core.RequestBody;
import dev.tare.base.core.RequestSpec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestBytesTest {
    @Test
    void aPlainRequestHasHostAgentAndAccept() {
        assertThat(encode(RequestSpec.get("/byte/100")))
                .isEqualTo(
                        Bytes.lines(
                                "GET /byte/100 HTTP/1.1",
                                "Host: a:80",
                                "User-Agent: tare/0.1",
                                "Accept: */*",
                                ""));
    }

    @Test
    void fieldsThatAreGivenReplaceTheDefaults() {
        assertThat(
                        encode(
                                request(
                                        "GET",
                                        "",
                                        new Field("X", "y"),
                                        new Field("host", "b"),
                                        new Field("accept", "text/html"),
                                        new Field("user-agent", ""))))
                .isEqualTo(
                        Bytes.lines(
                                "GET / HTTP/1.1",
                                "X: y",
                                "host: b",
                                "accept: text/html",
                                "user-agent: ",
                                ""));
    }

    @Test
    void aBodyHasItsLengthInBytes() {
        String text = encode(request("POST", "h\u00e4"));
        assertThat(text).contains("\r\nContent-Length: 3\r\n\r\n").endsWith("\r\n\r\nh\u00e4");
    }

    @Test
    void aBodyMayBeAnyBytes() {
        byte[] body = {0, (byte) 0xff, '\r', '\n'};
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes =
                    RequestBytes.encode(request("PUT", ""), RequestBody.of(body), "a:80", arena);
            String text = new String(bytes.toArray(ValueLayout.JAVA_BYTE), ISO_8859_1);
            assertThat(text).endsWith("Content-Length: 4\r\n\r\n\0\u00ff\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH"})
    void anEmptyBodyIsSaidWhereOneIsExpected(String method) {
        assertThat(encode(request(method, ""))).endsWith("Content-Length: 0\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "DELETE", "OPTIONS"})
    void anEmptyBodyIsNotSaidElsewhere(String method) {
        assertThat(encode(request(method, ""))).doesNotContain("Content-Length");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length", "transfer-encoding"})
    void framingFieldsAreRefused(String name) {
        assertThatThrownBy(() -> encode(request("GET", "", new Field(name, "5"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name);
    }

    @Test
    void whatOurOwnCodecRefusesIsRefused() {
        assertThatThrownBy(() -> encode(RequestSpec.get("/a#b")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("request target");
        Field host = new Field("Host", "a");
        assertThatThrownBy(() -> encode(request("GET", "", host, host)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("more than one Host");
    }

    @Test
    void theSegmentIsNativeAndReadsBackAsTheRequest() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = RequestBytes.encode(request("POST", "hello"), "a:80", arena);
            assertThat(bytes.isNative()).isTrue();
            Http1RequestReader reader = new Http1RequestReader();
            int size = (int) bytes.byteSize();
            assertThat(reader.read(bytes, 0, size, null)).isEqualTo(size);
            assertThat(reader.state()).isEqualTo(Http1RequestReader.State.COMPLETE);
            assertThat(reader.bodyBytes()).isEqualTo(5);
        }
    }

    private static RequestSpec request(String method, String body, Field... fields) {
        return new RequestSpec(method, "/", List.of(fields), body);
    }

    private static String encode(RequestSpec request) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = RequestBytes.encode(request, "a:80", arena);
            return new String(bytes.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
        }
    }
}
