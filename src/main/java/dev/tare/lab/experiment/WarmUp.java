package dev.tare.lab.experiment;

import dev.tare.base.core.LoadModel;
import dev.tare.base.time.NanoClock;
import dev.tare.lab.bundle.RoundRecord.WarmUpRecord;
import dev.tare.lab.bundle.SliceRecord;
import dev.tare.lab.plan.Timetable;
import dev.tare.lab.plan.WorkloadSpec;
import dev.tare.load.result.IntervalResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Warms every specimen up, in turns, until each is steady ({@link Steadiness}) or the cap is
 * reached, and learns the closed-loop rates from which open loops are sized.
 */
final class WarmUp {
    private static final long MIN_TURN_NS = 150_000_000;
    private static final long MAX_TURN_NS = 500_000_000;
    private static final long LEAD_NS = 30_000_000;
    private static final long FIRST_TURN_NS = 400_000_000;
    private static final int WANTED_PASSES = 6;
    private static final int MIN_PASSES = Timetable.WARM_UP_TURNS;
    private static final double OPEN_LOOP_REHEARSAL_SHARE = 0.3;

    private final SliceRunner slices;
    private final NanoClock clock;
    private final long capNs;
    private final Map<String, Steadiness> steadiness = new HashMap<>();
    private final Map<String, Long> spentNs = new HashMap<>();

    /** A warm-up that takes at most {@code capNs}, but for the turn that is running then. */
    WarmUp(SliceRunner slices, NanoClock clock, long capNs) {
        this.slices = slices;
        this.clock = clock;
        this.capNs = capNs;
    }

    /** A scenario whose specimen runs. */
    record Turn(RunningSpecimen specimen, WorkloadSpec workload) {
        String key() {
            return specimen.name() + " " + workload.name();
        }
    }

    /**
     * Warms up.
     *
     * @param turns scenarios that stand for all, see {@link dev.tare.lab.plan.WarmUpChoice}
     * @param live is told which scenario runs, and how
     * @param rows is told the provisional rates after every pass
     */
    List<WarmUpRecord> run(
            List<Turn> turns,
            BiConsumer<Turn, IntervalResult> live,
            Consumer<List<ExperimentListener.WarmUpRow>> rows)
            throws IOException, InterruptedException {
        long beginNs = clock.nowNs();
        long turnNs =
                Math.clamp(capNs / ((long) turns.size() * WANTED_PASSES), MIN_TURN_NS, MAX_TURN_NS);
        light(turns.getFirst(), live);
        boolean unsettled = true;
        for (int pass = 0;
                pass < MIN_PASSES || (unsettled && clock.nowNs() - beginNs < capNs);
                pass++) {
            unsettled = false;
            List<ExperimentListener.WarmUpRow> passRows = new ArrayList<>();
            for (Turn turn : turns) {
                passRows.add(pass(turn, turnNs, live));
                unsettled |= !steadinessOf(turn).settled();
                if (pass >= MIN_PASSES && clock.nowNs() - beginNs >= capNs) {
                    break;
                }
            }
            rows.accept(passRows);
        }
        rehearseOpenLoops(turns, turnNs, live);
        return turns.stream().map(this::summary).toList();
    }

    /** The instrument's very first load, in which it loads its classes: nothing of it counts. */
    private void light(Turn turn, BiConsumer<Turn, IntervalResult> live)
            throws IOException, InterruptedException {
        slices.run(
                0,
                turn.specimen(),
                turn.workload(),
                new LoadModel.ClosedLoop(),
                new SliceRunner.Length(LEAD_NS, FIRST_TURN_NS),
                interval -> live.accept(turn, interval));
    }

    private ExperimentListener.WarmUpRow pass(
            Turn turn, long commonTurnNs, BiConsumer<Turn, IntervalResult> live)
            throws IOException, InterruptedException {
        long turnNs = Math.max(commonTurnNs, Timetable.warmUpTurnNs(turn.workload()));
        long leadNs = LEAD_NS + Timetable.rampNs(turn.workload());
        SliceRunner.Slice slice =
                slices.run(
                        0,
                        turn.specimen(),
                        turn.workload(),
                        new LoadModel.ClosedLoop(),
                        new SliceRunner.Length(leadNs, turnNs - LEAD_NS),
                        interval -> live.accept(turn, interval));
        SliceRecord counts = slice.sliceRecord();
        double ratePerSec = counts.measured().correctInside() * 1e9 / counts.measuredNs();
        spentNs.merge(turn.key(), counts.endNs() - counts.startNs(), Long::sum);
        long done = counts.measured().doneInside();
        double cpuPerRequestNs =
                counts.specimenUsage().visible() && done > 0
                        ? (double) counts.specimenUsage().cpuNs() / done
                        : Double.NaN;
        steadinessOf(turn).add(ratePerSec, cpuPerRequestNs);
        return new ExperimentListener.WarmUpRow(
                turn.specimen().name(),
                turn.workload().name(),
                ratePerSec,
                slice.histograms().responseTime().percentileNs(50),
                cpuPerRequestNs);
    }

    /** Runs every open loop once at a low rate, so that its code is compiled before it counts. */
    private void rehearseOpenLoops(
            List<Turn> turns, long turnNs, BiConsumer<Turn, IntervalResult> live)
            throws IOException, InterruptedException {
        for (Turn turn : turns) {
            double ratePerSec = steadinessOf(turn).ratePerSec() * OPEN_LOOP_REHEARSAL_SHARE;
            if (turn.workload().open() && ratePerSec >= 1) {
                slices.run(
                        0,
                        turn.specimen(),
                        turn.workload(),
                        new LoadModel.OpenLoop(ratePerSec, LoadModel.ArrivalLaw.CONSTANT, 0),
                        new SliceRunner.Length(LEAD_NS, turnNs - LEAD_NS),
                        interval -> live.accept(turn, interval));
            }
        }
    }

    /** Completed requests a second of the slowest specimen with this workload, closed loop. */
    double slowestRatePerSec(List<Turn> turns, WorkloadSpec workload) {
        return turns.stream()
                .filter(turn -> turn.workload().equals(workload))
                .mapToDouble(turn -> steadinessOf(turn).ratePerSec())
                .min()
                .orElse(0);
    }

    private WarmUpRecord summary(Turn turn) {
        Steadiness steady = steadinessOf(turn);
        return new WarmUpRecord(
                turn.specimen().name(),
                turn.workload().name(),
                spentNs.getOrDefault(turn.key(), 0L) / 1e9,
                steady.ratePerSec(),
                steady.settled(),
                steady.passes(),
                steady.reason());
    }

    private Steadiness steadinessOf(Turn turn) {
        return steadiness.computeIfAbsent(turn.key(), key -> new Steadiness());
    }
}
