package dev.tare.view.load;

import dev.tare.base.core.LoadModel;
import dev.tare.base.core.Tally;
import dev.tare.lab.verdict.FigureKind.Unit;
import dev.tare.load.result.IntervalResult;
import dev.tare.load.result.PhaseResult;
import dev.tare.load.spec.LoadSpec;
import dev.tare.view.text.DisplayText;
import dev.tare.view.text.Quantity;
import dev.tare.view.text.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * One interval in one line while the load runs: rate, goodput, median and 99th percentile of that
 * interval, errors and, in an open loop, send lag. Pure but for the sums it keeps.
 *
 * <p>Thread-safety: belongs to the thread that runs the load.
 */
public final class LiveLine {
    private static final double NS_PER_SECOND = 1e9;

    private final LoadSpec spec;
    private final TextStyle style;
    private long elapsedNs;
    private long errors;

    /** Of a load that has not begun. */
    public LiveLine(LoadSpec spec, TextStyle style) {
        this.spec = spec;
        this.style = style;
    }

    /** Whether the lines so far cover the load but for its drain. */
    boolean over() {
        return elapsedNs >= spec.leadNs() + spec.measuredNs();
    }

    /** The line of {@code interval}; at most as wide as the style, without an end of line. */
    public String of(IntervalResult interval) {
        long lengthNs = Math.max(1, interval.endNs() - interval.startNs());
        elapsedNs += lengthNs;
        boolean lead = interval.measured().tally().equals(Tally.EMPTY);
        PhaseResult phase = lead ? interval.lead() : interval.measured();
        Tally tally = phase.tally();
        errors += tally.failed() + tally.unsentTotal();
        double seconds = lengthNs / NS_PER_SECOND;
        List<String> parts = new ArrayList<>();
        parts.add(
                String.format(
                        Locale.ROOT,
                        "%.1f s of %.0f s%s",
                        elapsedNs / NS_PER_SECOND,
                        (spec.leadNs() + spec.measuredNs()) / NS_PER_SECOND,
                        lead && spec.leadNs() > 0 ? " (warm-up)" : ""));
        parts.add(rate(tally.doneInside() / seconds));
        parts.add("goodput " + rate(tally.correctInside() / seconds));
        times(parts, phase.responseTime());
        if (spec.model() instanceof LoadModel.OpenLoop && phase.sendLag().getTotalCount() > 0) {
            parts.add("send lag p99 " + percentile(phase.sendLag(), 99));
        }
        parts.add("errors " + Quantity.count(errors));
        return cut(style.show(String.join(", ", parts)));
    }

    private static void times(List<String> parts, Histogram times) {
        if (times.getTotalCount() > 0) {
            parts.add("p50 " + percentile(times, 50));
            parts.add("p99 " + percentile(times, 99));
        }
    }

    private static String percentile(Histogram times, double percentile) {
        return Quantity.duration((double) times.getValueAtPercentile(percentile));
    }

    private static String rate(double perSec) {
        return Quantity.of(perSec, Unit.PER_SEC);
    }

    private String cut(String line) {
        return DisplayText.cut(line, style.width() - 1);
    }
}
