package dev.tare.specimen.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.io.net.LoopOptions;
import dev.tare.specimen.RawClient;
import dev.tare.specimen.RawResponse;
import dev.tare.specimen.ScriptedServer;
import dev.tare.testing.SocketTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests that two recipients could understand differently are refused, and nothing of them is
 * passed on. A bar stands for CR LF, a caret for a lone LF, an underscore for a blank.
 *
 * <p>Source: RFC 9112, sections 6.3 and 11.2.
 */
@SocketTest
@Timeout(60)
@ParameterizedClass
@MethodSource("dev.tare.specimen.BackEnds#all")
final class MinivoySmugglingTest {
    private static final String NEXT = "GET /smuggled HTTP/1.1|Host: h||";

    @Parameter LoopOptions loop = LoopOptions.standard();

    private static String bytes(String text) {
        return text.replace("|", "\r\n").replace("^", "\n").replace("_", " ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            textBlock =
                    """
                    400 > POST / HTTP/1.1|Host: h|Content-Length: 5|Transfer-Encoding: chunked||0||
                    400 > POST / HTTP/1.1|Host: h|Transfer-Encoding: chunked|Content-Length: 5||0||
                    400 > POST / HTTP/1.1|Host: h|Content-Length: 0|Content-Length: 44||
                    400 > POST / HTTP/1.1|Host: h|Content-Length: 0|Content-Length: 0||
                    400 > POST / HTTP/1.1|Host: h|Content-Length: 0, 0||
                    400 > POST / HTTP/1.1|Host: h|Content-Length: +5||12345
                    400 > POST / HTTP/1.1|Host: h|Content-Length: -1||
                    400 > POST / HTTP/1.1|Host: h|Content-Length: 0x5||12345
                    400 > POST / HTTP/1.1|Host: h|Content-Length: 5 5||12345
                    400 > POST / HTTP/1.1|Host: h|Content-Length: 99999999999999999999||
                    400 > POST / HTTP/1.1|Host: h|Content-Length:||
                    400 > POST / HTTP/1.1|Host: h|Content-Length_: 5||12345
                    400 > POST / HTTP/1.1|Host: h|Transfer-Encoding_: chunked||0||
                    400 > POST / HTTP/1.1|Host: h|Transfer-Encoding: identity||
                    400 > POST / HTTP/1.1|Host: h|Transfer-Encoding: chunked, identity||0||
                    400 > POST / HTTP/1.1|Host: h|Transfer-Encoding: chunked|Transfer-Encoding: chunked||0||
                    400 > POST / HTTP/1.1|Host: h|Transfer-Encoding: xchunked||0||
                    400 > POST / HTTP/1.1|Host: h|Transfer-Encoding:||0||
                    400 > POST / HTTP/1.0|Host: h|Transfer-Encoding: chunked||0||
                    400 > POST / HTTP/1.1|Host: h|Transfer-Encoding: chunked||-1||
                    400 > POST / HTTP/1.1|Host: h|Transfer-Encoding: chunked||0x5|abcde|0||
                    400 > POST / HTTP/1.1|Host: h|Transfer-Encoding: chunked||5_5|abcde|0||
                    400 > POST / HTTP/1.1|Host: h|Transfer-Encoding: chunked||5^abcde|0||
                    400 > POST / HTTP/1.1|Host: h|Transfer-Encoding: chunked||5;a^b|abcde|0||
                    400 > POST / HTTP/1.1|Host: h|Transfer-Encoding: chunked||5|abcdeX|0||
                    400 > POST / HTTP/1.1|Host: h|Transfer-Encoding: chunked||ffffffffffffffffff|
                    400 > GET / HTTP/1.1^Host: h^^
                    400 > GET / HTTP/1.1|Host: h|A: b^Content-Length: 44||
                    400 > GET / HTTP/1.1|Host: h|A: b|_Content-Length: 44||
                    400 > GET / HTTP/1.1|_Host: h||
                    400 > GET / HTTP/1.1||
                    400 > GET / HTTP/1.1|Host: h|Host: g||
                    400 > GET / HTTP/1.1|Host: h g||
                    400 > GET / HTTP/1.1|Host: h/x||
                    400 > GET /a b HTTP/1.1|Host: h||
                    400 > GET  / HTTP/1.1|Host: h||
                    400 > GET / HTTP/1.1_|Host: h||
                    400 > GET / http/1.1|Host: h||
                    400 > GET a HTTP/1.1|Host: h||
                    400 > GET /a#b HTTP/1.1|Host: h||
                    400 > G(T / HTTP/1.1|Host: h||
                    400 > GET / HTTP/1.1|Host: h|: x||
                    505 > GET / HTTP/2.0|Host: h||
                    501 > CONNECT h:80 HTTP/1.1|Host: h:80||
                    """)
    void anAmbiguousRequestIsRefusedWhole(int status, String request) throws Exception {
        try (ScriptedServer server =
                        ScriptedServer.answering(bytes("HTTP/1.1 200 OK|Content-Length: 0||"));
                Minivoy proxy = Minivoy.start(ProxyOptions.to(server.address()).withLoop(loop));
                RawClient client = RawClient.to(proxy.address())) {
            client.send(bytes(request + NEXT));
            client.shutdownOutput();
            RawResponse response = client.read();
            assertThat(response.status()).isEqualTo(status);
            assertThat(response.field("connection")).isEqualTo("close");
            assertThat(client.isClosedWithoutMore()).isTrue();
            assertThat(server.heads()).isEmpty();
            assertThat(proxy.stats().requests()).isEqualTo(1);
            assertThat(proxy.stats().errors()).isEqualTo(1);
        }
    }

    @Test
    void nobodyCanHaveTheFramingRemoved() throws Exception {
        try (ScriptedServer server =
                        ScriptedServer.answering(bytes("HTTP/1.1 200 OK|Content-Length: 0||"));
                Minivoy proxy = Minivoy.start(ProxyOptions.to(server.address()).withLoop(loop));
                RawClient client = RawClient.to(proxy.address())) {
            client.send(
                    bytes(
                            "POST / HTTP/1.1|Host: h|Connection: content-length|"
                                    + "Content-Length: 0||"
                                    + NEXT));
            assertThat(client.read().status()).isEqualTo(200);
            assertThat(client.read().status()).isEqualTo(200);
            assertThat(server.heads().getFirst()).contains("Content-Length: 0\n");
            assertThat(server.heads()).hasSize(2);
        }
    }
}
