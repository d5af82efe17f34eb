package dev.tare.specimen.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.Outcome;
import dev.tare.base.core.RequestSpec;
import dev.tare.base.core.Tally;
import dev.tare.base.time.NanoClock;
import dev.tare.io.net.IoBackEnd;
import dev.tare.io.net.LoopOptions;
import dev.tare.load.engine.LoadEngine;
import dev.tare.load.engine.TestLoad;
import dev.tare.load.result.LoadResult;
import dev.tare.load.spec.ConnectionPolicy;
import dev.tare.load.spec.Endpoint;
import dev.tare.load.spec.Protocol;
import dev.tare.load.spec.Target;
import dev.tare.specimen.origin.Origin;
import dev.tare.specimen.origin.OriginOptions;
import dev.tare.specimen.proxy.count.ProxyCounters;
import dev.tare.specimen.proxy.count.ProxyStats;
import dev.tare.specimen.proxy.setup.ProxyOptions;
import dev.tare.testing.SocketTest;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** minivoy's counters of streams and the load engine's agree, to the request. */
@SocketTest
@Timeout(60)
@ParameterizedClass
@MethodSource("dev.tare.specimen.BackEnds#all")
final class MinivoyHttp2CountersTest {
    private static final int CONNECTIONS = 8;
    private static final int DEPTH = 10;
    private static final int CALLS = 3000;

    @Parameter LoopOptions loop = LoopOptions.standard();

    private static Endpoint endpoint(Minivoy proxy, String target, int status) {
        int port = proxy.address().getPort();
        return new Endpoint(
                target,
                new Target(Protocol.HTTP2, "127.0.0.1", port, "", Optional.empty()),
                RequestSpec.get(target),
                List.of(),
                new AnswerCheck(status, status, AnswerCheck.ANY_LENGTH, ""),
                1,
                Optional.empty());
    }

    private static long sent(LoadResult result, String target) {
        return result.endpoints().stream()
                .filter(endpoint -> endpoint.name().equals(target))
                .findFirst()
                .orElseThrow()
                .tally()
                .sent();
    }

    @Test
    void everyStreamIsCounted() throws Exception {
        try (Origin origin = Origin.start(OriginOptions.standard().withLoop(loop));
                Minivoy proxy =
                        Minivoy.start(
                                ProxyOptions.to(origin.address())
                                        .withLoop(loop)
                                        .withUpstreamHttp2(true))) {
            TestLoad load =
                    new TestLoad()
                            .endpoints(
                                    endpoint(proxy, "/byte/1000", 200),
                                    endpoint(proxy, "/chunked/30000", 200),
                                    endpoint(proxy, "/status/302", 302),
                                    endpoint(proxy, "/status/404", 404),
                                    endpoint(proxy, "/status/503", 503))
                            .policy(
                                    new ConnectionPolicy(
                                            CONNECTIONS,
                                            DEPTH,
                                            ConnectionPolicy.Opening.WARM,
                                            0,
                                            0))
                            .calls(CALLS)
                            .measuredMs(40_000)
                            .backEnd(IoBackEnd.AUTO);
            LoadResult result =
                    new LoadEngine(NanoClock.system()).run(load.build(), interval -> {});
            Tally all = result.measured().tally();
            ProxyStats stats = proxy.stats();
            assertThat(all.conserved()).isTrue();
            assertThat(all.outcomes()).containsOnlyKeys(Outcome.CORRECT);
            assertThat(all.sent()).isEqualTo(CALLS);
            assertThat(stats.requests()).isEqualTo(CALLS);
            assertThat(stats.responses(2))
                    .isEqualTo(sent(result, "/byte/1000") + sent(result, "/chunked/30000"));
            assertThat(stats.responses(3)).isEqualTo(sent(result, "/status/302"));
            assertThat(stats.responses(4)).isEqualTo(sent(result, "/status/404"));
            assertThat(stats.responses(5)).isEqualTo(sent(result, "/status/503"));
            assertThat(stats.errors()).isZero();
            assertThat(stats.localResponses()).isZero();
            assertThat(stats.upstreamRequests()).isEqualTo(CALLS);
            assertThat(origin.stats().loadRequests()).isEqualTo(CALLS);
            assertThat(stats.of(ProxyCounters.Count.HTTP2_REQUESTS)).isEqualTo(CALLS);
            assertThat(stats.of(ProxyCounters.Count.HTTP2_CONNECTIONS)).isEqualTo(CONNECTIONS);
        }
    }
}
