package dev.tare.view.find;

import dev.tare.lab.find.Answer;
import dev.tare.lab.find.FindPlan;
import dev.tare.lab.find.PointFigures;
import dev.tare.lab.find.PointResult;
import dev.tare.lab.find.RateCurve;
import dev.tare.lab.find.RateEnd;
import dev.tare.lab.find.Reading;
import java.util.Locale;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A search for programs. Names are snake case and carry their unit; an absent number is null.
 * Within a {@code format_version} members are only ever added.
 *
 * <ul>
 *   <li>{@code format} ({@code tare-find}), {@code format_version}, {@code tare_version}, {@code
 *       commit}, {@code started_epoch_ns}, {@code url}, {@code back_end}, {@code stopped};
 *   <li>{@code plan}: what was asked for;
 *   <li>{@code answer}: {@code kind} ({@code found}, {@code generator_limit}, {@code never_broke},
 *       {@code not_met}, {@code nothing}), {@code settled}, {@code sentence}, and {@code low} and
 *       {@code high} with {@code rate_per_sec}, {@code met} of {@code points}, {@code mostly}; null
 *       where there is no such end;
 *   <li>{@code points}: each with its figures, {@code readings} of the objective, {@code verdict}
 *       and {@code reason}.
 * </ul>
 */
public final class FindJson {
    /** Of the names and meanings above. */
    public static final int FORMAT_VERSION = 1;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private FindJson() {}

    /** The whole file. */
    public static String render(FindReport report) {
        RateCurve curve = report.curve();
        ObjectNode root = JSON.createObjectNode();
        root.put("format", "tare-find");
        root.put("format_version", FORMAT_VERSION);
        root.put("tare_version", report.tareVersion());
        root.put("commit", report.commit());
        root.put("started_epoch_ns", report.startedEpochNs());
        root.put("url", report.url());
        root.put("back_end", curve.backEnd());
        root.put("stopped", curve.stopped());
        plan(root.putObject("plan"), curve.plan());
        answer(root.putObject("answer"), curve);
        var points = root.putArray("points");
        curve.points().forEach(point -> point(points.addObject(), point));
        DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter()
                        .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                        .withArrayIndenter(new DefaultIndenter("  ", "\n"));
        return JSON.writer().with(printer).writeValueAsString(root) + "\n";
    }

    private static void plan(ObjectNode node, FindPlan plan) {
        var thresholds = node.putArray("objective");
        plan.objective().thresholds().forEach(threshold -> thresholds.add(threshold.text()));
        node.put("error_bound_added", plan.objective().errorBoundAdded());
        node.put("from_rate_per_sec", plan.range().fromPerSec());
        node.put("max_rate_per_sec", plan.range().maxPerSec());
        node.put("resolution_ratio", plan.range().resolution());
        node.put("repeats", plan.range().repeats());
        node.put("max_points", plan.range().maxPoints());
        node.put("point_ns", plan.pointNs());
        node.put("max_point_ns", plan.maxPointNs());
        node.put("law", plan.law().name().toLowerCase(Locale.ROOT));
        node.put("seed", plan.seed());
        node.put("connections", plan.base().connections());
        node.put("threads", plan.base().threads());
        node.put("timeout_ns", plan.base().timeoutNs());
    }

    private static void answer(ObjectNode node, RateCurve curve) {
        switch (curve.answer()) {
            case Answer.Found(RateEnd low, RateEnd high, int higherMet, boolean settled) -> {
                node.put("kind", "found").put("settled", settled);
                end(node.putObject("low"), low);
                end(node.putObject("high"), high);
                node.put("higher_rates_met", higherMet);
            }
            case Answer.GeneratorLimit(RateEnd low, RateEnd high, boolean settled) -> {
                node.put("kind", "generator_limit").put("settled", settled);
                end(node.putObject("low"), low);
                end(node.putObject("high"), high);
            }
            case Answer.NeverBroke(RateEnd high, boolean settled) -> {
                node.put("kind", "never_broke").put("settled", settled);
                end(node.putObject("low"), high);
                node.putNull("high");
            }
            case Answer.NotMet(RateEnd low) -> {
                node.put("kind", "not_met").put("settled", true).putNull("low");
                end(node.putObject("high"), low);
            }
            case Answer.Nothing() ->
                    node.put("kind", "nothing")
                            .put("settled", false)
                            .putNull("low")
                            .putNull("high");
        }
        node.put("sentence", FindWords.answer(curve));
        var notes = node.putArray("notes");
        FindWords.notes(curve).forEach(notes::add);
    }

    private static void end(ObjectNode node, RateEnd end) {
        node.put("rate_per_sec", end.ratePerSec());
        node.put("met", end.met());
        node.put("points", end.points());
        node.put("mostly", end.mostly().key());
    }

    private static void point(ObjectNode node, PointResult point) {
        PointFigures figures = point.figures();
        node.put("point", point.number());
        node.put("repeat", point.repeat());
        node.put("offered_rate_per_sec", figures.offeredPerSec());
        node.put("achieved_rate_per_sec", figures.achievedPerSec());
        node.put("goodput_per_sec", figures.goodputPerSec());
        node.put("loads", figures.loads());
        node.put("measured_ns", figures.measuredNs());
        node.put("planned", figures.tally().planned());
        node.put("sent", figures.tally().sent());
        node.put("unsent", figures.tally().unsentTotal());
        node.put("error_ratio", figures.errorRatio());
        for (double percentile : PointFigures.PERCENTILES) {
            String digits = Double.toString(percentile).replaceFirst("\\.0$", "").replace(".", "");
            number(node, "response_time_ns_p" + digits, figures.responseTimeNs(percentile));
        }
        number(node, "service_time_ns_p99", figures.serviceTimeP99Ns());
        number(node, "send_lag_ns_p99", figures.sendLagP99Ns());
        number(node, "generator_busy_ratio", figures.busyShare());
        var readings = node.putArray("readings");
        for (Reading reading : point.readings()) {
            ObjectNode entry = readings.addObject();
            entry.put("threshold", reading.threshold().text());
            number(entry, "value", reading.value());
            number(entry, "low", reading.interval().map(i -> i.low()).orElse(Double.NaN));
            number(entry, "high", reading.interval().map(i -> i.high()).orElse(Double.NaN));
            entry.put("standing", reading.standing().name().toLowerCase(Locale.ROOT));
        }
        node.put("verdict", point.verdict().key());
        node.put("reason", point.reason());
    }

    private static void number(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            node.put(name, value);
        } else {
            node.putNull(name);
        }
    }
}
