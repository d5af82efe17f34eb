package dev.tare.view.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.view.report.content.BesideTable;
import dev.tare.view.report.content.ReportInput;
import dev.tare.view.report.html.HtmlReport;
import dev.tare.view.text.DisplayText;
import dev.tare.view.text.TextStyle;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class BesideReportTest {
    private static String text(int width) {
        StringBuilder out = new StringBuilder();
        new TextBeside(TextStyle.plain(width), out).append(SampleBeside.beside());
        return out.toString();
    }

    @Test
    void theTerminalsSectionIsAsReviewed() throws IOException {
        Golden.matches("beside.txt", text(TextStyle.DEFAULT_WIDTH));
    }

    @Test
    void theMarkdownIsAsReviewed() throws IOException {
        StringBuilder out = new StringBuilder();
        MarkdownBeside.append(out, SampleBeside.beside());

        Golden.matches("beside.md", out.toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 80, 110, 200})
    void noLineIsWiderThanTheScreen(int width) {
        assertThat(text(width).lines())
                .allSatisfy(line ->
                        assertThat(DisplayText.columns(line)).as(line).isLessThanOrEqualTo(width));
    }

    @Test
    void everyReportHasTheSection() {
        String title = SampleBeside.beside().published().title();
        ReportInput input = SampleBeside.input();

        assertThat(new TextReport(TextStyle.plain(110)).render(input))
                .contains("\n" + title + "\n");
        assertThat(new MarkdownReport().render(input)).contains("### " + title);
        assertThat(new HtmlReport().render(input))
                .contains("<h2>" + title + "</h2>", "href=\"#beside\"", "id=\"beside\"");
    }

    @Test
    void withoutPublishedFiguresNoReportHasIt() {
        ReportInput input = SampleWeighing.input();

        assertThat(new HtmlReport().render(input)).doesNotContain("\"beside\"", "#beside");
        assertThat(new TextReport(TextStyle.plain(110)).render(input))
                .doesNotContain(BesideTable.FAULTS);
        assertThat(new JsonReport().render(input)).doesNotContain("\"published\"");
    }

    @Test
    void whatWasPublishedIsNeverMarkup() {
        String hostile = SampleBeside.THEIRS.replace("a notebook", "<script>alert(1)</script>");

        assertThat(new HtmlReport().render(SampleBeside.input(hostile)))
                .doesNotContain("<script")
                .contains("&lt;script&gt;alert(1)");
        assertThat(new MarkdownReport().render(SampleBeside.input(hostile)))
                .doesNotContain("<script");
    }

    @Test
    void programsReadBothSides() {
        JsonNode published =
                JsonMapper.builder()
                        .build()
                        .readTree(new JsonReport().render(SampleBeside.input()))
                        .path("published");

        JsonNode first = published.path("rows").path(0);
        assertThat(first.path("specimen").asString()).isEqualTo("minivoy");
        assertThat(first.path("figures").path("response_time_ns_mean").asDouble())
                .isEqualTo(50_923_000);
        assertThat(first.path("ours").path("calls").asLong()).isPositive();
        assertThat(published.path("rows").path(2).path("in_this_run").asBoolean()).isFalse();
        assertThat(
                        List.of(
                                published.path("faults").path(0).path("state").asString(),
                                published.path("faults").path(1).path("state").asString(),
                                published.path("faults").path(2).path("state").asString()))
                .containsExactly("absent", "present", "not_tested");
    }
}
