package dev.tare.view.report;

import dev.tare.base.histogram.HistogramLayout;
import dev.tare.lab.verdict.ScenarioResult;
import dev.tare.view.report.content.Report;
import dev.tare.view.report.content.ReportInput;
import dev.tare.view.report.content.TimedSlice;
import dev.tare.view.text.DisplayText;
import dev.tare.view.text.PercentileTable;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * The response times of every scenario in HdrHistogram's percentile table, in milliseconds, each
 * after a line {@code # specimen workload}. {@link #ofScenario} gives one table alone, as
 * HdrHistogram's plotter reads it.
 */
public final class HgrmReport implements Report {
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
        Histogram whole = HistogramLayout.newHistogram();
        whole.add(TimedSlice.pooled(slices, histograms -> histograms.responseTime()));
        return PercentileTable.of(whole);
    }
}
