package dev.tare.base.histogram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.HdrHistogram.HistogramLogWriter;
import org.junit.jupiter.api.Test;

final class HistogramLogTest {

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        Histogram first = histogram(1);
        Histogram second = histogram(2);
        StringBuilder text = new StringBuilder();
        HistogramLog log = new HistogramLog(text);
        log.write("0.response_time", 0, 1_000_000_000, first);
        log.write("0.service_time", 1_500_000_000, 1_750_000_000, second);

        List<HistogramLog.Entry> entries = HistogramLog.read(new StringReader(text.toString()));

        assertThat(entries)
                .containsExactly(
                        new HistogramLog.Entry("0.response_time", 0, 1, first),
                        new HistogramLog.Entry("0.service_time", 1.5, 0.25, second));
    }

    @Test
    void hdrHistogramsOwnReaderReadsIt() throws IOException {
        Histogram written = histogram(3);
        StringBuilder text = new StringBuilder();
        new HistogramLog(text).write("7.send_lag", 2_000_000_000L, 3_000_000_000L, written);
        byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);

        try (HistogramLogReader reader = new HistogramLogReader(new ByteArrayInputStream(bytes))) {
            EncodableHistogram read = reader.nextIntervalHistogram();
            assertThat(read).isEqualTo(written);
            assertThat(read.getTag()).isEqualTo("7.send_lag");
            assertThat(reader.nextIntervalHistogram()).isNull();
        }
    }

    @Test
    void whatHdrHistogramsOwnWriterWroteIsRead() throws IOException {
        Histogram written = histogram(4);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        HistogramLogWriter writer = new HistogramLogWriter(bytes);
        writer.outputLogFormatVersion();
        writer.outputStartTime(1000);
        writer.outputLegend();
        writer.outputIntervalHistogram(1.0, 2.0, written, 1e6);
        writer.close();

        List<HistogramLog.Entry> entries =
                HistogramLog.read(new StringReader(bytes.toString(StandardCharsets.US_ASCII)));

        assertThat(entries).containsExactly(new HistogramLog.Entry("", 1, 1, written));
    }

    @Test
    void aBrokenLineIsNamedAndNotTakenForTheEnd() throws IOException {
        StringBuilder text = new StringBuilder();
        new HistogramLog(text).write("a", 0, 1, histogram(5));
        String cut = text.substring(0, text.length() - 20);

        assertThatIOException()
                .isThrownBy(() -> HistogramLog.read(new StringReader(cut)))
                .withMessageContaining("line 3");
        assertThatIOException()
                .isThrownBy(() -> HistogramLog.read(new StringReader("Tag=a,0.0,1.0\n")))
                .withMessageContaining("line 1");
    }

    @Test
    void aTagHoldsNoComma() throws IOException {
        HistogramLog log = new HistogramLog(new StringBuilder());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> log.write("a,b", 0, 1, histogram(6)))
                .withMessageContaining("a,b");
    }

    @Test
    void aHistogramOfAnotherLayoutIsRefused() {
        Histogram other = new Histogram(1, 1_000_000, 2);
        String text = new HistogramCodec().encode(other);

        assertThatIOException()
                .isThrownBy(() -> HistogramCodec.decode(text))
                .withMessageContaining("another layout");
    }

    @Test
    void whatIsNoHistogramIsRefused() {
        assertThatIOException().isThrownBy(() -> HistogramCodec.decode("no histogram"));
        assertThatIOException().isThrownBy(() -> HistogramCodec.decode(""));
        assertThatIOException()
                .isThrownBy(
                        () -> HistogramCodec.decode("A".repeat(HistogramCodec.MAX_TEXT_LENGTH + 1)))
                .withMessageContaining("at most");
    }

    private static Histogram histogram(long seed) {
        Histogram histogram = HistogramLayout.newHistogram();
        Random seeded = new Random(seed);
        for (int i = 0; i < 1000; i++) {
            histogram.recordValue((long) (Math.exp(seeded.nextDouble() * 20) * 100));
        }
        return histogram;
    }
}
