package dev.tare.view.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TextReportTest {

    @Test
    void theLastScreenIsAsReviewed() throws IOException {
        Golden.matches("report.txt", render(TextStyle.plain(120)));
    }

    @Test
    void aNarrowScreenFoldsTheTables() throws IOException {
        Golden.matches("report-80.txt", render(TextStyle.plain(80)));
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 80, 100, 120, 200})
    void noLineIsWiderThanTheScreen(int width) {
        assertThat(render(TextStyle.plain(width)).lines())
                .allSatisfy(
                        line -> assertThat(DisplayText.columns(line)).isLessThanOrEqualTo(width));
    }

    private static String render(TextStyle style) {
        return new TextReport(style).render(SampleWeighing.input());
    }
}
