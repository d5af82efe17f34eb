package dev.tare.lab.load;

import dev.tare.base.core.Tally;
import dev.tare.base.histogram.HistogramCodec;
import dev.tare.load.result.IntervalResult;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects the intervals of one load while it runs. Their sum is the load's measured phase,
 * exactly; those before the first and after the last that brought anything to it are left out.
 *
 * <p>Never more than {@link #MAX_INTERVALS} are kept: when there are as many, neighbours are added
 * up two by two, and from then on as many intervals in a row make one.
 *
 * <p>Thread-safety: belongs to the thread that runs the load.
 */
public final class LoadSeries {
    /** The most intervals that are kept. */
    public static final int MAX_INTERVALS = 2_048;

    private final HistogramCodec codec = new HistogramCodec();
    private final List<LoadInterval> kept = new ArrayList<>();
    private int perKept = 1;
    private int inLast;

    /** Keeps what is to be kept of {@code interval}, whose histograms may change afterwards. */
    public void add(IntervalResult interval) {
        // Not those in between: in which nothing happened, something stalled.
        if (kept.isEmpty() && interval.measured().tally().equals(Tally.EMPTY)) {
            return;
        }
        if (kept.size() == MAX_INTERVALS && inLast == perKept) {
            halve();
        }
        LoadInterval next = LoadInterval.of(interval, codec);
        if (kept.isEmpty() || inLast == perKept) {
            kept.add(next);
            inLast = 1;
        } else {
            kept.set(kept.size() - 1, kept.getLast().and(next, codec));
            inLast++;
        }
    }

    private void halve() {
        List<LoadInterval> halved = new ArrayList<>();
        for (int i = 0; i < kept.size(); i += 2) {
            halved.add(kept.get(i).and(kept.get(i + 1), codec));
        }
        kept.clear();
        kept.addAll(halved);
        perKept *= 2;
        inLast = perKept;
    }

    /** What was kept so far, in order. */
    public List<LoadInterval> intervals() {
        int end = kept.size();
        while (end > 0 && kept.get(end - 1).tally().equals(Tally.EMPTY)) {
            end--;
        }
        return List.copyOf(kept.subList(0, end));
    }
}
