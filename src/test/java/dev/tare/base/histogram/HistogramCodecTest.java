package dev.tare.base.histogram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.util.Base64;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

final class HistogramCodecTest {
    private final HistogramCodec codec = new HistogramCodec();

    private static Histogram recorded(Histogram into, long... durationsNs) {
        for (long durationNs : durationsNs) {
            into.recordValue(HistogramLayout.clamp(durationNs));
        }
        return into;
    }

    @Test
    void whatWasEncodedIsDecoded() throws IOException {
        Histogram histogram =
                recorded(
                        HistogramLayout.newHistogram(),
                        64,
                        5_000,
                        5_000,
                        HistogramLayout.HIGHEST_NS);

        assertThat(HistogramCodec.decode(codec.encode(histogram))).isEqualTo(histogram);
    }

    @Test
    void aGrowingHistogramIsWrittenAsOneThatWasWholeFromTheBegin() {
        long[] durationsNs = {0, 70, 1_234_567, HistogramLayout.HIGHEST_NS};
        for (int count = 0; count <= durationsNs.length; count++) {
            Histogram growing = HistogramLayout.newGrowingHistogram();
            Histogram whole = HistogramLayout.newHistogram();
            for (int i = 0; i < count; i++) {
                recorded(growing, durationsNs[i]);
                recorded(whole, durationsNs[i]);
            }

            assertThat(codec.encode(growing))
                    .as("%d durations", count)
                    .isEqualTo(codec.encode(whole));
        }
    }

    @Test
    void aTextDoesNotDependOnThoseEncodedBefore() {
        Histogram few = recorded(HistogramLayout.newHistogram(), 100);
        String first = codec.encode(few);
        Histogram many = HistogramLayout.newHistogram();
        for (long durationNs = 64; durationNs < 1_000_000_000; durationNs += durationNs / 100 + 1) {
            recorded(many, durationNs);
        }
        codec.encode(many);

        assertThat(codec.encode(few)).isEqualTo(first);
    }

    @Test
    void whatIsNoHistogramOfThisLayoutIsRefused() {
        String other = Base64.getEncoder().encodeToString(new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
        assertThatIOException()
                .isThrownBy(() -> HistogramCodec.decode(other))
                .withMessageStartingWith("broken histogram");
        assertThatIOException()
                .isThrownBy(
                        () -> HistogramCodec.decode("A".repeat(HistogramCodec.MAX_TEXT_LENGTH + 1)))
                .withMessageContaining("at most");
    }
}
