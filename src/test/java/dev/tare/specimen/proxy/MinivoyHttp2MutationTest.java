package dev.tare.specimen.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.time.Sleep;
import dev.tare.io.net.LoopOptions;
import dev.tare.io.wire.http2.FrameBytes;
import dev.tare.io.wire.http2.Http2TestClient;
import dev.tare.io.wire.http2.Http2TestClient.Exchange;
import dev.tare.specimen.Eventually;
import dev.tare.specimen.RawClient;
import dev.tare.specimen.ScriptedServer;
import dev.tare.specimen.proxy.config.HostPort;
import dev.tare.specimen.proxy.log.LogLevel;
import dev.tare.specimen.proxy.setup.ProxyOptions;
import dev.tare.testing.SlowTest;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Spoilt frames of clients and of an upstream, by the thousand and seeded, on their way to
 * upstreams of both versions: minivoy goes on, ends each connection, and answers a good request
 * rightly all the time.
 */
@SocketTest
@Timeout(120)
final class MinivoyHttp2MutationTest {
    private static final int WORKERS = 6;
    private static final int FEW = 1_500;
    private static final int MANY = 60_000;
    private static final int GOOD_EVERY = 20;
    private static final int HANG_MS = 20_000;
    private static final long SEED = 5;
    private static final long ANSWERS_NS = 3_000_000;
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    private static final List<String> REQUESTS =
            List.of(
                    text(new FrameBytes().settings().headers(1, true, RawHttp2Client.get("/a"))),
                    text(
                            new FrameBytes()
                                    .settings()
                                    .headers(1, true, RawHttp2Client.get("/a"))
                                    .headers(3, true, RawHttp2Client.get("/young"))
                                    .rstStream(1, 8)),
                    text(
                            new FrameBytes()
                                    .settings(4, 10)
                                    .headers(1, false, RawHttp2Client.post("/a", 5))
                                    .data(1, false, "hel")
                                    .ping("pingpong")
                                    .data(1, true, "lo")),
                    text(
                            new FrameBytes()
                                    .settings()
                                    .headers(1, false, RawHttp2Client.postWithoutLength("/young"))
                                    .data(1, false, "hello")
                                    .windowUpdate(0, 70_000)
                                    .headers(1, true, RawHttp2Client.field("x-sum", "5"))),
                    text(
                            new FrameBytes()
                                    .settings()
                                    .headersBegun(1, RawHttp2Client.get("/a"))
                                    .continuation(1, RawHttp2Client.field("x", "y"))
                                    .goAway(0, 0)));

    private static final List<String> RESPONSES =
            List.of(
                    text(new FrameBytes().settings().headers(1, true, "88")),
                    text(
                            new FrameBytes()
                                    .settings()
                                    .headers(1, false, "88" + RawHttp2Client.field("x", "y"))
                                    .data(1, false, "hel")
                                    .data(1, true, "lo")),
                    text(
                            new FrameBytes()
                                    .settings(3, 100)
                                    .headers(1, false, "88")
                                    .data(1, false, "hello")
                                    .headers(1, true, RawHttp2Client.field("grpc-status", "0"))),
                    text(
                            new FrameBytes()
                                    .settings()
                                    .headers(1, false, RawHttp2Client.field(":status", "103"))
                                    .headers(1, false, "88")
                                    .data(1, false, "he")
                                    .rstStream(1, 2)
                                    .goAway(1, 0)));

    private static String text(FrameBytes frames) {
        return new String(frames.bytes(), ISO_8859_1);
    }

    /** Spoils one of the two sides. */
    private interface Spoiler {
        void spoil(InetSocketAddress proxy, long seed) throws IOException;
    }

    @ParameterizedTest
    @MethodSource("dev.tare.specimen.BackEnds#all")
    void spoiltRequestsHarmNobodyElse(LoopOptions loop) throws Exception {
        spoilMany(loop, FEW, MinivoyHttp2MutationTest::spoilRequest);
    }

    @ParameterizedTest
    @MethodSource("dev.tare.specimen.BackEnds#all")
    void spoiltResponsesHarmNobodyElse(LoopOptions loop) throws Exception {
        spoilMany(loop, FEW, MinivoyHttp2MutationTest::spoilResponse);
    }

    @ParameterizedTest
    @SlowTest
    @Timeout(600)
    @MethodSource("dev.tare.specimen.BackEnds#all")
    void manySpoiltRequestsHarmNobodyElse(LoopOptions loop) throws Exception {
        spoilMany(loop, MANY, MinivoyHttp2MutationTest::spoilRequest);
    }

    @ParameterizedTest
    @SlowTest
    @Timeout(600)
    @MethodSource("dev.tare.specimen.BackEnds#all")
    void manySpoiltResponsesHarmNobodyElse(LoopOptions loop) throws Exception {
        spoilMany(loop, MANY, MinivoyHttp2MutationTest::spoilResponse);
    }

    private static void spoilMany(LoopOptions loop, int count, Spoiler spoiler) throws Exception {
        try (ScriptedServer old =
                        ScriptedServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                ScriptedHttp2Upstream young = new ScriptedHttp2Upstream(100);
                ScriptedServer spoilt = new ScriptedServer(MinivoyHttp2MutationTest::answerSpoilt);
                ExecutorService threads = Executors.newFixedThreadPool(WORKERS)) {
            String document =
                    """
                    timeouts: {client_idle: 5s, request_head: 2s, stream_idle: 2s, tunnel_idle: 2s, stop: 1s}
                    routes:
                      - {match: {prefix: /good}, cluster: young}
                      - {match: {prefix: /spoilt}, cluster: spoilt}
                      - {match: {prefix: /young}, cluster: young}
                      - {cluster: old}
                    clusters:
                      - {name: old, endpoints: ['%s']}
                      - {name: young, protocol: http2, endpoints: ['%s']}
                      - {name: spoilt, protocol: http2, endpoints: ['%s']}
                    """
                            .formatted(
                                    HostPort.textOf(old.address()),
                                    HostPort.textOf(young.address()),
                                    HostPort.textOf(spoilt.address()));
            ProxyOptions options =
                    Minivoy.optionsOf(Configured.config(document), LogLevel.ERROR).withLoop(loop);
            try (Minivoy proxy = Minivoy.start(options)) {
                List<Future<?>> workers = new ArrayList<>();
                for (int i = 0; i < WORKERS; i++) {
                    int first = i;
                    workers.add(
                            threads.submit(() -> {
                                work(proxy.address(), first, count, spoiler);
                                return first;
                            }));
                }
                for (Future<?> worker : workers) {
                    worker.get();
                }
                Eventually.holds(() -> proxy.stats().clientConnectionsOpen() == 0);
                assertThat(proxy.stats().requests()).isGreaterThan(count / 5);
                assertThat(proxy.stats().errors()).isGreaterThan(count / 10);
            }
        }
    }

    private static void work(InetSocketAddress proxy, int first, int count, Spoiler spoiler)
            throws IOException {
        try (Http2TestClient good = new Http2TestClient(proxy)) {
            for (int number = first; number < count; number += WORKERS) {
                spoiler.spoil(proxy, SEED + number);
                if (number / WORKERS % GOOD_EVERY == 0) {
                    check(good, number);
                }
            }
            check(good, count + first);
        }
    }

    private static void check(Http2TestClient good, int id) {
        int size = 1 + id % 5000;
        Exchange answer = good.get("/good/%d/%d".formatted(id, size), 1).getFirst();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(Arrays.equals(answer.body(), ChaosContent.of(id, size))).isTrue();
    }

    private static void spoilRequest(InetSocketAddress proxy, long seed) throws IOException {
        byte[] frames = Mutation.of(REQUESTS, new Random(seed));
        byte[] bytes = PREFACE.getBytes(ISO_8859_1);
        int prefaceBytes = bytes.length;
        bytes = Arrays.copyOf(bytes, prefaceBytes + frames.length);
        System.arraycopy(frames, 0, bytes, prefaceBytes, frames.length);
        send(proxy, bytes, seed);
    }

    private static void spoilResponse(InetSocketAddress proxy, long seed) throws IOException {
        String request =
                "GET /spoilt/%d HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n".formatted(seed);
        send(proxy, request.getBytes(ISO_8859_1), seed);
    }

    /** Answers whatever comes by frames that are spoilt, another way each time, and leaves. */
    private static void answerSpoilt(RawClient connection, int number) throws IOException {
        connection.exactly(PREFACE.length());
        connection.send(Mutation.of(RESPONSES, new Random(SEED + number)));
    }

    /** Sends bytes and their end, and reads until the proxy ends it, too. */
    private static void send(InetSocketAddress proxy, byte[] bytes, long seed) throws IOException {
        try (Socket socket = new Socket(proxy.getAddress(), proxy.getPort())) {
            socket.setSoTimeout(HANG_MS);
            socket.getOutputStream().write(bytes);
            if (seed % 2 == 0) {
                // Who ends at once is gone before an upstream has answered.
                Sleep.forNs(ANSWERS_NS);
            }
            socket.shutdownOutput();
            InputStream input = socket.getInputStream();
            byte[] piece = new byte[16 * 1024];
            int length = input.read(piece);
            while (length >= 0) {
                length = input.read(piece);
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("number " + seed + " was never ended", e);
        } catch (InterruptedException e) {
            throw new IOException(e);
        } catch (SocketException e) {
            // Broken off: so does the proxy say that a message is not whole.
        }
    }
}
