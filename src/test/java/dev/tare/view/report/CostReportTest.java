package dev.tare.view.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.PartUsage;
import dev.tare.lab.bundle.SyntheticBundle;
import dev.tare.lab.cost.CostQuestion;
import dev.tare.lab.cost.Prices;
import dev.tare.lab.meshmark.Term;
import dev.tare.lab.meshmark.Weights;
import dev.tare.lab.verdict.Figure;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.PartResult;
import dev.tare.lab.verdict.ScenarioResult;
import dev.tare.lab.verdict.Weighing;
import dev.tare.lab.verdict.judge.Judge;
import dev.tare.view.report.content.CostTable;
import dev.tare.view.report.content.CostView;
import dev.tare.view.report.content.ReportInput;
import dev.tare.view.report.content.WorkloadView;
import dev.tare.view.report.html.HtmlReport;
import dev.tare.view.text.DisplayText;
import dev.tare.view.text.TextStyle;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class CostReportTest {
    private static final ReportInput PRICED =
            input(new SyntheticBundle(7).specimen("envoy", 31_000, 120_000));

    private static ReportInput input(SyntheticBundle bundle) {
        BundleContent content = bundle.blocks(8).content();
        CostQuestion question =
                new CostQuestion(
                        Optional.of(new Prices(0.04, 0.005)), OptionalDouble.of(1_000), 50);
        return new ReportInput(
                content,
                Judge.weigh(content),
                "sample",
                question,
                Weights.EVEN.with(Term.CPU, 0.5));
    }

    private static String text(int width) {
        StringBuilder out = new StringBuilder();
        CostView running = CostView.of(PRICED);
        for (WorkloadView view : WorkloadView.all(PRICED)) {
            CostTable.of(view, running)
                    .ifPresent(table -> new TextCost(TextStyle.plain(width), out).append(table));
        }
        return out.toString();
    }

    @Test
    void theTerminalsSectionWithPricesIsAsReviewed() throws IOException {
        Golden.matches("cost.txt", text(TextStyle.DEFAULT_WIDTH));
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 80, 110, 200})
    void noLineIsWiderThanTheScreen(int width) {
        assertThat(text(width).lines())
                .allSatisfy(line ->
                        assertThat(DisplayText.columns(line)).as(line).isLessThanOrEqualTo(width));
    }

    @Test
    void everyReportHasTheSection() {
        assertThat(new TextReport(TextStyle.plain(110)).render(PRICED))
                .contains("\n  what it costs to run\n");
        assertThat(new MarkdownReport().render(PRICED)).contains("\nWhat it costs to run\n");
        assertThat(new HtmlReport().render(PRICED)).contains("<h3>What it costs to run</h3>");
    }

    @Test
    void whereNoCpuIsVisibleNoReportHasIt() {
        ReportInput input = input(new SyntheticBundle(7).bareAgain("again"));

        assertThat(new TextReport(TextStyle.plain(110)).render(input))
                .doesNotContain("costs to run");
        assertThat(new MarkdownReport().render(input)).doesNotContain("costs to run");
        assertThat(new HtmlReport().render(input)).doesNotContain("costs to run");
        assertThat(new JsonReport().render(input)).doesNotContain("running_cost", "mesh_mark");
        assertThat(new CsvReport().render(input)).doesNotContain("running_cost", "mesh_mark");
    }

    @Test
    void withoutPricesNoReportTellsMoney() {
        ReportInput input = SampleWeighing.input();

        assertThat(new TextReport(TextStyle.plain(110)).render(input)).doesNotContain("money");
        assertThat(new JsonReport().render(input)).doesNotContain("\"money\"");
    }

    @Test
    void namesAreNeverMarkup() {
        assertThat(new HtmlReport().render(HostileReport.input())).doesNotContain("<script");
        assertThat(new MarkdownReport().render(HostileReport.input())).doesNotContain("<script");
    }

    private static List<String> csv(ReportInput input) {
        return new CsvReport().render(input).lines().toList();
    }

    @Test
    void theCsvHasALineForEveryCost() {
        List<String> envoy =
                csv(PRICED).stream().filter(line -> line.startsWith("100b-open,envoy,")).toList();

        assertThat(envoy)
                .filteredOn(line -> line.contains(",running_cost,"))
                .extracting(line -> line.split(",", -1)[3])
                .containsExactly(
                        "vcpu_per_1000_per_sec_cores",
                        "memory_bytes",
                        "memory_per_1000_per_sec_bytes",
                        "money_at_rate_per_sec",
                        "money_per_million",
                        "money_per_month",
                        "page_calls",
                        "page_response_time_ns_p50",
                        "page_beyond_bare_ns_p50",
                        "page_response_time_ns_p99",
                        "page_beyond_bare_ns_p99");
        assertThat(envoy)
                .anyMatch(line ->
                        line.matches(
                                "100b-open,envoy,running_cost,vcpu_per_1000_per_sec_cores,"
                                        + "0\\.03\\d+,0\\.0[23]\\d+,0\\.0[34]\\d+,0\\.95,cores,false,valid,,8,"))
                .anyMatch(line ->
                        line.contains(
                                ",running_cost,money_at_rate_per_sec,1000.0,,,,1/s,false,valid,,8,"))
                .anyMatch(line -> line.matches(".*,mesh_mark,relative,[\\d.]+,.*,points,.*"));
        assertThat(csv(PRICED)).allSatisfy(line -> assertThat(line.split(",", -1)).hasSize(14));
    }

    @Test
    void theCsvNamesEachOfSeveralProxies() {
        ScenarioResult envoy =
                PRICED.weighing().scenario("envoy", SyntheticBundle.OPEN).orElseThrow();
        ScenarioResult pair =
                new ScenarioResult(
                        envoy.specimen(),
                        envoy.workload(),
                        envoy.open(),
                        envoy.offeredRatePerSec(),
                        envoy.blocks(),
                        envoy.tally(),
                        envoy.figures(),
                        envoy.tareCosts(),
                        envoy.saturated(),
                        envoy.bottleneck(),
                        envoy.bottleneckSentence(),
                        envoy.remarks(),
                        List.of(proxy("front-sidecar"), proxy("back,sidecar")));
        Weighing weighing =
                new Weighing(
                        "",
                        List.of(pair),
                        8,
                        false,
                        Map.of(),
                        PRICED.weighing().nextCommand(),
                        true);

        assertThat(csv(new ReportInput(PRICED.bundle(), weighing, "sample")))
                .filteredOn(line -> line.contains(",vcpu_per_1000_per_sec_cores,"))
                .extracting(line -> line.substring(line.lastIndexOf(",8,") + 3))
                .containsExactly("", "front-sidecar", "\"back,sidecar\"");
    }

    private static PartResult proxy(String name) {
        Map<FigureKind, Figure> figures =
                PRICED.weighing().scenario("envoy", SyntheticBundle.OPEN).orElseThrow().figures();
        return new PartResult(name, PartUsage.Role.PROXY, figures, 1, 1);
    }

    @Test
    void programsReadEveryInput() {
        JsonNode scenarios =
                JsonMapper.builder()
                        .build()
                        .readTree(new JsonReport().render(PRICED))
                        .path("scenarios");
        JsonNode envoy = scenarios.path(scenarios.size() - 1);

        assertThat(envoy.path("specimen").asString()).isEqualTo("envoy");
        JsonNode cost = envoy.path("running_cost");
        assertThat(cost.path("vcpu_per_1000_per_sec_cores").path("value").asDouble()).isPositive();
        assertThat(cost.path("money").path("at_rate_per_sec").asDouble()).isEqualTo(1_000);
        assertThat(cost.path("money").path("per_month").path("interval").path("high").asDouble())
                .isGreaterThan(cost.path("money").path("per_month").path("value").asDouble());
        assertThat(cost.path("page_calls").asInt()).isEqualTo(50);
        assertThat(cost.path("pages").path(0).path("response_time_ns").path("value").asDouble())
                .isPositive();
        JsonNode terms = envoy.path("mesh_mark").path("relative").path("terms");
        assertThat(terms.size()).isEqualTo(Term.values().length);
        assertThat(terms.path(0).path("term").asString()).isEqualTo("cpu");
        assertThat(terms.path(0).path("weight").asDouble()).isEqualTo(1.5);
        assertThat(terms.path(0).path("inputs").asString()).contains("with the proxies");
    }
}
