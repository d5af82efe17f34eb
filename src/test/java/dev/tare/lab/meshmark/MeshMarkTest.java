package dev.tare.lab.meshmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tare.base.core.Tally;
import dev.tare.base.stats.SplitMix64;
import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.EnvironmentRecord;
import dev.tare.lab.bundle.SyntheticBundle;
import dev.tare.lab.verdict.Figure;
import dev.tare.lab.verdict.Figure.Interval;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.ScenarioResult;
import dev.tare.lab.verdict.ScenarioResult.Bottleneck;
import dev.tare.lab.verdict.Verdict;
import dev.tare.lab.verdict.judge.Judge;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MeshMarkTest {
    private static final EnvironmentRecord MACHINE =
            new SyntheticBundle(1).specimen("envoy", 1, 1).manifest().environment();
    private static final Optional<Work> WORK = Optional.of(new Work(20_000, 80e6));
    private static final double RATE = 1_000;
    private static final int DRAWS = 300;

    /** What the tests vary. */
    private record Use(
            double cpuNs, double bytes, double p50Ns, double p99Ns, double errors, double goodput) {

        Use worse(SplitMix64 random) {
            double factor = 1 + random.nextDouble();
            return switch (random.nextInt(4)) {
                case 0 -> new Use(cpuNs * factor, bytes, p50Ns, p99Ns, errors, goodput);
                case 1 -> new Use(cpuNs, bytes * factor, p50Ns, p99Ns, errors, goodput);
                case 2 -> new Use(cpuNs, bytes, p50Ns * factor, p99Ns, errors, goodput);
                default -> new Use(cpuNs, bytes, p50Ns, p99Ns * factor, errors, goodput);
            };
        }

        static Use drawn(SplitMix64 random) {
            double p50Ns = 1e5 + 1e9 * random.nextDouble() * random.nextDouble();
            return new Use(
                    2e6 * random.nextDouble(),
                    1e10 * random.nextDouble(),
                    p50Ns,
                    p50Ns * (1 + 9 * random.nextDouble()),
                    0.01 * random.nextDouble(),
                    RATE * (1 - 0.009 * random.nextDouble()));
        }
    }

    private static final Use BARE = new Use(0, 0, 2e5, 1e6, 0, RATE);
    private static final Use GOOD = new Use(1e5, 6e7, 3e5, 2e6, 0, RATE);

    private static ScenarioResult result(Use use, boolean open, boolean saturated, Reason... of) {
        Map<FigureKind, Figure> figures = new EnumMap<>(FigureKind.class);
        put(figures, FigureKind.GOODPUT, use.goodput(), 0.001);
        put(figures, FigureKind.ERRORS, use.errors(), 0);
        put(figures, FigureKind.RESPONSE_TIME_P50, use.p50Ns(), 0.02);
        put(figures, FigureKind.RESPONSE_TIME_P99, use.p99Ns(), 0.1, of);
        put(figures, FigureKind.CPU_PER_REQUEST, use.cpuNs(), 0.02);
        put(figures, FigureKind.CPU_MEAN, use.cpuNs() * RATE / 1e9, 0.02);
        put(figures, FigureKind.PEAK_MEMORY, use.bytes(), 0);
        Map<FigureKind, Figure> costs = new EnumMap<>(FigureKind.class);
        put(costs, FigureKind.RESPONSE_TIME_P50, use.p50Ns() - BARE.p50Ns(), 0.02);
        put(costs, FigureKind.RESPONSE_TIME_P99, use.p99Ns() - BARE.p99Ns(), 0.1);
        return new ScenarioResult(
                "mesh",
                "load",
                open,
                RATE,
                8,
                Tally.EMPTY,
                figures,
                costs,
                saturated,
                Bottleneck.NONE,
                "",
                List.of(),
                List.of());
    }

    private static void put(
            Map<FigureKind, Figure> figures,
            FigureKind kind,
            double value,
            double relative,
            Reason... reasons) {
        double half = Math.abs(value) * relative;
        Optional<Interval> interval =
                relative == 0
                        ? Optional.empty()
                        : Optional.of(new Interval(value - half, value + half, 0.95));
        figures.put(kind, new Figure(kind, value, interval, false, List.of(reasons)));
    }

    private static Score absolute(ScenarioResult scenario) {
        return MeshMark.absolute(scenario, false, MACHINE, Weights.EVEN);
    }

    private static Score relative(ScenarioResult scenario) {
        return MeshMark.relative(scenario, result(BARE, true, false), WORK, WORK, Weights.EVEN);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13})
    void moreCpuMemoryOrResponseTimeNeverScoresHigher(long seed) {
        SplitMix64 random = new SplitMix64(seed);
        for (int i = 0; i < DRAWS; i++) {
            Use use = Use.drawn(random);
            ScenarioResult better = result(use, true, false);
            ScenarioResult worse = result(use.worse(random), true, false);

            assertThat(absolute(better).value()).isBetween(0.0, 100.0);
            assertThat(relative(better).value()).isBetween(0.0, 100.0);
            assertThat(absolute(worse).value()).isLessThanOrEqualTo(absolute(better).value());
            assertThat(relative(worse).value()).isLessThanOrEqualTo(relative(better).value());
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {21, 22})
    void theScoreLiesWithinItsInterval(long seed) {
        SplitMix64 random = new SplitMix64(seed);
        for (int i = 0; i < DRAWS; i++) {
            ScenarioResult scenario = result(Use.drawn(random), true, false);
            for (Score score : List.of(absolute(scenario), relative(scenario))) {
                assertThat(score.interval().orElseThrow().contains(score.value())).isTrue();
                assertThat(score.interval().orElseThrow().high()).isLessThanOrEqualTo(100);
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {31, 32})
    void aSaturatedScenarioNeverWins(long seed) {
        SplitMix64 random = new SplitMix64(seed);
        for (int i = 0; i < DRAWS; i++) {
            ScenarioResult saturated = result(GOOD, true, true);
            ScenarioResult other = result(Use.drawn(random), true, false);

            assertThat(absolute(saturated).value()).isLessThan(absolute(other).value());
            assertThat(relative(saturated).value()).isLessThan(relative(other).value());
            assertThat(absolute(saturated).reason()).startsWith("saturated");
        }
    }

    @Test
    void anInvalidInputGivesNoScoreAndItsReason() {
        Reason wrong = new Reason(2, Verdict.INVALID, "requests were lost", "");
        ScenarioResult scenario = result(GOOD, true, false, wrong);

        assertThat(absolute(scenario).value()).isNaN();
        assertThat(absolute(scenario).verdict()).isEqualTo(Verdict.INVALID);
        assertThat(absolute(scenario).reason()).isEqualTo("p99 is invalid: requests were lost");
        assertThat(relative(scenario).reason()).isEqualTo("p99 is invalid: requests were lost");
    }

    @Test
    void bareThatIsInvalidLeavesNothingToCompareWith() {
        Reason wrong = new Reason(2, Verdict.INVALID, "requests were lost", "");
        ScenarioResult bare = result(BARE, true, false, wrong);
        ScenarioResult scenario = result(GOOD, true, false);

        Score score = MeshMark.relative(scenario, bare, WORK, WORK, Weights.EVEN);

        assertThat(score.value()).isNaN();
        assertThat(score.reason()).isEqualTo("bare: p99 is invalid: requests were lost");
    }

    @Test
    void aSaturatedBareLeavesNothingToCompareWith() {
        ScenarioResult bare = result(BARE, true, true);

        Score score = MeshMark.relative(result(GOOD, true, false), bare, WORK, WORK, Weights.EVEN);

        assertThat(score.reason()).startsWith("bare is saturated");
    }

    @Test
    void aTaintedInputTaintsTheScore() {
        Reason late = new Reason(3, Verdict.TAINTED, "send lag", "");

        Score score = absolute(result(GOOD, true, false, late));

        assertThat(score.verdict()).isEqualTo(Verdict.TAINTED);
        assertThat(score.reason()).isEqualTo("p99 is tainted");
    }

    @Test
    void aClosedLoopHasNoScore() {
        Score score = absolute(result(GOOD, false, false));

        assertThat(score.reason()).isEqualTo(MeshMark.CLOSED_LOOP);
        assertThat(score.value()).isNaN();
    }

    @ParameterizedTest
    @EnumSource(Term.class)
    void everyTermShowsItsInputs(Term term) {
        for (Score score :
                List.of(absolute(result(GOOD, true, false)), relative(result(GOOD, true, false)))) {
            assertThat(score.efficiencies())
                    .filteredOn(efficiency -> efficiency.term() == term)
                    .singleElement()
                    .satisfies(efficiency -> assertThat(efficiency.inputs()).isNotEmpty());
        }
    }

    @Test
    void noMoreThanBareIsAsGoodAsBare() {
        Use same = new Use(0, 0, BARE.p50Ns() / 2, BARE.p99Ns(), 0, RATE);

        assertThat(relative(result(same, true, false)).value()).isCloseTo(100, within(0.0));
    }

    @Test
    void aBundleHasAScoreForEveryScenario() {
        BundleContent content =
                new SyntheticBundle(7).specimen("envoy", 31_000, 120_000).blocks(8).content();

        List<MeshMark> marks = MeshMark.all(content, Judge.weigh(content), Weights.EVEN);

        MeshMark bare = mark(marks, "bare");
        MeshMark envoy = mark(marks, "envoy");
        assertThat(marks).hasSize(4);
        assertThat(bare.relative()).isEmpty();
        assertThat(bare.absolute().value()).isGreaterThan(envoy.absolute().value());
        assertThat(envoy.relative().orElseThrow().value()).isStrictlyBetween(1.0, 99.0);
        assertThat(envoy.relative().orElseThrow().interval()).isPresent();
    }

    @Test
    void belowSixBlocksThereIsNoneRelativeToBare() {
        BundleContent content =
                new SyntheticBundle(7).specimen("envoy", 31_000, 120_000).blocks(5).content();

        MeshMark envoy = mark(MeshMark.all(content, Judge.weigh(content), Weights.EVEN), "envoy");

        assertThat(envoy.absolute().value()).isPositive();
        assertThat(envoy.relative().orElseThrow().reason())
                .isEqualTo("the tare cost of p50 is not there");
    }

    private static MeshMark mark(List<MeshMark> marks, String specimen) {
        return marks.stream()
                .filter(mark -> mark.specimen().equals(specimen))
                .filter(mark -> mark.workload().equals(SyntheticBundle.OPEN))
                .findFirst()
                .orElseThrow();
    }
}
