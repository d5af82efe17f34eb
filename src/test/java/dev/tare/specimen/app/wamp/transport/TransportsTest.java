package dev.tare.specimen.app.wamp.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tare.io.net.LoopOptions;
import dev.tare.specimen.Eventually;
import dev.tare.specimen.RawClient;
import dev.tare.specimen.app.wamp.message.Payload;
import dev.tare.specimen.app.wamp.message.WampErrors;
import dev.tare.specimen.app.wamp.message.WampMessage;
import dev.tare.specimen.app.wamp.serializer.EncodedBytes;
import dev.tare.specimen.app.wamp.serializer.RandomValues;
import dev.tare.specimen.app.wamp.serializer.WampSerializer;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Both ends are ours: whatever carries the messages, they arrive. */
@SocketTest
@Timeout(60)
@ParameterizedClass
@MethodSource("dev.tare.specimen.BackEnds#all")
final class TransportsTest {
    private static final int MAX_MESSAGE_BYTES = 1 << 20;
    private static final int MAX_QUEUED_BYTES = 4 << 20;

    @Parameter LoopOptions loop = LoopOptions.standard();

    @TempDir Path folder;
    private EchoServer server;
    private LinkClient client;

    @SuppressWarnings("NullAway.Init")
    TransportsTest() {}

    @BeforeEach
    void start() throws IOException {
        LinkOptions options = LinkOptions.standard().withBytes(MAX_MESSAGE_BYTES, MAX_QUEUED_BYTES);
        server = new EchoServer(loop, options, folder);
        client = new LinkClient(loop, LinkOptions.standard());
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private LinkClient.Peer open(String transport, WampSerializer serializer)
            throws InterruptedException {
        LinkClient.Peer peer =
                switch (transport) {
                    case "websocket" -> client.webSocket(server.http(), serializer);
                    case "unix" -> client.rawSocket(server.unix, serializer);
                    default -> client.rawSocket(server.tcp, serializer);
                };
        assertThat(peer.next()).isEqualTo("open");
        return peer;
    }

    private static byte[] bytes(@Nullable Object value) {
        EncodedBytes bytes = new EncodedBytes();
        WampSerializer.CBOR.write(value, bytes);
        return bytes.toByteArray();
    }

    @Test
    void everyTransportCarriesEverySerializer() throws Exception {
        RandomValues values = new RandomValues(new Random(1));
        for (String transport : List.of("websocket", "tcp", "unix")) {
            for (WampSerializer serializer : WampSerializer.values()) {
                LinkClient.Peer peer = open(transport, serializer);
                assertThat(peer.transport())
                        .isEqualTo(
                                (transport.equals("websocket") ? "websocket/" : "rawsocket/")
                                        + serializer.label());
                for (int i = 1; i <= 20; i++) {
                    List<@Nullable Object> args = values.list(3);
                    peer.send(new WampMessage.Call(i, Map.of(), "echo", Payload.of(args)));
                    assertThat(peer.next())
                            .isInstanceOfSatisfying(
                                    WampMessage.Result.class,
                                    result ->
                                            assertThat(bytes(result.payload().args()))
                                                    .isEqualTo(bytes(args)));
                }
                peer.close();
                assertThat(peer.next()).isEqualTo("closed");
            }
        }
        Eventually.holds(() -> server.open.get() == 0);
        assertThat(server.counters.opened()).isEqualTo(9);
        assertThat(server.counters.closed()).isEqualTo(9);
        assertThat(server.counters.faults()).isZero();
    }

    @Test
    void manyMessagesAtOnceKeepTheirOrder() throws Exception {
        for (String transport : List.of("websocket", "unix")) {
            LinkClient.Peer peer = open(transport, WampSerializer.MESSAGE_PACK);
            for (int i = 1; i <= 5_000; i++) {
                peer.call(i, "echo", "x".repeat(i % 500));
            }
            for (int i = 1; i <= 5_000; i++) {
                WampMessage.Result result = (WampMessage.Result) peer.next();
                assertThat(result.request()).isEqualTo(i);
            }
        }
    }

    @Test
    void aMessageMayBeAsLongAsThePeerTakesAndALongerOneIsToldToItsSender() throws Exception {
        LinkClient.Peer peer = open("tcp", WampSerializer.CBOR);
        // [48, 1, {}, "echo", ["…"]]: 18 bytes around the text.
        peer.call(1, "echo", "x".repeat(MAX_MESSAGE_BYTES - 18));
        assertThat(peer.next()).isInstanceOf(WampMessage.Result.class);
        peer.call(2, "echo", "x".repeat(MAX_MESSAGE_BYTES));
        assertThat(peer.next())
                .asString()
                .startsWith("unsendable: ")
                .endsWith("the peer takes 1048576");
        assertThat(client.counters.unsendable()).isOne();
        peer.call(3, "echo");
        assertThat(((WampMessage.Result) peer.next()).request()).isEqualTo(3);
    }

    @Test
    void overAWebSocketNobodySendsLongerThanItWouldTake() throws Exception {
        LinkClient.Peer peer = open("websocket", WampSerializer.CBOR);
        peer.call(1, "echo", "x".repeat(MAX_MESSAGE_BYTES - 18));
        assertThat(peer.next()).isInstanceOf(WampMessage.Result.class);
        peer.call(2, "echo", "x".repeat(MAX_MESSAGE_BYTES));
        assertThat(peer.next()).asString().startsWith("unsendable: ");
        peer.call(3, "echo");
        assertThat(((WampMessage.Result) peer.next()).request()).isEqualTo(3);
    }

    @Test
    void anAnswerThatTheClientDoesNotTakeIsAnError() throws Exception {
        LinkOptions small = LinkOptions.standard().withBytes(1024, 1 << 20);
        try (LinkClient modest = new LinkClient(loop, small)) {
            LinkClient.Peer peer = modest.rawSocket(server.tcp, WampSerializer.JSON);
            assertThat(peer.next()).isEqualTo("open");
            peer.call(1, "large", 2_000L);
            assertThat(peer.next())
                    .isInstanceOfSatisfying(
                            WampMessage.Error.class,
                            error ->
                                    assertThat(error.error())
                                            .isEqualTo(WampErrors.PAYLOAD_SIZE_EXCEEDED));
            peer.call(2, "large", 100L);
            assertThat(peer.next()).isInstanceOf(WampMessage.Result.class);
        }
    }

    @Test
    void whoeverTakesTooLittleIsCutOffAndTheOthersGoOn() throws Exception {
        LinkClient.Peer other = open("websocket", WampSerializer.JSON);
        RawClient slow = floods(server);
        Eventually.holds(() -> server.counters.slow() == 1);
        Eventually.holds(() -> server.open.get() == 1);
        slow.close();
        other.call(1, "echo", "still here");
        assertThat(other.next()).isInstanceOf(WampMessage.Result.class);
    }

    /** A client that asks for 10 MB and reads none of them. */
    private static RawClient floods(EchoServer asked) throws IOException {
        RawClient slow = RawClient.to(asked.tcp, 4096);
        slow.send(new byte[] {0x7f, (byte) 0xf1, 0, 0});
        slow.exactly(4);
        byte[] flood = "[48,1,{},\"flood\"]".getBytes(StandardCharsets.UTF_8);
        return slow.send(new byte[] {0, 0, 0, (byte) flood.length}).send(flood);
    }

    @Test
    void whatWaitsForAllTogetherHasABoundToo() throws Exception {
        LinkOptions tight =
                LinkOptions.standard()
                        .withBytes(MAX_MESSAGE_BYTES, 64 << 20)
                        .withMaxAllQueuedBytes(4 << 20);
        Path elsewhere = Files.createDirectory(folder.resolve("tight"));
        try (EchoServer second = new EchoServer(loop, tight, elsewhere)) {
            RawClient slow = floods(second);
            Eventually.holds(() -> second.counters.slow() == 1);
            Eventually.holds(() -> second.open.get() == 0);
            slow.close();
        }
    }

    @Test
    void aFloodIsTakenByWhoeverReads() throws Exception {
        LinkOptions roomy = LinkOptions.standard().withBytes(MAX_MESSAGE_BYTES, 16 << 20);
        Path elsewhere = Files.createDirectory(folder.resolve("roomy"));
        try (EchoServer second = new EchoServer(loop, roomy, elsewhere)) {
            LinkClient.Peer peer = client.rawSocket(second.unix, WampSerializer.CBOR);
            assertThat(peer.next()).isEqualTo("open");
            peer.call(1, "flood");
            for (int i = 0; i < 2_000; i++) {
                assertThat(peer.next()).isInstanceOf(WampMessage.Event.class);
            }
            assertThat(second.counters.slow()).isZero();
        }
    }

    @Test
    void theServersCloseIsToldOnceToBoth() throws Exception {
        for (String transport : List.of("websocket", "tcp", "unix")) {
            LinkClient.Peer peer = open(transport, WampSerializer.JSON);
            peer.call(1, "echo", "last words");
            peer.call(2, "close");
            assertThat(peer.next()).isInstanceOf(WampMessage.Result.class);
            assertThat(peer.next()).isEqualTo("closed");
            Eventually.holds(() -> server.open.get() == 0);
            assertThat(peer.isQuiet()).isTrue();
        }
    }

    @Test
    void whereNobodyListensIsToldWithTheAddress() throws Exception {
        Path nobody = folder.resolve("nobody");
        LinkClient.Peer unix =
                client.rawSocket(UnixDomainSocketAddress.of(nobody), WampSerializer.JSON);
        assertThat(unix.next()).asString().contains(nobody.toString());
        InetSocketAddress gone = server.tcp;
        server.close();
        LinkClient.Peer tcp = client.rawSocket(gone, WampSerializer.JSON);
        assertThat(tcp.next())
                .asString()
                .startsWith("no link to ")
                .contains("127.0.0.1:" + gone.getPort())
                .contains("refused");
    }

    @Test
    void aServerThatSaysNothingIsGivenUp() throws Exception {
        LinkOptions hasty = LinkOptions.standard().withOpenTimeoutNs(50_000_000L);
        try (ServerSocket silent = new ServerSocket(0);
                LinkClient impatient = new LinkClient(loop, hasty)) {
            InetSocketAddress address = LinkClient.loopback(silent.getLocalPort());
            assertThat(impatient.rawSocket(address, WampSerializer.JSON).next())
                    .asString()
                    .endsWith("nothing came in time");
            assertThat(impatient.webSocket(address, WampSerializer.JSON).next())
                    .asString()
                    .endsWith("nothing came in time");
        }
    }

    @Test
    void thePathThatIsNoWebSocketIsTold() throws Exception {
        assertThat(client.webSocket(server.http(), "/other", WampSerializer.JSON).next())
                .asString()
                .endsWith("the server answers 404 instead of 101");
    }

    @Test
    void optionsOutOfRangeAreNamed() {
        LinkOptions options = LinkOptions.standard();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withBytes(1023, 1 << 20))
                .withMessage("bytes of a message: 1023 must be 1024 to 16777215");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withBytes(1 << 20, 1 << 19))
                .withMessageStartingWith("queued bytes: 524288 must be 1048576");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withMaxLinks(0))
                .withMessageStartingWith("links: 0");
    }
}
