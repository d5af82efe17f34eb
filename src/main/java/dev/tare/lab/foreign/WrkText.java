package dev.tare.lab.foreign;

import dev.tare.load.result.LoadResult;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * A load's result in wrk's layout, line for line.
 *
 * <p>Source: wrk 4.1.0 and 4.2.0, {@code main} and {@code print_stats} of {@code src/wrk.c}.
 */
public final class WrkText {
    /** What {@code --latency} prints. */
    public static final List<Double> PERCENTILES = List.of(50.0, 75.0, 90.0, 99.0);

    private static final double NS_PER_US = 1e3;

    private WrkText() {}

    /** The two lines that stand there while the load runs. */
    public static String begin(WrkCommandLine line) {
        return WrkLines.begin(line);
    }

    /**
     * All that follows.
     *
     * @param rates was handed every interval of the load
     */
    public static String end(WrkCommandLine line, LoadResult result, RateSamples rates) {
        StringBuilder out = new StringBuilder();
        Histogram latencyNs = result.measured().responseTime();
        WrkLines.threadStats(out, Spread.microseconds(latencyNs), rates.spread());
        if (line.latency()) {
            out.append("  Latency Distribution\n");
            for (double percentile : PERCENTILES) {
                double valueUs = latencyNs.getValueAtPercentile(percentile) / NS_PER_US;
                out.append(WrkUnits.right(PrintedNumber.fixed(percentile, 0), 7))
                        .append('%')
                        .append(WrkUnits.column(WrkUnits.durationUs(valueUs), 10))
                        .append('\n');
            }
        }
        WrkLines.totals(out, WrkTotals.of(result));
        return out.toString();
    }
}
