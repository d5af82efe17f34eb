package dev.tare.view.report;

import dev.tare.lab.cost.CostFigure;
import dev.tare.lab.cost.Money;
import dev.tare.lab.cost.PageTime;
import dev.tare.lab.cost.ProxyCost;
import dev.tare.lab.cost.RunningCost;
import dev.tare.lab.meshmark.Efficiency;
import dev.tare.lab.meshmark.MeshMark;
import dev.tare.lab.meshmark.Score;
import dev.tare.lab.meshmark.Weights;
import dev.tare.lab.verdict.Figure.Interval;
import dev.tare.lab.verdict.ScenarioResult;
import dev.tare.view.report.content.CostView;
import dev.tare.view.text.MachineNames;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a scenario costs to run, and its MeshMark, for programs.
 *
 * <ul>
 *   <li>{@code running_cost}: {@code vcpu_per_1000_per_sec_cores}, {@code memory_bytes}, {@code
 *       memory_per_1000_per_sec_bytes} of all proxies together, {@code proxies} one by one, {@code
 *       money} ({@code at_rate_per_sec}, {@code per_million}, {@code per_month}), {@code
 *       page_calls} and {@code pages} ({@code percentile}, {@code call_percentile}, {@code
 *       response_time_ns}, {@code beyond_bare_ns});
 *   <li>{@code mesh_mark}: {@code absolute} and {@code relative}, each with {@code value} (null:
 *       none), {@code interval}, {@code verdict}, {@code reason} and {@code terms}.
 * </ul>
 */
final class JsonCost {
    private JsonCost() {}

    static void write(ObjectNode scenario, CostView running, ScenarioResult result) {
        if (!running.tells(result.workload())) {
            return;
        }
        running.cost(result)
                .ifPresent(cost ->
                        cost(
                                scenario.putObject("running_cost"),
                                cost,
                                running.question().pageCalls()));
        running.mark(result)
                .ifPresent(mark -> mark(scenario.putObject("mesh_mark"), mark, running.weights()));
    }

    private static void cost(ObjectNode node, RunningCost cost, int pageCalls) {
        cost.whole().ifPresent(whole -> proxy(node, whole));
        if (!cost.proxies().isEmpty()) {
            ArrayNode proxies = node.putArray("proxies");
            for (ProxyCost proxy : cost.proxies()) {
                ObjectNode entry = proxies.addObject();
                entry.put("name", proxy.name());
                proxy(entry, proxy);
            }
        }
        cost.money().ifPresent(money -> money(node.putObject("money"), money));
        if (!cost.pages().isEmpty()) {
            node.put("page_calls", pageCalls);
            ArrayNode pages = node.putArray("pages");
            cost.pages().forEach(page -> page(pages.addObject(), page));
        }
    }

    private static void proxy(ObjectNode node, ProxyCost proxy) {
        figure(node, "vcpu_per_1000_per_sec_cores", proxy.vcpu());
        figure(node, "memory_bytes", proxy.memoryBytes());
        figure(node, "memory_per_1000_per_sec_bytes", proxy.memoryBytesPer1000());
    }

    private static void money(ObjectNode node, Money money) {
        JsonReport.number(node, "at_rate_per_sec", money.atRatePerSec());
        figure(node, "per_million", Optional.of(money.perMillion()));
        figure(node, "per_month", Optional.of(money.perMonth()));
    }

    private static void page(ObjectNode node, PageTime page) {
        JsonReport.number(node, "percentile", page.percentile());
        JsonReport.number(node, "call_percentile", page.callPercentile());
        figure(node, "response_time_ns", Optional.of(page.responseNs()));
        figure(node, "beyond_bare_ns", page.beyondBareNs());
    }

    private static void figure(ObjectNode parent, String name, Optional<CostFigure> figure) {
        figure.ifPresent(present -> {
            ObjectNode node = parent.putObject(name);
            JsonReport.number(node, "value", present.shown() ? present.value() : Double.NaN);
            interval(node, present.interval().filter(any -> present.shown()));
            node.put("verdict", MachineNames.of(present.verdict()));
            JsonReport.reasons(node.putArray("reasons"), present.reasons());
        });
    }

    private static void interval(ObjectNode node, Optional<Interval> interval) {
        if (interval.isEmpty()) {
            node.putNull("interval");
        }
        interval.ifPresent(ends -> {
            ObjectNode written = node.putObject("interval");
            JsonReport.number(written, "low", ends.low());
            JsonReport.number(written, "high", ends.high());
            JsonReport.number(written, "level", ends.level());
        });
    }

    private static void mark(ObjectNode node, MeshMark mark, Weights weights) {
        score(node.putObject("absolute"), mark.absolute(), weights);
        mark.relative().ifPresent(score -> score(node.putObject("relative"), score, weights));
    }

    private static void score(ObjectNode node, Score score, Weights weights) {
        JsonReport.number(node, "value", score.value());
        interval(node, score.interval());
        node.put("verdict", MachineNames.of(score.verdict()));
        node.put("reason", score.reason());
        ArrayNode terms = node.putArray("terms");
        for (Efficiency efficiency : score.efficiencies()) {
            ObjectNode entry = terms.addObject();
            entry.put("term", efficiency.term().key());
            entry.put(
                    "class", efficiency.term().utilizationClass().name().toLowerCase(Locale.ROOT));
            JsonReport.number(entry, "value", efficiency.value());
            JsonReport.number(entry, "low", efficiency.low());
            JsonReport.number(entry, "high", efficiency.high());
            JsonReport.number(entry, "weight", weights.factor(efficiency.term()));
            entry.put("inputs", efficiency.inputs());
        }
    }
}
