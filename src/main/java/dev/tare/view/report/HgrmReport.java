package dev.tare.view.report;

import dev.tare.lab.verdict.ScenarioResult;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * The response times of every scenario in HdrHistogram's percentile table, in milliseconds, each
 * after a line {@code # specimen workload}. {@link #ofScenario} gives one table alone, as
 * HdrHistogram's plotter reads it.
 */
public final class HgrmReport implements Report {
    private static final int TICKS_PER_HALF_DISTANCE = 5;
    private static final double NS_PER_MS = 1e6;

    @Override
    public String render(ReportInput input) {
        StringBuilder out = new StringBuilder();
        for (ScenarioResult scenario : input.weighing().scenarios()) {
            String name = scenario.specimen() + " " + scenario.workload();
            out.append("# ").append(DisplayText.clean(name)).append(", ms\n");
            out.append(ofScenario(input, scenario.specimen(), scenario.workload())).append('\n');
        }
        return out.toString();
    }

    /** The table of one scenario; of an empty histogram where it has no slices. */
    public static String ofScenario(ReportInput input, String specimen, String workload) {
        List<TimedSlice> slices = TimedSlice.of(TimedSlice.all(input.bundle()), specimen, workload);
        Histogram pooled = TimedSlice.pooled(slices, histograms -> histograms.responseTime());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream print = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
            pooled.outputPercentileDistribution(print, TICKS_PER_HALF_DISTANCE, NS_PER_MS);
        }
        return bytes.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
    }
}
