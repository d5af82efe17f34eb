package dev.tare.view.cli.load;

import dev.tare.base.time.EpochClock;
import dev.tare.base.time.NanoClock;
import dev.tare.lab.experiment.EnvironmentProbe;
import dev.tare.lab.load.DisturbanceWatch;
import dev.tare.lab.load.LoadRecord;
import dev.tare.lab.load.LoadSeries;
import dev.tare.lab.load.OwnCpu;
import dev.tare.lab.load.Provenance;
import dev.tare.lab.verdict.load.JudgedLoad;
import dev.tare.lab.verdict.load.LoadJudge;
import dev.tare.load.result.IntervalResult;
import dev.tare.load.result.LoadResult;
import dev.tare.load.spec.LoadSpec;
import dev.tare.view.cli.shell.BuildInfo;
import java.util.List;

/**
 * Watches one load of this process while it runs: its intervals, its CPU, and what kept it from
 * running; then has it judged.
 *
 * <p>Thread-safety: belongs to the thread that runs the load.
 */
final class LoadWatch {
    private final LoadSeries series = new LoadSeries();
    private final OwnCpu cpu = new OwnCpu(NanoClock.system());
    private final DisturbanceWatch disturbances =
            new DisturbanceWatch(NanoClock.system(), EpochClock.system());
    private final long startedEpochNs = EpochClock.system().epochNs();

    /** The load is about to begin. */
    LoadWatch() {
        look();
    }

    private void look() {
        cpu.sample();
        disturbances.look();
    }

    /** An interval has ended. */
    void interval(IntervalResult interval) {
        look();
        series.add(interval);
    }

    /**
     * The load has ended.
     *
     * @param title what was loaded, in words
     * @param commandLine the words given, for where the result is kept
     */
    JudgedLoad judge(String title, LoadSpec spec, LoadResult result, List<String> commandLine) {
        disturbances.look();
        long startNs = result.measuredStartNs();
        long endNs = result.measuredEndNs();
        return LoadJudge.judge(
                new LoadRecord(
                        title,
                        spec,
                        result,
                        series.intervals(),
                        cpu.within(startNs, endNs),
                        disturbances.within(startNs, endNs),
                        new Provenance(
                                BuildInfo.version(),
                                BuildInfo.commit(),
                                commandLine,
                                startedEpochNs,
                                EnvironmentProbe.unpinned())));
    }
}
