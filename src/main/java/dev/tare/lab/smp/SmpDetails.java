package dev.tare.lab.smp;

import dev.tare.base.histogram.HistogramCodec;
import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.verdict.Figure;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.ScenarioResult;
import dev.tare.lab.verdict.Weighing;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What SMP has no field for: intervals, verdicts with their reasons, more percentiles, how requests
 * ended, the histogram, block by block. Format: {@code docs/format/smp-details-v1.md}.
 */
public final class SmpDetails {
    /** Of this document's format. */
    public static final int FORMAT_VERSION = 1;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private SmpDetails() {}

    /** The details of one scenario, as JSON that ends in a line feed. */
    public static String of(BundleContent content, Weighing weighing, ScenarioResult scenario) {
        SmpScenario measured = SmpScenario.of(content, scenario);
        ObjectNode details = JSON.createObjectNode();
        details.put("format_version", FORMAT_VERSION);
        details.put("specimen", scenario.specimen());
        details.put("workload", scenario.workload());
        details.put("load_model", measured.workload().model());
        details.put("offered_rate_per_sec", scenario.offeredRatePerSec());
        details.put("saturated", scenario.saturated());
        details.put("limit", scenario.bottleneckSentence());
        details.put("sentence", weighing.sentence());
        details.set("outcomes", outcomes(measured));
        details.set("figures", figures(scenario.figures()));
        details.set("tare_costs", figures(scenario.tareCosts()));
        details.set("remarks", reasons(scenario.remarks()));
        details.put("response_time_ns", encoded(measured.whole().responseTime()));
        ArrayNode blocks = details.putArray("blocks");
        for (SmpScenario.Part block : measured.blocks()) {
            ObjectNode entry = blocks.addObject();
            entry.put("block", block.index());
            entry.put("measured_ns", block.measuredNs());
            entry.put("response_time_ns", encoded(block.responseTime()));
        }
        return details.toPrettyString() + "\n";
    }

    private static ObjectNode outcomes(SmpScenario measured) {
        ObjectNode outcomes = JSON.createObjectNode();
        new TreeMap<>(measured.whole().tally().outcomes())
                .forEach((outcome, count) ->
                        outcomes.put(outcome.name().toLowerCase(Locale.ROOT), count));
        return outcomes;
    }

    private static ObjectNode figures(Map<FigureKind, Figure> figures) {
        ObjectNode all = JSON.createObjectNode();
        new TreeMap<>(figures)
                .forEach((kind, figure) -> {
                    ObjectNode entry = all.putObject(key(kind));
                    entry.put("unit", kind.unit().name().toLowerCase(Locale.ROOT));
                    if (Double.isFinite(figure.value())) {
                        entry.put("value", figure.value());
                    }
                    figure.interval()
                            .ifPresent(interval -> {
                                entry.put("low", interval.low());
                                entry.put("high", interval.high());
                                entry.put("level", interval.level());
                            });
                    entry.put("at_least", figure.lowerBound());
                    entry.put("verdict", figure.verdict().name().toLowerCase(Locale.ROOT));
                    entry.set("reasons", reasons(figure.reasons()));
                });
        return all;
    }

    private static String key(FigureKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static ArrayNode reasons(Iterable<Reason> reasons) {
        ArrayNode all = JSON.createArrayNode();
        for (Reason reason : reasons) {
            ObjectNode entry = all.addObject();
            entry.put("rule", reason.rule());
            entry.put("verdict", reason.verdict().name().toLowerCase(Locale.ROOT));
            entry.put("sentence", reason.sentence());
            entry.put("remedy", reason.remedy());
        }
        return all;
    }

    private static String encoded(Histogram histogram) {
        return new HistogramCodec().encode(histogram);
    }
}
