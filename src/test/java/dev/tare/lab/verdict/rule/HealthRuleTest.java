package dev.tare.lab.verdict.rule;

import static dev.tare.lab.bundle.SyntheticBundle.CLOSED;
import static dev.tare.lab.bundle.SyntheticBundle.OPEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.core.GeneratorHealth;
import dev.tare.base.core.Pauses;
import dev.tare.base.core.TcpSummary;
import dev.tare.base.core.Throttling;
import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.SliceHealth;
import dev.tare.lab.bundle.SliceRecord;
import dev.tare.lab.bundle.SyntheticBundle;
import dev.tare.lab.verdict.Figure;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.ScenarioResult;
import dev.tare.lab.verdict.Verdict;
import dev.tare.lab.verdict.judge.Planted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

final class HealthRuleTest {
    private static final long MS = 1_000_000;

    /** Every slice of a scenario with that health; the others' is known and good. */
    private static BundleContent with(
            String specimen, String workload, UnaryOperator<SliceHealth> change) {
        BundleContent good =
                Planted.slices(
                        Planted.healthy(),
                        _ -> true,
                        slice -> slice.with(health(slice, Pauses.NONE)));
        return Planted.slices(
                good,
                Planted.of(specimen, workload),
                slice -> slice.with(change.apply(slice.health())));
    }

    private static SliceHealth health(SliceRecord slice, Pauses pauses) {
        return new SliceHealth(
                true,
                new GeneratorHealth(slice.measuredNs(), pauses, 5_000_000, 10, 0, 0),
                Map.of(),
                Map.of(),
                0,
                List.of(),
                TcpSummary.NONE);
    }

    private static SliceHealth paused(SliceHealth health, Pauses pauses) {
        GeneratorHealth own = health.instrument();
        return new SliceHealth(
                true,
                new GeneratorHealth(own.windowNs(), pauses, 5_000_000, 10, 0, 0),
                health.throttling(),
                health.stolenNs(),
                health.clockStepNs(),
                health.networks(),
                health.connections());
    }

    private static SliceHealth throttled(SliceHealth health, String party, Throttling throttling) {
        return new SliceHealth(
                true,
                health.instrument(),
                Map.of(party, throttling),
                health.stolenNs(),
                health.clockStepNs(),
                health.networks(),
                health.connections());
    }

    private static SliceHealth surroundings(
            SliceHealth health, Map<Integer, Long> stolenNs, long clockStepNs) {
        return new SliceHealth(
                true,
                health.instrument(),
                health.throttling(),
                stolenNs,
                clockStepNs,
                health.networks(),
                health.connections());
    }

    @Test
    void aQuietRunIsNotAccused() {
        BundleContent quiet = with("envoy", OPEN, health -> health);
        assertThat(Planted.newAlarms(quiet, "envoy", OPEN)).isEmpty();
        assertThat(Planted.newAlarms(quiet, "envoy", CLOSED)).isEmpty();
        assertThat(Planted.remarks(Planted.result(quiet, "envoy", OPEN)))
                .doesNotContain("stood still");
    }

    @Test
    void hiccupsOfAMillisecondDoNotSpoilWhatIsSlower() {
        BundleContent planted = inOneSlice(CLOSED, Pauses.alike(1, 1_200_000));
        assertThat(Planted.newAlarms(planted, "envoy", CLOSED)).isEmpty();
        assertThat(Planted.remarks(Planted.result(planted, "envoy", CLOSED)))
                .doesNotContain("stood still");
    }

    @Test
    void aLongPauseWithFewVictimsSpoilsTheLargestTimeAndIsSaid() {
        BundleContent planted = inOneSlice(CLOSED, Pauses.alike(1, 60 * MS));
        ScenarioResult result = Planted.result(planted, "envoy", CLOSED);
        assertThat(Planted.figure(result, FigureKind.RESPONSE_TIME_P50).verdict())
                .isEqualTo(Verdict.VALID);
        assertThat(Planted.figure(result, FigureKind.RESPONSE_TIME_MAX).verdict())
                .isEqualTo(Verdict.TAINTED);
        assertThat(Planted.figure(result, FigureKind.GOODPUT).verdict()).isEqualTo(Verdict.VALID);
    }

    /** Pauses in the first slice of the scenario, none in the others. */
    private static BundleContent inOneSlice(String workload, Pauses pauses) {
        return Planted.records(
                with("envoy", workload, health -> health),
                block ->
                        block.index() > 0
                                ? block
                                : SyntheticBundle.withSlices(
                                        block, firstPaused(block.slices(), workload, pauses)));
    }

    private static List<SliceRecord> firstPaused(
            List<SliceRecord> slices, String workload, Pauses pauses) {
        List<SliceRecord> changed = new ArrayList<>(slices);
        for (int i = 0; i < changed.size(); i++) {
            if (Planted.of("envoy", workload).test(changed.get(i))) {
                changed.set(i, changed.get(i).with(health(changed.get(i), pauses)));
                break;
            }
        }
        return changed;
    }

    @Test
    void aPauseOfTheInstrumentTaintsWhatItCanHaveMoved() {
        BundleContent planted =
                with("envoy", OPEN, health -> paused(health, Pauses.alike(1, 300 * MS)));
        ScenarioResult result = Planted.result(planted, "envoy", OPEN);
        assertThat(Planted.newAlarms(planted, "envoy", OPEN)).containsExactly(5);
        Figure tail = Planted.figure(result, FigureKind.RESPONSE_TIME_P99);
        assertThat(tail.verdict()).isEqualTo(Verdict.TAINTED);
        assertThat(Planted.sentences(tail))
                .contains("the instrument stood still 24 times, 300 ms at the longest")
                .contains("can have moved the p99 of");
        assertThat(Planted.cost(result, FigureKind.RESPONSE_TIME_P99).verdict())
                .isEqualTo(Verdict.TAINTED);
        assertThat(Planted.figure(result, FigureKind.RESPONSE_TIME_MAX).verdict())
                .isEqualTo(Verdict.TAINTED);
        assertThat(Planted.figure(result, FigureKind.CPU_PER_REQUEST).verdict())
                .isEqualTo(Verdict.VALID);
        assertThat(Planted.figure(result, FigureKind.GOODPUT).verdict()).isEqualTo(Verdict.VALID);
        assertThat(Planted.newAlarms(planted, "envoy", CLOSED)).isEmpty();
    }

    @Test
    void aPauseWhileBareWasLoadedSpoilsTheCostToo() {
        BundleContent planted =
                with("bare", OPEN, health -> paused(health, Pauses.alike(1, 300 * MS)));
        ScenarioResult result = Planted.result(planted, "envoy", OPEN);
        Figure cost = Planted.cost(result, FigureKind.RESPONSE_TIME_P99);
        assertThat(cost.verdict()).isEqualTo(Verdict.TAINTED);
        assertThat(Planted.sentences(cost)).contains("bare: the instrument stood still 24 times");
        assertThat(Planted.figure(result, FigureKind.RESPONSE_TIME_P99).verdict())
                .isEqualTo(Verdict.VALID);
    }

    @Test
    void pausesTakeFromTheRateOfAClosedLoop() {
        BundleContent planted =
                with(
                        "envoy",
                        CLOSED,
                        health ->
                                paused(
                                        health,
                                        Pauses.alike(1, health.instrument().windowNs() / 2)));
        ScenarioResult result = Planted.result(planted, "envoy", CLOSED);
        Figure goodput = Planted.figure(result, FigureKind.GOODPUT);
        assertThat(goodput.verdict()).isEqualTo(Verdict.TAINTED);
        assertThat(Planted.cost(result, FigureKind.GOODPUT).verdict()).isEqualTo(Verdict.TAINTED);
        assertThat(Planted.sentences(goodput))
                .contains("in all 50 % of the time: the goodput may be as much too low");
    }

    @Test
    void aQuotaOfTheSpecimenIsNamed() {
        BundleContent planted =
                with(
                        "envoy",
                        CLOSED,
                        health ->
                                throttled(
                                        health,
                                        SliceHealth.SPECIMEN,
                                        new Throttling(10, 8, health.instrument().windowNs() / 2)));
        ScenarioResult result = Planted.result(planted, "envoy", CLOSED);
        assertThat(Planted.newAlarms(planted, "envoy", CLOSED)).containsExactly(5);
        Figure goodput = Planted.figure(result, FigureKind.GOODPUT);
        assertThat(goodput.verdict()).isEqualTo(Verdict.TAINTED);
        assertThat(Planted.sentences(goodput)).contains("the specimen's CPU quota held it back");
        assertThat(goodput.reasons().stream().map(Reason::remedy))
                .anyMatch(remedy -> remedy.contains("cpu.max"));
    }

    @Test
    void aQuotaOfTheInstrumentIsTheCauseOfItsPauses() {
        BundleContent planted =
                with(
                        "envoy",
                        OPEN,
                        health ->
                                throttled(
                                        paused(health, Pauses.alike(5, 400 * MS)),
                                        SliceHealth.INSTRUMENT,
                                        new Throttling(20, 5, 400 * MS)));
        assertThat(
                        Planted.sentences(
                                Planted.figure(
                                        Planted.result(planted, "envoy", OPEN),
                                        FigureKind.RESPONSE_TIME_P99)))
                .contains("(its CPU quota: ");
    }

    @Test
    void stealIsSaidAndTaintsTheRatesItCanHaveLowered() {
        BundleContent little =
                with("envoy", CLOSED, health -> surroundings(health, Map.of(1, 0L), 0));
        assertThat(Planted.newAlarms(little, "envoy", CLOSED)).isEmpty();
        BundleContent much =
                with(
                        "envoy",
                        CLOSED,
                        health ->
                                surroundings(
                                        health, Map.of(1, health.instrument().windowNs() / 2), 0));
        ScenarioResult result = Planted.result(much, "envoy", CLOSED);
        assertThat(Planted.newAlarms(much, "envoy", CLOSED)).containsExactly(5);
        assertThat(Planted.sentences(Planted.figure(result, FigureKind.GOODPUT)))
                .contains("the machine beneath took 50 % of a core's time (steal)");
        BundleContent open =
                with(
                        "envoy",
                        OPEN,
                        health ->
                                surroundings(
                                        health, Map.of(1, health.instrument().windowNs() / 2), 0));
        assertThat(Planted.newAlarms(open, "envoy", OPEN)).isEmpty();
        assertThat(Planted.remarks(Planted.result(open, "envoy", OPEN))).contains("(steal)");
    }

    @Test
    void aStepOfTheWallClockIsSaidAndTaintsNothing() {
        BundleContent planted =
                with("envoy", OPEN, health -> surroundings(health, Map.of(), -3_200 * MS));
        assertThat(Planted.newAlarms(planted, "envoy", OPEN)).isEmpty();
        assertThat(Planted.remarks(Planted.result(planted, "envoy", OPEN)))
                .contains("the wall clock was set back in 24 slices, by 3.20 s in block 0")
                .contains("no duration is touched");
        BundleContent reading =
                with("envoy", OPEN, health -> surroundings(health, Map.of(), 900_000));
        assertThat(Planted.remarks(Planted.result(reading, "envoy", OPEN)))
                .doesNotContain("wall clock");
    }
}
