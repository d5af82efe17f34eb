package dev.tare.specimen.proxy.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.tare.base.stats.SplitMix64;
import dev.tare.io.wire.Http1Fields;
import dev.tare.io.wire.Http1Head;
import dev.tare.specimen.proxy.config.ClusterConfig;
import dev.tare.specimen.proxy.config.EndpointConfig;
import dev.tare.specimen.proxy.config.FaultInjection;
import dev.tare.specimen.proxy.config.RouteAction;
import dev.tare.specimen.proxy.config.RouteConfig;
import dev.tare.specimen.proxy.config.RouteFilters;
import dev.tare.specimen.proxy.config.RouteMatch;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Finding a request's route and cluster makes no garbage. */
final class RouteAllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int WARM_UP = 20_000;
    private static final int ROUNDS = 50_000;
    private static final String HEAD =
            "GET /api/items?page=2 HTTP/1.1\r\nHost: my.shop.test:8080\r\nX-User: me\r\n\r\n";

    private final Http1Head head = new Http1Head();
    private final Http1Fields fields = new Http1Fields(head);
    private final RequestView view = new RequestView(fields);
    private final SplitMix64 random = new SplitMix64(1);
    private final MemorySegment bytes =
            Arena.ofAuto()
                    .allocateFrom(ValueLayout.JAVA_BYTE, HEAD.getBytes(StandardCharsets.US_ASCII));
    private final RouteTable table = table();

    private static RouteTable table() {
        RouteMatch match =
                new RouteMatch(
                        List.of("out"),
                        List.of("*.shop.test"),
                        new RouteMatch.Path.Prefix("/api"),
                        List.of("GET"),
                        List.of(
                                new RouteMatch.Header(
                                        "x-user", Optional.of(new RouteMatch.Value.Prefix("m")))));
        RouteAction split =
                new RouteAction.Forward(
                        List.of(new RouteAction.Target("a", 9), new RouteAction.Target("b", 1)));
        List<EndpointConfig> endpoints = List.of(EndpointConfig.of("127.0.0.1:1"));
        return RouteTable.of(
                List.of(
                        RouteConfig.of(
                                "other",
                                Routes.hosts("shop.test"),
                                new RouteAction.Respond(200, "text/plain", "")),
                        new RouteConfig(
                                "api",
                                match,
                                split,
                                OptionalLong.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(new FaultInjection(50, 1, 50, 503)),
                                Optional.empty(),
                                RouteFilters.none())),
                Routes.LISTENERS,
                List.of(ClusterConfig.of("a", endpoints), ClusterConfig.of("b", endpoints)));
    }

    private long round() {
        head.parseRequest(bytes, 0, (int) bytes.byteSize());
        view.read(head, fields).through(1);
        Route route = table.match(view);
        if (route == null || route.index() != 1 || !PathRules.isPlain(view)) {
            throw new AssertionError("another route");
        }
        Faults faults = route.faults().orElseThrow();
        return faults.drawDelayNs(random)
                + faults.drawAbortStatus(random)
                + route.split().orElseThrow().pick(random);
    }

    @Test
    void aRequestCostsNoMemory() {
        long sum = 0;
        for (int i = 0; i < WARM_UP; i++) {
            sum += round();
        }
        THREADS.getCurrentThreadAllocatedBytes();
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < ROUNDS; i++) {
            sum += round();
        }
        long allocatedBytes = THREADS.getCurrentThreadAllocatedBytes() - before;

        assertThat(sum).isPositive();
        // Less than a byte a round: the JVM's own bookkeeping, no object of ours.
        assertThat(allocatedBytes).isLessThan(ROUNDS / 2);
    }
}
