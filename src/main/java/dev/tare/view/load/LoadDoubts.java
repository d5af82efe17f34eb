package dev.tare.view.load;

import dev.tare.lab.verdict.Statistic;
import dev.tare.lab.verdict.load.JudgedLoad;
import dev.tare.lab.verdict.load.LoadFigure;
import dev.tare.lab.verdict.load.TimeKind;
import dev.tare.view.text.TextStyle;
import java.util.ArrayList;
import java.util.List;

/** What is not to be believed of a load that is printed in another tool's layout. */
public final class LoadDoubts {
    private LoadDoubts() {}

    /**
     * One line for each reason why one of the percentiles, the mean, the maximum or the goodput is
     * tainted or invalid, or only a lower bound, and for each remark on the load as a whole; none
     * where all is well.
     *
     * @param percentiles that the layout prints, above 0 to 100
     */
    public static List<String> of(JudgedLoad judged, List<Double> percentiles) {
        List<LoadFigure> figures = new ArrayList<>();
        for (double percentile : percentiles) {
            figures.add(
                    judged.figure(TimeKind.RESPONSE_TIME, new Statistic.Percentile(percentile)));
        }
        figures.add(judged.figure(TimeKind.RESPONSE_TIME, Statistic.Whole.MEAN));
        figures.add(judged.figure(TimeKind.RESPONSE_TIME, Statistic.Whole.MAX));
        return new LoadNotes(judged, TextStyle.plain(TextStyle.DEFAULT_WIDTH), figures).lines();
    }
}
