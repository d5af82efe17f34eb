package dev.tare.load.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.core.GeneratorHealth;
import dev.tare.base.core.Pauses;
import dev.tare.base.time.Instants;
import dev.tare.base.time.NanoClock;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** The watch by a clock that the test moves: time stands still unless it says otherwise. */
final class HealthWatchTest {
    private static final long START_NS = 1_000_000_000;
    private static final long MEASURED_NS = 1_000_000_000;

    private final AtomicLong nowNs = new AtomicLong(START_NS);

    private HealthWatch open(long measuredStartNs) {
        return HealthWatch.open(
                nowNs::get, () -> measuredStartNs, MEASURED_NS, List.of(), "no-such-thread");
    }

    /** Moves the clock, and waits until the watch has looked at the next instants. */
    private void pause(HealthWatch watch, long ns) {
        settle(watch);
        nowNs.addAndGet(ns);
        settle(watch);
    }

    private void settle(HealthWatch watch) {
        long wallLimitNs = NanoClock.system().nowNs() + 10_000_000_000L;
        while (watch.lastLookNs() < nowNs.get()) {
            assertThat(NanoClock.system().nowNs()).isLessThan(wallLimitNs);
            // Small steps, as time has them: a watch that sleeps sees the last of them.
            nowNs.addAndGet(HealthWatch.PERIOD_NS);
            long reachedNs = nowNs.get();
            while (watch.lastLookNs() < reachedNs && NanoClock.system().nowNs() < wallLimitNs) {
                LockSupport.parkNanos(100_000);
            }
        }
    }

    @Test
    void aClockThatMovedOnWhileTheWatchSleptIsAPause() {
        HealthWatch watch = open(START_NS);
        pause(watch, 300_000_000);
        GeneratorHealth interval = watch.interval(400_000_000);
        watch.close();
        GeneratorHealth measured = watch.measured(MEASURED_NS);
        assertThat(interval.pauses().count()).isEqualTo(1);
        assertThat(interval.pauses().longestNs()).isBetween(296_000_000L, 304_000_000L);
        assertThat(measured.pauses()).isEqualTo(interval.pauses());
        assertThat(measured.windowNs()).isEqualTo(MEASURED_NS);
        assertThat(measured.known()).isTrue();
    }

    @Test
    void ofAPauseOnlyWhatLiesInTheMeasuredPhaseCountsForIt() {
        HealthWatch watch = open(START_NS + 200_000_000);
        pause(watch, 300_000_000);
        watch.close();
        assertThat(watch.measured(MEASURED_NS).pauses().longestNs())
                .isBetween(96_000_000L, 120_000_000L);
    }

    @Test
    void aLoadThatNeverBeganHasNoPauses() {
        HealthWatch watch = open(Instants.NEVER);
        pause(watch, 300_000_000);
        watch.close();
        assertThat(watch.measured(MEASURED_NS).pauses()).isEqualTo(Pauses.NONE);
    }

    @Test
    void whatEndsWithTheLoadIsSeenByALastLook() {
        HealthWatch watch = open(START_NS);
        settle(watch);
        nowNs.addAndGet(50_000_000);
        watch.close();
        assertThat(watch.measured(MEASURED_NS).pauses().longestNs())
                .isGreaterThanOrEqualTo(46_000_000);
    }
}
