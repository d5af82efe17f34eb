package dev.tare.view.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MarkdownReportTest {

    @Test
    void markupIsShownNotObeyed() {
        assertThat(MarkdownReport.escape("<a>|`b`\n*c* [d](e) a_b"))
                .isEqualTo("&lt;a&gt;\\|\\`b\\` \\*c\\* \\[d\\](e) a\\_b");
    }

    @Test
    void everyRowOfATableHasAsManyCells() {
        String markdown = new MarkdownReport().render(SampleWeighing.input());
        String table =
                markdown.substring(markdown.indexOf("| specimen"), markdown.indexOf("\n\nT"));

        assertThat(table.lines()).allSatisfy(l -> assertThat(l.split("\\|", -1)).hasSize(16));
    }
}
