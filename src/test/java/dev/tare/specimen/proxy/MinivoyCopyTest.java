package dev.tare.specimen.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.sun.management.ThreadMXBean;
import dev.tare.base.stats.SplitMix64;
import dev.tare.io.net.EventLoops;
import dev.tare.io.net.IoBackEnd;
import dev.tare.io.net.LoopOptions;
import dev.tare.specimen.RawClient;
import dev.tare.specimen.RawResponse;
import dev.tare.specimen.origin.Origin;
import dev.tare.specimen.origin.OriginOptions;
import dev.tare.specimen.proxy.copy.CopyCounters.Count;
import dev.tare.specimen.proxy.copy.CopyMethod;
import dev.tare.specimen.proxy.copy.CopyOptions;
import dev.tare.specimen.proxy.copy.DsaFaults;
import dev.tare.specimen.proxy.count.ProxyStats;
import dev.tare.specimen.proxy.setup.ProxyOptions;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Every body arrives as it was sent, by whatever engine. */
@SocketTest
@Timeout(120)
@ParameterizedClass
@MethodSource("engines")
final class MinivoyCopyTest {
    private static final List<Integer> LENGTHS =
            List.of(0, 1, 100, 4096, 65_535, 65_536, 65_537, 262_144, 400_000, 12_716_032);
    private static final int LONGEST = 50_000_000;
    private static final int CLIENTS = 16;
    private static final int REQUESTS_A_CLIENT = 6;

    /** An engine on a back end, and what happens to its model. */
    record Engine(CopyOptions copy, IoBackEnd backEnd) {
        @Override
        public String toString() {
            String faults = copy.modelFaults().equals(DsaFaults.NONE) ? "" : " with faults";
            return copy.method().word() + faults + " on " + backEnd;
        }

        boolean splices() {
            return copy.method() == CopyMethod.SPLICE && backEnd == IoBackEnd.AUTO;
        }

        boolean stages() {
            return copy.method() == CopyMethod.DSA_MODEL;
        }
    }

    static Stream<Engine> engines() {
        DsaFaults faults = new DsaFaults(7, 0.2, 0.3, 0.1, 0.1);
        CopyOptions model = CopyOptions.by(CopyMethod.DSA_MODEL);
        IoBackEnd best = IoBackEnd.AUTO;
        return Stream.of(
                new Engine(CopyOptions.standard(), best),
                new Engine(CopyOptions.by(CopyMethod.SPLICE), best),
                new Engine(CopyOptions.by(CopyMethod.SPLICE), IoBackEnd.NIO),
                new Engine(model, best),
                new Engine(model, IoBackEnd.NIO),
                new Engine(model.withMinBytes(1).withModelFaults(faults), best),
                new Engine(
                        model.withMinBytes(1).withModelFaults(faults),
                        EventLoops.auto().backEnd()));
    }

    @Parameter Engine engine = new Engine(CopyOptions.standard(), IoBackEnd.AUTO);

    private SeededBodies bodies;
    private Minivoy proxy;

    @SuppressWarnings("NullAway.Init")
    MinivoyCopyTest() {}

    @BeforeEach
    void start() throws IOException {
        bodies = new SeededBodies();
        proxy = Minivoy.start(options(ProxyOptions.to(bodies.server().address())));
    }

    private ProxyOptions options(ProxyOptions base) {
        return base.withLoop(new LoopOptions(engine.backEnd(), 0)).withCopy(engine.copy());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        bodies.close();
    }

    private void assertBody(RawClient client, long seed, int length) throws IOException {
        client.send("GET /length/%d/%d HTTP/1.1\r\nHost: h\r\n\r\n".formatted(seed, length));
        assertThat(client.readHeadText()).contains("Content-Length: " + length + "\n");
        assertThat(SeededBodies.sha256Of(client, length))
                .as("%d bytes", length)
                .isEqualTo(SeededBodies.sha256(seed, length));
    }

    @Test
    void bodiesOfAllLengthsArriveAndAreCountedToTheByte() throws IOException {
        long bodyBytes = LONGEST;
        try (RawClient client = RawClient.to(proxy.address())) {
            for (int length : LENGTHS) {
                assertBody(client, length + 1, length);
                bodyBytes += length;
            }
            assertBody(client, 5, LONGEST);
        }
        ProxyStats stats = proxy.stats();
        assertThat(stats.errors()).isZero();
        assertThat(stats.upstreamConnectionsOpened()).isEqualTo(1);
        assertThat(stats.upstreamBytesReceived()).isEqualTo(bodies.sentBytes());
        long heads = stats.clientBytesSent() - bodyBytes;
        assertThat(heads).isBetween(1L, 11 * 200L);
        if (engine.splices()) {
            assertThat(stats.copies(Count.SPLICED_BYTES)).isGreaterThan(LONGEST / 2);
            assertThat(stats.copies(Count.PIPES_DISCARDED)).isZero();
        } else {
            assertThat(stats.copies(Count.SPLICED_BYTES)).isZero();
        }
        if (engine.stages()) {
            long copied = stats.copies(Count.DEVICE_BYTES) + stats.copies(Count.CPU_BYTES);
            assertThat(copied).isEqualTo(stats.clientBytesSent() + stats.upstreamBytesSent());
            assertThat(stats.copies(Count.DEVICE_BYTES)).isPositive();
        }
    }

    @Test
    void anEngineThatCannotDoItsPartSaysSoInItsCounters() throws IOException {
        try (RawClient client = RawClient.to(proxy.address())) {
            assertBody(client, 1, 500_000);
        }
        boolean unable = engine.copy().method() == CopyMethod.SPLICE && !engine.splices();
        assertThat(proxy.stats().copies(Count.CONNECTIONS_WITHOUT_PIPES)).isEqualTo(unable ? 2 : 0);
        assertThat(proxy.stats().json())
                .contains("\"copy\":{\"engine\":\"" + engine.copy().method().word() + "\",\"cpu_b");
    }

    @Test
    void requestsArriveToo() throws IOException {
        try (Origin origin = Origin.start(OriginOptions.standard());
                Minivoy echoing = Minivoy.start(options(ProxyOptions.to(origin.address())));
                RawClient client = RawClient.to(echoing.address())) {
            for (int length : new int[] {0, 1000, 70_000, 3_000_000}) {
                byte[] body = SeededBodies.bytes(length, length);
                client.send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: " + length);
                client.send("\r\n\r\n");
                Thread sender =
                        Thread.ofVirtual()
                                .start(() -> {
                                    try {
                                        client.send(body);
                                    } catch (IOException e) {
                                        throw new java.io.UncheckedIOException(e);
                                    }
                                });
                RawResponse response = client.read();
                assertThat(SeededBodies.sha256Of(response.body()))
                        .isEqualTo(SeededBodies.sha256Of(body));
                join(sender);
            }
            assertThat(echoing.stats().errors()).isZero();
            if (engine.splices()) {
                assertThat(echoing.stats().copies(Count.SPLICED_BYTES)).isPositive();
            }
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void chunkedBodiesAndThoseUntilTheEndArrive() throws IOException {
        int length = 3_500_000;
        String expected = SeededBodies.sha256(9, length);
        try (RawClient client = RawClient.to(proxy.address());
                RawClient old = RawClient.to(proxy.address())) {
            RawResponse chunked = client.get("/chunks/9/" + length);
            assertThat(SeededBodies.sha256Of(chunked.body())).isEqualTo(expected);
            RawResponse rechunked = client.get("/close/9/" + length);
            assertThat(rechunked.field("transfer-encoding")).isEqualTo("chunked");
            assertThat(SeededBodies.sha256Of(rechunked.body())).isEqualTo(expected);
            old.send("GET /close/9/" + length + " HTTP/1.0\r\nHost: h\r\n\r\n");
            assertThat(SeededBodies.sha256Of(old.read().body())).isEqualTo(expected);
        }
        assertThat(proxy.stats().errors()).isZero();
        if (engine.splices()) {
            // Of the chunked one and of the one that ends with the connection.
            assertThat(proxy.stats().copies(Count.SPLICED_BYTES)).isGreaterThan(length);
        }
    }

    @Test
    void everyoneOfManyClientsGetsItsOwnBodies() throws Exception {
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> all =
                    IntStream.range(0, CLIENTS)
                            .mapToObj(number -> clients.submit(() -> askOften(number)))
                            .toList();
            for (Future<Integer> client : all) {
                assertThat(client.get()).isEqualTo(REQUESTS_A_CLIENT);
            }
        }
        assertThat(proxy.stats().errors()).isZero();
    }

    private int askOften(int number) throws IOException {
        SplitMix64 random = new SplitMix64(number);
        int right = 0;
        try (RawClient client = RawClient.to(proxy.address(), (16 * 1024) << (number % 8))) {
            for (int i = 0; i < REQUESTS_A_CLIENT; i++) {
                assertBody(client, random.nextLong() >>> 1, random.nextInt(1_500_000));
                right++;
            }
        }
        return right;
    }

    @Test
    void theHotPathAllocatesNothing() throws IOException {
        // The model's faults are no hot path, and java.nio wants a view of every buffer.
        boolean viewed = engine.stages() && engine.backEnd() == IoBackEnd.NIO;
        Assumptions.assumeTrue(!viewed && engine.copy().modelFaults().equals(DsaFaults.NONE));
        int requests = 100;
        try (Origin origin = Origin.start(OriginOptions.standard());
                Minivoy quiet = Minivoy.start(options(ProxyOptions.to(origin.address())));
                RawClient client = RawClient.to(quiet.address())) {
            long threadId = newestLoopThread();
            long leastBytes = Long.MAX_VALUE;
            for (int batch = 0; batch < 20 && leastBytes >= 4L * requests; batch++) {
                long before = allocatedBytes(threadId);
                for (int i = 0; i < requests; i++) {
                    client.send("GET /byte/400000 HTTP/1.1\r\nHost: h\r\n\r\n");
                    client.readHeadText();
                    client.exactly(400_000);
                }
                leastBytes = Math.min(leastBytes, allocatedBytes(threadId) - before);
            }
            assertThat(leastBytes).isLessThan(4L * requests);
        }
    }

    private static long newestLoopThread() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("minivoy-0"))
                .mapToLong(Thread::threadId)
                .max()
                .orElseThrow();
    }

    private static long allocatedBytes(long threadId) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getThreadAllocatedBytes(threadId);
    }

    @Test
    void withoutADeviceTheEngineIsOneClearLine() {
        Assumptions.assumeFalse(Files.exists(Path.of("/dev/dsa")));
        CopyOptions device = CopyOptions.by(CopyMethod.DSA);
        assertThatIOException()
                .isThrownBy(() ->
                        Minivoy.start(
                                options(ProxyOptions.to(bodies.server().address()))
                                        .withCopy(device)))
                .withMessageStartingWith("copy engine dsa: ");
    }
}
