package dev.tare.specimen.origin;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tare.base.time.NanoClock;
import dev.tare.io.net.LoopOptions;
import dev.tare.specimen.RawClient;
import dev.tare.specimen.RawResponse;
import dev.tare.testing.SocketTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@SocketTest
@Timeout(60)
@ParameterizedClass
@MethodSource("dev.tare.specimen.BackEnds#all")
final class OriginTest {
    private static final long MS = 1_000_000L;

    @Parameter LoopOptions loop = LoopOptions.standard();

    private Origin origin;
    private RawClient client;

    @SuppressWarnings("NullAway.Init")
    OriginTest() {}

    @BeforeEach
    void start() throws IOException {
        origin = Origin.start(OriginOptions.standard().withLoop(loop));
        client = RawClient.to(origin.address());
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        origin.close();
    }

    private static void assertContent(byte[] body, int length) {
        assertThat(body).hasSize(length);
        for (int i = 0; i < length; i++) {
            if (body[i] != Content.byteAt(i)) {
                throw new AssertionError("the byte at position %d is wrong".formatted(i));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 251, 16_384, 262_143, 262_144, 262_145, 5_000_000})
    void bytesAreExactlyThoseAskedFor(int length) throws IOException {
        for (int i = 0; i < 2; i++) {
            RawResponse response = client.get("/byte/" + length);
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.field("content-length")).isEqualTo(Integer.toString(length));
            assertContent(response.body(), length);
        }
        assertThat(origin.stats().requests(RouteClass.BYTE)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16_383, 16_384, 16_385, 245_760, 245_761, 3_000_001})
    void chunksHoldTheSameContent(int length) throws IOException {
        RawResponse response = client.get("/chunked/" + length);
        assertThat(response.field("transfer-encoding")).isEqualTo("chunked");
        assertContent(response.body(), length);
        assertThat(client.get("/byte/1").status()).isEqualTo(200);
    }

    @Test
    void aSlowReaderGetsAllOfALargeBody() throws IOException {
        try (RawClient slow = RawClient.to(origin.address(), 4096)) {
            slow.send("GET /byte/20000000 HTTP/1.1\r\nHost: test\r\n\r\n");
            // While it does not read, others are served.
            assertContent(client.get("/byte/100").body(), 100);
            assertContent(slow.read().body(), 20_000_000);
        }
    }

    @Test
    void oneGibibyteIsTheMostThatIsServed() throws IOException {
        assertThat(client.get("/byte/1073741825").status()).isEqualTo(400);
        client.send("HEAD /byte/1073741824 HTTP/1.1\r\nHost: test\r\n\r\n");
        assertThat(client.readHeadOnly().field("content-length")).isEqualTo("1073741824");
        assertThat(client.get("/byte/5").status()).isEqualTo(200);
    }

    @Test
    void anAnswerComesAfterTheDelayAskedFor() throws IOException {
        NanoClock clock = NanoClock.system();
        long startNs = clock.nowNs();
        assertThat(client.get("/byte/10?delay=30ms").status()).isEqualTo(200);
        assertThat(clock.nowNs() - startNs).isGreaterThanOrEqualTo(30 * MS);
    }

    @Test
    void aDelayHoldsUpNobodyElse() throws IOException {
        try (RawClient delayed = RawClient.to(origin.address())) {
            delayed.send("GET /byte/10?delay=50s HTTP/1.1\r\nHost: test\r\n\r\n");
            assertThat(client.get("/byte/10").status()).isEqualTo(200);
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInTheirOrder() throws IOException {
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            String delay = i % 50 == 0 ? "?delay=2ms" : "";
            requests.append("GET /byte/").append(i * 100).append(delay);
            requests.append(" HTTP/1.1\r\nHost: test\r\n\r\n");
        }
        client.send(requests.toString());
        for (int i = 0; i < 200; i++) {
            assertContent(client.read().body(), i * 100);
        }
    }

    @Test
    void statusesAreWhatWasAskedFor() throws IOException {
        for (int status : new int[] {200, 204, 304, 404, 500, 503, 599}) {
            assertThat(client.get("/status/" + status).status()).isEqualTo(status);
        }
        assertThat(origin.stats().requests(RouteClass.STATUS)).isEqualTo(7);
    }

    @Test
    void anErrorCanCallItselfASuccess() throws IOException {
        RawResponse response = client.get("/error-in-200");
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.text()).contains("\"error\"");
    }

    @Test
    void headsHaveNoBody() throws IOException {
        for (String target : new String[] {"/byte/1000", "/chunked/1000", "/status/404", "/nope"}) {
            client.send("HEAD " + target + " HTTP/1.1\r\nHost: test\r\n\r\n");
            client.readHeadOnly();
        }
        assertContent(client.get("/byte/3").body(), 3);
    }

    @Test
    void wrongRequestsAreAnsweredAsSuch() throws IOException {
        assertThat(client.get("/nothing").status()).isEqualTo(404);
        assertThat(client.get("/byte/x").status()).isEqualTo(400);
        client.send("DELETE /byte/1 HTTP/1.1\r\nHost: test\r\n\r\n");
        RawResponse notAllowed = client.read();
        assertThat(notAllowed.status()).isEqualTo(405);
        assertThat(notAllowed.field("allow")).isEqualTo("GET, HEAD");
        client.send("GET /byte/1 HTTP/1.1\r\n\r\n");
        RawResponse malformed = client.read();
        assertThat(malformed.status()).isEqualTo(400);
        assertThat(malformed.field("connection")).isEqualTo("close");
        assertThat(client.isClosedWithoutMore()).isTrue();
        assertThat(origin.stats().requests(RouteClass.BAD_REQUEST)).isEqualTo(2);
        assertThat(origin.stats().requests(RouteClass.WRONG_METHOD)).isEqualTo(1);
        assertThat(origin.stats().requests(RouteClass.NOT_FOUND)).isEqualTo(1);
    }

    @Test
    void aRequestMayArriveByteByByte() throws IOException {
        for (byte b :
                "GET /byte/10 HTTP/1.1\r\nHost: test\r\n\r\n".getBytes(StandardCharsets.US_ASCII)) {
            client.send(new byte[] {b});
        }
        assertContent(client.read().body(), 10);
    }

    @Test
    void closingRoutesCloseAfterTheirAnswer() throws IOException {
        RawResponse response = client.get("/close/500");
        assertContent(response.body(), 500);
        assertThat(response.field("connection")).isEqualTo("close");
        assertThat(client.isClosedWithoutMore()).isTrue();
        try (RawClient other = RawClient.to(origin.address())) {
            RawResponse unframed = other.get("/until-close/300000");
            assertThat(unframed.fields()).doesNotContainKey("content-length");
            assertContent(unframed.body(), 300_000);
        }
    }

    @Test
    void anOriginCanCloseAfterSomeRequests() throws IOException {
        try (Origin closing =
                        Origin.start(OriginOptions.standard().withLoop(loop).withCloseAfter(2));
                RawClient other = RawClient.to(closing.address())) {
            assertThat(other.get("/byte/1").field("connection")).isEmpty();
            assertThat(other.get("/byte/1").field("connection")).isEqualTo("close");
            assertThat(other.isClosedWithoutMore()).isTrue();
        }
    }

    @Test
    void oldClientsAreToldWhetherTheConnectionStays() throws IOException {
        client.send("GET /byte/3 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        assertThat(client.read().field("connection")).isEqualTo("keep-alive");
        client.send("GET /chunked/5 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        RawResponse unframed = client.read();
        assertThat(unframed.fields()).doesNotContainKey("transfer-encoding");
        assertContent(unframed.body(), 5);
    }

    @Test
    void aBodyComesBack() throws Exception {
        String body = "x".repeat(1_000_000);
        client.send("POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 1000000\r\n\r\n");
        Thread sender = Thread.ofVirtual().start(() -> sendQuietly(body));
        assertThat(client.read().text()).isEqualTo(body);
        sender.join();
        client.send("PUT /echo HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n");
        client.send("3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\n\r\n");
        assertThat(client.read().text()).isEqualTo("abcdefg");
        client.send("POST /echo?delay=2ms HTTP/1.1\r\nHost: test\r\nContent-Length: 3\r\n\r\nabc");
        assertThat(client.read().text()).isEqualTo("abc");
        client.send("POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 0\r\n\r\n");
        assertThat(client.read().body()).isEmpty();
    }

    private void sendQuietly(String body) {
        try {
            client.send(body);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aClientThatWaitsIsToldToContinue() throws IOException {
        client.send("POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 3\r\n");
        client.send("Expect: 100-continue\r\n\r\n");
        assertThat(client.read().status()).isEqualTo(100);
        client.send("abc");
        assertThat(client.read().text()).isEqualTo("abc");
    }

    @Test
    void aStallStopsEverythingForItsTime() throws IOException {
        NanoClock clock = NanoClock.system();
        try (RawClient other = RawClient.to(origin.address())) {
            assertThat(other.get("/ready").status()).isEqualTo(200);
            long startNs = clock.nowNs();
            assertThat(client.get("/stall?for=200ms").text()).contains("200000000");
            // Whoever has this answer comes after the stall's beginning, and waits for its end.
            assertThat(other.get("/byte/1").status()).isEqualTo(200);
            assertThat(clock.nowNs() - startNs).isGreaterThanOrEqualTo(200 * MS);
        }
        assertThat(origin.stats().stalls()).isEqualTo(1);
        assertThat(origin.stats().loadRequests()).isEqualTo(1);
        assertThat(origin.stats().adminRequests()).isEqualTo(2);
    }

    @Test
    void idleConnectionsAreClosedWhenThatIsAskedForAndBusyOnesAreNot() throws IOException {
        try (RawClient unused = RawClient.to(origin.address());
                RawClient idle = RawClient.to(origin.address());
                RawClient waiting = RawClient.to(origin.address());
                RawClient halfway = RawClient.to(origin.address())) {
            assertThat(idle.get("/byte/1").status()).isEqualTo(200);
            waiting.send("GET /byte/5?delay=300ms HTTP/1.1\r\nHost: test\r\n\r\n");
            String whole = "GET /byte/3 HTTP/1.1\r\nHost: test\r\n\r\n";
            assertThat(halfway.send(whole + "GET /byte/7 HTTP/1.1\r\n").read().body()).hasSize(3);
            awaitRequestsAndConnections(3, 5);

            assertThat(client.get("/close-idle").text()).isEqualTo("closing\n");

            assertThat(idle.isClosedWithoutMore()).isTrue();
            assertThat(unused.isClosedWithoutMore()).isTrue();
            assertThat(waiting.read().body()).hasSize(5);
            halfway.send("Host: test\r\n\r\n");
            assertThat(halfway.read().body()).hasSize(7);
        }
    }

    private void awaitRequestsAndConnections(long requests, long connections) {
        NanoClock clock = NanoClock.system();
        long deadlineNs = clock.nowNs() + 10_000 * MS;
        while (origin.stats().requests(RouteClass.BYTE) < requests
                || origin.stats().connectionsOpen() < connections) {
            assertThat(clock.nowNs()).isLessThan(deadlineNs);
            Thread.onSpinWait();
        }
    }

    @Test
    void severalThreadsShareThePortAndTheStall() throws IOException {
        try (Origin wide = Origin.start(OriginOptions.standard().withLoop(loop).withThreads(2))) {
            for (int i = 0; i < 20; i++) {
                try (RawClient other = RawClient.to(wide.address())) {
                    assertContent(other.get("/byte/20").body(), 20);
                    if (i == 10) {
                        assertThat(other.get("/stall?for=1ms").status()).isEqualTo(200);
                    }
                }
            }
            assertThat(wide.stats().requests(RouteClass.BYTE)).isEqualTo(20);
            assertThat(wide.stats().connectionsAccepted()).isEqualTo(20);
            assertThat(wide.stats().stalls()).isBetween(1L, 2L);
        }
    }

    @Test
    void theCountersAreThereAsJson() throws IOException {
        client.get("/byte/1");
        String json = client.get("/stats").text();
        assertThat(json)
                .startsWith("{\"requests\":1,\"admin_requests\":1,\"by_route\":{\"byte\":1,");
        assertThat(json).contains("\"connections_open\":1");
    }

    @Test
    void aUnixSocketServesAndItsFileIsGoneAtTheEnd(@TempDir Path folder) throws IOException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("socket"));
        OriginOptions options = OriginOptions.standard().withLoop(loop).withListen(address);
        try (Origin here = Origin.start(options);
                SocketChannel peer = SocketChannel.open(address)) {
            peer.write(
                    ByteBuffer.wrap("GET /ready HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII)));
            ByteBuffer status = ByteBuffer.allocate("HTTP/1.1 200".length());
            while (status.hasRemaining() && peer.read(status) >= 0) {}
            assertThat(new String(status.array(), US_ASCII)).isEqualTo("HTTP/1.1 200");
            assertThatIllegalStateException()
                    .isThrownBy(here::address)
                    .withMessageContaining("unix:" + address.getPath());
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void ipv6IsNamedWithBrackets() throws Exception {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        InetSocketAddress loopback = new InetSocketAddress(InetAddress.ofLiteral("::1"), 0);
        assumeTrue(NetworkInterface.getByInetAddress(loopback.getAddress()) != null, "no ::1 here");
        Origin.run(
                OriginOptions.standard()
                        .withLoop(loop)
                        .withListen(loopback)
                        .withExitOnStdinEof(true),
                InputStream.nullInputStream(),
                new PrintStream(output, true, StandardCharsets.UTF_8));
        assertThat(output.toString(StandardCharsets.UTF_8))
                .matches("listening on \\[0:0:0:0:0:0:0:1\\]:[0-9]+\n");
    }

    @Test
    void aProcessSaysWhereItListensAndEndsWithItsInput() throws Exception {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        Origin.run(
                OriginOptions.standard().withLoop(loop).withExitOnStdinEof(true),
                InputStream.nullInputStream(),
                new PrintStream(output, true, StandardCharsets.UTF_8));
        assertThat(output.toString(StandardCharsets.UTF_8))
                .matches("listening on 127\\.0\\.0\\.1:[0-9]+\n");
    }
}
