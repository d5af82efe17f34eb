package dev.tare.view.report.html;

import dev.tare.view.report.Golden;
import dev.tare.view.report.SampleBeside;
import dev.tare.view.text.Markup;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class HtmlBesideTest {
    @Test
    void thePagesSectionIsAsReviewed() throws IOException {
        Markup html = new Markup();
        new HtmlBeside(html).draw(SampleBeside.beside());

        Golden.matches("beside.html", html.toString());
    }
}
