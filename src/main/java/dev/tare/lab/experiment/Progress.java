package dev.tare.lab.experiment;

import dev.tare.base.core.Tally;
import dev.tare.base.time.NanoClock;
import dev.tare.lab.plan.Timetable;
import dev.tare.load.result.IntervalResult;
import org.HdrHistogram.Histogram;

/** Turns what the worker sends into live looks with the time that is left. */
final class Progress {
    private final Timetable timetable;
    private final NanoClock clock;
    private final ExperimentListener listener;
    private long beginNs;
    private long plannedEndNs;

    Progress(Timetable timetable, NanoClock clock, ExperimentListener listener) {
        this.timetable = timetable;
        this.clock = clock;
        this.listener = listener;
    }

    /** The run begins, with {@code firstBlock} as its first block. */
    void begin(int firstBlock) {
        beginNs = clock.nowNs();
        plannedEndNs = beginNs + timetable.totalNs() - firstBlock * timetable.blockNs();
    }

    /** Everything is started; the warm-up begins. */
    void warmingUp() {
        plannedEndNs =
                clock.nowNs() + timetable.warmUpNs() + timetable.blockNs() * timetable.blocks();
        listener.stage("warming up");
    }

    /** The warm-up is over, or a block is: from here on the end can be told well. */
    void block(int index) {
        plannedEndNs = clock.nowNs() + timetable.blockNs() * (timetable.blocks() - index);
        listener.stage("block %d of %d".formatted(index + 1, timetable.blocks()));
    }

    void warmingUp(WarmUp.Turn turn, IntervalResult interval) {
        live(turn, interval, true);
    }

    void measuring(WarmUp.Turn turn, IntervalResult interval) {
        live(turn, interval, false);
    }

    private void live(WarmUp.Turn turn, IntervalResult interval, boolean warmingUp) {
        Tally tally = interval.lead().tally().plus(interval.measured().tally());
        Histogram responseTime = interval.measured().responseTime();
        long nowNs = clock.nowNs();
        long leftNs = Math.max(0, plannedEndNs - nowNs);
        double seconds = (interval.endNs() - interval.startNs()) / 1e9;
        listener.live(
                new ExperimentListener.Live(
                        turn.key(),
                        warmingUp,
                        seconds > 0 ? tally.doneInside() / seconds : 0,
                        responseTime.getTotalCount() > 0
                                ? responseTime.getValueAtPercentile(99)
                                : 0,
                        tally.failed(),
                        leftNs,
                        (double) (nowNs - beginNs) / (nowNs - beginNs + leftNs + 1)));
    }
}
