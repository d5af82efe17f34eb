package dev.tare.specimen.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.io.net.LoopOptions;
import dev.tare.specimen.Eventually;
import dev.tare.specimen.RawClient;
import dev.tare.specimen.RawResponse;
import dev.tare.specimen.ScriptedServer;
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
 * Spoilt requests and spoilt responses, by the thousand and seeded: minivoy goes on, ends each of
 * them, and answers a good request on another connection rightly all the time.
 */
@SocketTest
@Timeout(120)
final class MinivoyMutationTest {
    private static final int WORKERS = 8;
    private static final int FEW = 4_000;
    private static final int MANY = 100_000;
    private static final int GOOD_EVERY = 20;
    private static final int HANG_MS = 20_000;
    private static final long SEED = 4;
    private static final String OK = bars("HTTP/1.1 200 OK|Content-Length: 2||ok");

    private static final List<String> REQUESTS =
            all(
                    "GET /a HTTP/1.1|Host: h|Accept: */*||",
                    "GET /a HTTP/1.1|Host: h||GET /b HTTP/1.1|Host: h||",
                    "HEAD /a HTTP/1.0|Connection: keep-alive||",
                    "POST /a HTTP/1.1|Host: h|Content-Length: 11||hello world",
                    "POST /a HTTP/1.1|Host: h|Transfer-Encoding: chunked||"
                            + "5|hello|6;a=b| world|0|A: b||",
                    "GET http://h:80/a?b HTTP/1.1|Host: h|" + "Connection: x, close|X: y||",
                    "OPTIONS * HTTP/1.1|Host: h|Max-Forwards: 3|Via: 1.1 a||",
                    "GET /ws HTTP/1.1|Host: h|" + "Connection: upgrade|Upgrade: websocket||");

    private static final List<String> RESPONSES =
            all(
                    OK,
                    "HTTP/1.1 103 Early Hints|Link: </a>||" + OK,
                    "HTTP/1.1 200 OK|Transfer-Encoding: chunked||"
                            + "5|hello|6;a=b| world|0|A: b||",
                    "HTTP/1.1 200 OK|Date: now||until the end",
                    "HTTP/1.0 200 OK|Connection: keep-alive|Content-Length: 2||ok",
                    "HTTP/1.1 304 Not Modified|ETag: \"x\"||",
                    "HTTP/1.1 200 OK|Connection: close, X|X: y|Via: 1.0 a|"
                            + "Content-Length: 2||ok",
                    "HTTP/1.1 101 Switching|Connection: upgrade|" + "Upgrade: websocket||raw");

    /** Bars stand for CR LF. */
    private static List<String> all(String... samples) {
        return Arrays.stream(samples).map(MinivoyMutationTest::bars).toList();
    }

    private static String bars(String text) {
        return text.replace("|", "\r\n");
    }

    /** Spoils one of the two sides. */
    private interface Spoiler {
        void spoil(InetSocketAddress proxy, long seed) throws IOException;
    }

    @ParameterizedTest
    @MethodSource("dev.tare.specimen.BackEnds#all")
    void spoiltRequestsHarmNobodyElse(LoopOptions loop) throws Exception {
        spoilMany(loop, FEW, MinivoyMutationTest::spoilRequest);
    }

    @ParameterizedTest
    @MethodSource("dev.tare.specimen.BackEnds#all")
    void spoiltResponsesHarmNobodyElse(LoopOptions loop) throws Exception {
        spoilMany(loop, FEW, MinivoyMutationTest::spoilResponse);
    }

    @ParameterizedTest
    @SlowTest
    @Timeout(600)
    @MethodSource("dev.tare.specimen.BackEnds#all")
    void aHundredThousandSpoiltRequestsHarmNobodyElse(LoopOptions loop) throws Exception {
        spoilMany(loop, MANY, MinivoyMutationTest::spoilRequest);
    }

    @ParameterizedTest
    @SlowTest
    @Timeout(600)
    @MethodSource("dev.tare.specimen.BackEnds#all")
    void aHundredThousandSpoiltResponsesHarmNobodyElse(LoopOptions loop) throws Exception {
        spoilMany(loop, MANY, MinivoyMutationTest::spoilResponse);
    }

    private static void spoilMany(LoopOptions loop, int count, Spoiler spoiler) throws Exception {
        try (ScriptedServer upstream = new ScriptedServer((connection, _) -> serve(connection));
                Minivoy proxy = Minivoy.start(ProxyOptions.to(upstream.address()).withLoop(loop));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
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
            assertThat(proxy.stats().requests()).isGreaterThan(count / 2);
            assertThat(proxy.stats().errors()).isGreaterThan(count / 10);
        }
    }

    private static void work(InetSocketAddress proxy, int first, int count, Spoiler spoiler)
            throws IOException {
        try (RawClient good = RawClient.to(proxy)) {
            for (int number = first; number < count; number += WORKERS) {
                spoiler.spoil(proxy, SEED + number);
                if (number / WORKERS % GOOD_EVERY == 0) {
                    check(good, number);
                }
            }
            check(good, count + first);
        }
    }

    private static void check(RawClient good, int id) throws IOException {
        int size = 1 + id % 5000;
        RawResponse response = good.get("/good/%d/%d".formatted(id, size));
        assertThat(response.status()).isEqualTo(200);
        assertThat(Arrays.equals(response.body(), ChaosContent.of(id, size))).isTrue();
    }

    private static void spoilRequest(InetSocketAddress proxy, long seed) throws IOException {
        send(proxy, Mutation.of(REQUESTS, new Random(seed)), seed);
    }

    private static void spoilResponse(InetSocketAddress proxy, long seed) throws IOException {
        String option = seed % 4 == 0 ? "upgrade|Upgrade: websocket" : "keep-alive";
        String request =
                "GET /spoilt/%d HTTP/1.%d|Host: h|Connection: %s||"
                        .formatted(seed, seed % 3 == 0 ? 0 : 1, option);
        send(proxy, bars(request).getBytes(ISO_8859_1), seed);
    }

    /** Sends bytes and their end, and reads until the proxy ends it, too. */
    private static void send(InetSocketAddress proxy, byte[] bytes, long seed) throws IOException {
        try (Socket socket = new Socket(proxy.getAddress(), proxy.getPort())) {
            socket.setSoTimeout(HANG_MS);
            if (bytes.length > 0) {
                socket.getOutputStream().write(bytes);
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
        } catch (SocketException e) {
            // Broken off: so does the proxy say that a message is not whole.
        }
    }

    private static void serve(RawClient connection) throws IOException {
        while (true) {
            String target = connection.readHeadText().split(" ", 3)[1];
            String[] path = target.split("/", -1);
            if (path.length == 4 && path[1].equals("good")) {
                byte[] body = ChaosContent.of(Integer.parseInt(path[2]), Integer.parseInt(path[3]));
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n\r\n");
                connection.send(body);
            } else if (path.length == 3 && path[1].equals("spoilt")) {
                connection.send(Mutation.of(RESPONSES, new Random(Long.parseLong(path[2]))));
                return;
            } else {
                connection.send(OK);
                return;
            }
        }
    }
}
