package dev.tare.view.report;

import dev.tare.lab.cost.CostFigure;
import dev.tare.lab.cost.Money;
import dev.tare.lab.cost.PageTime;
import dev.tare.lab.cost.ProxyCost;
import dev.tare.lab.cost.RunningCost;
import dev.tare.lab.meshmark.MeshMark;
import dev.tare.lab.meshmark.Score;
import dev.tare.lab.verdict.Figure.Interval;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.ScenarioResult;
import dev.tare.lab.verdict.Verdict;
import dev.tare.view.report.content.CostView;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a scenario costs to run, and its MeshMark, as lines of the {@link CsvReport}.
 *
 * <p>{@code measure} is {@code running_cost} or {@code mesh_mark}, {@code name} is as in {@link
 * JsonCost}: {@code vcpu_per_1000_per_sec_cores}, {@code memory_bytes}, {@code
 * memory_per_1000_per_sec_bytes} of all proxies together and, with its name in {@code part}, of
 * each; with prices {@code money_at_rate_per_sec}, {@code money_per_million} and {@code
 * money_per_month}, in the unit {@code currency}; in open loops {@code page_calls}, {@code
 * page_response_time_ns_p50} and {@code page_beyond_bare_ns_p50}, and so for p99; {@code absolute}
 * and {@code relative}, in {@code points} of 100.
 */
final class CsvCost {
    private static final String COST = "running_cost";
    private static final String MARK = "mesh_mark";

    private final ScenarioResult scenario;
    private final List<List<String>> lines = new ArrayList<>();

    private CsvCost(ScenarioResult scenario) {
        this.scenario = scenario;
    }

    /** Its lines; none where the CPU of no specimen is visible in its workload. */
    static List<List<String>> lines(CostView running, ScenarioResult scenario) {
        CsvCost csv = new CsvCost(scenario);
        if (running.tells(scenario.workload())) {
            running.cost(scenario)
                    .ifPresent(cost -> csv.cost(cost, running.question().pageCalls()));
            running.mark(scenario).ifPresent(csv::mark);
        }
        return csv.lines;
    }

    private void cost(RunningCost cost, int pageCalls) {
        cost.whole().ifPresent(whole -> proxy(whole, ""));
        cost.proxies().forEach(proxy -> proxy(proxy, proxy.name()));
        cost.money().ifPresent(this::money);
        if (!cost.pages().isEmpty()) {
            plain("page_calls", pageCalls, "count");
            cost.pages().forEach(this::page);
        }
    }

    private void proxy(ProxyCost proxy, String part) {
        line("vcpu_per_1000_per_sec_cores", proxy.vcpu(), "cores", part);
        line("memory_bytes", proxy.memoryBytes(), "bytes", part);
        line("memory_per_1000_per_sec_bytes", proxy.memoryBytesPer1000(), "bytes", part);
    }

    private void money(Money money) {
        plain("money_at_rate_per_sec", money.atRatePerSec(), "1/s");
        line("money_per_million", Optional.of(money.perMillion()), "currency", "");
        line("money_per_month", Optional.of(money.perMonth()), "currency", "");
    }

    private void page(PageTime page) {
        BigDecimal percentile = BigDecimal.valueOf(page.percentile()).stripTrailingZeros();
        String statistic = "_p" + percentile.toPlainString().replace(".", "");
        line("page_response_time_ns" + statistic, Optional.of(page.responseNs()), "ns", "");
        line("page_beyond_bare_ns" + statistic, page.beyondBareNs(), "ns", "");
    }

    private void mark(MeshMark mark) {
        score("absolute", mark.absolute());
        mark.relative().ifPresent(score -> score("relative", score));
    }

    private void score(String name, Score score) {
        lines.add(
                CsvReport.cells(
                        scenario,
                        new CsvReport.Named(MARK, name, "points", ""),
                        score.value(),
                        score.interval(),
                        score.verdict(),
                        ""));
    }

    private void plain(String name, double value, String unit) {
        lines.add(
                CsvReport.cells(
                        scenario,
                        new CsvReport.Named(COST, name, unit, ""),
                        value,
                        Optional.empty(),
                        Verdict.VALID,
                        ""));
    }

    private void line(String name, Optional<CostFigure> figure, String unit, String part) {
        figure.ifPresent(present -> {
            boolean shown = present.shown();
            Optional<Interval> interval = present.interval().filter(any -> shown);
            List<Reason> reasons = present.reasons();
            lines.add(
                    CsvReport.cells(
                            scenario,
                            new CsvReport.Named(COST, name, unit, part),
                            shown ? present.value() : Double.NaN,
                            interval,
                            present.verdict(),
                            CsvReport.rules(reasons)));
        });
    }
}
