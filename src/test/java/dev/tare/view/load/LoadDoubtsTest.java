package dev.tare.view.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.lab.load.SampleLoad;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LoadDoubtsTest {
    private static List<String> doubts(SampleLoad load, double percentile) {
        return LoadDoubts.of(SampleReport.of(load).judged(), List.of(50.0, percentile));
    }

    @Test
    void aSoundLoadHasNone() {
        assertThat(doubts(new SampleLoad().lagNs(0), 99)).isEmpty();
    }

    @Test
    void aPercentileOfTooFewRequestsIsOne() {
        assertThat(doubts(new SampleLoad().lagNs(0), 99.999))
                .singleElement()
                .asString()
                .startsWith("p99.999: invalid, ");
    }

    @Test
    void wrongAnswersAreOneLineForAllFigures() {
        assertThat(doubts(new SampleLoad().lagNs(0).wrongStatus(400), 99))
                .singleElement()
                .asString()
                .startsWith("p50, p99, mean, max: invalid, 4,000 of 10,000 requests did not");
    }
}
