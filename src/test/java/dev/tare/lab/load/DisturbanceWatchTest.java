package dev.tare.lab.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.core.Throttling;
import dev.tare.base.time.ClockPair;
import dev.tare.base.time.EpochClock;
import dev.tare.base.time.NanoClock;
import dev.tare.lab.load.DisturbanceWatch.Look;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DisturbanceWatchTest {
    private static final long MS = 1_000_000;

    /** Each second a quota holds it back for 5 ms, and core 1 loses 10 ms. */
    private static Look look(long takenNs) {
        long seconds = takenNs / (1_000 * MS);
        return new Look(
                new ClockPair(takenNs, 1_795_000_000_000_000_000L + takenNs),
                new Throttling(10 * seconds, seconds, 5 * MS * seconds),
                Map.of(0, 70 * MS, 1, 10 * MS * seconds));
    }

    private static List<Look> looks(int seconds) {
        List<Look> looks = new ArrayList<>();
        for (int i = 0; i <= seconds; i++) {
            looks.add(look(1_000L * MS * i));
        }
        return looks;
    }

    @Test
    void theLooksAroundTheMeasuredPhaseCount() {
        Disturbance found = DisturbanceWatch.within(looks(10), 2_500 * MS, 6_200 * MS);
        assertThat(found.windowNs()).isEqualTo(5_000 * MS);
        assertThat(found.throttling()).isEqualTo(new Throttling(50, 5, 25 * MS));
        assertThat(found.stolenNs()).isEqualTo(Map.of(1, 50 * MS));
        assertThat(found.stolenShare()).isEqualTo(0.01);
        assertThat(found.clockStepNs()).isZero();
    }

    @Test
    void looksAtTheEdgesThemselvesAreTheClosest() {
        Disturbance found = DisturbanceWatch.within(looks(10), 2_000 * MS, 6_000 * MS);
        assertThat(found.windowNs()).isEqualTo(4_000 * MS);
    }

    @Test
    void wherePhasesReachBeyondTheLooksAllOfThemCount() {
        assertThat(DisturbanceWatch.within(looks(3), -MS, 9_000 * MS).windowNs())
                .isEqualTo(3_000 * MS);
    }

    @Test
    void aWallClockThatWasSetIsSeen() {
        List<Look> looks = new ArrayList<>(looks(3));
        Look last = looks.removeLast();
        looks.add(
                new Look(
                        new ClockPair(
                                last.clocks().monotonicNs(), last.clocks().epochNs() - 250 * MS),
                        last.throttling(),
                        last.stolenNs()));
        assertThat(DisturbanceWatch.within(looks, 0, 3_000 * MS).clockStepNs())
                .isEqualTo(-250 * MS);
    }

    @Test
    void oneLookTellsNothing() {
        assertThat(DisturbanceWatch.within(looks(0), 0, MS)).isEqualTo(Disturbance.UNKNOWN);
        assertThat(Disturbance.UNKNOWN.stolenShare()).isZero();
    }

    @Test
    void looksAreBoundedAndKeepTheFirstAndTheLast() {
        List<Look> looks = new ArrayList<>();
        int seconds = 5 * DisturbanceWatch.MAX_LOOKS;
        for (int i = 0; i <= seconds; i++) {
            DisturbanceWatch.add(looks, look(1_000L * MS * i));
        }
        assertThat(looks).hasSizeLessThanOrEqualTo(DisturbanceWatch.MAX_LOOKS);
        assertThat(looks.getFirst()).isEqualTo(look(0));
        assertThat(looks.getLast()).isEqualTo(look(1_000L * MS * seconds));
    }

    @Test
    void itLooksNoMoreOftenThanTenTimesASecond() {
        long[] nowNs = {0};
        DisturbanceWatch watch = new DisturbanceWatch(() -> nowNs[0], EpochClock.system());
        watch.look();
        nowNs[0] = DisturbanceWatch.MIN_DISTANCE_NS - 1;
        watch.look();
        assertThat(watch.within(0, nowNs[0])).isEqualTo(Disturbance.UNKNOWN);
        nowNs[0]++;
        watch.look();
        assertThat(watch.within(0, nowNs[0]).windowNs()).isEqualTo(nowNs[0]);
    }

    @Test
    void theSystemsOwnCountsAreReadWithoutFault() throws InterruptedException {
        DisturbanceWatch watch = new DisturbanceWatch(NanoClock.system(), EpochClock.system());
        long startNs = NanoClock.system().nowNs();
        watch.look();
        dev.tare.base.time.Sleep.forNs(DisturbanceWatch.MIN_DISTANCE_NS + MS);
        watch.look();
        Disturbance found = watch.within(startNs, NanoClock.system().nowNs());
        assertThat(found.windowNs()).isGreaterThanOrEqualTo(DisturbanceWatch.MIN_DISTANCE_NS);
        assertThat(found.throttling().throttledNs()).isNotNegative();
    }
}
