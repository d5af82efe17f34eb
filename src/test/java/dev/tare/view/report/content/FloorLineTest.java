package dev.tare.view.report.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.SampleCalibration;
import dev.tare.lab.bundle.SyntheticBundle;
import dev.tare.lab.verdict.judge.Judge;
import dev.tare.view.report.TextReport;
import dev.tare.view.report.html.HtmlReport;
import dev.tare.view.text.TextStyle;
import org.junit.jupiter.api.Test;

final class FloorLineTest {
    private static final BundleContent WITHOUT =
            new SyntheticBundle(7).specimen("envoy", 31_000, 120_000).blocks(6).content();
    private static final BundleContent WITH = WITHOUT.with(SampleCalibration.withSpread(3_000));
    private static final String LINE =
            "Floor of this instrument here: response time 38 ± 3 µs (p99 0.12 ± 0.03 ms) at 2,000/s"
                    + " with nothing in between, measured 60m before the run. A difference below"
                    + " the ± is not resolvable.";

    @Test
    void theFloorIsALine() {
        assertThat(FloorLine.of(WITH)).contains(LINE);
        assertThat(FloorLine.of(WITHOUT)).isEmpty();
    }

    @Test
    void textAndHtmlPrintIt() {
        ReportInput input = new ReportInput(WITH, Judge.weigh(WITH), "bundle");

        String text = new TextReport(TextStyle.plain(300)).render(input);
        String html = new HtmlReport().render(input);

        assertThat(text).contains("\n" + LINE + "\n");
        assertThat(html.replace('\u00a0', ' ')).contains(LINE);
    }
}
