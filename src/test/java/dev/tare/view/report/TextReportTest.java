package dev.tare.view.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.view.text.DisplayText;
import dev.tare.view.text.TextStyle;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TextReportTest {
    private static final char ESCAPE = 0x1b;

    @Test
    void aNarrowScreenFoldsTheTables() throws IOException {
        Golden.matches("report-80.txt", render(TextStyle.plain(80)));
    }

    @Test
    void asciiIsAsReviewed() throws IOException {
        String ascii = render(new TextStyle(120, false, false));

        Golden.matches("report-ascii.txt", ascii);
        assertThat(ascii).matches("[\\n -~]+");
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 70, 80, 100, 120, 200})
    void noLineIsWiderThanTheScreen(int width) {
        assertThat(render(TextStyle.plain(width)).lines())
                .allSatisfy(line ->
                        assertThat(DisplayText.columns(line)).as(line).isLessThanOrEqualTo(width));
    }

    @Test
    void itOpensWithTheSentence() {
        assertThat(render(TextStyle.plain(200))).startsWith(SampleWeighing.SENTENCE + "\n");
    }

    @Test
    void coloursChangeNothingButColour() {
        String coloured = render(new TextStyle(100, true, true));

        assertThat(coloured).contains(ESCAPE + "[1m");
        assertThat(coloured.replaceAll(ESCAPE + "\\[\\d*m", ""))
                .isEqualTo(render(TextStyle.plain(100)));
    }

    @Test
    void anInvalidFigureIsNotPrinted() {
        String row =
                render(TextStyle.plain(200))
                        .lines()
                        .filter(line -> line.contains("  envoy") && line.contains("✗"))
                        .findFirst()
                        .orElseThrow();

        assertThat(row).containsPattern("122✓ +✗ +272✓");
    }

    @Test
    void aPartialRunSaysSoAndWhy() {
        TextReport report = new TextReport(TextStyle.plain(300));

        assertThat(report.render(HostileReport.input()))
                .contains("PARTIAL: 1 of 8 blocks: <script>");
    }

    private static String render(TextStyle style) {
        return new TextReport(style).render(SampleWeighing.input());
    }
}
