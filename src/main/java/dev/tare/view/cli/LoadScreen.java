package dev.tare.view.cli;

import dev.tare.base.core.LoadModel;
import dev.tare.base.core.Outcome;
import dev.tare.base.core.QuantityText;
import dev.tare.base.core.RateShape;
import dev.tare.base.core.Tally;
import dev.tare.base.core.Unsent;
import dev.tare.lab.verdict.FigureKind.Unit;
import dev.tare.load.engine.LoadResult;
import dev.tare.load.engine.LoadSpec;
import dev.tare.load.engine.PhaseResult;
import dev.tare.view.report.Quantity;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** What {@code tare load} prints. */
final class LoadScreen {
    private static final double[] PERCENTILES = {50, 75, 90, 99, 99.9};
    private static final double[] MORE_PERCENTILES = {50, 75, 90, 95, 99, 99.9, 99.99, 99.999};

    /** A percentile is printed when at least this many samples lie beyond it. */
    private static final int MIN_SAMPLES_BEYOND = 10;

    private final PrintStream out;
    private final boolean detailed;

    LoadScreen(PrintStream out, boolean detailed) {
        this.out = out;
        this.detailed = detailed;
    }

    void begin(String url, LoadSpec spec) {
        out.printf(
                "Loading %s for %s%n",
                url,
                QuantityText.ofNs(spec.measuredNs())
                        + (spec.leadNs() > 0
                                ? " after " + QuantityText.ofNs(spec.leadNs()) + " of warm-up"
                                : ""));
        out.printf(
                "  %d connections, %d threads, %s%n",
                spec.connections(), spec.threads(), model(spec.model()));
    }

    private static String model(LoadModel model) {
        return switch (model) {
            case LoadModel.ClosedLoop(long thinkTimeNs) ->
                    "closed loop%s: the other side sets the pace, response times are under saturation"
                            .formatted(
                                    thinkTimeNs == 0
                                            ? ""
                                            : " with "
                                                    + QuantityText.ofNs(thinkTimeNs)
                                                    + " of thought");
            case LoadModel.OpenLoop open ->
                    "open loop: %s, %s law, response times from the intended start"
                            .formatted(
                                    offered(open.shape()),
                                    open.law().name().toLowerCase(Locale.ROOT));
        };
    }

    private static String offered(RateShape shape) {
        return switch (shape) {
            case RateShape.Steady(double ratePerSec) -> rate(ratePerSec) + " offered";
            case RateShape.Ramp(double fromPerSec, double toPerSec, long durationNs) ->
                    "from %s to %s within %s"
                            .formatted(
                                    rate(fromPerSec),
                                    rate(toPerSec),
                                    QuantityText.ofNs(durationNs));
            case RateShape.Steps steps ->
                    "%d steps of up to %s"
                            .formatted(steps.steps().size(), rate(steps.highestRatePerSec()));
            case RateShape.Bursts(int size, long periodNs) ->
                    "bursts of %d every %s".formatted(size, QuantityText.ofNs(periodNs));
            case RateShape.Trace(List<Long> offsetsNs) ->
                    "a trace of %d starts".formatted(offsetsNs.size());
        };
    }

    private static String rate(double ratePerSec) {
        return Quantity.of(ratePerSec, Unit.PER_SEC);
    }

    void end(LoadSpec spec, LoadResult result) {
        PhaseResult measured = result.measured();
        out.printf("  %-16s %s%n", "", columns("mean", "max", detailed));
        row("response time", measured.responseTime());
        if (spec.model() instanceof LoadModel.OpenLoop) {
            row("service time", measured.serviceTime());
            row("send lag", measured.sendLag());
        }
        if (measured.connectTime().getTotalCount() > 0) {
            row("connect", measured.connectTime());
        } else {
            row("connect", result.lead().connectTime());
        }
        counts(result);
    }

    private String columns(String first, String last, boolean more) {
        StringBuilder line = new StringBuilder();
        line.append("%10s".formatted(first));
        for (double percentile : more ? MORE_PERCENTILES : PERCENTILES) {
            line.append("%10s".formatted("p" + number(percentile)));
        }
        return line.append("%10s".formatted(last)).toString();
    }

    private void row(String name, Histogram histogram) {
        if (histogram.getTotalCount() == 0) {
            return;
        }
        StringBuilder line = new StringBuilder();
        line.append("%10s".formatted(Quantity.duration(histogram.getMean())));
        for (double percentile : detailed ? MORE_PERCENTILES : PERCENTILES) {
            double beyond = histogram.getTotalCount() * (1 - percentile / 100);
            line.append(
                    "%10s"
                            .formatted(
                                    beyond >= MIN_SAMPLES_BEYOND
                                            ? duration(histogram.getValueAtPercentile(percentile))
                                            : Quantity.ABSENT));
        }
        line.append("%10s".formatted(duration(histogram.getMaxValue())));
        out.printf("  %-16s %s%n", name, line);
    }

    private void counts(LoadResult result) {
        Tally tally = result.measured().tally();
        double seconds = (result.measuredEndNs() - result.measuredStartNs()) / 1e9;
        out.printf(
                "  %s planned, %s sent, %s correct in %.2f s, by %s%n",
                Quantity.count(tally.planned()),
                Quantity.count(tally.sent()),
                Quantity.count(tally.count(Outcome.CORRECT)),
                seconds,
                result.backEnd());
        for (Outcome outcome : Outcome.values()) {
            if (outcome != Outcome.CORRECT && tally.count(outcome) > 0) {
                out.printf(
                        "  Failed, %s: %s%n",
                        outcome.key().replace('_', ' '), Quantity.count(tally.count(outcome)));
            }
        }
        for (Unsent reason : Unsent.values()) {
            if (tally.count(reason) > 0) {
                out.printf(
                        "  Never sent, %s: %s%n",
                        reason.key().replace('_', ' '), Quantity.count(tally.count(reason)));
            }
        }
        if (tally.inFlightAtEnd() > 0) {
            out.printf("  In flight at the end: %s%n", Quantity.count(tally.inFlightAtEnd()));
        }
        long failedConnects = tally.connectsFailed() + result.lead().tally().connectsFailed();
        if (failedConnects > 0) {
            out.printf("  Connections refused or failed: %s%n", Quantity.count(failedConnects));
        }
        out.printf("Goodput:  %s%n", Quantity.of(tally.correctInside() / seconds, Unit.PER_SEC));
        out.printf(
                "Received: %s%n", Quantity.of(tally.bytesInside() / seconds, Unit.BYTES_PER_SEC));
    }

    private static String duration(long durationNs) {
        return Quantity.duration((double) durationNs);
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
