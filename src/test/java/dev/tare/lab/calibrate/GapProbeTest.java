package dev.tare.lab.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tare.base.time.NanoClock;
import dev.tare.lab.calibrate.GapProbe.CoreGaps;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class GapProbeTest {
    private static final long SECOND_NS = 1_000_000_000L;

    /** One gap of 10 ms a second: of all instants 1 % fall into it, and wait 0 to 10 ms evenly. */
    @Test
    void anInstantWaitsForTheRestOfItsGap() {
        CoreGaps gaps = new CoreGaps(0, true, SECOND_NS, List.of(10_000_000L));

        assertThat(gaps.lostShare()).isEqualTo(0.01);
        assertThat(gaps.waitNs(0.001)).isCloseTo(9e6, within(1.0));
        assertThat(gaps.waitNs(0.005)).isCloseTo(5e6, within(1.0));
        assertThat(gaps.waitNs(0.01)).isCloseTo(0, within(1.0));
        assertThat(gaps.waitNs(0.5)).isZero();
    }

    /** Σ max(0, gap − x) / time at the x that was found is the share that was asked for. */
    @Test
    void manyGapsAddUp() {
        List<Long> gapsNs = List.of(3_000_000L, 20_000L, 5_000_000L, 700_000L, 700_000L, 15_000L);
        CoreGaps gaps = new CoreGaps(0, true, SECOND_NS, gapsNs);

        double waitNs = gaps.waitNs(0.004);

        double beyondNs = 0;
        for (long gapNs : gapsNs) {
            beyondNs += Math.max(0, gapNs - waitNs);
        }
        assertThat(beyondNs).isCloseTo(0.004 * SECOND_NS, within(1.0));
    }

    @Test
    void withoutGapsNobodyWaits() {
        CoreGaps gaps = new CoreGaps(0, true, SECOND_NS, List.of());

        assertThat(gaps.waitNs(0.001)).isZero();
        assertThat(gaps.longestNs()).isZero();
    }

    @Test
    void everyAllowedCoreIsSpunOn() throws InterruptedException {
        Set<Integer> allowed = MachineIdentity.allowedCores();

        List<CoreGaps> cores = GapProbe.spin(NanoClock.system(), allowed, 20_000_000);

        assertThat(cores).hasSize(Math.min(GapProbe.MAX_CORES, allowed.size()));
        assertThat(cores).allMatch(core -> allowed.contains(core.core()));
        assertThat(cores).allMatch(core -> core.spunNs() >= 20_000_000);
        assertThat(cores).allMatch(core -> core.lostShare() <= 1);
    }
}
