package dev.tare.view.report.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.SampleCalibration;
import dev.tare.lab.bundle.SyntheticBundle;
import dev.tare.lab.verdict.judge.Judge;
import dev.tare.view.report.JsonReport;
import dev.tare.view.report.MarkdownReport;
import dev.tare.view.report.TextReport;
import dev.tare.view.report.html.HtmlReport;
import dev.tare.view.text.TextStyle;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

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
    void textHtmlAndMarkdownPrintIt() {
        ReportInput input = input(WITH);

        String text = new TextReport(TextStyle.plain(300)).render(input);
        String html = new HtmlReport().render(input);

        assertThat(text).contains("\n" + LINE + "\n");
        assertThat(html.replace('\u00a0', ' ')).contains(LINE);
        assertThat(new MarkdownReport().render(input)).contains("\n\n" + LINE + "\n\n");
        assertThat(new MarkdownReport().render(input(WITHOUT))).doesNotContain("Floor");
    }

    private static ReportInput input(BundleContent content) {
        return new ReportInput(content, Judge.weigh(content), "bundle");
    }

    @Test
    void programsReadItsFiguresAndTheSentence() {
        JsonNode floor = json(WITH).path("floor");

        assertThat(floor.path("sentence").asString()).isEqualTo(LINE);
        assertThat(floor.path("scope").asString()).isEqualTo("full");
        assertThat(floor.path("taken_epoch_ns").asLong())
                .isEqualTo(SampleCalibration.TAKEN_EPOCH_NS);
        assertThat(floor.path("offered_rate_per_sec").asDouble()).isEqualTo(2_000);
        assertThat(floor.path("requests").asLong()).isEqualTo(12_000);
        assertThat(floor.path("slices").asInt()).isEqualTo(12);
        assertThat(floor.path("response_time_ns_p50").path("value").asDouble()).isEqualTo(38_000);
        assertThat(floor.path("response_time_ns_p50").path("spread").asDouble()).isEqualTo(3_000);
        assertThat(floor.path("response_time_ns_p99").path("spread").asDouble()).isEqualTo(30_000);
        assertThat(floor.path("instrument_cpu_ns_per_request").path("value").asDouble())
                .isEqualTo(14_000);
        assertThat(json(WITHOUT).has("floor")).isFalse();
    }

    private static JsonNode json(BundleContent content) {
        return JsonMapper.builder().build().readTree(new JsonReport().render(input(content)));
    }
}
