package dev.tare.load.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.LoadModel;
import dev.tare.base.core.Outcome;
import dev.tare.base.core.RequestSpec;
import dev.tare.base.core.Tally;
import dev.tare.base.core.Unsent;
import dev.tare.load.request.TemplateData;
import dev.tare.load.result.EndpointResult;
import dev.tare.load.result.LoadResult;
import dev.tare.load.spec.Endpoint;
import dev.tare.load.spec.LoadSpec;
import dev.tare.load.spec.Target;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loads on several endpoints and targets, by a manual clock. */
final class EndpointsTest {
    private static final long MS = 1_000_000;
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final int GOOD = 1001;
    private static final int DEAD = 1002;
    private static final int SLOW = 1003;

    /** The good one answers in 1 ms, the slow one in 500 ms, the dead one refuses. */
    private static final class ThreeTargets implements ScriptedOrigin {
        @Override
        public long connectNs(SocketAddress address, long nowNs) {
            return ((InetSocketAddress) address).getPort() == DEAD ? REFUSED : 0;
        }

        @Override
        public void onRequest(ScriptedConnection connection, long nowNs) {
            connection.answerAt(nowNs + (connection.port() == SLOW ? 500 : 1) * MS, OK);
        }
    }

    private static Endpoint endpoint(String name, int port, int weight) {
        return new Endpoint(
                name,
                Target.http1("127.0.0.1", port),
                RequestSpec.get("/" + name),
                List.of(),
                AnswerCheck.success(),
                weight,
                Optional.empty());
    }

    private static TestLoad threeTargets() {
        return new TestLoad()
                .endpoints(
                        endpoint("good", GOOD, 1),
                        endpoint("dead", DEAD, 1),
                        endpoint("slow", SLOW, 1))
                .startMs(1000)
                .measuredMs(1000)
                .connections(4)
                .timeoutMs(100);
    }

    /** The tally of the endpoint that has this place. */
    private static Tally tally(LoadResult result, int endpoint) {
        return result.endpoints().get(endpoint).tally();
    }

    /** The endpoints' tallies together are the whole load's. */
    private static void requireWhole(LoadResult result) {
        Tally sum = Tally.EMPTY;
        for (EndpointResult endpoint : result.endpoints()) {
            assertThat(endpoint.tally().conserved()).as(endpoint.name()).isTrue();
            assertThat(endpoint.responseTime().getTotalCount()).isEqualTo(endpoint.tally().ended());
            sum = sum.plus(endpoint.tally());
        }
        Tally whole = result.measured().tally();
        assertThat(whole.conserved()).isTrue();
        assertThat(sum.planned()).isEqualTo(whole.planned());
        assertThat(sum.sent()).isEqualTo(whole.sent());
        assertThat(sum.unsent()).isEqualTo(whole.unsent());
        assertThat(sum.outcomes()).isEqualTo(whole.outcomes());
        assertThat(sum.inFlightAtEnd()).isEqualTo(whole.inFlightAtEnd());
        assertThat(sum.bodyBytes()).isEqualTo(whole.bodyBytes());
        assertThat(sum.doneInside()).isEqualTo(whole.doneInside());
        assertThat(sum.correctInside()).isEqualTo(whole.correctInside());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void eachEndpointHasItsShareOfTheRequests(boolean openLoop) {
        Map<String, Integer> served = new HashMap<>();
        ScriptedOrigin origin =
                (connection, nowNs) -> {
                    served.merge(connection.path().substring(1), 1, Integer::sum);
                    connection.answerAt(nowNs + MS, OK);
                };
        TestLoad load =
                new TestLoad()
                        .endpoints(
                                endpoint("a", GOOD, 1),
                                endpoint("b", GOOD, 20),
                                endpoint("c", SLOW, 79))
                        .startMs(1000)
                        .measuredMs(5000)
                        .connections(4);
        LoadSpec spec = (openLoop ? load.constantRate(2000) : load).build();

        LoadResult result = new ScriptedLoad(spec, origin).run();

        requireWhole(result);
        EndpointChooser chooser = new EndpointChooser(spec.endpoints(), 0);
        long[] expected = new long[3];
        long planned = result.measured().tally().planned();
        for (long sequence = 0; sequence < planned; sequence++) {
            expected[chooser.choose(sequence)]++;
        }
        assertThat(tally(result, 0).count(Outcome.CORRECT)).isEqualTo(expected[0]);
        assertThat(tally(result, 1).count(Outcome.CORRECT)).isEqualTo(expected[1]);
        assertThat(tally(result, 2).count(Outcome.CORRECT)).isEqualTo(expected[2]);
        assertThat(served)
                .isEqualTo(
                        Map.of(
                                "a", (int) expected[0],
                                "b", (int) expected[1],
                                "c", (int) expected[2]));
        // Five standard errors of a share of 1 % in 10,000.
        assertThat((double) expected[0] / planned).isCloseTo(0.01, within(0.005));
        assertThat((double) expected[1] / planned).isCloseTo(0.2, within(0.02));
    }

    @Test
    void aDeadOrSlowTargetHoldsUpNoOtherInAnOpenLoop() {
        LoadSpec spec = threeTargets().constantRate(900).build();

        LoadResult result = new ScriptedLoad(spec, new ThreeTargets()).run();

        requireWhole(result);
        assertThat(result.measured().tally().planned()).isEqualTo(900);
        Tally good = tally(result, 0);
        assertThat(good.outcomes()).isEqualTo(Map.of(Outcome.CORRECT, good.planned()));
        // Four connections, one request at a time, 1 ms each: nobody ever waits.
        assertThat(result.endpoints().getFirst().responseTime().getMaxValue())
                .isEqualTo(result.measured().responseTime().highestEquivalentValue(MS));
        Tally dead = tally(result, 1);
        assertThat(dead.unsent()).isEqualTo(Map.of(Unsent.NO_CONNECTION, dead.planned()));
        Tally slow = tally(result, 2);
        assertThat(slow.outcomes()).containsOnlyKeys(Outcome.TIMED_OUT);
        assertThat(
                        slow.count(Outcome.TIMED_OUT)
                                + slow.count(Unsent.ALL_BUSY)
                                + slow.count(Unsent.STOPPED))
                .isEqualTo(slow.planned());
    }

    @Test
    void aClosedLoopsClientsMoveOnFromADeadTarget() {
        LoadResult result = new ScriptedLoad(threeTargets().build(), new ThreeTargets()).run();

        requireWhole(result);
        // A client spends 1 ms on the good one, and at most 100 ms on each of the others.
        assertThat(tally(result, 0).count(Outcome.CORRECT)).isGreaterThan(15);
        assertThat(tally(result, 1).sent()).isZero();
        assertThat(tally(result, 1).count(Unsent.NO_CONNECTION)).isGreaterThan(15);
        assertThat(tally(result, 2).count(Outcome.TIMED_OUT)).isGreaterThan(15);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void callsAreExactOverSeveralTargets(boolean openLoop) {
        for (int calls = 1; calls < 12; calls++) {
            TestLoad load = threeTargets().calls(calls).measuredMs(60_000);
            LoadSpec spec = (openLoop ? load.constantRate(100) : load).build();

            LoadResult result = new ScriptedLoad(spec, new ThreeTargets()).run();

            requireWhole(result);
            assertThat(result.measured().tally().planned()).isEqualTo(calls);
            assertThat(result.measuredEndNs()).isLessThan(3000 * MS);
        }
    }

    @Test
    void clientsThinkBetweenTargets() {
        Map<Long, Integer> startsMs = new HashMap<>();
        ScriptedOrigin origin =
                (connection, nowNs) -> {
                    startsMs.merge(nowNs / MS - 1000, 1, Integer::sum);
                    connection.answerAt(nowNs + 3 * MS, OK);
                };
        LoadSpec spec =
                new TestLoad()
                        .endpoints(endpoint("a", GOOD, 1), endpoint("b", SLOW, 1))
                        .model(new LoadModel.ClosedLoop(7 * MS))
                        .connections(2)
                        .startMs(1000)
                        .measuredMs(100)
                        .build();

        LoadResult result = new ScriptedLoad(spec, origin).run();

        Map<Long, Integer> expected = new HashMap<>();
        for (long startMs = 0; startMs < 100; startMs += 10) {
            expected.put(startMs, 2);
        }
        assertThat(startsMs).isEqualTo(expected);
        assertThat(result.measured().sendLag().getMaxValue()).isLessThan(64);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noNumberOfATemplateIsUsedTwiceByAnyThread(boolean openLoop) {
        int threads = 3;
        Set<String> paths = new HashSet<>();
        ScriptedOrigin origin =
                (connection, nowNs) -> {
                    assertThat(paths.add(connection.path())).as(connection.path()).isTrue();
                    connection.answerAt(nowNs + MS, OK);
                };
        Endpoint counted =
                new Endpoint(
                        "counted",
                        Target.http1("127.0.0.1", GOOD),
                        RequestSpec.get("/{{seq}}"),
                        List.of(),
                        AnswerCheck.success(),
                        1,
                        Optional.of(TemplateData.seeded(1)));
        TestLoad load =
                new TestLoad()
                        .endpoints(counted)
                        .threads(threads)
                        .connections(7)
                        .startMs(1000)
                        .measuredMs(100);
        LoadSpec spec = (openLoop ? load.constantRate(5000) : load).build();
        long sent = 0;
        for (int thread = 0; thread < threads; thread++) {
            sent += new ScriptedLoad(spec, origin).run(thread).measured().tally().sent();
        }

        assertThat(paths).hasSize((int) sent);
        assertThat(sent).isGreaterThanOrEqualTo(500);
    }
}
