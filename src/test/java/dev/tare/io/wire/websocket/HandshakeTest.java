package dev.tare.io.wire.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tare.io.wire.Http1Head;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HandshakeTest {
    /** Key and answer of RFC 6455, section 1.3. */
    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    private static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";
    private static final String REQUEST =
            """
            GET /chat HTTP/1.1
            Host: server.example.com
            Upgrade: websocket
            Connection: Upgrade
            Sec-WebSocket-Key: %s
            Sec-WebSocket-Protocol: chat, superchat
            Sec-WebSocket-Version: 13

            """
                    .formatted(KEY);
    private static final String ANSWER =
            """
            HTTP/1.1 101 Switching Protocols
            Upgrade: websocket
            Connection: Upgrade
            Sec-WebSocket-Accept: %s
            Sec-WebSocket-Protocol: chat

            """
                    .formatted(ACCEPT);

    private final ClientHandshake client =
            new ClientHandshake(
                    "server.example.com",
                    "/chat",
                    List.of("chat", "superchat"),
                    Base64.getDecoder().decode(KEY));

    private static Http1Head head(String text, boolean request) {
        byte[] bytes = text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        Http1Head head = new Http1Head();
        int length =
                request
                        ? head.parseRequest(Frames.segment(bytes), 0, bytes.length)
                        : head.parseResponse(Frames.segment(bytes), 0, bytes.length);
        assertThat(length).as(head.fault()).isEqualTo(bytes.length);
        return head;
    }

    private static ServerHandshake answer(String request, String... subprotocols) {
        return ServerHandshake.answer(head(request, true), List.of(subprotocols));
    }

    @Test
    void theExampleOfTheRfcIsAnswered() {
        assertThat(answer(REQUEST, "superchat", "chat"))
                .isEqualTo(
                        new ServerHandshake.Accepted(
                                "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                                        + "Sec-WebSocket-Accept: "
                                        + ACCEPT
                                        + "\r\nSec-WebSocket-Protocol: chat\r\n",
                                "chat"));
        assertThat(answer(REQUEST))
                .isInstanceOfSatisfying(
                        ServerHandshake.Accepted.class,
                        accepted -> assertThat(accepted.subprotocol()).isEmpty());
    }

    @Test
    void listsMayBeSpreadOverFieldsAndLettersMayBeOfAnyCase() {
        String request =
                REQUEST.replace("Connection: Upgrade", "connection: keep-alive, UPGRADE")
                        .replace("Upgrade: websocket", "upgrade: h2c, WebSocket")
                        .replace("chat, superchat", "x\nSec-WebSocket-Protocol: superchat");
        assertThat(answer(request, "chat", "superchat"))
                .isInstanceOfSatisfying(
                        ServerHandshake.Accepted.class,
                        accepted -> assertThat(accepted.subprotocol()).isEqualTo("superchat"));
    }

    @ParameterizedTest
    @CsvSource({
        "GET /chat, PUT /chat, 405",
        "Version: 13, Version: 8, 426",
        "Sec-WebSocket-Version: 13, X: y, 426",
        "Upgrade: websocket, Upgrade: h2c, 426",
        "Connection: Upgrade, Connection: keep-alive, 426",
        "HTTP/1.1, HTTP/1.0, 426",
        "Sec-WebSocket-Key, X-Key, 400",
        "dGhlIHNhbXBsZSBub25jZQ==, dGhlIHNhbXBsZSBub25j, 400",
        "dGhlIHNhbXBsZSBub25jZQ==, !, 400",
        "'chat, superchat', other, 400",
        "'Sec-WebSocket-Protocol: chat, superchat', X: y, 400",
    })
    void requestsThatOpenNothingAreRefused(String from, String to, int status) {
        assertThat(answer(REQUEST.replace(from, to), "chat"))
                .isInstanceOfSatisfying(
                        ServerHandshake.Refused.class,
                        refused -> {
                            assertThat(refused.status()).isEqualTo(status);
                            assertThat(refused.reason()).isNotEmpty();
                            assertThat(refused.fields().contains("Sec-WebSocket-Version: 13"))
                                    .isEqualTo(status == 426);
                        });
    }

    @Test
    void twoKeysAreNoKey() {
        String twice = "Sec-WebSocket-Key: " + KEY;
        assertThat(answer(REQUEST.replace(twice, twice + "\n" + twice), "chat"))
                .isInstanceOf(ServerHandshake.Refused.class);
    }

    @Test
    void aClientAsksSoThatAServerOfOursAccepts() {
        String request = new String(client.request(), StandardCharsets.US_ASCII);
        assertThat(request).contains("Sec-WebSocket-Key: " + KEY, "Host: server.example.com");
        assertThat(answer(request.replace("\r\n", "\n"), "chat"))
                .isInstanceOf(ServerHandshake.Accepted.class);
    }

    @Test
    void aClientTakesTheAnswerOfTheRfc() {
        assertThat(client.fault(head(ANSWER, false))).isEmpty();
        assertThat(client.subprotocol(head(ANSWER, false))).isEqualTo("chat");
    }

    @ParameterizedTest
    @CsvSource({
        "101 Switching Protocols, 200 OK, 200 instead of 101",
        "Upgrade: websocket, Upgrade: h2c, does not say Upgrade",
        "Connection: Upgrade, Connection: close, does not say Upgrade",
        "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=, x3pPLMBiTxaQ9kYGzzhZRbK+xOo=, does not answer our key",
        "Sec-WebSocket-Accept, X-Accept, does not answer our key",
        "Sec-WebSocket-Protocol: chat, Sec-WebSocket-Protocol: other, speaks none of",
        "Sec-WebSocket-Protocol: chat, X: y, speaks none of",
        "Sec-WebSocket-Protocol: chat, Sec-WebSocket-Extensions: x, extension",
    })
    void aClientRefusesOtherAnswers(String from, String to, String words) {
        assertThat(client.fault(head(ANSWER.replace(from, to), false))).contains(words);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 15, 17})
    void aNonceHasSixteenBytes(int length) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ClientHandshake("h", "/", List.of(), new byte[length]));
    }
}
