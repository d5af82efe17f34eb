package dev.tare.specimen.app.wamp.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.io.net.LoopOptions;
import dev.tare.specimen.Eventually;
import dev.tare.specimen.RawClient;
import dev.tare.specimen.RawResponse;
import dev.tare.specimen.app.wamp.serializer.WampSerializer;
import dev.tare.testing.SocketTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A WebSocket to the byte: one end is ours, the other says what it likes. */
@SocketTest
@Timeout(60)
final class WebSocketBytesTest {
    private static final int TEXT = 0x81;
    private static final int BINARY = 0x82;
    private static final int CLOSE = 0x88;
    private static final int PING = 0x89;
    private static final String ECHO = "[48,1,{},\"echo\"]";

    @TempDir Path folder;
    private EchoServer server;
    private RawClient client;

    @SuppressWarnings("NullAway.Init")
    WebSocketBytesTest() {}

    @BeforeEach
    void start() throws IOException {
        server = server(LinkOptions.standard());
        client = RawClient.to(server.http());
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }

    private EchoServer server(LinkOptions options) throws IOException {
        Path own = Files.createTempDirectory(folder, "s");
        return new EchoServer(LoopOptions.standard(), options, own);
    }

    private static String request(String subprotocol, String... fields) {
        StringBuilder text = new StringBuilder("GET /ws HTTP/1.1\r\nHost: h:1\r\n");
        text.append("Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n");
        text.append("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
        text.append("Sec-WebSocket-Protocol: ").append(subprotocol).append("\r\n");
        for (String field : fields) {
            text.append(field).append("\r\n");
        }
        return text.append("\r\n").toString();
    }

    private void open(String subprotocol) throws IOException {
        String head = client.send(request(subprotocol)).readHeadText();
        assertThat(head)
                .startsWith("HTTP/1.1 101")
                .contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
                .contains("Sec-WebSocket-Protocol: " + subprotocol);
    }

    /** A client's frame, its key 01 02 03 04. */
    private static byte[] masked(int first, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(first);
        if (payload.length < 126) {
            frame.write(0x80 | payload.length);
        } else {
            frame.write(0x80 | 126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        }
        frame.writeBytes(new byte[] {1, 2, 3, 4});
        for (int i = 0; i < payload.length; i++) {
            frame.write(payload[i] ^ (1 + i % 4));
        }
        return frame.toByteArray();
    }

    private static byte[] masked(int first, String payload) {
        return masked(first, payload.getBytes(UTF_8));
    }

    /** The next frame of the server's, which is short. */
    private String next(int first) throws IOException {
        byte[] head = client.exactly(2);
        assertThat(head[0] & 0xff).isEqualTo(first);
        int length = head[1];
        if (length == 126) {
            byte[] more = client.exactly(2);
            length = (more[0] & 0xff) << 8 | (more[1] & 0xff);
        }
        return new String(client.exactly(length), ISO_8859_1);
    }

    private int closeCode() throws IOException {
        String payload = next(CLOSE);
        return payload.charAt(0) << 8 | payload.charAt(1);
    }

    @Test
    void textCarriesJsonInOneFrameOrMany() throws IOException {
        open("wamp.2.json");
        client.send(masked(TEXT, ECHO));
        assertThat(next(TEXT)).isEqualTo("[50,1,{}]");
        client.send(masked(0x01, "[48,1,{},"))
                .send(masked(PING, "hi"))
                .send(masked(0x80, "\"echo\"]"));
        assertThat(next(0x8a)).isEqualTo("hi");
        assertThat(next(TEXT)).isEqualTo("[50,1,{}]");
    }

    @Test
    void binaryCarriesTheOthers() throws IOException {
        open("wamp.2.cbor");
        client.send(masked(BINARY, HexFormat.of().parseHex("84183001a0646563686f")));
        assertThat(next(BINARY).getBytes(ISO_8859_1))
                .isEqualTo(HexFormat.of().parseHex("83183201a0"));
    }

    @Test
    void framesMayStandRightBehindTheRequest() throws IOException {
        client.send(request("wamp.2.json").getBytes(ISO_8859_1)).send(masked(TEXT, ECHO));
        client.readHeadText();
        assertThat(next(TEXT)).isEqualTo("[50,1,{}]");
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-WebSocket-Version: 13, Sec-WebSocket-Version: 7, 426",
        "Upgrade: websocket, X: y, 426",
        "wamp.2.json, wamp.2.json.batched, 400",
        "GET, POST, 405",
    })
    void requestsThatOpenNothingAreAnswered(String from, String to, int status) throws IOException {
        RawResponse answer =
                client.send(request("wamp.2.json", "Content-Length: 0").replaceFirst(from, to))
                        .read();
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text()).isNotEmpty();
        if (status == 426) {
            assertThat(answer.field("sec-websocket-version")).isEqualTo("13");
        }
        assertThat(server.counters.refused()).isOne();
        assertThat(client.get("/other").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"http://h:1, 101", "http://evil, 403", "https://friend, 403"})
    void pagesOfOtherHostsAreRefused(String origin, int status) throws IOException {
        client.send(request("wamp.2.json", "Origin: " + origin));
        assertThat(client.readHeadText()).startsWith("HTTP/1.1 " + status);
    }

    @Test
    void pagesThatAreNamedAreLetIn() throws IOException {
        OriginPolicy friends = new OriginPolicy(Set.of("https://friend"));
        try (EchoServer open = server(LinkOptions.standard().withOrigins(friends));
                RawClient friend = RawClient.to(open.http())) {
            friend.send(request("wamp.2.json", "Origin: https://friend"));
            assertThat(friend.readHeadText()).startsWith("HTTP/1.1 101");
        }
    }

    @Test
    void tooManyAreRefused() throws IOException {
        try (EchoServer small = server(LinkOptions.standard().withMaxLinks(1));
                RawClient first = RawClient.to(small.http());
                RawClient second = RawClient.to(small.http())) {
            assertThat(first.send(request("wamp.2.json")).readHeadText())
                    .startsWith("HTTP/1.1 101");
            assertThat(second.send(request("wamp.2.json")).readHeadText())
                    .startsWith("HTTP/1.1 503");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "c10301, 1002",
        "810161, 1002",
        "8181000000 00ff, 1007",
        "81ff 00000000 00100001 00000000, 1009",
        "82 80 00000000, 1003",
        "81 80 00000000, 1002",
        "81 81 00000000 5b, 1002",
        "81 82 00000000 5b5d, 1002",
    })
    void whatIsNoMessageIsToldByAbortAndACloseCode(String bytes, int code) throws Exception {
        open("wamp.2.json");
        client.send(HexFormat.of().parseHex(bytes.replace(" ", "")));
        assertThat(next(TEXT)).startsWith("[3,{\"message\":");
        assertThat(closeCode()).isEqualTo(code);
        client.send(masked(CLOSE, new byte[] {3, (byte) 0xe8}));
        client.shutdownOutput();
        assertThat(client.isClosedWithoutMore()).isTrue();
        Eventually.holds(() -> server.open.get() == 0);
        assertThat(server.counters.faults()).isOne();
    }

    @Test
    void aCloseIsAnsweredByTheSameCode() throws Exception {
        open("wamp.2.json");
        client.send(masked(CLOSE, new byte[] {0x0f, (byte) 0xa1, 'b', 'y', 'e'}));
        assertThat(closeCode()).isEqualTo(4001);
        assertThat(client.isClosedWithoutMore()).isTrue();
        Eventually.holds(() -> server.open.get() == 0);
        assertThat(server.counters.faults()).isZero();
    }

    @Test
    void theServersCloseWaitsForTheClientsButNotForEver() throws Exception {
        open("wamp.2.json");
        client.send(masked(TEXT, "[48,1,{},\"close\"]"));
        assertThat(closeCode()).isEqualTo(1000);
        // The client never answers: the server closes by itself.
        assertThat(client.isClosedWithoutMore()).isTrue();
        Eventually.holds(() -> server.open.get() == 0);
    }

    @Test
    void whoeverAnswersPingsStaysAndWhoeverIsSilentGoes() throws Exception {
        LinkOptions pinging = LinkOptions.standard().withPingIntervalNs(100_000_000L);
        try (EchoServer pinger = server(pinging);
                RawClient peer = RawClient.to(pinger.http())) {
            peer.send(request("wamp.2.json")).readHeadText();
            for (int i = 0; i < 4; i++) {
                assertThat(peer.exactly(2)).isEqualTo(new byte[] {(byte) PING, 0});
                peer.send(masked(0x8a, ""));
            }
            assertThat(pinger.counters.silent()).isZero();
            assertThat(peer.exactly(2)).isEqualTo(new byte[] {(byte) PING, 0});
            assertThat(peer.isClosedWithoutMore()).isTrue();
            Eventually.holds(() -> pinger.open.get() == 0);
            assertThat(pinger.counters.silent()).isOne();
        }
    }

    @Test
    void ourOwnClientsAnswerPings() throws Exception {
        LinkOptions pinging = LinkOptions.standard().withPingIntervalNs(20_000_000L);
        try (EchoServer pinger = server(pinging);
                LinkClient ours = new LinkClient(LoopOptions.standard(), LinkOptions.standard())) {
            LinkClient.Peer peer = ours.webSocket(pinger.http(), WampSerializer.MESSAGE_PACK);
            assertThat(peer.next()).isEqualTo("open");
            Thread.sleep(200);
            peer.call(1, "echo");
            assertThat(peer.next()).isNotEqualTo("closed");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK",
                "HTTP/1.1 101 x|Upgrade: websocket|Connection: Upgrade|Sec-WebSocket-Accept: x",
                "nonsense"
            })
    void aClientRefusesAnswersThatAreNone(String answer) throws Exception {
        try (ServerSocket scripted = new ServerSocket(0);
                LinkClient ours = new LinkClient(LoopOptions.standard(), LinkOptions.standard())) {
            LinkClient.Peer peer =
                    ours.webSocket(
                            LinkClient.loopback(scripted.getLocalPort()), WampSerializer.JSON);
            try (Socket accepted = scripted.accept();
                    RawClient theirs = RawClient.of(accepted)) {
                assertThat(theirs.readHeadText())
                        .startsWith("GET /ws HTTP/1.1")
                        .contains("Sec-WebSocket-Protocol: wamp.2.json");
                theirs.send(answer.replace("|", "\r\n") + "\r\n\r\n");
                assertThat(peer.next()).asString().startsWith("no link to ");
            }
        }
    }
}
