package dev.tare.view.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SeriesTest {
    /** As many as a plan has specimens at the most. */
    private static final int MOST = 32;

    @Test
    void noTwoSpecimensOfAPlanHaveTheSameColour() {
        Set<String> styles = new HashSet<>();
        for (int i = 0; i < MOST; i++) {
            styles.add(new Series(i).style());
        }
        assertThat(styles).hasSize(MOST);
        assertThat(new Series(7).style()).isEqualTo("s7");
        assertThat(new Series(8).style()).isEqualTo("s1 t1");
    }

    @Test
    void everyColourIsInTheStyle() {
        String css = HtmlReport.resource("report.css");
        for (int i = 0; i < MOST; i++) {
            for (String name : new Series(i).style().split(" ", -1)) {
                assertThat(css).contains("." + name + " {");
            }
        }
    }

    @Test
    void specimensOfOneHueDifferInDashesOrMarker() {
        for (int i = 1; i + 7 < MOST; i++) {
            Series one = new Series(i);
            Series other = new Series(i + 7);
            assertThat(one.dashes() + one.marker(0, 0, 1))
                    .isNotEqualTo(other.dashes() + other.marker(0, 0, 1));
        }
    }
}
