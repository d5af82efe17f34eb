package dev.tare.specimen.proxy.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tare.base.stats.SplitMix64;
import dev.tare.specimen.proxy.config.FaultInjection;
import dev.tare.specimen.proxy.config.RouteAction;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ClusterSplitTest {
    private static final int DRAWS = 100_000;

    /** Four standard deviations of a share of {@code DRAWS}, at most. */
    private static final double TOLERANCE = 4 * Math.sqrt(0.25 / DRAWS);

    private static final Map<String, Integer> INDEXES = Map.of("a", 3, "b", 0, "c", 1);

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void eachClusterGetsTheShareOfItsWeight(long seed) {
        ClusterSplit split =
                new ClusterSplit(
                        new RouteAction.Forward(
                                List.of(
                                        new RouteAction.Target("a", 90),
                                        new RouteAction.Target("b", 0),
                                        new RouteAction.Target("c", 10))),
                        INDEXES);
        SplitMix64 random = new SplitMix64(seed);
        int[] picked = new int[4];
        for (int i = 0; i < DRAWS; i++) {
            picked[split.pick(random)]++;
        }

        assertThat(picked[3] / (double) DRAWS).isCloseTo(0.9, within(TOLERANCE));
        assertThat(picked[1] / (double) DRAWS).isCloseTo(0.1, within(TOLERANCE));
        assertThat(picked[0]).isZero();
    }

    @Test
    void oneClusterNeedsNoChance() {
        ClusterSplit split = new ClusterSplit(RouteAction.Forward.to("c"), INDEXES);
        SplitMix64 untouched = new SplitMix64(5);

        assertThat(split.pick(untouched)).isEqualTo(1);
        assertThat(untouched.nextLong()).isEqualTo(new SplitMix64(5).nextLong());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void faultsHitTheShareThatIsAskedFor(long seed) {
        Faults faults = new Faults(new FaultInjection(25, 1_000, 2.5, 503));
        SplitMix64 random = new SplitMix64(seed);
        int delayed = 0;
        int aborted = 0;
        for (int i = 0; i < DRAWS; i++) {
            delayed += faults.drawDelayNs(random) == 1_000 ? 1 : 0;
            aborted += faults.drawAbortStatus(random) == 503 ? 1 : 0;
        }

        assertThat(delayed / (double) DRAWS).isCloseTo(0.25, within(TOLERANCE));
        assertThat(aborted / (double) DRAWS).isCloseTo(0.025, within(TOLERANCE));
    }

    @Test
    void noneAndAllAreExact() {
        SplitMix64 random = new SplitMix64(7);
        Faults none = new Faults(new FaultInjection(0, 9, 0, 500));
        Faults all = new Faults(new FaultInjection(100, 9, 100, 500));
        for (int i = 0; i < 1000; i++) {
            assertThat(none.drawDelayNs(random)).isZero();
            assertThat(none.drawAbortStatus(random)).isZero();
            assertThat(all.drawDelayNs(random)).isEqualTo(9);
            assertThat(all.drawAbortStatus(random)).isEqualTo(500);
        }
    }
}
