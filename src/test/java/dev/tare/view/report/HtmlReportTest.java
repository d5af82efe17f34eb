package dev.tare.view.report;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class HtmlReportTest {

    @Test
    void thePageIsAsReviewed() throws IOException {
        Golden.matches("report.html", new HtmlReport().render(SampleWeighing.input()));
    }
}
