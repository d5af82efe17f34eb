package dev.tare.specimen.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.tare.io.net.LoopOptions;
import dev.tare.specimen.RawClient;
import dev.tare.specimen.origin.Origin;
import dev.tare.specimen.origin.OriginOptions;
import dev.tare.specimen.proxy.config.HostPort;
import dev.tare.specimen.proxy.log.AccessLogOptions;
import dev.tare.specimen.proxy.log.LogLevel;
import dev.tare.specimen.proxy.setup.ProxyLogs;
import dev.tare.specimen.proxy.setup.ProxyOptions;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The loops of minivoy and of the origin make no garbage.
 *
 * <p>Code that is not compiled yet allocates; so the claim is about the state that it reaches.
 */
@SocketTest
@Timeout(120)
@ParameterizedClass
@MethodSource("dev.tare.specimen.BackEnds#all")
final class MinivoyAllocationTest {
    private static final int MEASURED_REQUESTS = 2000;
    private static final int MAX_BATCHES = 20;

    /** Two bytes a request, for the Date line that is made anew once a second. */
    private static final long MAX_ALLOCATED_BYTES = 2 * MEASURED_REQUESTS;

    @Parameter LoopOptions loop = LoopOptions.standard();

    private Origin origin;

    @SuppressWarnings("NullAway.Init")
    MinivoyAllocationTest() {}

    @TempDir private Path folder = Path.of("");

    @BeforeEach
    void start() throws IOException {
        origin = Origin.start(OriginOptions.standard().withLoop(loop));
    }

    @AfterEach
    void stop() {
        origin.close();
    }

    @Test
    void theHotPathAllocatesNothing() throws Exception {
        allocatesNothing(ProxyOptions.to(origin.address()).withLoop(loop));
    }

    @Test
    void norDoesItForALineInTheAccessLog() throws Exception {
        AccessLogOptions access =
                new AccessLogOptions(
                        Optional.of(folder.resolve("access.log")), AccessLogOptions.Format.TEXT);
        allocatesNothing(
                ProxyOptions.to(origin.address())
                        .withLoop(loop)
                        .withLogs(new ProxyLogs(LogLevel.ERROR, Optional.of(access))));
    }

    @Test
    void norDoesItByRoutesLimitsRetriesAndBalancing() throws Exception {
        String text =
                """
                routes:
                  - {match: {hosts: [other.test]}, respond: {}}
                  - {match: {prefix: /none, headers: [{name: x-a, equals: b}]}, respond: {}}
                  - match: {prefix: /byte, methods: [GET]}
                    split: [{cluster: a, weight: 1}, {cluster: b, weight: 1}]
                    timeout: 10s
                    retry: {on: [gateway_error, reset], per_try_timeout: 5s}
                    rate_limit: {rate: 1000000/s, burst: 1000000, per: client}
                clusters:
                  - name: a
                    endpoints: ['%s', {address: 'localhost:%d', weight: 2}]
                    balance: least_request
                    outlier_detection: {}
                  - name: b
                    endpoints: ['%s']
                    balance: {policy: ring_hash, header: host}
                """
                        .formatted(
                                HostPort.textOf(origin.address()),
                                origin.address().getPort(),
                                HostPort.textOf(origin.address()));
        allocatesNothing(Minivoy.optionsOf(Configured.config(text), LogLevel.ERROR).withLoop(loop));
    }

    @Test
    void norDoesItByFiltersAndRewrites() throws Exception {
        String text =
                """
                filters:
                  - token_check:
                      header: host
                      tokens_sha256:
                        - 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
                        - 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824
                  - rate_limit: {rate: 1000000/s, burst: 1000000, per: client}
                  - body_limit: {request: 10, response: 1000}
                  - tracing: {sample_percent: 50}
                  - header_edit:
                      request: {set: {x-a: b}, add: {x-c: d}, remove: [x-forwarded-for]}
                      response: {set: {server: mine}, add: {x-e: f}}
                routes:
                  - {match: {prefix: /none}, respond: {}}
                  - {cluster: a, rewrite: {prefix: /, host: other.test}}
                clusters: [{name: a, endpoints: ['%s']}]
                """
                        .formatted(HostPort.textOf(origin.address()));
        allocatesNothing(Minivoy.optionsOf(Configured.config(text), LogLevel.ERROR).withLoop(loop));
    }

    private static void allocatesNothing(ProxyOptions options) throws IOException {
        try (Minivoy proxy = Minivoy.start(options);
                RawClient client = RawClient.to(proxy.address())) {
            for (String thread : List.of("minivoy-0", "origin-0")) {
                long leastBytes = Long.MAX_VALUE;
                int batches = 0;
                while (leastBytes >= MAX_ALLOCATED_BYTES && batches < MAX_BATCHES) {
                    long before = allocatedBytes(thread);
                    askBlindly(client, MEASURED_REQUESTS);
                    leastBytes = Math.min(leastBytes, allocatedBytes(thread) - before);
                    batches++;
                }
                assertThat(leastBytes).as(thread).isLessThan(MAX_ALLOCATED_BYTES);
            }
        }
    }

    private static void askBlindly(RawClient client, int requests) throws IOException {
        for (int i = 0; i < requests; i++) {
            assertThat(client.get("/byte/1000").status()).isEqualTo(200);
        }
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
