package dev.tare.specimen.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.core.RequestSpec;
import dev.tare.io.net.LoopOptions;
import dev.tare.io.wire.http2.FrameBytes;
import dev.tare.io.wire.http2.FrameBytes.Frame;
import dev.tare.io.wire.http2.Http2Error;
import dev.tare.io.wire.http2.Http2TestClient;
import dev.tare.io.wire.http2.Http2TestClient.Exchange;
import dev.tare.specimen.Eventually;
import dev.tare.specimen.proxy.setup.ProxyOptions;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Clients and an upstream that break what they can over HTTP/2, and good clients among them, whose
 * requests share connections with all the others': each gets its own answer, or is told that there
 * is none.
 */
@SocketTest
@Timeout(120)
@ParameterizedClass
@MethodSource("dev.tare.specimen.BackEnds#all")
final class MinivoyHttp2ChaosTest {
    private static final int GOOD_CLIENTS = 3;
    private static final int ROUNDS = 12;
    private static final int REQUESTS_A_ROUND = 40;
    private static final int HOSTILE_DEEDS = 300;
    private static final int HOSTILE_THREADS = 6;
    private static final int MAX_BODY_BYTES = 150_000;
    private static final long SEED = 20_261_121;

    @Parameter LoopOptions loop = LoopOptions.standard();

    private final AtomicInteger whole = new AtomicInteger();
    private final AtomicInteger broken = new AtomicInteger();

    @Test
    void everyAnswerBelongsToItsRequest() throws Exception {
        try (ScriptedHttp2Upstream upstream = new ScriptedHttp2Upstream(64);
                Minivoy proxy =
                        Minivoy.start(
                                ProxyOptions.to(upstream.address())
                                        .withLoop(loop)
                                        .withThreads(2)
                                        .withUpstreamHttp2(true));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < GOOD_CLIENTS; i++) {
                int number = i;
                Random random = new Random(SEED + i);
                all.add(
                        threads.submit(() -> {
                            for (int round = 0; round < ROUNDS; round++) {
                                askWell(proxy, random, number);
                            }
                            return number;
                        }));
            }
            for (int i = 0; i < HOSTILE_THREADS; i++) {
                Random random = new Random(-SEED - i);
                all.add(
                        threads.submit(() -> {
                            for (int deed = 0; deed < HOSTILE_DEEDS / HOSTILE_THREADS; deed++) {
                                doEvil(proxy.address(), random);
                            }
                            return 0;
                        }));
            }
            for (Future<?> one : all) {
                one.get();
            }
            assertThat(whole.get() + broken.get())
                    .isEqualTo(GOOD_CLIENTS * ROUNDS * REQUESTS_A_ROUND);
            assertThat(whole.get()).isGreaterThan(broken.get());
            Eventually.holds(() -> proxy.stats().clientConnectionsOpen() == 0);
            try (Http2TestClient after = new Http2TestClient(proxy.address())) {
                assertThat(after.get("/ok", 1).getFirst().status()).isEqualTo(200);
            }
        }
    }

    private void askWell(Minivoy proxy, Random random, int number) throws IOException {
        List<RequestSpec> requests = new ArrayList<>();
        for (int i = 0; i < REQUESTS_A_ROUND; i++) {
            int id = random.nextInt(1_000_000) * GOOD_CLIENTS + number;
            int bodyBytes = random.nextInt(4) == 0 ? random.nextInt(MAX_BODY_BYTES) : 0;
            requests.add(
                    new RequestSpec(
                            bodyBytes > 0 ? "POST" : "GET",
                            "/good/%d/%d".formatted(id, random.nextInt(MAX_BODY_BYTES)),
                            List.of(),
                            ScriptedHttp2Upstream.sent(id, bodyBytes)));
        }
        try (Http2TestClient client = new Http2TestClient(proxy.address())) {
            List<Exchange> answers = client.exchange(requests);
            for (int i = 0; i < answers.size(); i++) {
                check(requests.get(i), answers.get(i));
            }
        }
    }

    private void check(RequestSpec request, Exchange answer) {
        String[] parts = request.target().split("/", 4);
        int id = Integer.parseInt(parts[2]);
        byte[] expected = ChaosContent.of(id, Integer.parseInt(parts[3]));
        if (answer.status() == 502 || !answer.end().equals("whole")) {
            broken.incrementAndGet();
            assertThat(answer.end()).isIn("whole", "INTERNAL_ERROR", "REFUSED_STREAM");
            int length = answer.status() == 200 ? answer.body().length : 0;
            assertThat(Arrays.equals(answer.body(), 0, length, expected, 0, length)).isTrue();
            return;
        }
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.fields()).contains("x-id: " + id + "\n");
        assertThat(Arrays.equals(answer.body(), expected)).isTrue();
        whole.incrementAndGet();
    }

    static void doEvil(InetSocketAddress proxy, Random random) throws IOException {
        try (RawHttp2Client client = new RawHttp2Client(proxy)) {
            int id = random.nextInt(1_000_000);
            String large = RawHttp2Client.get("/good/%d/%d".formatted(id, 5_000_000));
            FrameBytes frames = new FrameBytes().headers(1, true, large);
            switch (random.nextInt(10)) {
                case 0 -> client.send(frames);
                case 1 -> {
                    client.send(frames);
                    awaitOutcome(client);
                    client.send(new FrameBytes().rstStream(1, Http2Error.CANCEL.code()));
                }
                case 2 -> {
                    byte[] bytes = frames.ping("pingpong").headers(3, true, large).bytes();
                    for (int i = 0; i < 3; i++) {
                        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                    }
                    client.send(bytes);
                }
                case 3 -> {
                    byte[] noise = new byte[1 + random.nextInt(2000)];
                    random.nextBytes(noise);
                    client.send(noise);
                }
                case 4 -> client.send(Arrays.copyOf(frames.bytes(), 12));
                case 5 -> {
                    String post = RawHttp2Client.post("/good/%d/100".formatted(id), 9);
                    client.send(new FrameBytes().headers(1, false, post).data(1, true, "less"));
                    awaitOutcome(client);
                }
                case 6 -> {
                    client.send(get("/reset/CANCEL"));
                    awaitOutcome(client);
                }
                case 7 -> {
                    client.send(get("/cut/INTERNAL_ERROR"));
                    awaitOutcome(client);
                }
                case 8 -> {
                    client.send(get("/away-first/" + id));
                    awaitOutcome(client);
                }
                default -> {
                    if (random.nextInt(4) == 0) {
                        client.send(get("/close-first/" + id));
                        awaitOutcome(client);
                    }
                }
            }
        } catch (SocketException e) {
            // The proxy has had enough.
        }
    }

    /** Waits for an answer, or for a reset: a request may fall with its connection. */
    private static void awaitOutcome(RawHttp2Client client) throws IOException {
        Frame outcome =
                client.await(
                        RawHttp2Client.HEADERS, RawHttp2Client.RST_STREAM, RawHttp2Client.GOAWAY);
        assertThat(outcome).isNotNull();
    }

    private static FrameBytes get(String path) {
        return new FrameBytes().headers(1, true, RawHttp2Client.get(path));
    }
}
