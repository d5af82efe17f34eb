package dev.tare.view.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.histogram.HistogramLayout;
import dev.tare.lab.verdict.load.TimeKind;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;

final class LoadHlogTest {
    private static Map<String, Histogram> read(String log) {
        Map<String, Histogram> sums = new TreeMap<>();
        try (HistogramLogReader reader =
                new HistogramLogReader(
                        new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)))) {
            for (EncodableHistogram next = reader.nextIntervalHistogram();
                    next != null;
                    next = reader.nextIntervalHistogram()) {
                sums.computeIfAbsent(next.getTag(), tag -> HistogramLayout.newHistogram())
                        .add((Histogram) next);
            }
        }
        return sums;
    }

    @Test
    void hdrHistogramsOwnReaderFindsTheTotals() {
        LoadReport report = SampleReport.eventful();

        Map<String, Histogram> sums = read(LoadHlog.render(report));

        assertThat(sums)
                .containsOnlyKeys(
                        "response_time",
                        "service_time",
                        "send_lag",
                        "connect_time",
                        "endpoint.fast",
                        "endpoint.GET_/slow");
        assertThat(sums.get("response_time"))
                .isEqualTo(report.judged().times(TimeKind.RESPONSE_TIME));
        assertThat(sums.get("service_time"))
                .isEqualTo(report.judged().times(TimeKind.SERVICE_TIME));
        assertThat(sums.get("send_lag")).isEqualTo(report.judged().times(TimeKind.SEND_LAG));
        assertThat(sums.get("connect_time"))
                .isEqualTo(report.judged().times(TimeKind.CONNECT_TIME));
    }

    @Test
    void itIsOfFormat13WithALineAnIntervalAndTag() {
        String log = LoadHlog.render(SampleReport.eventful());

        assertThat(log.lines())
                .startsWith(
                        "#[Logged with tare 0.1.0]",
                        "#[Histogram log format version 1.3]",
                        "#[StartTime: 1795000000.000 (seconds since epoch)]");
        assertThat(log.lines().filter(line -> line.startsWith("Tag=send_lag,"))).hasSize(10);
        assertThat(log).contains("Tag=response_time,0.000,1.000,").contains("HISTF");
    }

    @Test
    void aTagHoldsNothingThatEndsIt() {
        assertThat(LoadHlog.tag("a,b c\nd\te")).isEqualTo("a_b_c_d_e");
    }
}
