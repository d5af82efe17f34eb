package dev.tare.lab.foreign;

import dev.tare.load.result.LoadResult;
import dev.tare.load.spec.LoadSpec;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * A load's result in wrk2's layout, line for line.
 *
 * <p>Source: wrk2 (giltene, 44a94c1), {@code print_hdr_latency} of {@code src/wrk.c} and {@code
 * hdr_percentiles_print} of {@code src/hdr_histogram.c}.
 */
public final class Wrk2Text {
    /** What {@code --latency} prints, and the maximum besides. */
    public static final List<Double> PERCENTILES =
            List.of(50.0, 75.0, 90.0, 99.0, 99.9, 99.99, 99.999);

    private static final double MAXIMUM = 100;

    private static final int TICKS_PER_HALF_DISTANCE = 5;
    private static final double US_PER_MS = 1e3;
    private static final long NS_PER_US = 1_000;
    private static final long NS_PER_MS = 1_000_000;
    private static final long HIGHEST_US = TimeUnit.DAYS.toMicros(1);

    /** What a histogram of wrk2's says of its own build: one day in microseconds, three digits. */
    private static final int BUCKETS = 27;

    private static final int SUB_BUCKETS = 2048;
    private static final String RULE = "-".repeat(58) + "\n";

    private Wrk2Text() {}

    /** The two lines that stand there while the load runs. */
    public static String begin(WrkCommandLine line) {
        return WrkLines.begin(line);
    }

    /**
     * All that follows.
     *
     * @param rates was handed every interval of the load
     */
    public static String end(
            WrkCommandLine line, LoadSpec spec, LoadResult result, RateSamples rates) {
        StringBuilder out = new StringBuilder();
        calibration(out, spec, result);
        Histogram recordedUs = microseconds(result.measured().responseTime());
        Histogram uncorrectedUs = microseconds(result.measured().serviceTime());
        WrkLines.threadStats(
                out, Spread.microseconds(result.measured().responseTime()), rates.spread());
        if (line.latency()) {
            distribution(out, "Recorded Latency", recordedUs);
            out.append(RULE);
        }
        if (line.uncorrected()) {
            out.append('\n');
            distribution(
                    out,
                    "Uncorrected Latency (measured without taking delayed starts into account)",
                    uncorrectedUs);
            out.append(RULE);
        }
        WrkLines.totals(out, WrkTotals.of(result));
        return out.toString();
    }

    /** The lead is what wrk2's calibration is to it: ten seconds that no latency comes from. */
    private static void calibration(StringBuilder out, LoadSpec spec, LoadResult result) {
        Histogram leadNs = result.lead().responseTime();
        if (leadNs.getTotalCount() == 0) {
            return;
        }
        String line =
                "  Thread calibration: mean lat.: %sms, rate sampling interval: %dms\n"
                        .formatted(
                                PrintedNumber.fixed(leadNs.getMean() / NS_PER_MS, 3),
                                spec.intervalNs() / NS_PER_MS);
        out.append(line.repeat(spec.threads()));
    }

    /** The same values as wrk2's histogram would hold, in its own unit and range. */
    private static Histogram microseconds(Histogram histogramNs) {
        Histogram histogramUs = new Histogram(1, HIGHEST_US, 3);
        for (HistogramIterationValue value : histogramNs.recordedValues()) {
            long middleNs = histogramNs.medianEquivalentValue(value.getValueIteratedTo());
            histogramUs.recordValueWithCount(
                    middleNs / NS_PER_US, value.getCountAtValueIteratedTo());
        }
        return histogramUs;
    }

    static void distribution(StringBuilder out, String heading, Histogram us) {
        out.append("  Latency Distribution (HdrHistogram - ").append(heading).append(")\n");
        for (double percentile : PERCENTILES) {
            line(out, percentile, us);
        }
        line(out, MAXIMUM, us);
        out.append("\n  Detailed Percentile spectrum:\n");
        out.append("       Value   Percentile   TotalCount 1/(1-Percentile)\n\n");
        for (HistogramIterationValue tick : us.percentiles(TICKS_PER_HALF_DISTANCE)) {
            double percentile = tick.getPercentileLevelIteratedTo() / 100;
            row(
                    out,
                    PrintedNumber.fixed(tick.getValueIteratedTo() / US_PER_MS, 3),
                    PrintedNumber.fixed(percentile, 6),
                    Long.toString(tick.getTotalCountToThisValue()),
                    PrintedNumber.fixed(1 / (1 - percentile), 2));
        }
        footer(out, us);
    }

    private static void line(StringBuilder out, double percentile, Histogram us) {
        double valueUs = us.getValueAtPercentile(percentile);
        out.append(WrkUnits.right(PrintedNumber.fixed(percentile, 3), 7))
                .append('%')
                .append(WrkUnits.column(WrkUnits.durationUs(valueUs), 10))
                .append('\n');
    }

    private static void row(StringBuilder out, String... columns) {
        String separator = "";
        for (String column : columns) {
            out.append(separator).append(WrkUnits.right(column, 12));
            separator = " ";
        }
        out.append('\n');
    }

    private static void footer(StringBuilder out, Histogram us) {
        long lowestOfMax = us.lowestEquivalentValue(us.getMaxValue());
        out.append(
                "#[Mean    = %s, StdDeviation   = %s]\n"
                        .formatted(
                                wide(PrintedNumber.fixed(us.getMean() / US_PER_MS, 3)),
                                wide(PrintedNumber.fixed(us.getStdDeviation() / US_PER_MS, 3))));
        out.append(
                "#[Max     = %s, Total count    = %s]\n"
                        .formatted(
                                wide(PrintedNumber.fixed(lowestOfMax / US_PER_MS, 3)),
                                wide(Long.toString(us.getTotalCount()))));
        out.append(
                "#[Buckets = %s, SubBuckets     = %s]\n"
                        .formatted(
                                wide(Integer.toString(BUCKETS)),
                                wide(Integer.toString(SUB_BUCKETS))));
    }

    private static String wide(String text) {
        return WrkUnits.right(text, 12);
    }
}
