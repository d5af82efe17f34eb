package dev.tare.specimen.app.wamp.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.io.net.LoopOptions;
import dev.tare.specimen.Eventually;
import dev.tare.specimen.RawClient;
import dev.tare.specimen.app.wamp.serializer.WampSerializer;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A RawSocket to the byte: one end is ours, the other says what it likes. */
@SocketTest
@Timeout(60)
final class RawSocketBytesTest {
    private static final String ECHO = "[48,1,{},\"echo\"]";

    @TempDir Path folder;
    private EchoServer server;
    private RawClient client;

    @SuppressWarnings("NullAway.Init")
    RawSocketBytesTest() {}

    @BeforeEach
    void start() throws IOException {
        server = server(LinkOptions.standard());
        client = RawClient.to(server.tcp);
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

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] frame(String text) {
        byte[] payload = text.getBytes(UTF_8);
        byte[] frame = new byte[4 + payload.length];
        frame[2] = (byte) (payload.length >> 8);
        frame[3] = (byte) payload.length;
        System.arraycopy(payload, 0, frame, 4, payload.length);
        return frame;
    }

    private String message() throws IOException {
        byte[] head = client.exactly(4);
        assertThat(head[0]).isZero();
        return new String(client.exactly((head[2] & 0xff) << 8 | (head[3] & 0xff)), UTF_8);
    }

    private void shakeHands() throws IOException {
        client.send(hex("7ff10000"));
        assertThat(hex(client.exactly(4))).isEqualTo("7fb10000");
    }

    @Test
    void theServerAnswersWithItsOwnLengthAndTheClientsSerializer() throws IOException {
        shakeHands();
        client.send(frame(ECHO));
        assertThat(message()).isEqualTo("[50,1,{}]");
    }

    @Test
    void bytesMayComeOneByOneOrAllAtOnce() throws Exception {
        for (byte each : hex("7ff10000" + hex(frame(ECHO)))) {
            client.send(new byte[] {each});
        }
        assertThat(hex(client.exactly(4))).isEqualTo("7fb10000");
        assertThat(message()).isEqualTo("[50,1,{}]");
        client.send(hex(hex(frame(ECHO)) + hex(frame(ECHO))));
        assertThat(message()).isEqualTo("[50,1,{}]");
        assertThat(message()).isEqualTo("[50,1,{}]");
    }

    @ParameterizedTest
    @CsvSource({
        "7ff00000, 7f100000",
        "7ff40000, 7f100000",
        "7fff0000, 7f100000",
        "7f010000, 7f200000",
        "7ff10001, 7f300000",
        "7ff18000, 7f300000",
    })
    void whatCannotBeSpokenIsRefusedWithItsReason(String hello, String answer) throws IOException {
        client.send(hex(hello));
        assertThat(hex(client.exactly(4))).isEqualTo(answer);
        assertThat(client.isClosedWithoutMore()).isTrue();
        assertThat(server.counters.refused()).isOne();
        assertThat(server.counters.opened()).isZero();
    }

    @Test
    void anotherProtocolIsTurnedAwayAtItsFirstByte() throws IOException {
        client.send("G");
        assertThat(client.isClosedWithoutMore()).isTrue();
    }

    @Test
    void tooManyAreRefused() throws IOException {
        try (EchoServer small = server(LinkOptions.standard().withMaxLinks(1));
                RawClient first = RawClient.to(small.tcp);
                RawClient second = RawClient.to(small.tcp)) {
            first.send(hex("7ff10000"));
            assertThat(hex(first.exactly(4))).isEqualTo("7fb10000");
            second.send(hex("7ff10000"));
            assertThat(hex(second.exactly(4))).isEqualTo("7f400000");
        }
    }

    @Test
    void whoeverSaysNothingIsSentAway() throws IOException {
        LinkOptions hasty = LinkOptions.standard().withOpenTimeoutNs(50_000_000L);
        try (EchoServer impatient = server(hasty);
                RawClient silent = RawClient.to(impatient.tcp)) {
            silent.send(hex("7f"));
            assertThat(silent.isClosedWithoutMore()).isTrue();
            assertThat(impatient.counters.refused()).isOne();
        }
    }

    @Test
    void aPingIsAnsweredWithItsOwnBytes() throws IOException {
        shakeHands();
        client.send(hex("010000020102" + "02000000"));
        assertThat(hex(client.exactly(6))).isEqualTo("020000020102");
        client.send(frame(ECHO));
        assertThat(message()).isEqualTo("[50,1,{}]");
    }

    @ParameterizedTest
    @CsvSource({
        "03000000, a frame begins with 0x03",
        "00100001, a frame of 1048577 bytes; at most 1048576 are taken",
        "00000000, nothing where JSON was expected",
        "000000015b, not JSON",
        "000000025b5d, begins with the number",
        "000000035b395d, '9'",
        "000000045b39395d, '99'",
    })
    void whatIsNoMessageIsToldAndEndsTheLink(String bytes, String words) throws Exception {
        shakeHands();
        client.send(hex(bytes));
        assertThat(message()).startsWith("[3,{\"message\":").contains(words);
        assertThat(client.isClosedWithoutMore()).isTrue();
        client.close();
        Eventually.holds(() -> server.open.get() == 0);
        assertThat(server.counters.faults()).isOne();
    }

    @Test
    void nothingIsReadBehindAFault() throws IOException {
        shakeHands();
        client.send(hex(hex(frame("[")) + hex(frame(ECHO)) + hex(frame("["))));
        assertThat(message()).startsWith("[3,");
        assertThat(client.isClosedWithoutMore()).isTrue();
    }

    @Test
    void whatWasAskedBeforeAnEndIsAnswered() throws Exception {
        shakeHands();
        client.send(frame(ECHO));
        client.shutdownOutput();
        assertThat(message()).isEqualTo("[50,1,{}]");
        assertThat(client.isClosedWithoutMore()).isTrue();
        Eventually.holds(() -> server.open.get() == 0);
    }

    @ParameterizedTest
    @CsvSource({
        "7f100000, does not speak the serializer",
        "7f400000, too many connections",
        "7ff20000, another serializer",
        "7ff10001, reserved bits",
        "48545450, does not speak RawSocket",
    })
    void aClientTellsWhyItWasNotLetIn(String answer, String words) throws Exception {
        try (ServerSocket scripted = new ServerSocket(0);
                LinkClient ours = new LinkClient(LoopOptions.standard(), LinkOptions.standard())) {
            LinkClient.Peer peer =
                    ours.rawSocket(
                            LinkClient.loopback(scripted.getLocalPort()), WampSerializer.JSON);
            try (Socket accepted = scripted.accept();
                    RawClient theirs = RawClient.of(accepted)) {
                assertThat(hex(theirs.exactly(4))).isEqualTo("7fb10000");
                theirs.send(hex(answer));
                assertThat(peer.next()).asString().contains(words);
            }
        }
    }
}
