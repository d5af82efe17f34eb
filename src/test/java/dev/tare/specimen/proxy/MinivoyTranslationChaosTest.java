package dev.tare.specimen.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.core.Field;
import dev.tare.base.core.RequestSpec;
import dev.tare.io.net.LoopOptions;
import dev.tare.io.wire.http2.Http2TestClient;
import dev.tare.io.wire.http2.Http2TestClient.Exchange;
import dev.tare.specimen.Eventually;
import dev.tare.specimen.RawClient;
import dev.tare.specimen.RawResponse;
import dev.tare.specimen.proxy.config.HostPort;
import dev.tare.specimen.proxy.log.LogLevel;
import dev.tare.specimen.proxy.setup.ProxyOptions;
import dev.tare.testing.SlowTest;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Good clients of both versions ask upstreams of both versions, all at once and by the same
 * connections, while hostile clients of both versions do their worst: every body is that of its own
 * request.
 */
@SocketTest
@Timeout(120)
final class MinivoyTranslationChaosTest {
    private static final int GOOD_CLIENTS = 4;
    private static final int REQUESTS_A_ROUND = 30;
    private static final int MAX_BODY_BYTES = 120_000;
    private static final int HOSTILE_THREADS = 6;
    private static final long SEED = 20_261_122;

    private final AtomicInteger whole = new AtomicInteger();
    private final AtomicInteger broken = new AtomicInteger();

    @ParameterizedTest
    @MethodSource("dev.tare.specimen.BackEnds#all")
    void everyAnswerBelongsToItsRequest(LoopOptions loop) throws Exception {
        allAtOnce(loop, 3, 4);
    }

    @ParameterizedTest
    @SlowTest
    @Timeout(600)
    @MethodSource("dev.tare.specimen.BackEnds#all")
    void everyAnswerBelongsToItsRequestForLong(LoopOptions loop) throws Exception {
        allAtOnce(loop, 60, 300);
    }

    private void allAtOnce(LoopOptions loop, int rounds, int deeds) throws Exception {
        try (ChaosUpstream old = new ChaosUpstream();
                ScriptedHttp2Upstream young = new ScriptedHttp2Upstream(64)) {
            String document =
                    """
                    threads: 2
                    timeouts: {client_idle: 5s, request_head: 2s, stream_idle: 2s, tunnel_idle: 2s, stop: 1s}
                    routes:
                      - {match: {headers: [{name: x-to, equals: old}]}, cluster: old}
                      - {match: {headers: [{name: x-to, equals: young}]}, cluster: young}
                      - {match: {prefix: /evil}, cluster: old}
                      - {split: [{cluster: old}, {cluster: young}]}
                    clusters:
                      - {name: old, endpoints: ['%s'], timeouts: {connect: 5s, response: 2s, idle: 1s}}
                      - name: young
                        protocol: http2
                        endpoints: ['%s']
                        timeouts: {connect: 5s, response: 2s, idle: 1s}
                    """
                            .formatted(
                                    HostPort.textOf(old.address()),
                                    HostPort.textOf(young.address()));
            ProxyOptions options =
                    Minivoy.optionsOf(Configured.config(document), LogLevel.ERROR).withLoop(loop);
            try (Minivoy proxy = Minivoy.start(options)) {
                play(proxy, rounds, deeds);
                assertThat(whole.get() + broken.get())
                        .isEqualTo(GOOD_CLIENTS * rounds * REQUESTS_A_ROUND * 2);
                assertThat(whole.get()).isGreaterThan(3 * broken.get());
                Eventually.holds(() -> proxy.stats().clientConnectionsOpen() == 0);
            }
        }
    }

    private void play(Minivoy proxy, int rounds, int deeds) throws Exception {
        // Clients wait in event loops of their own: that would hold up the upstream's virtual
        // threads.
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < GOOD_CLIENTS; i++) {
                int number = i;
                Random random = new Random(SEED + i);
                Callable<Void> good =
                        () -> {
                            for (int round = 0; round < rounds; round++) {
                                askByStreams(proxy, random, number);
                                askInTurn(proxy, random, number);
                            }
                            return null;
                        };
                all.add(threads.submit(good));
            }
            for (int i = 0; i < HOSTILE_THREADS; i++) {
                Random random = new Random(-SEED - i);
                Callable<Void> hostile =
                        () -> {
                            ChaosClients.Deed[] known = ChaosClients.Deed.values();
                            for (int deed = 0; deed < deeds; deed++) {
                                if (random.nextBoolean()) {
                                    MinivoyHttp2ChaosTest.doEvil(proxy.address(), random);
                                } else {
                                    ChaosClients.Deed next = known[random.nextInt(known.length)];
                                    ChaosClients.play(next, proxy.address(), random);
                                }
                            }
                            return null;
                        };
                all.add(threads.submit(hostile));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
    }

    private void askByStreams(Minivoy proxy, Random random, int number) throws IOException {
        List<RequestSpec> requests = new ArrayList<>();
        for (int i = 0; i < REQUESTS_A_ROUND; i++) {
            int id = random.nextInt(1_000_000) * GOOD_CLIENTS + number;
            boolean old = random.nextBoolean();
            // The old upstream wants bodies that no text can hold: it gets none.
            int bytes = old || random.nextInt(3) > 0 ? 0 : 1 + random.nextInt(MAX_BODY_BYTES);
            requests.add(
                    new RequestSpec(
                            bytes > 0 ? "POST" : "GET",
                            "/good/%d/%d".formatted(id, random.nextInt(MAX_BODY_BYTES)),
                            List.of(new Field("x-to", old ? "old" : "young")),
                            ScriptedHttp2Upstream.sent(id, bytes)));
        }
        try (Http2TestClient client = new Http2TestClient(proxy.address())) {
            List<Exchange> answers = client.exchange(requests);
            for (int i = 0; i < answers.size(); i++) {
                String[] parts = requests.get(i).target().split("/", 4);
                Exchange answer = answers.get(i);
                int id = Integer.parseInt(parts[2]);
                byte[] expected = ChaosContent.of(id, Integer.parseInt(parts[3]));
                if (answer.status() == 502 || !answer.end().equals("whole")) {
                    broken.incrementAndGet();
                    assertThat(answer.end()).isIn("whole", "INTERNAL_ERROR", "REFUSED_STREAM");
                    int length = answer.status() == 200 ? answer.body().length : 0;
                    assertThat(Arrays.equals(answer.body(), 0, length, expected, 0, length))
                            .isTrue();
                    continue;
                }
                assertThat(answer.status()).as(Http2TestClient.text(answer)).isEqualTo(200);
                assertThat(answer.fields()).contains("x-id: " + id + "\n");
                assertThat(Arrays.equals(answer.body(), expected)).isTrue();
                whole.incrementAndGet();
            }
        }
    }

    /** Each on a connection of its own: one that shares a stream's fate is cut off. */
    private void askInTurn(Minivoy proxy, Random random, int number) throws IOException {
        for (int i = 0; i < REQUESTS_A_ROUND; i++) {
            int id = random.nextInt(1_000_000) * GOOD_CLIENTS + number;
            int size = random.nextInt(MAX_BODY_BYTES);
            int bytes = random.nextInt(3) > 0 ? 0 : 1 + random.nextInt(MAX_BODY_BYTES);
            boolean old = random.nextInt(4) == 0;
            try (RawClient client = RawClient.to(proxy.address())) {
                send(client, id, size, bytes, old);
                RawResponse answer = client.read();
                while (answer.status() < 200) {
                    answer = client.read();
                }
                if (answer.status() == 502) {
                    broken.incrementAndGet();
                    continue;
                }
                assertThat(answer.status()).as(answer.text()).isEqualTo(200);
                assertThat(answer.field("x-id")).isEqualTo("" + id);
                assertThat(Arrays.equals(answer.body(), ChaosContent.of(id, size))).isTrue();
                whole.incrementAndGet();
            } catch (IOException cutOff) {
                assertThat(old).as("cut off by the old upstream").isFalse();
                broken.incrementAndGet();
            }
        }
    }

    private static void send(RawClient client, int id, int size, int bytes, boolean old)
            throws IOException {
        byte[] body =
                old
                        ? ChaosContent.of(id, bytes)
                        : ScriptedHttp2Upstream.sent(id, bytes).getBytes(US_ASCII);
        String method = bytes > 0 ? "POST" : "GET";
        client.send("%s /good/%d/%d HTTP/1.1\r\nHost: h\r\n".formatted(method, id, size));
        client.send("X-To: " + (old ? "old" : "young") + "\r\n");
        // Content is checked against the length, which chunks do not tell the young upstream.
        client.send("Content-Length: " + bytes + "\r\n\r\n");
        if (bytes > 0) {
            client.send(body);
        }
    }
}
