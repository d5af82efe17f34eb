package dev.tare.load.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.LoadModel;
import dev.tare.base.core.Outcome;
import dev.tare.base.core.RateShape;
import dev.tare.base.core.RequestSpec;
import dev.tare.base.core.Tally;
import dev.tare.base.core.Unsent;
import dev.tare.load.result.LoadResult;
import dev.tare.load.spec.ConnectionPolicy;
import dev.tare.load.spec.ConnectionPolicy.Opening;
import dev.tare.load.spec.Endpoint;
import dev.tare.load.spec.LoadSpec;
import dev.tare.load.spec.Target;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How connections are kept, shared and opened; by a manual clock. */
final class ConnectionPolicyTest {
    private static final long MS = 1_000_000;
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private static TestLoad load(int connections, int depth, int reuseMin, int reuseMax) {
        return new TestLoad()
                .startMs(1000)
                .measuredMs(1000)
                .policy(new ConnectionPolicy(connections, depth, Opening.WARM, reuseMin, reuseMax));
    }

    private static TestLoad onDemand(int connections) {
        return new TestLoad()
                .startMs(1000)
                .measuredMs(1000)
                .policy(new ConnectionPolicy(connections, 1, Opening.ON_DEMAND, 0, 0));
    }

    private static LoadResult run(TestLoad load, ScriptedOrigin origin) {
        LoadResult result = new ScriptedLoad(load.build(), origin).run();
        assertThat(result.measured().tally().conserved()).isTrue();
        return result;
    }

    /** Counts the requests of each connection; answers after 1 ms. */
    private static final class Counting implements ScriptedOrigin {
        private final Map<ScriptedConnection, Integer> requests = new HashMap<>();
        private int sends;

        @Override
        public void onBytes(ScriptedConnection connection, long nowNs) {
            sends++;
        }

        @Override
        public void onRequest(ScriptedConnection connection, long nowNs) {
            requests.merge(connection, 1, Integer::sum);
            connection.answerAt(nowNs + MS, OK);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "1, 1, 5", "4, 1, 3", "1, 4, 6", "3, 8, 5", "2, 16, 16", "2, 3, 1"})
    void aConnectionEndsAfterItsRequestsAndNoneIsLost(int connections, int depth, int reuse) {
        Counting origin = new Counting();
        LoadResult result = run(load(connections, depth, reuse, reuse), origin);

        Tally tally = result.measured().tally();
        assertThat(tally.outcomes()).containsOnlyKeys(Outcome.CORRECT);
        // The last ones may be cut short by the end of the load.
        long whole = origin.requests.values().stream().filter(count -> count == reuse).count();
        assertThat(origin.requests.values()).allMatch(count -> count <= reuse);
        assertThat(origin.requests.size() - whole).isLessThanOrEqualTo(connections);
        long opened = tally.connectsOpened() + result.lead().tally().connectsOpened();
        assertThat(opened).isBetween((long) origin.requests.size(), origin.requests.size() + 3L);
    }

    @Test
    void eachConnectionDrawsItsLimit() {
        Counting origin = new Counting();
        run(load(2, 1, 3, 6), origin);

        assertThat(origin.requests.values()).contains(3, 4, 5, 6).allMatch(count -> count <= 6);
        // The last two may be cut short by the end of the load.
        assertThat(origin.requests.values().stream().filter(count -> count < 3).count())
                .isLessThanOrEqualTo(2);
    }

    @Test
    void onlyAsManyConnectionsAreOpenedAsAreNeeded() {
        ScriptedOrigin origin =
                (connection, nowNs) -> connection.answerAt(nowNs + 2 * MS + MS / 2, OK);
        LoadResult result = run(onDemand(50).constantRate(1000), origin);

        Tally tally = result.measured().tally();
        assertThat(tally.outcomes()).isEqualTo(Map.of(Outcome.CORRECT, 1000L));
        assertThat(tally.connectsOpened()).isEqualTo(3);
        assertThat(result.lead().tally().connectsOpened()).isZero();
    }

    @Test
    void asManyConnectionsAreOpenedAsRequestsWait() {
        ScriptedOrigin origin =
                new ScriptedOrigin() {
                    @Override
                    public long connectNs(long nowNs) {
                        return 20 * MS;
                    }

                    @Override
                    public void onRequest(ScriptedConnection connection, long nowNs) {
                        connection.answerAt(nowNs + MS / 2, OK);
                    }
                };
        LoadResult result = run(onDemand(50).constantRate(1000), origin);

        // Until the first is open, 20 requests wait, and each asks for one.
        assertThat(result.measured().tally().outcomes()).isEqualTo(Map.of(Outcome.CORRECT, 1000L));
        assertThat(result.measured().tally().connectsOpened()).isBetween(18L, 24L);
        assertThat(result.measured().responseTime().getMaxValue())
                .isLessThan(result.measured().responseTime().highestEquivalentValue(25 * MS));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void connectionsOnDemandToADeadServerAreTriedAtTheirPace(boolean openLoop) {
        ScriptedOrigin refusing =
                new ScriptedOrigin() {
                    @Override
                    public long connectNs(long nowNs) {
                        return REFUSED;
                    }

                    @Override
                    public void onRequest(ScriptedConnection connection, long nowNs) {
                        throw new AssertionError("a request without a connection");
                    }
                };
        TestLoad load = onDemand(10).timeoutMs(100);
        LoadResult result = run(openLoop ? load.constantRate(100) : load, refusing);

        Tally tally = result.measured().tally();
        assertThat(tally.unsent()).isEqualTo(Map.of(Unsent.NO_CONNECTION, tally.planned()));
        assertThat(tally.connectsFailed()).isBetween(10L, 200L);
    }

    @Test
    void aConnectionOnDemandThatIsLostStaysClosedUntilItIsWanted() {
        ScriptedOrigin origin =
                (connection, nowNs) -> {
                    connection.answerAt(nowNs + MS, OK);
                    connection.endAt(nowNs + 20 * MS);
                };
        LoadResult result = run(onDemand(5).constantRate(10), origin);

        // One for each request, and none beyond.
        assertThat(result.measured().tally().outcomes()).isEqualTo(Map.of(Outcome.CORRECT, 10L));
        assertThat(result.measured().tally().connectsOpened()).isEqualTo(10);
    }

    @Test
    void aDeadServerIsNotTriedWhenNobodyWaits() {
        ScriptedOrigin refusing =
                new ScriptedOrigin() {
                    @Override
                    public long connectNs(long nowNs) {
                        return REFUSED;
                    }

                    @Override
                    public void onRequest(ScriptedConnection connection, long nowNs) {
                        throw new AssertionError("a request without a connection");
                    }
                };
        LoadResult result = run(onDemand(10).timeoutMs(100).constantRate(1), refusing);

        // At 0, 1, 3, 7, 15, 31 and 63 ms; after 100 ms the only request is given up, and only the
        // attempt that was planned for it is still made, at 127 ms.
        assertThat(result.measured().tally().unsent()).isEqualTo(Map.of(Unsent.NO_CONNECTION, 1L));
        assertThat(result.measured().tally().connectsFailed()).isEqualTo(8);
    }

    @Test
    void aBurstOpensAllItsConnectionsAtOnce() {
        List<Long> startsNs = new ArrayList<>();
        ScriptedOrigin origin =
                new ScriptedOrigin() {
                    @Override
                    public long connectNs(long nowNs) {
                        return MS;
                    }

                    @Override
                    public void onRequest(ScriptedConnection connection, long nowNs) {
                        startsNs.add(nowNs - 1000 * MS);
                        connection.answerAt(nowNs + 10 * MS, OK);
                    }
                };
        RateShape bursts = new RateShape.Bursts(6, 500 * MS);
        LoadModel model = new LoadModel.OpenLoop(bursts, LoadModel.ArrivalLaw.CONSTANT, 0);
        LoadResult result = run(onDemand(20).model(model), origin);

        assertThat(startsNs.subList(0, 6)).containsOnly(MS);
        assertThat(startsNs.subList(6, 12)).containsOnly(500 * MS);
        assertThat(result.measured().tally().connectsOpened()).isEqualTo(6);
    }

    @Test
    void noMoreConnectionsAreOpenedThanThereAreCalls() {
        ScriptedOrigin origin = (connection, nowNs) -> connection.answerAt(nowNs + MS, OK);
        RateShape bursts = new RateShape.Bursts(100, 500 * MS);
        LoadModel model = new LoadModel.OpenLoop(bursts, LoadModel.ArrivalLaw.CONSTANT, 0);
        LoadResult result = run(onDemand(50).model(model).calls(3), origin);

        assertThat(result.measured().tally().planned()).isEqualTo(3);
        assertThat(result.measured().tally().connectsOpened()).isBetween(1L, 3L);
    }

    private static Endpoint sized(int bytes) {
        return new Endpoint(
                "b" + bytes,
                Target.http1("127.0.0.1", 1001),
                RequestSpec.get("/" + bytes),
                List.of(),
                AnswerCheck.okWithLength(bytes),
                1,
                Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 8, 16})
    void pipelinedAnswersAreTakenInTheOrderOfTheRequests(int depth) {
        ScriptedOrigin origin =
                (connection, nowNs) -> {
                    int bytes = Integer.parseInt(connection.path().substring(1));
                    connection.answerAt(
                            nowNs + MS,
                            "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s"
                                    .formatted(bytes, "x".repeat(bytes)));
                };
        TestLoad load = load(2, depth, 0, 0).endpoints(sized(1), sized(20), sized(300));
        Tally tally = run(load, origin).measured().tally();

        // Each of the exchanges is a client that asks once a ms.
        assertThat(tally.outcomes()).isEqualTo(Map.of(Outcome.CORRECT, 2000L * depth));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 8, 16})
    void requestsThatBecomeDueTogetherLeaveInOneSend(int depth) {
        // Answers only whole rounds, all at once.
        int[] waiting = {0};
        Counting counting = new Counting();
        ScriptedOrigin origin =
                new ScriptedOrigin() {
                    @Override
                    public void onBytes(ScriptedConnection connection, long nowNs) {
                        counting.onBytes(connection, nowNs);
                    }

                    @Override
                    public void onRequest(ScriptedConnection connection, long nowNs) {
                        if (++waiting[0] == depth) {
                            waiting[0] = 0;
                            connection.answerAt(nowNs + 10 * MS, OK.repeat(depth));
                        }
                    }
                };
        Tally tally = run(load(1, depth, 0, 0), origin).measured().tally();

        assertThat(tally.outcomes()).isEqualTo(Map.of(Outcome.CORRECT, 100L * depth));
        // The first round goes out one by one; each of the other 99 in one send.
        assertThat(counting.sends).isEqualTo(depth + 99);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 5, 16})
    void aMalformedAnswerEndsTheConnectionAndThoseBehindIt(int depth) {
        List<Integer> answered = new ArrayList<>();
        ScriptedOrigin origin =
                (connection, nowNs) -> {
                    answered.add(1);
                    boolean bad = answered.size() == 2;
                    connection.answerAt(nowNs + MS, bad ? "garbage\r\n\r\n" : OK);
                };
        Tally tally = run(load(1, depth, 0, 0).calls(100), origin).measured().tally();

        assertThat(tally.planned()).isEqualTo(100);
        assertThat(tally.count(Outcome.MALFORMED)).isEqualTo(1);
        // Those behind it, and the one that took the place of the first.
        assertThat(tally.count(Outcome.CLOSED_EARLY) + tally.unsentTotal()).isEqualTo(depth - 1);
        assertThat(tally.connectsOpened()).isEqualTo(1);
    }

    @Test
    void aLostAnswerTimesOutAndTakesThoseBehindItAlong() {
        int[] served = {0};
        ScriptedOrigin origin =
                (connection, nowNs) -> {
                    if (++served[0] <= 3) {
                        connection.answerAt(nowNs + MS, OK);
                    } else if (served[0] > 7) {
                        connection.answerAt(nowNs + MS, OK);
                    }
                };
        TestLoad load = load(1, 4, 0, 0).timeoutMs(50).calls(20);
        Tally tally = run(load, origin).measured().tally();

        assertThat(tally.planned()).isEqualTo(20);
        assertThat(tally.count(Outcome.TIMED_OUT)).isEqualTo(1);
        // Three were begun 1 ms later, when the first three were answered.
        assertThat(tally.count(Outcome.CLOSED_EARLY)).isEqualTo(3);
        assertThat(tally.count(Outcome.CORRECT)).isEqualTo(16);
    }

    @Test
    void anEarlyCloseInTheMiddleLosesOnlyWhatWasNotAnswered() {
        int[] served = {0};
        ScriptedOrigin origin =
                (connection, nowNs) -> {
                    served[0]++;
                    if (served[0] == 1) {
                        String last = OK.replace("OK\r\n", "OK\r\nConnection: close\r\n");
                        connection.answerAt(nowNs + MS, last);
                    } else if (served[0] > 4) {
                        connection.answerAt(nowNs + MS, OK);
                    }
                };
        Tally tally = run(load(1, 4, 0, 0).calls(20), origin).measured().tally();

        assertThat(tally.outcomes())
                .isEqualTo(Map.of(Outcome.CORRECT, 17L, Outcome.CLOSED_EARLY, 3L));
    }

    @Test
    void addressesAreUsedInTurnAndCounted() {
        List<SocketAddress> addresses =
                Stream.of(1001, 1002, 1003)
                        .<SocketAddress>map(port ->
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                        .toList();
        LoadSpec spec = load(7, 1, 0, 0).build();
        LoadResult result = new ScriptedLoad(spec, new Counting()).addresses(addresses).run();

        assertThat(result.transport().addresses().values()).containsExactlyInAnyOrder(3L, 2L, 2L);
        assertThat(result.transport().failures()).isEmpty();
    }

    @Test
    void anAddressThatRefusesIsCountedAndTheOthersServe() {
        List<SocketAddress> addresses =
                List.of(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 1001),
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 1002));
        ScriptedOrigin origin =
                new ScriptedOrigin() {
                    @Override
                    public long connectNs(SocketAddress address, long nowNs) {
                        return ((InetSocketAddress) address).getPort() == 1001 ? REFUSED : 0;
                    }

                    @Override
                    public void onRequest(ScriptedConnection connection, long nowNs) {
                        connection.answerAt(nowNs + MS, OK);
                    }
                };
        LoadSpec spec = load(4, 1, 0, 0).build();
        LoadResult result = new ScriptedLoad(spec, origin).addresses(addresses).run();

        assertThat(result.measured().tally().outcomes()).isEqualTo(Map.of(Outcome.CORRECT, 4000L));
        assertThat(result.transport().failures()).containsOnlyKeys("refused");
        assertThat(result.lead().tally().connectsOpened()).isEqualTo(4);
    }
}
