package dev.tare.specimen.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.tare.base.core.RequestSpec;
import dev.tare.io.net.LoopOptions;
import dev.tare.io.wire.http2.Http2TestClient;
import dev.tare.specimen.origin.Origin;
import dev.tare.specimen.origin.OriginOptions;
import dev.tare.specimen.proxy.log.AccessLogOptions;
import dev.tare.specimen.proxy.log.LogLevel;
import dev.tare.specimen.proxy.setup.ProxyLogs;
import dev.tare.specimen.proxy.setup.ProxyOptions;
import dev.tare.testing.SocketTest;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** minivoy's loop makes no garbage for streams either: with and without bodies, logged or not. */
@SocketTest
@Timeout(120)
@ParameterizedClass
@MethodSource("dev.tare.specimen.BackEnds#all")
final class MinivoyHttp2AllocationTest {
    private static final int MEASURED_REQUESTS = 2000;
    private static final int MAX_BATCHES = 30;

    /** Two bytes a request, for the date that is made anew once a second. */
    private static final long MAX_ALLOCATED_BYTES = 2 * MEASURED_REQUESTS;

    @Parameter LoopOptions loop = LoopOptions.standard();

    @TempDir private Path folder = Path.of("");

    @Test
    void streamsMakeNoGarbage() throws Exception {
        AccessLogOptions access =
                new AccessLogOptions(
                        Optional.of(folder.resolve("access.log")), AccessLogOptions.Format.TEXT);
        try (Origin origin = Origin.start(OriginOptions.standard().withLoop(loop));
                Minivoy proxy =
                        Minivoy.start(
                                ProxyOptions.to(origin.address())
                                        .withLoop(loop)
                                        .withUpstreamHttp2(true)
                                        .withLogs(
                                                new ProxyLogs(
                                                        LogLevel.ERROR, Optional.of(access))));
                Http2TestClient client = new Http2TestClient(proxy.address())) {
            RequestSpec get = RequestSpec.get("/byte/1000");
            RequestSpec post = new RequestSpec("POST", "/echo", List.of(), "x".repeat(3000));
            List<RequestSpec> batch =
                    Stream.iterate(0, i -> i + 1)
                            .limit(MEASURED_REQUESTS)
                            .map(i -> i % 4 == 0 ? post : get)
                            .toList();
            long leastBytes = Long.MAX_VALUE;
            int batches = 0;
            while (leastBytes >= MAX_ALLOCATED_BYTES && batches < MAX_BATCHES) {
                long before = allocatedBytes("minivoy-0");
                assertThat(client.exchange(batch)).allMatch(answer -> answer.status() == 200);
                leastBytes = Math.min(leastBytes, allocatedBytes("minivoy-0") - before);
                batches++;
            }
            assertThat(leastBytes).isLessThan(MAX_ALLOCATED_BYTES);
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
