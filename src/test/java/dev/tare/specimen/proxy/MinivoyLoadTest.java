package dev.tare.specimen.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.time.Sleep;
import dev.tare.io.net.LoopOptions;
import dev.tare.specimen.Eventually;
import dev.tare.specimen.RawClient;
import dev.tare.specimen.RawResponse;
import dev.tare.specimen.origin.Origin;
import dev.tare.specimen.origin.OriginOptions;
import dev.tare.specimen.proxy.count.ProxyStats;
import dev.tare.specimen.proxy.setup.ProxyOptions;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Many clients, and large bodies. */
@SocketTest
@Timeout(120)
@ParameterizedClass
@MethodSource("dev.tare.specimen.BackEnds#all")
final class MinivoyLoadTest {
    private static final int CLIENTS = 200;
    private static final int REQUESTS_A_CLIENT = 20;
    private static final int LARGE_BYTES = 50_000_000;

    /** What the kernel holds for two connections at most, and minivoy itself. */
    private static final long MAX_BUFFERED_BYTES = 24_000_000;

    @Parameter LoopOptions loop = LoopOptions.standard();

    private Origin origin;
    private Minivoy proxy;

    @SuppressWarnings("NullAway.Init")
    MinivoyLoadTest() {}

    @BeforeEach
    void start() throws IOException {
        origin = Origin.start(OriginOptions.standard().withLoop(loop));
        proxy = Minivoy.start(ProxyOptions.to(origin.address()).withLoop(loop));
    }

    @AfterEach
    void stop() {
        proxy.close();
        origin.close();
    }

    @Test
    void manyClientsAtOnceGetWhatTheyAskedForAndEveryRequestIsCounted() throws Exception {
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> all =
                    IntStream.range(0, CLIENTS)
                            .mapToObj(seed -> clients.submit(() -> askOften(seed)))
                            .toList();
            for (Future<Integer> client : all) {
                assertThat(client.get()).isEqualTo(REQUESTS_A_CLIENT);
            }
        }
        long requests = (long) CLIENTS * REQUESTS_A_CLIENT;
        ProxyStats stats = proxy.stats();
        assertThat(stats.clientConnectionsAccepted()).isEqualTo(CLIENTS);
        assertThat(stats.requests()).isEqualTo(requests);
        assertThat(stats.responses(2)).isEqualTo(requests);
        assertThat(stats.upstreamRequests()).isEqualTo(requests + stats.retries());
        assertThat(stats.errors()).isZero();
        assertThat(origin.stats().loadRequests()).isEqualTo(requests);
        // The origin counts the last bytes when its send returns: the answer may be here before.
        Eventually.holds(() -> origin.stats().bytesSent() >= stats.upstreamBytesReceived());
        assertThat(stats.upstreamBytesReceived()).isEqualTo(origin.stats().bytesSent());
        assertThat(stats.upstreamBytesSent()).isEqualTo(origin.stats().bytesReceived());
    }

    private int askOften(int seed) throws IOException {
        Random random = new Random(seed);
        int right = 0;
        try (RawClient client = RawClient.to(proxy.address())) {
            for (int i = 0; i < REQUESTS_A_CLIENT; i++) {
                int length = random.nextInt(100_000);
                RawResponse response =
                        switch (random.nextInt(4)) {
                            case 0 -> client.get("/chunked/" + length);
                            case 1 -> client.get("/byte/" + length + "?delay=1ms");
                            case 2 -> client.get("/close/" + length);
                            default -> client.get("/byte/" + length);
                        };
                right += response.body().length == length ? 1 : 0;
            }
        }
        return right;
    }

    @Test
    void aBodyThatBeginsBehindAnotherRequestIsReadToItsEnd() throws Exception {
        byte[] body = new byte[300_000];
        Arrays.fill(body, (byte) 'x');
        // The second time there is a kept connection to the origin, which takes all at once.
        for (int i = 0; i < 2; i++) {
            try (RawClient client = RawClient.to(proxy.address())) {
                client.send(
                        ("GET /byte/10?delay=50ms HTTP/1.1|Host: h||"
                                        + "POST /echo HTTP/1.1|Host: h|Content-Length: 300001||x")
                                .replace("|", "\r\n"));
                assertThat(client.read().text()).hasSize(10);
                client.send(body);
                assertThat(client.read().body()).hasSize(body.length + 1);
            }
        }
        assertThat(proxy.stats().errors()).isZero();
    }

    @Test
    void aSlowReaderHoldsUpItsUpstreamAndNotTheMemory() throws Exception {
        try (RawClient slow = RawClient.to(proxy.address(), 64 * 1024)) {
            slow.send("GET /byte/" + LARGE_BYTES + " HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(slow.readHeadText()).contains("Content-Length: " + LARGE_BYTES);
            long before = -1;
            long received = 0;
            while (received != before || received == 0) {
                before = received;
                Sleep.forNs(100_000_000L);
                received = proxy.stats().upstreamBytesReceived();
            }
            assertThat(received).isLessThan(MAX_BUFFERED_BYTES);
            assertThat(slow.exactly(LARGE_BYTES)).hasSize(LARGE_BYTES);
        }
        assertThat(proxy.stats().errors()).isZero();
    }

    @Test
    void aSlowUpstreamHoldsUpItsClientAndNotTheMemory() throws Exception {
        // The echo does not read on while its answer is not taken.
        try (RawClient slow = RawClient.to(proxy.address(), 64 * 1024)) {
            slow.send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: " + LARGE_BYTES);
            slow.send("\r\n\r\n");
            byte[] body = new byte[LARGE_BYTES];
            Arrays.fill(body, (byte) 'x');
            Thread sender =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    slow.send(body);
                                } catch (IOException e) {
                                    throw new java.io.UncheckedIOException(e);
                                }
                            });
            assertThat(slow.readHeadText()).startsWith("HTTP/1.1 200 OK\n");
            long before = -1;
            long received = 0;
            while (received != before || received == 0) {
                before = received;
                Sleep.forNs(100_000_000L);
                received = proxy.stats().clientBytesReceived();
            }
            assertThat(received).isLessThan(2 * MAX_BUFFERED_BYTES);
            assertThat(slow.exactly(LARGE_BYTES)).isEqualTo(body);
            sender.join();
        }
        assertThat(proxy.stats().errors()).isZero();
    }
}
