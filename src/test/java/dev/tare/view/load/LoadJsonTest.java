package dev.tare.view.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.tare.base.histogram.HistogramCodec;
import dev.tare.base.histogram.HistogramLayout;
import dev.tare.lab.load.SampleLoad;
import dev.tare.lab.verdict.load.TimeKind;
import dev.tare.view.text.TextStyle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class LoadJsonTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Path DOCUMENTED = Path.of("docs/format/load-v1.schema.json");

    private static Schema schema() throws IOException {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(DOCUMENTED));
    }

    private static JsonNode json(LoadReport report) {
        return JSON.readTree(LoadJson.render(report));
    }

    static Stream<SampleLoad> loads() {
        return Stream.of(
                new SampleLoad(),
                new SampleLoad().closedLoop(16).instrumentCores(1),
                new SampleLoad().twoEndpoints().wrongStatus(30).unsent(9).connectsFailed(2),
                new SampleLoad().perInterval(0),
                new SampleLoad().intervals(1).perInterval(3));
    }

    @ParameterizedTest
    @MethodSource("loads")
    void everyResultKeepsToTheSchema(SampleLoad load) throws IOException {
        String text = LoadJson.render(SampleReport.of(load, "p99<1s", "errors<=3"));

        assertThat(schema().validate(text, InputFormat.JSON)).isEmpty();
    }

    @Test
    void theSchemaFindsWhatIsNotDocumented() throws IOException {
        String text =
                LoadJson.render(SampleReport.eventful()).replaceFirst("\"planned\"", "\"planed\"");

        assertThat(schema().validate(text, InputFormat.JSON)).isNotEmpty();
    }

    @Test
    void theSchemaInTheJarIsTheDocumentedOne() throws IOException {
        try (var resource = LoadJson.class.getResourceAsStream(LoadJson.SCHEMA)) {
            assertThat(resource).isNotNull();
            assertThat(resource.readAllBytes()).isEqualTo(Files.readAllBytes(DOCUMENTED));
        }
    }

    @Test
    void secretsAreRedacted() {
        String text = LoadJson.render(SampleReport.eventful());

        assertThat(text).doesNotContain("hunter2").doesNotContain("s3cret").contains("(redacted)");
        assertThat(
                        LoadText.opening(
                                SampleReport.eventful().load().title(),
                                SampleReport.eventful().load().spec(),
                                TextStyle.plain(100)))
                .doesNotContain("hunter2")
                .doesNotContain("s3cret");
    }

    @Test
    void theSeriesAddsUpToTheResultExactly() throws IOException {
        LoadReport report = SampleReport.eventful();
        JsonNode root = json(report);
        Histogram sum = HistogramLayout.newHistogram();
        long sent = 0;
        for (JsonNode interval : root.get("series")) {
            sum.add(
                    HistogramCodec.decode(
                            interval.get("response_time").get("histogram").asString()));
            sent += interval.get("tally").get("sent").asLong();
        }

        assertThat(sum).isEqualTo(report.judged().times(TimeKind.RESPONSE_TIME));
        assertThat(
                        HistogramCodec.decode(
                                root.at("/result/times/response_time/histogram").asString()))
                .isEqualTo(sum);
        assertThat(sent).isEqualTo(root.at("/result/tally/sent").asLong());
    }

    @Test
    void whatFailedHasTimesOfItsOwn() throws IOException {
        LoadReport report = SampleReport.of(new SampleLoad().wrongStatus(30));
        JsonNode failed = json(report).at("/result/failed_response_time");
        long failures = report.load().result().measured().tally().failed();

        assertThat(failed.get("count").asLong()).isEqualTo(failures).isPositive();
        assertThat(HistogramCodec.decode(failed.get("histogram").asString()).getTotalCount())
                .isEqualTo(failures);
    }

    @Test
    void anInvalidFigureIsWithheld() {
        JsonNode median =
                json(SampleReport.of(new SampleLoad().wrongStatus(100)))
                        .at("/result/times/response_time/percentiles/0");

        assertThat(median.get("value").isNull()).isTrue();
        assertThat(median.get("withheld_value").asDouble()).isPositive();
        assertThat(median.get("verdict").asString()).isEqualTo("invalid");
    }

    @Test
    void thresholdsTellTheirReason() {
        JsonNode thresholds = json(SampleReport.eventful()).get("thresholds");

        assertThat(thresholds.valueStream().map(t -> t.get("met").asBoolean()))
                .containsExactlyElementsOf(List.of(true, false, false, true));
        assertThat(thresholds.get(2).get("reason").asString()).contains("cannot bound");
    }
}
