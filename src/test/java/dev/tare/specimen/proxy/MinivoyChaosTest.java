package dev.tare.specimen.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tare.io.net.LoopOptions;
import dev.tare.specimen.Eventually;
import dev.tare.specimen.RawClient;
import dev.tare.specimen.RawResponse;
import dev.tare.specimen.proxy.config.HostPort;
import dev.tare.specimen.proxy.count.ProxyError;
import dev.tare.specimen.proxy.log.LogLevel;
import dev.tare.specimen.proxy.setup.ProxyOptions;
import dev.tare.specimen.proxy.setup.ProxyTimeouts;
import dev.tare.testing.SlowTest;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Clients and upstreams that do their worst, all at once, and among them good ones: each of these
 * gets the answer to its own request, and in the end nothing is left behind.
 */
@SocketTest
@Timeout(120)
final class MinivoyChaosTest {
    private static final int GOOD_CLIENTS = 6;
    private static final int HOSTILE_CLIENTS = 32;
    private static final int MIN_GOOD_REQUESTS = 1_000;
    private static final int MAX_PIPELINED = 4;
    private static final int MAX_BODY_BYTES = 60_000;
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long SEED = 20_261_121;

    /** Long enough for a good client on a slow machine, and short enough to wait for. */
    private static final long PATIENCE_NS = 2 * SECOND_NS;

    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();

    @Test
    void goodClientsNoticeNothing() throws Exception {
        allAtOnce(LoopOptions.standard(), 4 * ChaosClients.Deed.values().length);
    }

    @ParameterizedTest
    @SlowTest
    @MethodSource("dev.tare.specimen.BackEnds#all")
    void goodClientsNoticeNothingForLong(LoopOptions loop) throws Exception {
        allAtOnce(loop, 60 * ChaosClients.Deed.values().length);
    }

    private void allAtOnce(LoopOptions loop, int hostileDeeds) throws Exception {
        ProxyTimeouts timeouts =
                new ProxyTimeouts(
                        5 * SECOND_NS,
                        PATIENCE_NS,
                        5 * SECOND_NS,
                        PATIENCE_NS,
                        PATIENCE_NS,
                        PATIENCE_NS,
                        SECOND_NS,
                        SECOND_NS);
        try (ChaosUpstream upstream = new ChaosUpstream()) {
            allAtOnce(
                    ProxyOptions.to(upstream.address())
                            .withLoop(loop)
                            .withThreads(2)
                            .withTimeouts(timeouts),
                    hostileDeeds);
        }
    }

    @Test
    void norDoTheyWithSeveralUpstreams() throws Exception {
        allAtOnceByRoutes(LoopOptions.standard(), 4 * ChaosClients.Deed.values().length);
    }

    @ParameterizedTest
    @SlowTest
    @MethodSource("dev.tare.specimen.BackEnds#all")
    void norDoTheyWithSeveralUpstreamsForLong(LoopOptions loop) throws Exception {
        allAtOnceByRoutes(loop, 60 * ChaosClients.Deed.values().length);
    }

    /** Delays, tries and ejections must not mix up whose answer is whose. */
    private void allAtOnceByRoutes(LoopOptions loop, int hostileDeeds) throws Exception {
        try (ChaosUpstream one = new ChaosUpstream();
                ChaosUpstream two = new ChaosUpstream();
                ChaosUpstream three = new ChaosUpstream()) {
            String document =
                    """
                    threads: 2
                    timeouts: {client_idle: 5s, request_head: 2s, stream_idle: 2s, tunnel_idle: 2s, stop: 1s}
                    routes:
                      - match: {prefix: /good}
                        split: [{cluster: a, weight: 3}, {cluster: b, weight: 1}]
                        timeout: 20s
                        retry: {tries: 5, on: [connect_failure, reset], backoff: 10ms}
                        fault: {delay: {percent: 5, time: 10ms}}
                      - {match: {prefix: /evil}, split: [{cluster: a}, {cluster: evil}]}
                      - {cluster: evil}
                    clusters:
                      - name: a
                        endpoints: ['%1$s', '%2$s']
                        balance: least_request
                        timeouts: {connect: 5s, response: 2s, idle: 1s}
                      - {name: b, endpoints: ['%3$s'], timeouts: {idle: 1s}}
                      - name: evil
                        endpoints: ['%1$s', '%2$s', '%3$s']
                        outlier_detection: {eject_for: 100ms, max_ejected_percent: 70}
                        timeouts: {connect: 5s, response: 2s, idle: 1s}
                    """
                            .formatted(
                                    HostPort.textOf(one.address()),
                                    HostPort.textOf(two.address()),
                                    HostPort.textOf(three.address()));
            allAtOnce(
                    Minivoy.optionsOf(Configured.config(document), LogLevel.ERROR).withLoop(loop),
                    hostileDeeds);
        }
    }

    private void allAtOnce(ProxyOptions options, int hostileDeeds) throws Exception {
        try (Minivoy proxy = Minivoy.start(options)) {
            askWell(proxy, new Random(SEED), 0);
            Eventually.holds(() -> descriptors(proxy) < Long.MAX_VALUE);
            long descriptorsBefore = descriptors(proxy);
            play(proxy, hostileDeeds);
            assertThat(answered.get()).isGreaterThanOrEqualTo(MIN_GOOD_REQUESTS);
            // Only a request that must not be sent twice may fall with a kept connection.
            assertThat(refused.get()).isLessThan(answered.get() / 10);
            Eventually.holds(() -> descriptors(proxy) <= descriptorsBefore);
            assertThat(proxy.stats().errorsSeen())
                    .containsKeys(
                            ProxyError.BAD_REQUEST,
                            ProxyError.REQUEST_HEAD_TOO_LARGE,
                            ProxyError.REQUEST_TIMEOUT,
                            ProxyError.CLIENT_ABORTED,
                            ProxyError.CLIENT_GONE);
        }
    }

    private void play(Minivoy proxy, int hostileDeeds) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger next = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> good = new ArrayList<>();
            for (int i = 0; i < GOOD_CLIENTS; i++) {
                Random random = new Random(SEED + i);
                int number = i;
                good.add(
                        threads.submit(() -> {
                            int asked = 0;
                            while (!over.get()
                                    || asked < MIN_GOOD_REQUESTS / GOOD_CLIENTS + MAX_PIPELINED) {
                                asked += askWell(proxy, random, number);
                            }
                            return asked;
                        }));
            }
            List<Future<?>> hostile = new ArrayList<>();
            for (int i = 0; i < HOSTILE_CLIENTS; i++) {
                Random random = new Random(-SEED - i);
                hostile.add(
                        threads.submit(() -> {
                            ChaosClients.Deed[] deeds = ChaosClients.Deed.values();
                            int number = next.getAndIncrement();
                            while (number < hostileDeeds) {
                                ChaosClients.play(
                                        deeds[number % deeds.length], proxy.address(), random);
                                number = next.getAndIncrement();
                            }
                            return number;
                        }));
            }
            for (Future<?> one : hostile) {
                one.get();
            }
            over.set(true);
            for (Future<?> one : good) {
                one.get();
            }
        }
    }

    /** One connection with some requests, a few at once; returns how many. */
    private int askWell(Minivoy proxy, Random random, int number) throws IOException {
        int asked = 0;
        try (RawClient client = RawClient.to(proxy.address())) {
            for (int round = 0; round < 5; round++) {
                int count = 1 + random.nextInt(MAX_PIPELINED);
                int[] ids = new int[count];
                int[] sizes = new int[count];
                int[] bodies = new int[count];
                for (int i = 0; i < count; i++) {
                    ids[i] = random.nextInt(1_000_000) * GOOD_CLIENTS + number;
                    sizes[i] = random.nextInt(MAX_BODY_BYTES);
                    bodies[i] = random.nextInt(3) == 0 ? random.nextInt(MAX_BODY_BYTES) : 0;
                    send(client, ids[i], sizes[i], bodies[i]);
                }
                for (int i = 0; i < count; i++) {
                    check(finalResponse(client), ids[i], sizes[i], bodies[i] > 0);
                }
                asked += count;
            }
        }
        return asked;
    }

    private static void send(RawClient client, int id, int size, int bodyBytes) throws IOException {
        String method = bodyBytes > 0 ? "POST" : "GET";
        client.send("%s /good/%d/%d HTTP/1.1\r\nHost: h\r\n".formatted(method, id, size));
        if (bodyBytes == 0) {
            client.send("\r\n");
        } else if (id % 2 == 0) {
            client.send("Content-Length: " + bodyBytes + "\r\n\r\n");
            client.send(ChaosContent.of(id, bodyBytes));
        } else {
            client.send("Transfer-Encoding: chunked\r\n\r\n%x\r\n".formatted(bodyBytes));
            client.send(ChaosContent.of(id, bodyBytes)).send("\r\n0\r\n\r\n");
        }
    }

    private static RawResponse finalResponse(RawClient client) throws IOException {
        RawResponse response = client.read();
        while (response.status() < 200) {
            response = client.read();
        }
        return response;
    }

    private void check(RawResponse response, int id, int size, boolean mayFall) {
        if (mayFall && response.status() == 502) {
            refused.incrementAndGet();
            return;
        }
        assertThat(response.status()).as(response.text()).isEqualTo(200);
        assertThat(response.field("x-id")).isEqualTo(String.valueOf(id));
        assertThat(Arrays.equals(response.body(), ChaosContent.of(id, size))).isTrue();
        answered.incrementAndGet();
    }

    /** How many this process has open, when all connections through the proxy have ended. */
    private static long descriptors(Minivoy proxy) {
        if (proxy.stats().clientConnectionsOpen() > 0
                || proxy.stats().upstreamConnectionsOpen() > 0) {
            return Long.MAX_VALUE;
        }
        Path folder = Path.of("/proc/self/fd");
        assumeTrue(Files.isDirectory(folder), "descriptors cannot be counted here");
        try (Stream<Path> all = Files.list(folder)) {
            return all.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
