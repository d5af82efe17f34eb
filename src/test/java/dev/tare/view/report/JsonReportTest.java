package dev.tare.view.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.view.report.content.ReportInput;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class JsonReportTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static JsonNode scenario(ReportInput input, String specimen, String workload) {
        for (JsonNode scenario : JSON.readTree(new JsonReport().render(input)).get("scenarios")) {
            if (scenario.get("specimen").asString().equals(specimen)
                    && scenario.get("workload").asString().equals(workload)) {
                return scenario;
            }
        }
        throw new AssertionError("no " + specimen + " " + workload);
    }

    @Test
    void anInvalidValueIsWithheld() {
        JsonNode figure =
                scenario(SampleWeighing.input(), "envoy", "100b-open")
                        .get("figures")
                        .get("response_time_ns_p999");

        assertThat(figure.get("value").isNull()).isTrue();
        assertThat(figure.get("interval").isNull()).isTrue();
        assertThat(figure.get("withheld_value").asDouble()).isGreaterThan(1e8);
        assertThat(figure.get("verdict").asString()).isEqualTo("invalid");
        assertThat(figure.get("reasons").get(0).get("rule").asInt()).isEqualTo(6);
    }

    @Test
    void aValueThatDoesNotExistIsNull() {
        ReportInput hostile = HostileReport.input();
        JsonNode figure =
                scenario(hostile, HostileReport.TEXT, HostileReport.TEXT)
                        .get("figures")
                        .get("cpu_ns_per_request");

        assertThat(figure.get("value").isNull()).isTrue();
        assertThat(figure.has("withheld_value")).isFalse();
    }

    @Test
    void aFigureCarriesItsIntervalInTheSameUnit() {
        JsonNode figure =
                scenario(SampleWeighing.input(), "bare", "16k-closed")
                        .get("figures")
                        .get("goodput_per_sec");
        double value = figure.get("value").asDouble();

        assertThat(figure.get("interval").get("low").asDouble()).isLessThan(value);
        assertThat(figure.get("interval").get("high").asDouble()).isGreaterThan(value);
        assertThat(figure.get("lower_bound").asBoolean()).isTrue();
        assertThat(figure.get("unit").asString()).isEqualTo("1/s");
    }
}
