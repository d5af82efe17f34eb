package dev.tare.specimen.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.tare.io.net.LoopOptions;
import dev.tare.specimen.RawClient;
import dev.tare.specimen.origin.Origin;
import dev.tare.specimen.proxy.setup.ProxyOptions;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** minivoy makes no garbage by TLS either, on both sides; the claim is about its steady state. */
@SocketTest
@Timeout(120)
@ParameterizedClass
@MethodSource("dev.tare.specimen.BackEnds#all")
final class MinivoyTlsAllocationTest extends MinivoyTlsBed {
    private static final int MEASURED_REQUESTS = 2000;
    private static final int MAX_BATCHES = 20;

    /** Two bytes a request, for the Date line that is made anew once a second. */
    private static final long MAX_ALLOCATED_BYTES = 2 * MEASURED_REQUESTS;

    @Parameter LoopOptions loop = LoopOptions.standard();

    @Override
    LoopOptions loop() {
        return loop;
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 16_384})
    void theHotPathAllocatesNothing(int bytes) throws Exception {
        Origin origin = origin(serverTls());
        Minivoy proxy =
                start(
                        ProxyOptions.to(origin.address())
                                .withTls(serverTls())
                                .withUpstreamTls(clientTls()));
        RawClient client = secured(proxy);
        long leastBytes = Long.MAX_VALUE;
        for (int i = 0; leastBytes >= MAX_ALLOCATED_BYTES && i < MAX_BATCHES; i++) {
            long before = allocatedBytes();
            askBlindly(client, "/byte/" + bytes);
            leastBytes = Math.min(leastBytes, allocatedBytes() - before);
        }
        assertThat(leastBytes).isLessThan(MAX_ALLOCATED_BYTES);
    }

    private static void askBlindly(RawClient client, String path) throws IOException {
        for (int i = 0; i < MEASURED_REQUESTS; i++) {
            assertThat(client.get(path).status()).isEqualTo(200);
        }
    }

    private static long allocatedBytes() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long[] ids =
                Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().equals("minivoy-0"))
                        .mapToLong(Thread::threadId)
                        .toArray();
        assertThat(ids).hasSize(1);
        return threads.getThreadAllocatedBytes(ids[0]);
    }
}
