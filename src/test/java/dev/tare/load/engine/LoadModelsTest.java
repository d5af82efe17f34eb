package dev.tare.load.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.core.LoadModel.ArrivalLaw;
import dev.tare.base.core.LoadModel.ClosedLoop;
import dev.tare.base.core.LoadModel.OpenLoop;
import dev.tare.base.core.Outcome;
import dev.tare.base.core.RateShape;
import dev.tare.base.core.RateShape.Step;
import dev.tare.base.core.Tally;
import dev.tare.base.core.Unsent;
import dev.tare.load.result.LoadResult;
import dev.tare.load.spec.LoadSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When requests start, and how many there are; by a manual clock. */
final class LoadModelsTest {
    private static final long MS = 1_000_000;
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final String LAST =
            "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok";

    /** Notes when requests arrive, in ns since the begin of the load at 1 s. */
    private static final class Notebook implements ScriptedOrigin {
        private final List<Long> startsNs = new ArrayList<>();
        private final long connectNs;
        private final long serviceNs;
        private final String answer;

        Notebook(long connectNs, long serviceNs, String answer) {
            this.connectNs = connectNs;
            this.serviceNs = serviceNs;
            this.answer = answer;
        }

        @Override
        public long connectNs(long nowNs) {
            return nowNs == 0 ? 0 : connectNs;
        }

        @Override
        public void onRequest(ScriptedConnection connection, long nowNs) {
            startsNs.add(nowNs - 1000 * MS);
            connection.answerAt(nowNs + serviceNs, answer);
        }
    }

    private static TestLoad load() {
        return new TestLoad().startMs(1000).measuredMs(1000);
    }

    private static LoadResult run(TestLoad load, ScriptedOrigin origin) {
        LoadResult result = new ScriptedLoad(load.build(), origin).run();
        assertThat(result.measured().tally().conserved()).isTrue();
        return result;
    }

    @Test
    void aClientThinksBetweenAnAnswerAndItsNextStart() {
        Notebook origin = new Notebook(0, 3 * MS, OK);
        LoadResult result = run(load().model(new ClosedLoop(7 * MS)).measuredMs(95), origin);

        assertThat(origin.startsNs)
                .containsExactlyElementsOf(
                        LongStream.range(0, 10).map(i -> i * 10 * MS).boxed().toList());
        assertThat(result.measured().sendLag().getMaxValue()).isLessThan(64);
        assertThat(result.measured().responseTime().getMaxValue())
                .isEqualTo(result.measured().responseTime().highestEquivalentValue(3 * MS));
    }

    @Test
    void openingAConnectionAnewCostsNoThinkTimeThatCoversIt() {
        Notebook origin = new Notebook(2 * MS, 3 * MS, LAST);
        run(load().model(new ClosedLoop(7 * MS)).measuredMs(95), origin);

        assertThat(origin.startsNs)
                .containsExactlyElementsOf(
                        LongStream.range(0, 10).map(i -> i * 10 * MS).boxed().toList());
    }

    @Test
    void aConnectionThatTakesLongerThanTheThinkTimeIsResponseTime() {
        Notebook origin = new Notebook(9 * MS, 3 * MS, LAST);
        LoadResult result = run(load().model(new ClosedLoop(7 * MS)).measuredMs(100), origin);

        // Sent every 12 ms, 2 ms after the intended start.
        assertThat(origin.startsNs).hasSize(9).startsWith(0L, 12 * MS, 24 * MS);
        assertThat(result.measured().responseTime().getMaxValue())
                .isEqualTo(result.measured().responseTime().highestEquivalentValue(5 * MS));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "10, 1", "10, 3", "7, 4", "100, 4"})
    void aClosedLoopMakesExactlyAsManyCalls(int calls, int connections) {
        Notebook origin = new Notebook(0, 2 * MS, OK);
        TestLoad load = load().calls(calls).connections(connections).leadMs(50);
        LoadResult result = run(load.measuredMs(3_600_000), origin);

        assertThat(result.measured().tally().outcomes())
                .isEqualTo(Map.of(Outcome.CORRECT, (long) calls));
        assertThat(result.lead().tally().sent()).isEqualTo(25L * connections);
        int rounds = (calls + connections - 1) / connections;
        assertThat(result.measuredEndNs()).isEqualTo((1050 + 2L * rounds) * MS);
        // And the lead's last ones, which end when the measured phase begins.
        assertThat(result.measured().tally().doneInside()).isEqualTo(calls + connections);
        assertThat(result.stopped()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void threadsTogetherMakeExactlyAsManyCalls(boolean openLoop) {
        for (int calls : new int[] {1, 2, 3, 10, 11}) {
            TestLoad load = load().calls(calls).threads(3).connections(5).leadMs(20);
            LoadSpec spec = (openLoop ? load.constantRate(1000) : load).build();
            Tally sum = Tally.EMPTY;
            for (int thread = 0; thread < 3; thread++) {
                ScriptedOrigin origin = new Notebook(0, MS, OK);
                sum = sum.plus(new ScriptedLoad(spec, origin).run(thread).measured().tally());
            }
            assertThat(sum.outcomes()).isEqualTo(Map.of(Outcome.CORRECT, (long) calls));
            assertThat(sum.planned()).isEqualTo(calls);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void callsThatFailAreCallsToo(boolean openLoop) {
        int[] served = {0};
        ScriptedOrigin origin =
                (connection, nowNs) -> {
                    switch (served[0]++ % 3) {
                        case 0 -> connection.answerAt(nowNs + MS, OK);
                        case 1 -> connection.endAt(nowNs + MS);
                        default -> {}
                    }
                };
        TestLoad load = load().calls(30).connections(2).timeoutMs(40).measuredMs(60_000);
        LoadResult result = run(openLoop ? load.constantRate(100) : load, origin);

        Tally tally = result.measured().tally();
        assertThat(tally.planned()).isEqualTo(30);
        assertThat(tally.ended() + tally.unsentTotal()).isEqualTo(30);
        assertThat(tally.count(Outcome.CORRECT)).isBetween(5L, 15L);
        assertThat(tally.count(Outcome.TIMED_OUT)).isPositive();
        assertThat(result.measuredEndNs()).isLessThan(2500 * MS);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void callsToADeadServerEndToo(boolean openLoop) {
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
        TestLoad load = load().calls(20).connections(2).timeoutMs(100).measuredMs(3_600_000);
        LoadResult result = run(openLoop ? load.constantRate(1000) : load, refusing);

        assertThat(result.measured().tally().unsent()).isEqualTo(Map.of(Unsent.NO_CONNECTION, 20L));
        assertThat(result.measuredEndNs()).isLessThan(4000 * MS);
    }

    @Test
    void stepsStartAsThePlanSays() {
        Notebook origin = new Notebook(0, MS / 10, OK);
        RateShape steps =
                new RateShape.Steps(
                        List.of(
                                new Step(100, 100 * MS),
                                new Step(1000, 100 * MS),
                                new Step(50, 100 * MS)));
        run(load().model(new OpenLoop(steps, ArrivalLaw.CONSTANT, 0)).measuredMs(400), origin);

        List<Long> expected = new ArrayList<>();
        LongStream.range(0, 10).forEach(i -> expected.add(i * 10 * MS));
        LongStream.range(0, 100).forEach(i -> expected.add((100 + i) * MS));
        LongStream.range(0, 10).forEach(i -> expected.add((200 + i * 20) * MS));
        assertThat(origin.startsNs).containsExactlyElementsOf(expected);
    }

    @Test
    void aBurstIsDueAtOnceAndWaitsForConnections() {
        Notebook origin = new Notebook(0, 10 * MS, OK);
        RateShape bursts = new RateShape.Bursts(6, 500 * MS);
        LoadResult result =
                run(
                        load().model(new OpenLoop(bursts, ArrivalLaw.CONSTANT, 0)).connections(4),
                        origin);

        assertThat(origin.startsNs)
                .containsExactly(
                        0L, 0L, 0L, 0L, 10 * MS, 10 * MS, 500 * MS, 500 * MS, 500 * MS, 500 * MS,
                        510 * MS, 510 * MS);
        assertThat(result.measured().responseTime().getMaxValue())
                .isEqualTo(result.measured().responseTime().highestEquivalentValue(20 * MS));
    }

    @Test
    void aTraceIsPlayedOnce() {
        Notebook origin = new Notebook(0, MS, OK);
        List<Long> offsetsNs = List.of(0L, 5 * MS, 5 * MS, 123_456_789L, 5_000 * MS);
        RateShape trace = new RateShape.Trace(offsetsNs);
        LoadResult result =
                run(
                        load().model(new OpenLoop(trace, ArrivalLaw.CONSTANT, 0)).connections(2),
                        origin);

        assertThat(origin.startsNs).containsExactlyElementsOf(offsetsNs.subList(0, 4));
        assertThat(result.measured().tally().planned()).isEqualTo(4);
    }
}
