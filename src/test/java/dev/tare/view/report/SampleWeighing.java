package dev.tare.view.report;

import dev.tare.base.core.Tally;
import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.verdict.Advice;
import dev.tare.lab.verdict.Chance;
import dev.tare.lab.verdict.Comparisons;
import dev.tare.lab.verdict.Figure;
import dev.tare.lab.verdict.Figure.Interval;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.ScenarioResult;
import dev.tare.lab.verdict.ScenarioResult.Bottleneck;
import dev.tare.lab.verdict.Verdict;
import dev.tare.lab.verdict.Weighing;
import dev.tare.view.report.SampleBundle.Specimen;
import dev.tare.view.report.content.ReportInput;
import dev.tare.view.report.content.TimedSlice;
import dev.tare.view.text.Quantity;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * Plausible figures for {@link SampleBundle}, with every kind of verdict among them: tainted, not
 * resolvable, invalid, a lower bound, a saturated scenario.
 */
public final class SampleWeighing {
    public static final String SENTENCE =
            "envoy costs 98.4 ± 0.9 µs CPU and 5.2 ± 0.1 ms (median) a request;"
                    + " believe it: yes; minivoy is the cheapest (42.0 ± 0.3 µs CPU)";
    private static final double LEVEL = 0.95;
    private static final Reason GENERATOR_LIMITED =
            new Reason(
                    3,
                    Verdict.VALID,
                    "The instrument used 0.99 of its core, so bare can do more than this.",
                    "Give the instrument more cores, or read the rate as \"at least\".");
    private static final Reason LATE =
            new Reason(
                    3,
                    Verdict.TAINTED,
                    "Send lag could account for up to 0.18 ms of p99, more than half of its"
                            + " interval.",
                    "Run on a machine with a core to spare, or lower the rate.");
    private static final Reason FEW =
            new Reason(
                    6,
                    Verdict.INVALID,
                    "Only 8 of the 10 samples that p99.9 needs lie beyond it in every block.",
                    "Measure longer: ./tare run --duration 4m");
    private static final Advice LONGER =
            new Advice(
                    12,
                    130,
                    "for the p99.9, which needs 3,688 requests, run 3 more minutes (12 blocks"
                            + " instead of 8)");

    private static final ReportInput INPUT = build();

    private SampleWeighing() {}

    public static ReportInput input() {
        return INPUT;
    }

    private static ReportInput build() {
        BundleContent bundle = SampleBundle.content();
        return new ReportInput(bundle, weighing(bundle), "tare-results/sample");
    }

    private static Weighing weighing(BundleContent bundle) {
        List<ScenarioResult> scenarios = new ArrayList<>();
        for (String workload : List.of(SampleBundle.CLOSED, SampleBundle.OPEN)) {
            Map<FigureKind, Figure> bare =
                    figures(bundle, SampleBundle.SPECIMENS.getFirst(), workload);
            for (Specimen specimen : SampleBundle.SPECIMENS) {
                scenarios.add(scenario(bundle, specimen, workload, bare));
            }
        }
        return new Weighing(
                SENTENCE,
                scenarios,
                bundle.blocks().size(),
                false,
                Map.of("minivoy", 0.0041, "haproxy", 0.0002, "nginx", 0.0, "envoy", 0.0118),
                new Weighing.NextCommand(
                        "./tare run --specimens minivoy,haproxy --blocks 24",
                        "minivoy and haproxy lie within 15 % of each other; three times the blocks"
                                + " would tell them apart at p99."),
                true,
                new Comparisons(40, 33, 0.05));
    }

    private static ScenarioResult scenario(
            BundleContent bundle,
            Specimen specimen,
            String workload,
            Map<FigureKind, Figure> bare) {
        boolean open = workload.equals(SampleBundle.OPEN);
        boolean isBare = specimen.name().equals("bare");
        boolean saturated = open && specimen.name().equals("envoy");
        Map<FigureKind, Figure> figures = figures(bundle, specimen, workload);
        List<TimedSlice> slices = TimedSlice.of(TimedSlice.all(bundle), specimen.name(), workload);
        Tally tally =
                slices.stream()
                        .map(timed -> timed.slice().measured())
                        .reduce(Tally.EMPTY, Tally::plus);
        return new ScenarioResult(
                specimen.name(),
                workload,
                open,
                open ? SampleBundle.OFFERED_PER_SEC : 0,
                bundle.blocks().size(),
                tally,
                figures,
                isBare ? Map.of() : costs(figures, bare, saturated),
                saturated,
                bottleneck(open, isBare, saturated),
                sentence(open, isBare, saturated),
                List.of(),
                List.of());
    }

    private static Bottleneck bottleneck(boolean open, boolean isBare, boolean saturated) {
        if (open && !saturated) {
            return Bottleneck.NONE;
        }
        return isBare ? Bottleneck.INSTRUMENT : Bottleneck.SPECIMEN;
    }

    private static String sentence(boolean open, boolean isBare, boolean saturated) {
        if (saturated) {
            return "It was offered 6,000/s and completed 5,682/s with 0.97 of its core in use.";
        }
        if (open) {
            return "Nobody: the offered 6,000/s were kept up with.";
        }
        return isBare
                ? "The instrument: 0.99 of its core in use, the origin 0.61."
                : "The specimen: 0.98 of its core in use, the instrument 0.52, the origin 0.31.";
    }

    private static Map<FigureKind, Figure> figures(
            BundleContent bundle, Specimen specimen, String workload) {
        List<TimedSlice> slices = TimedSlice.of(TimedSlice.all(bundle), specimen.name(), workload);
        Histogram pooled = TimedSlice.pooled(slices, all -> all.responseTime());
        Tally tally =
                slices.stream()
                        .map(timed -> timed.slice().measured())
                        .reduce(Tally.EMPTY, Tally::plus);
        double seconds = slices.stream().mapToLong(t -> t.slice().measuredNs()).sum() / 1e9;
        Map<FigureKind, Figure> figures = new EnumMap<>(FigureKind.class);
        put(figures, FigureKind.GOODPUT, tally.correctInside() / seconds, 0.016);
        put(figures, FigureKind.BYTES_RECEIVED, tally.bytesInside() / seconds, 0.016);
        put(figures, FigureKind.RESPONSE_TIME_MEAN, pooled.getMean(), 0.018);
        put(figures, FigureKind.RESPONSE_TIME_MAX, (double) pooled.getMaxValue(), 0);
        for (FigureKind kind : FigureKind.values()) {
            if (kind.percentile() >= 0 && !kind.onlyOfMany()) {
                double value = (double) pooled.getValueAtPercentile(kind.percentile());
                put(figures, kind, value, 0.011 + 0.25 * (kind.percentile() - 50) / 100);
            }
        }
        put(figures, FigureKind.ERRORS, (double) tally.failed() / tally.sent(), 0);
        if (!specimen.name().equals("bare")) {
            double cpuNs =
                    (double)
                            slices.stream().mapToLong(t -> t.slice().specimenUsage().cpuNs()).sum();
            put(figures, FigureKind.CPU_PER_REQUEST, cpuNs / tally.doneInside(), 0.009);
            put(figures, FigureKind.CPU_MEAN, cpuNs / seconds / 1e9, 0.012);
            put(figures, FigureKind.CPU_MAX, Math.min(1, cpuNs / seconds / 1e9 * 1.03), 0);
            put(figures, FigureKind.PEAK_MEMORY, specimen.memoryMb() * 1.013e6, 0);
        }
        return judged(figures, specimen.name(), workload);
    }

    private static Map<FigureKind, Figure> judged(
            Map<FigureKind, Figure> figures, String specimen, String workload) {
        String scenario = specimen + " " + workload;
        if (scenario.equals("bare 16k-closed")) {
            figures.computeIfPresent(
                    FigureKind.GOODPUT, (kind, f) -> with(f, GENERATOR_LIMITED, true));
            figures.computeIfPresent(
                    FigureKind.BYTES_RECEIVED, (kind, f) -> with(f, GENERATOR_LIMITED, true));
        }
        if (scenario.equals("nginx 100b-open") || scenario.equals("haproxy 100b-open")) {
            figures.computeIfPresent(
                    FigureKind.RESPONSE_TIME_P99, (kind, f) -> with(f, LATE, false));
        }
        if (scenario.equals("envoy 100b-open")) {
            figures.computeIfPresent(
                    FigureKind.RESPONSE_TIME_P999, (kind, f) -> with(f, FEW, false));
        }
        return figures;
    }

    private static Map<FigureKind, Figure> costs(
            Map<FigureKind, Figure> figures, Map<FigureKind, Figure> bare, boolean saturated) {
        Map<FigureKind, Figure> costs = new EnumMap<>(FigureKind.class);
        for (Figure figure : figures.values()) {
            FigureKind kind = figure.kind();
            boolean skipped =
                    kind == FigureKind.RESPONSE_TIME_MAX
                            || kind == FigureKind.CPU_MAX
                            || kind == FigureKind.ERRORS
                            || (saturated && kind.isResponseTime());
            if (!skipped) {
                costs.put(kind, cost(figure, Optional.ofNullable(bare.get(kind))));
            }
        }
        return costs;
    }

    private static Figure cost(Figure figure, Optional<Figure> bare) {
        double bareValue = bare.map(Figure::value).orElse(0.0);
        double bareHalf = bare.map(SampleWeighing::halfWidth).orElse(0.0);
        double value = figure.value() - bareValue;
        double half = 0.7 * StrictMath.hypot(halfWidth(figure), bareHalf);
        Interval interval = new Interval(value - half, value + half, LEVEL);
        List<Reason> reasons =
                interval.contains(0) ? List.of(withinNoise(figure, half)) : List.of();
        Optional<Interval> printed = half > 0 ? Optional.of(interval) : Optional.empty();
        Optional<Chance> chance =
                bare.isPresent() && half > 0
                        ? Optional.of(
                                reasons.isEmpty()
                                        ? new Chance(0.0004, 0.012)
                                        : new Chance(0.3, 0.6))
                        : Optional.empty();
        return new Figure(figure.kind(), value, printed, false, reasons, chance, Optional.empty());
    }

    private static Reason withinNoise(Figure figure, double half) {
        String bound = Quantity.of(half, figure.kind().unit());
        return new Reason(
                4,
                Verdict.NOT_RESOLVABLE,
                "No difference larger than " + bound + ": its interval holds 0.",
                "More blocks narrow it: ./tare run --blocks 24");
    }

    private static double halfWidth(Figure figure) {
        return figure.interval().map(Interval::halfWidth).orElse(0.0);
    }

    private static Figure with(Figure figure, Reason reason, boolean lowerBound) {
        return new Figure(
                figure.kind(),
                figure.value(),
                figure.interval(),
                lowerBound,
                List.of(reason),
                Optional.empty(),
                reason.equals(FEW) ? Optional.of(LONGER) : Optional.empty());
    }

    private static void put(
            Map<FigureKind, Figure> figures, FigureKind kind, double value, double relative) {
        double half = value * relative;
        Optional<Interval> interval =
                relative > 0
                        ? Optional.of(new Interval(value - half, value + half, LEVEL))
                        : Optional.empty();
        figures.put(kind, new Figure(kind, value, interval, false, List.of()));
    }
}
