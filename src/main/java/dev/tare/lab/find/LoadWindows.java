package dev.tare.lab.find;

import dev.tare.base.histogram.HistogramLayout;
import dev.tare.base.time.NanoClock;
import dev.tare.lab.bundle.Usage;
import dev.tare.lab.load.OwnCpu;
import dev.tare.load.result.IntervalResult;
import dev.tare.load.result.LoadResult;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Collects the intervals of one load, and what the generator used of CPU meanwhile.
 *
 * <p>Thread-safety: belongs to the thread that runs the load.
 */
final class LoadWindows {
    private final OwnCpu cpu;
    private final List<Timed> windows = new ArrayList<>();

    /** A window and when it began. */
    private record Timed(long startNs, Window window) {}

    /** The load is about to begin. */
    LoadWindows(NanoClock clock) {
        cpu = new OwnCpu(clock);
    }

    void add(IntervalResult interval) {
        cpu.sample();
        windows.add(
                new Timed(
                        interval.startNs(),
                        new Window(
                                interval.measured().tally(),
                                small(interval.measured().responseTime()),
                                small(interval.measured().serviceTime()))));
    }

    private static Histogram small(Histogram times) {
        Histogram small = HistogramLayout.newGrowingHistogram();
        small.add(times);
        return small;
    }

    /** The windows of the measured phase; what was learnt in the drain belongs to the last one. */
    List<Window> measured(LoadResult result) {
        List<Window> measured = new ArrayList<>();
        for (Timed timed : windows) {
            if (!measured.isEmpty() && timed.startNs() >= result.measuredEndNs()) {
                measured.set(measured.size() - 1, measured.getLast().plus(timed.window()));
            } else if (timed.window().judged() > 0 || timed.window().tally().planned() > 0) {
                measured.add(timed.window());
            }
        }
        return measured;
    }

    /** CPU a second and thread while measuring; NaN where it cannot be seen. */
    double busyShare(LoadResult result, int threads) {
        Usage usage = cpu.within(result.measuredStartNs(), result.measuredEndNs());
        return usage.visible() && usage.windowNs() > 0 ? usage.cores() / threads : Double.NaN;
    }
}
