package dev.tare.specimen.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.tare.base.core.RequestSpec;
import dev.tare.io.net.LoopOptions;
import dev.tare.io.wire.http2.Http2TestClient;
import dev.tare.specimen.RawClient;
import dev.tare.specimen.origin.Origin;
import dev.tare.specimen.origin.OriginOptions;
import dev.tare.specimen.proxy.config.HostPort;
import dev.tare.specimen.proxy.log.LogLevel;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Nor does minivoy's loop make garbage for filters and rewrites where HTTP/2 is spoken. */
@SocketTest
@Timeout(120)
@ParameterizedClass
@MethodSource("dev.tare.specimen.BackEnds#all")
final class MinivoyHttp2FiltersAllocationTest {
    private static final int MEASURED_REQUESTS = 2000;
    private static final int MAX_BATCHES = 30;

    /** Two bytes a request, for the date that is made anew once a second. */
    private static final long MAX_ALLOCATED_BYTES = 2 * MEASURED_REQUESTS;

    @Parameter LoopOptions loop = LoopOptions.standard();

    private interface Batch {
        void run() throws IOException;
    }

    private Minivoy proxy(Origin origin, String protocol) throws IOException {
        String text =
                """
                filters:
                  - body_limit: {request: 10KiB, response: 100KiB}
                  - tracing: {sample_percent: 50}
                  - header_edit:
                      request: {set: {x-a: b}, add: {x-c: d}, remove: [x-forwarded-for]}
                      response: {set: {server: mine}, add: {x-e: f}}
                routes:
                  - {match: {prefix: /none}, respond: {}}
                  - {match: {prefix: /a}, cluster: a, rewrite: {prefix: /, host: other.test}}
                clusters: [{name: a, protocol: %s, endpoints: ['%s']}]
                """
                        .formatted(protocol, HostPort.textOf(origin.address()));
        return Minivoy.start(
                Minivoy.optionsOf(Configured.config(text), LogLevel.ERROR).withLoop(loop));
    }

    @Test
    void streamsMakeNoGarbage() throws Exception {
        for (String protocol : List.of("http1", "http2")) {
            try (Origin origin = Origin.start(OriginOptions.standard().withLoop(loop));
                    Minivoy proxy = proxy(origin, protocol);
                    Http2TestClient client = new Http2TestClient(proxy.address())) {
                RequestSpec get = RequestSpec.get("/a/byte/1000");
                RequestSpec chunked = RequestSpec.get("/a/chunked/20000");
                RequestSpec post = new RequestSpec("POST", "/a/echo", List.of(), "x".repeat(3000));
                List<RequestSpec> batch =
                        Stream.iterate(0, i -> i + 1)
                                .limit(MEASURED_REQUESTS)
                                .map(i -> i % 4 == 0 ? post : i % 4 == 1 ? chunked : get)
                                .toList();
                expectNoGarbage(() ->
                        assertThat(client.exchange(batch))
                                .allMatch(answer -> answer.status() == 200));
                assertThat(proxy.stats().errors()).isZero();
            }
        }
    }

    @Test
    void requestsOverHttp2MakeNoGarbage() throws Exception {
        try (Origin origin = Origin.start(OriginOptions.standard().withLoop(loop));
                Minivoy proxy = proxy(origin, "http2");
                RawClient client = RawClient.to(proxy.address())) {
            String post =
                    "POST /a/echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                            + "bb8\r\n"
                            + "x".repeat(3000)
                            + "\r\n0\r\n\r\n";
            expectNoGarbage(() -> {
                for (int i = 0; i < MEASURED_REQUESTS; i += 4) {
                    assertThat(client.send(post).read().status()).isEqualTo(200);
                    assertThat(client.get("/a/chunked/20000").text()).hasSize(20_000);
                    assertThat(client.get("/a/byte/1000").status()).isEqualTo(200);
                    assertThat(client.get("/a/byte/0").status()).isEqualTo(200);
                }
            });
            assertThat(proxy.stats().errors()).isZero();
        }
    }

    private static void expectNoGarbage(Batch batch) throws IOException {
        long leastBytes = Long.MAX_VALUE;
        int batches = 0;
        while (leastBytes >= MAX_ALLOCATED_BYTES && batches < MAX_BATCHES) {
            long before = allocatedBytes("minivoy-0");
            batch.run();
            leastBytes = Math.min(leastBytes, allocatedBytes("minivoy-0") - before);
            batches++;
        }
        assertThat(leastBytes).isLessThan(MAX_ALLOCATED_BYTES);
    }

    private static long allocatedBytes(String threadName) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long[] ids =
                Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().equals(threadName))
                        .mapToLong(Thread::threadId)
                        .toArray();
        assertThat(ids).hasSize(1);
        return threads.getThreadAllocatedBytes(ids[0]);
    }
}
