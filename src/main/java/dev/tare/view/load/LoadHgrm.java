package dev.tare.view.load;

import dev.tare.lab.verdict.load.TimeKind;
import dev.tare.view.text.PercentileTable;

/** The response times as HdrHistogram's percentile table, which its plotter reads. */
final class LoadHgrm {
    private LoadHgrm() {}

    static String render(LoadReport report) {
        return PercentileTable.of(report.judged().times(TimeKind.RESPONSE_TIME));
    }
}
