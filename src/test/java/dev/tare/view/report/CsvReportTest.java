package dev.tare.view.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class CsvReportTest {

    @Test
    void everyLineHasAsManyCellsAsTheHead() {
        List<String> lines = new CsvReport().render(SampleWeighing.input()).lines().toList();

        assertThat(lines.getFirst()).isEqualTo(String.join(",", CsvReport.HEADER));
        assertThat(lines).allSatisfy(line -> assertThat(line.split(",", -1)).hasSize(14));
    }

    @Test
    void anInvalidValueIsEmpty() {
        assertThat(new CsvReport().render(SampleWeighing.input()))
                .containsPattern(
                        "(?m)^100b-open,envoy,figure,response_time_ns_p999,,,,,ns,false,invalid,6,8,$");
    }

    @Test
    void quotesAndLineEndsStayWithinTheirCell() {
        String csv = new CsvReport().render(HostileReport.input());

        assertThat(csv).contains("b,\"\"c\"\"\n<img src=x");
    }
}
