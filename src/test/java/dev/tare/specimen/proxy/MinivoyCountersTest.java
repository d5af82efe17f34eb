package dev.tare.specimen.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

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
import dev.tare.load.spec.Target;
import dev.tare.specimen.Eventually;
import dev.tare.specimen.RawClient;
import dev.tare.specimen.ScriptedServer;
import dev.tare.specimen.origin.Origin;
import dev.tare.specimen.origin.OriginOptions;
import dev.tare.specimen.proxy.count.ProxyError;
import dev.tare.specimen.proxy.count.ProxyStats;
import dev.tare.specimen.proxy.setup.ProxyOptions;
import dev.tare.testing.SlowTest;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** minivoy's counters and the load engine's agree, to the request and to the byte. */
@SocketTest
@Timeout(60)
@ParameterizedClass
@MethodSource("dev.tare.specimen.BackEnds#all")
final class MinivoyCountersTest {
    private static final int CONNECTIONS = 8;
    private static final int CALLS = 1000;
    private static final int CONNECTIONS_A_MINUTE = 100_000;

    @Parameter LoopOptions loop = LoopOptions.standard();

    private static Endpoint endpoint(Minivoy proxy, String target, int status) {
        return new Endpoint(
                target,
                Target.http1("127.0.0.1", proxy.address().getPort()),
                RequestSpec.get(target),
                List.of(),
                new AnswerCheck(status, status, AnswerCheck.ANY_LENGTH, ""),
                1,
                Optional.empty());
    }

    private static TestLoad load(Endpoint... endpoints) {
        return new TestLoad()
                .endpoints(endpoints)
                .connections(CONNECTIONS)
                .calls(CALLS)
                .measuredMs(40_000)
                .backEnd(IoBackEnd.AUTO);
    }

    private static LoadResult run(TestLoad load) throws IOException {
        LoadResult result = new LoadEngine(NanoClock.system()).run(load.build(), interval -> {});
        assertThat(result.measured().tally().conserved()).isTrue();
        return result;
    }

    private static Tally tally(LoadResult result, String target) {
        return result.endpoints().stream()
                .filter(endpoint -> endpoint.name().equals(target))
                .findFirst()
                .orElseThrow()
                .tally();
    }

    @Test
    void everyRequestConnectionAndByteIsCounted() throws Exception {
        try (Origin origin = Origin.start(OriginOptions.standard().withLoop(loop));
                Minivoy proxy = Minivoy.start(ProxyOptions.to(origin.address()).withLoop(loop))) {
            LoadResult result =
                    run(
                            load(
                                    endpoint(proxy, "/byte/1000", 200),
                                    endpoint(proxy, "/chunked/30000", 200),
                                    endpoint(proxy, "/close/10", 200),
                                    endpoint(proxy, "/until-close/100", 200),
                                    endpoint(proxy, "/status/302", 302),
                                    endpoint(proxy, "/status/404", 404),
                                    endpoint(proxy, "/status/503", 503)));
            Tally all = result.measured().tally();
            ProxyStats stats = proxy.stats();
            assertThat(all.outcomes()).containsOnlyKeys(Outcome.CORRECT);
            assertThat(stats.requests()).isEqualTo(all.sent());
            assertThat(stats.listenerRequests()).containsExactly(entry("listener-1", all.sent()));
            assertThat(stats.responses(3)).isEqualTo(tally(result, "/status/302").sent());
            assertThat(stats.responses(4)).isEqualTo(tally(result, "/status/404").sent());
            assertThat(stats.responses(5)).isEqualTo(tally(result, "/status/503").sent());
            assertThat(stats.responses(2))
                    .isEqualTo(
                            Stream.of("/byte/1000", "/chunked/30000", "/close/10")
                                            .mapToLong(target -> tally(result, target).sent())
                                            .sum()
                                    + tally(result, "/until-close/100").sent());
            assertThat(stats.errors()).isZero();
            assertThat(stats.localResponses()).isZero();
            assertThat(stats.upstreamRequests()).isEqualTo(stats.requests() + stats.retries());
            assertThat(origin.stats().loadRequests()).isEqualTo(all.sent());
            assertThat(stats.clientBytesSent()).isEqualTo(all.bytesInside());
            assertThat(stats.clientConnectionsAccepted())
                    .isEqualTo(sum(result.transport().addresses().values()));
        }
    }

    private static long sum(Iterable<Long> values) {
        long sum = 0;
        for (long value : values) {
            sum += value;
        }
        return sum;
    }

    @Test
    void whatGoesWrongIsCountedAsWhatItIs() throws Exception {
        try (ScriptedServer server =
                        new ScriptedServer((connection, number) -> misbehave(connection));
                Minivoy proxy = Minivoy.start(ProxyOptions.to(server.address()).withLoop(loop))) {
            LoadResult result =
                    run(
                            load(
                                    endpoint(proxy, "/ok", 200),
                                    endpoint(proxy, "/hint", 200),
                                    endpoint(proxy, "/dead", 502),
                                    endpoint(proxy, "/nonsense", 502),
                                    endpoint(proxy, "/cut", 200)));
            Tally all = result.measured().tally();
            ProxyStats stats = proxy.stats();
            long cut = tally(result, "/cut").sent();
            long dead = tally(result, "/dead").sent();
            long nonsense = tally(result, "/nonsense").sent();
            assertThat(all.outcomes()).containsOnlyKeys(Outcome.CORRECT, Outcome.CLOSED_EARLY);
            assertThat(all.count(Outcome.CLOSED_EARLY)).isEqualTo(cut);
            assertThat(stats.requests()).isEqualTo(all.sent());
            assertThat(stats.responses(1)).isEqualTo(tally(result, "/hint").sent());
            assertThat(stats.responses(2))
                    .isEqualTo(tally(result, "/ok").sent() + tally(result, "/hint").sent() + cut);
            assertThat(stats.responses(5)).isEqualTo(dead + nonsense);
            assertThat(stats.localResponses()).isEqualTo(dead + nonsense);
            assertThat(stats.errors(ProxyError.UPSTREAM_CLOSED)).isEqualTo(dead);
            assertThat(stats.errors(ProxyError.UPSTREAM_MALFORMED)).isEqualTo(nonsense);
            assertThat(stats.errors(ProxyError.RESPONSE_TRUNCATED)).isEqualTo(cut);
            assertThat(stats.errors()).isEqualTo(dead + nonsense + cut);
            // Each that died on a kept connection was tried once more.
            assertThat(stats.retries()).isBetween(1L, dead);
            assertThat(stats.upstreamRequests()).isEqualTo(stats.requests() + stats.retries());
        }
    }

    private static void misbehave(RawClient connection) throws IOException {
        while (true) {
            String head = connection.readHeadText();
            String target = head.split(" ", 3)[1];
            switch (target) {
                case "/ok" -> connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                case "/hint" ->
                        connection.send(
                                ("HTTP/1.1 103 Early Hints|Link: </a>||"
                                                + "HTTP/1.1 200 OK|Content-Length: 0||")
                                        .replace("|", "\r\n"));
                case "/nonsense" -> connection.send("SSH-2.0-nonsense\r\n");
                case "/cut" -> {
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok");
                    return;
                }
                default -> {
                    return;
                }
            }
        }
    }

    @Test
    void whoGivesUpIsStillCounted() throws Exception {
        try (Origin origin = Origin.start(OriginOptions.standard().withLoop(loop));
                Minivoy proxy = Minivoy.start(ProxyOptions.to(origin.address()).withLoop(loop))) {
            LoadResult result =
                    run(
                            load(
                                            endpoint(proxy, "/byte/100000?delay=500ms", 200),
                                            endpoint(proxy, "/byte/100", 200))
                                    .calls(100)
                                    .timeoutMs(150));
            Tally late = tally(result, "/byte/100000?delay=500ms");
            assertThat(late.count(Outcome.TIMED_OUT)).isEqualTo(late.sent()).isPositive();
            long sent = result.measured().tally().sent();
            assertThat(proxy.stats().requests()).isEqualTo(sent);
            Eventually.holds(() -> proxy.stats().clientConnectionsOpen() == 0);
            // Answered into the void, or found gone before the answer came.
            ProxyStats stats = proxy.stats();
            assertThat(stats.responses(2) + stats.errors(ProxyError.CLIENT_GONE))
                    .isGreaterThanOrEqualTo(sent);
            assertThat(stats.responses(2)).isLessThanOrEqualTo(sent);
            assertThat(stats.errorsSeen().keySet()).isSubsetOf(ProxyError.CLIENT_GONE);
        }
    }

    @Test
    void aConnectionARequestLosesNone() throws Exception {
        connectionARequest(2_000);
    }

    @Test
    @SlowTest
    @Timeout(180)
    void aHundredThousandConnectionsAMinuteLoseNone() throws Exception {
        connectionARequest(CONNECTIONS_A_MINUTE);
    }

    private void connectionARequest(int calls) throws Exception {
        try (Origin origin = Origin.start(OriginOptions.standard().withLoop(loop));
                Minivoy proxy = Minivoy.start(ProxyOptions.to(origin.address()).withLoop(loop))) {
            ConnectionPolicy once =
                    new ConnectionPolicy(64, 1, ConnectionPolicy.Opening.ON_DEMAND, 1, 1);
            LoadResult result =
                    run(
                            load(endpoint(proxy, "/byte/100", 200))
                                    .policy(once)
                                    .constantRate(CONNECTIONS_A_MINUTE / 60.0)
                                    .calls(calls)
                                    .measuredMs(90_000)
                                    .timeoutMs(20_000));
            Tally all = result.measured().tally();
            assertThat(all.planned()).isEqualTo(calls);
            assertThat(all.count(Outcome.CORRECT)).isEqualTo(calls);
            // The engine opens some before it knows that it needs them.
            assertThat(proxy.stats().clientConnectionsAccepted()).isGreaterThanOrEqualTo(calls);
            assertThat(proxy.stats().requests()).isEqualTo(calls);
            assertThat(proxy.stats().errors()).isZero();
        }
    }
}
