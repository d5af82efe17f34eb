package dev.tare.view.load;

import dev.tare.base.core.LoadModel;
import dev.tare.base.core.Outcome;
import dev.tare.base.core.QuantityText;
import dev.tare.base.core.Tally;
import dev.tare.base.core.Unsent;
import dev.tare.lab.bundle.Redaction;
import dev.tare.lab.load.LoadRecord;
import dev.tare.lab.verdict.Figure.Interval;
import dev.tare.lab.verdict.FigureKind.Unit;
import dev.tare.lab.verdict.Statistic;
import dev.tare.lab.verdict.Verdict;
import dev.tare.lab.verdict.load.JudgedLoad;
import dev.tare.lab.verdict.load.LoadFigure;
import dev.tare.lab.verdict.load.TimeKind;
import dev.tare.load.result.TransportFacts;
import dev.tare.load.spec.LoadSpec;
import dev.tare.view.text.DisplayText;
import dev.tare.view.text.Quantity;
import dev.tare.view.text.TextStyle;
import dev.tare.view.text.TextStyle.Tone;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/** A load as a person reads it: what was asked for, then what came of it. */
final class LoadText {
    private static final String INDENT = "  ";
    private static final int LABEL_COLUMNS = 13;
    private static final int MAX_NAMES = 8;

    private final LoadReport report;
    private final JudgedLoad judged;
    private final TextStyle style;
    private final boolean detailed;
    private final StringBuilder out = new StringBuilder();

    private LoadText(LoadReport report, TextStyle style, boolean detailed) {
        this.report = report;
        this.judged = report.judged();
        this.style = style;
        this.detailed = detailed;
    }

    /** Two lines before the load: model and law, and how it is made. */
    static String opening(String title, LoadSpec spec, TextStyle style) {
        String length =
                spec.calls() > 0
                        ? Quantity.count(spec.calls())
                                + " requests, at most "
                                + QuantityText.ofNs(spec.measuredNs())
                        : QuantityText.ofNs(spec.measuredNs());
        List<String> how = new ArrayList<>();
        how.add(plural(spec.connections(), "connection"));
        if (spec.policy().depth() > 1) {
            how.add(spec.policy().depth() + " requests at once on each");
        }
        how.add(plural(spec.threads(), "thread"));
        if (spec.endpoints().size() > 1) {
            how.add(plural(spec.endpoints().size(), "endpoint"));
        }
        how.add("timeout " + QuantityText.ofNs(spec.timeoutNs()));
        if (spec.leadNs() > 0) {
            how.add(QuantityText.ofNs(spec.leadNs()) + " of warm-up first");
        }
        String clock =
                switch (spec.model()) {
                    case LoadModel.ClosedLoop _ -> "response times are under saturation";
                    case LoadModel.OpenLoop _ -> "response times run from the intended start";
                };
        return style.show(
                        "Loading %s: %s, for %s"
                                .formatted(
                                        Redaction.text(title), ModelText.of(spec.model()), length))
                + "\n"
                + INDENT
                + style.show(String.join(", ", how) + "; " + clock)
                + "\n";
    }

    /**
     * What came of it, from the table of times to the thresholds.
     *
     * @param detailed more percentiles
     */
    static String closing(LoadReport report, TextStyle style, boolean detailed) {
        LoadText text = new LoadText(report, style, detailed);
        text.all();
        return text.out.toString();
    }

    private void all() {
        LoadTables tables = new LoadTables(judged, style, detailed);
        if (judged.times(TimeKind.RESPONSE_TIME).getTotalCount() > 0) {
            out.append('\n');
            tables.times(out);
        }
        out.append('\n');
        connecting(TimeKind.CONNECT_TIME);
        connecting(TimeKind.HANDSHAKE_TIME);
        rates();
        counts();
        transport();
        if (judged.load().result().endpoints().size() > 1) {
            out.append('\n');
            tables.endpoints(out);
        }
        new LoadNotes(judged, style, tables.figures()).appendTo(out);
        thresholds();
    }

    private void connecting(TimeKind kind) {
        Histogram times = judged.times(kind);
        if (times.getTotalCount() == 0) {
            return;
        }
        List<String> parts = new ArrayList<>();
        for (double percentile : List.of(50.0, 99.0)) {
            LoadFigure figure = judged.figure(kind, new Statistic.Percentile(percentile));
            if (figure.shown()) {
                parts.add(figure.label() + " " + Quantity.duration(figure.value()));
            }
        }
        parts.addFirst("mean " + Quantity.duration(times.getMean()));
        parts.add("max " + Quantity.duration((double) times.getMaxValue()));
        parts.add("over " + plural(times.getTotalCount(), "connection"));
        row(kind.words(), String.join(", ", parts));
    }

    private void rates() {
        row("goodput", rate(judged.goodput()));
        // What ended and what was right are the same where nothing failed.
        if (judged.load().result().measured().tally().failed() > 0) {
            row("rate", rate(judged.rate()));
        }
        row("received", rate(judged.received()));
    }

    private static String rate(LoadFigure figure) {
        if (!figure.shown()) {
            return Quantity.ABSENT;
        }
        String value = (figure.lowerBound() ? "≥ " : "") + of(figure.value(), figure.unit());
        return value + figure.interval().map(i -> interval(i, figure.unit())).orElse("");
    }

    /** Both ends, unless they look alike. */
    private static String interval(Interval interval, Unit unit) {
        String low = of(interval.low(), unit);
        String high = of(interval.high(), unit);
        return low.equals(high) ? "" : " (%s to %s)".formatted(low, high);
    }

    private static String of(double value, Unit unit) {
        return unit == Unit.PER_SEC && value >= 1_000
                ? Quantity.count(Math.round(value)) + "/s"
                : Quantity.of(value, unit);
    }

    private void counts() {
        LoadRecord load = judged.load();
        Tally tally = load.result().measured().tally();
        row(
                "requests",
                "%s planned, %s sent, %s correct in %.2f s%s"
                        .formatted(
                                Quantity.count(tally.planned()),
                                Quantity.count(tally.sent()),
                                Quantity.count(tally.count(Outcome.CORRECT)),
                                load.measuredSeconds(),
                                load.result().stopped() ? ", stopped early" : ""));
        for (Outcome outcome : Outcome.values()) {
            if (outcome != Outcome.CORRECT && tally.count(outcome) > 0) {
                bad(
                        "failed",
                        "%s %s%s"
                                .formatted(
                                        Quantity.count(tally.count(outcome)),
                                        outcome.key().replace('_', ' '),
                                        outcome == Outcome.WRONG_STATUS ? statuses() : ""));
            }
        }
        for (Unsent reason : Unsent.values()) {
            if (tally.count(reason) > 0) {
                bad(
                        "never sent",
                        Quantity.count(tally.count(reason)) + " " + reason.key().replace('_', ' '));
            }
        }
        if (tally.inFlightAtEnd() > 0) {
            bad("unfinished", Quantity.count(tally.inFlightAtEnd()) + " in flight at the end");
        }
    }

    private String statuses() {
        Map<Integer, Long> statuses = judged.load().result().measured().statuses();
        return statuses.isEmpty()
                ? ""
                : " (all answers: %s)".formatted(names(new TreeMap<>(statuses)));
    }

    private void transport() {
        LoadRecord load = judged.load();
        TransportFacts facts = load.result().transport();
        List<String> parts = new ArrayList<>();
        parts.add(Quantity.count(load.connectsOpened()) + " opened");
        if (facts.resumed() > 0) {
            parts.add(Quantity.count(facts.resumed()) + " with a resumed TLS session");
        }
        parts.add("by " + load.result().backEnd());
        row("connections", String.join(", ", parts));
        if (load.connectsFailed() > 0) {
            String why = facts.failures().isEmpty() ? "" : ": " + names(facts.failures());
            bad("connections", Quantity.count(load.connectsFailed()) + " refused or failed" + why);
        }
        if (!facts.protocols().isEmpty()) {
            row(
                    "protocol",
                    facts.protocols().size() == 1
                            ? facts.protocols().keySet().iterator().next()
                            : names(facts.protocols()));
        }
        if (facts.addresses().size() > 1) {
            row("addresses", names(facts.addresses()));
        }
    }

    /** The most frequent names with their counts. */
    private static String names(Map<?, Long> counts) {
        String first =
                counts.entrySet().stream()
                        .sorted(
                                Comparator.comparingLong((Map.Entry<?, Long> e) -> -e.getValue())
                                        .thenComparing(e -> e.getKey().toString()))
                        .limit(MAX_NAMES)
                        .map(e -> Quantity.count(e.getValue()) + " × " + e.getKey())
                        .collect(Collectors.joining(", "));
        int more = counts.size() - MAX_NAMES;
        return more > 0 ? first + " and %d more kinds".formatted(more) : first;
    }

    private void row(String label, String text) {
        row(label, text, Tone.PLAIN);
    }

    private void bad(String label, String text) {
        row(label, text, Tone.BAD);
    }

    private void row(String label, String text, Tone tone) {
        String padded = label + " ".repeat(Math.max(1, LABEL_COLUMNS + 1 - label.length()));
        String rest = INDENT + " ".repeat(padded.length());
        List<String> lines =
                DisplayText.wrap(style.show(text), style.width(), INDENT + padded, rest);
        for (String line : lines) {
            out.append(style.paint(tone, line)).append('\n');
        }
    }

    private void thresholds() {
        if (!report.thresholds().isEmpty()) {
            out.append('\n');
            out.append(ThresholdText.lines(report.thresholds(), style));
        }
    }

    /** {@code 1 thread}, {@code 2 threads}. */
    static String plural(long count, String one) {
        return Quantity.count(count) + " " + one + (count == 1 ? "" : "s");
    }

    /** The sign of a verdict in a table; none for a valid figure. */
    static String mark(Verdict verdict) {
        return switch (verdict) {
            case VALID -> "";
            case TAINTED -> "~";
            case NOT_RESOLVABLE -> "·";
            case INVALID -> "✗";
        };
    }

    /** The tone of that sign. */
    static Tone tone(Verdict verdict) {
        return switch (verdict) {
            case VALID -> Tone.PLAIN;
            case TAINTED, NOT_RESOLVABLE -> Tone.DOUBTFUL;
            case INVALID -> Tone.BAD;
        };
    }
}
