package dev.tare.lab.verdict;

import static dev.tare.lab.bundle.SyntheticBundle.CLOSED;
import static dev.tare.lab.bundle.SyntheticBundle.OPEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.lab.bundle.SyntheticBundle;
import dev.tare.lab.verdict.judge.Judge;
import dev.tare.lab.verdict.judge.Planted;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ComparisonsTest {
    @Test
    void differencesAreCountedAndTheClearOnesRemain() {
        Weighing weighing = Judge.weigh(Planted.healthy());
        Comparisons comparisons = weighing.comparisons();
        long withChance =
                weighing.scenarios().stream()
                        .flatMap(result -> result.tareCosts().values().stream())
                        .filter(cost -> cost.chance().isPresent())
                        .count();
        assertThat(comparisons.tested()).isEqualTo((int) withChance).isGreaterThan(10);
        assertThat(comparisons.remaining()).isBetween(1, comparisons.tested());
        assertThat(comparisons.sentence())
                .isEqualTo(
                        "Of %d differences from bare, %d are told from zero (5 %% for all of them"
                                        .formatted(comparisons.tested(), comparisons.remaining())
                                + " together, by Holm)");
        Figure median = Planted.cost(Planted.result(Planted.healthy(), "envoy", OPEN), P50);
        assertThat(median.chance().orElseThrow().amongAll()).isLessThan(0.01);
        assertThat(median.verdict()).isEqualTo(Verdict.VALID);
    }

    private static final FigureKind P50 = FigureKind.RESPONSE_TIME_P50;

    @Test
    void cpuARequestIsNoComparisonWithBareWhichHasNone() {
        ScenarioResult result = Planted.result(Planted.healthy(), "envoy", CLOSED);
        assertThat(Planted.cost(result, FigureKind.CPU_PER_REQUEST).chance()).isEmpty();
    }

    /** Specimens that cost nothing raise the bar for the one whose difference is just clear. */
    @Test
    void whatIsClearByItselfMayNotBeAmongMany() {
        Weighing few = Judge.weigh(near(0));
        Weighing many = Judge.weigh(near(6));
        Figure alone = Planted.cost(few.scenario("near", OPEN).orElseThrow(), P50);
        Figure among = Planted.cost(many.scenario("near", OPEN).orElseThrow(), P50);
        assertThat(among.chance().orElseThrow().amongAll())
                .isGreaterThan(among.chance().orElseThrow().alone());
        assertThat(many.comparisons().tested()).isGreaterThan(3 * few.comparisons().tested());
        assertThat(alone.reasons()).noneMatch(reason -> reason.rule() == 8);
        Stream<Figure> all =
                many.scenarios().stream().flatMap(result -> result.tareCosts().values().stream());
        assertThat(all.filter(cost -> cost.chance().isPresent()))
                .allSatisfy(cost ->
                        assertThat(cost.verdict() == Verdict.NOT_RESOLVABLE)
                                .isEqualTo(cost.chance().orElseThrow().amongAll() > 0.05));
    }

    private static dev.tare.lab.bundle.BundleContent near(int idle) {
        SyntheticBundle bundle =
                new SyntheticBundle(7).specimen("near", 9_000, 30_000).blocks(8).distinctValues(20);
        for (int i = 0; i < idle; i++) {
            bundle.bareAgain("idle" + i);
        }
        return bundle.content();
    }

    /**
     * Two bares beside bare, 32 differences that are nothing: at 5 % for all of them together, more
     * than 9 of 60 weighings with any left happen less than once in 10^3.
     */
    @Test
    void ofBareAgainstBareSeldomAnyDifferenceRemains() {
        int alarms = 0;
        for (int seed = 0; seed < 60; seed++) {
            Weighing weighing =
                    Judge.weigh(
                            new SyntheticBundle(seed)
                                    .bareAgain("bare2")
                                    .bareAgain("bare3")
                                    .blocks(6)
                                    .distinctValues(10)
                                    .content());
            assertThat(weighing.comparisons().tested()).isGreaterThanOrEqualTo(24);
            alarms += weighing.comparisons().remaining() > 0 ? 1 : 0;
        }
        assertThat(alarms).isLessThanOrEqualTo(9);
    }

    @Test
    void withoutASpecimenNothingIsCompared() {
        Weighing weighing = Judge.weigh(new SyntheticBundle(1).blocks(6).content());
        assertThat(weighing.comparisons()).isEqualTo(Comparisons.NONE);
        assertThat(Comparisons.NONE.sentence()).isEmpty();
    }
}
