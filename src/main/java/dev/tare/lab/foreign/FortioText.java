package dev.tare.lab.foreign;

import dev.tare.base.core.LoadModel;
import dev.tare.load.result.LoadResult;
import dev.tare.load.result.SizeSummary;
import dev.tare.load.spec.LoadSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A load's result in the layout of {@code fortio load}, line for line, without its log lines.
 *
 * <p>Source: fortio 1.75.2, {@code fortioLoad}, {@code periodicRunner.Run} and {@code RunHTTPTest}.
 */
public final class FortioText {
    private static final double NS_PER_SECOND = 1e9;

    /** From this share of late calls on, fortio warns. */
    private static final double MAX_LATE_PERCENT = 5;

    /** How much is said. */
    public enum Detail {
        /** Fortio's log levels debug, verbose and info. */
        FULL,
        /** Its level warning. */
        LESS,
        /** Its flag {@code -quiet} and the levels from error on. */
        QUIET
    }

    private final FortioSettings settings;
    private final LoadSpec spec;
    private final FortioFigures figures;
    private final Detail detail;
    private final StringBuilder out = new StringBuilder();

    private FortioText(
            FortioSettings settings, LoadSpec spec, FortioFigures figures, Detail detail) {
        this.settings = settings;
        this.spec = spec;
        this.figures = figures;
        this.detail = detail;
    }

    /** The first line, before the calls that warm up. */
    public static String announce(FortioSettings settings, LoadSpec spec) {
        return "Fortio %s running at %s queries per second, %d->%d procs, for %s: %s\n"
                .formatted(
                        FortioSettings.VERSION,
                        spec.model() instanceof LoadModel.OpenLoop open
                                ? PrintedNumber.shortest(open.offeredRatePerSec())
                                : "0",
                        spec.threads(),
                        spec.threads(),
                        spec.calls() > 0
                                ? spec.calls() + " calls"
                                : PrintedNumber.goDuration(spec.measuredNs()),
                        settings.url());
    }

    /** What stands there while the load runs; empty where little is to be said. */
    public static String begin(LoadSpec spec, Detail detail) {
        if (detail == Detail.QUIET) {
            return "";
        }
        int rows = spec.connections() * spec.policy().depth();
        String duration = PrintedNumber.goDuration(spec.measuredNs());
        return switch (spec.model()) {
            case LoadModel.ClosedLoop ignored ->
                    "Starting at max qps with %d thread(s) [gomax %d] for %s\n"
                            .formatted(
                                    rows,
                                    spec.threads(),
                                    spec.calls() == 0
                                            ? duration
                                            : "exactly %d calls (%d per thread + %d)"
                                                    .formatted(
                                                            spec.calls(),
                                                            spec.calls() / rows,
                                                            spec.calls() % rows));
            case LoadModel.OpenLoop open ->
                    "Starting at %s qps with %d thread(s) [gomax %d] %s\n"
                            .formatted(
                                    PrintedNumber.shortest(open.offeredRatePerSec()),
                                    rows,
                                    spec.threads(),
                                    openShare(spec, open, duration));
        };
    }

    private static String openShare(LoadSpec spec, LoadModel.OpenLoop open, String duration) {
        int rows = spec.connections() * spec.policy().depth();
        if (spec.calls() > 0) {
            long each = spec.calls() / rows;
            return ": exactly %d, %d calls each (total %d + %d)"
                    .formatted(spec.calls(), each, each * rows, spec.calls() % rows);
        }
        long total = (long) (open.offeredRatePerSec() * (spec.measuredNs() / NS_PER_SECOND));
        return "for %s : %d calls each (total %d)".formatted(duration, total / rows, total);
    }

    /** All that follows. */
    public static String end(
            FortioSettings settings, LoadSpec spec, LoadResult result, Detail detail) {
        FortioText text =
                new FortioText(settings, spec, new FortioFigures(settings, spec, result), detail);
        text.run();
        if (settings.grpc().isPresent()) {
            text.calls(settings.grpc().get());
        } else {
            text.connections();
            text.codes();
        }
        text.last();
        return text.out.toString();
    }

    /** What was to be done, and, where that was a number of calls, whether it was. */
    static String requestedDuration(LoadSpec spec, FortioFigures figures) {
        if (spec.calls() == 0) {
            return PrintedNumber.goDuration(spec.measuredNs());
        }
        String exactly = "exactly %d calls".formatted(spec.calls());
        return figures.calls() == spec.calls()
                ? exactly
                : exactly + ", interrupted after " + figures.calls();
    }

    /** A histogram alone. */
    static String histogramText(String name, FortioHistogram values, List<Double> percentiles) {
        StringBuilder text = new StringBuilder();
        histogram(text, name, values, percentiles);
        return text.toString();
    }

    private void run() {
        FortioHistogram durations = figures.durations();
        FortioHistogram failures = figures.failedDurations();
        if (detail == Detail.QUIET) {
            counter(out, "Aggregated Function Time", durations);
            percentiles(out, durations, settings.percentiles());
            counter(out, "Error cases", failures);
            return;
        }
        out.append(
                "Ended after %s : %d calls. qps=%s\n"
                        .formatted(
                                PrintedNumber.goDuration(figures.elapsedNs()),
                                figures.calls(),
                                PrintedNumber.general(figures.callsPerSec(), 5)));
        if (spec.model() instanceof LoadModel.OpenLoop) {
            sleeps();
        }
        histogram(out, "Aggregated Function Time", durations, settings.percentiles());
        histogram(out, "Error cases", failures, settings.percentiles());
    }

    private void sleeps() {
        FortioHistogram sleeps = figures.sleeps();
        double latePercent = sleeps.percentInFirstRange();
        if (latePercent > MAX_LATE_PERCENT) {
            histogram(out, "Aggregated Sleep Time", sleeps, List.of(50.0));
            out.append("WARNING ")
                    .append(PrintedNumber.fixed(latePercent, 2))
                    .append("% of sleep were falling behind\n");
        } else {
            counter(out, "Sleep times", sleeps);
        }
    }

    /** All that fortio has to say of its calls of gRPC. */
    private void calls(FortioGrpc grpc) {
        out.append("Jitter: ").append(settings.jitter()).append('\n');
        figures.results()
                .forEach((result, count) ->
                        out.append("%s %s : %d\n".formatted(grpc.kind(), result, count)));
    }

    private void connections() {
        out.append("# Socket and IP used for each connection:\n");
        List<String> addresses = addressesByRow();
        List<FortioHistogram> rows = figures.connectsByRow();
        for (int i = 0; i < rows.size(); i++) {
            out.append(
                    "[%d] %3d socket used, resolved to %s"
                            .formatted(i, rows.get(i).count(), addresses.get(i)));
            counter(out, ", connection timing", rows.get(i));
        }
        switch (detail) {
            case FULL ->
                    histogram(
                            out,
                            "Connection time histogram (s)",
                            figures.connects(),
                            settings.percentiles());
            case LESS -> counter(out, "Connection time (s)", figures.connects());
            case QUIET -> {}
        }
        out.append(
                "Sockets used: %d (for perfect keepalive, would be %d)\n"
                        .formatted(figures.connects().count(), spec.connections()));
        out.append(
                "Uniform: %b, Jitter: %b, Catchup allowed: %b\n"
                        .formatted(settings.uniform(), settings.jitter(), !settings.noCatchUp()));
        out.append("IP addresses distribution:\n");
        for (Map.Entry<String, Long> address : figures.addresses()) {
            out.append(address.getKey()).append(": ").append(address.getValue()).append('\n');
        }
    }

    /** Addresses dealt out over the rows in turn; which connection had which is not kept. */
    private List<String> addressesByRow() {
        List<String> known = figures.addresses().stream().map(Map.Entry::getKey).toList();
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < spec.connections(); i++) {
            rows.add(known.isEmpty() ? "" : known.get(i % known.size()));
        }
        return rows;
    }

    private void codes() {
        double calls = figures.calls();
        figures.codes()
                .forEach((code, count) ->
                        out.append(
                                "Code %3d : %d (%s %%)\n"
                                        .formatted(
                                                code,
                                                count,
                                                PrintedNumber.fixed(100 * count / calls, 1))));
        if (detail != Detail.QUIET) {
            sizes("Response Header Sizes", figures.headSizes());
            sizes("Response Body/Total Sizes", figures.wholeSizes());
        }
    }

    private void last() {
        out.append(
                "All done %d calls (plus %d warmup) %s ms avg, %s qps\n"
                        .formatted(
                                figures.calls(),
                                settings.warmUpCalls(),
                                PrintedNumber.fixed(1000 * figures.durations().mean(), 3),
                                PrintedNumber.fixed(figures.callsPerSec(), 1)));
    }

    private static void counter(StringBuilder out, String name, FortioHistogram values) {
        line(
                out,
                name,
                values.count(),
                new double[] {
                    values.mean(), values.deviation(), values.min(), values.max(), values.sum()
                });
    }

    private void sizes(String name, SizeSummary sizes) {
        line(
                out,
                name,
                sizes.count(),
                new double[] {
                    sizes.mean(), sizes.standardDeviation(), sizes.min(), sizes.max(), sizes.sum()
                });
    }

    /** The line of a count, its mean, deviation, smallest, largest and sum. */
    private static void line(StringBuilder out, String name, long count, double[] figures) {
        out.append(
                "%s : count %d avg %s +/- %s min %s max %s sum %s\n"
                        .formatted(
                                name,
                                count,
                                PrintedNumber.general(figures[0], 8),
                                PrintedNumber.general(figures[1], 4),
                                PrintedNumber.shortest(figures[2]),
                                PrintedNumber.shortest(figures[3]),
                                PrintedNumber.general(figures[4], 9)));
    }

    private static void histogram(
            StringBuilder out, String name, FortioHistogram values, List<Double> percentiles) {
        if (values.count() == 0) {
            out.append(name).append(" : no data\n");
            return;
        }
        counter(out, name, values);
        out.append("# range, mid point, percentile, count\n");
        String sign = ">=";
        for (FortioHistogram.Bucket bucket : values.buckets()) {
            out.append(
                    "%s %s <= %s , %s , %s, %d\n"
                            .formatted(
                                    sign,
                                    PrintedNumber.general(bucket.start(), 6),
                                    PrintedNumber.general(bucket.end(), 6),
                                    PrintedNumber.general((bucket.start() + bucket.end()) / 2, 6),
                                    PrintedNumber.fixed(bucket.percent(), 2),
                                    bucket.count()));
            sign = ">";
        }
        percentiles(out, values, percentiles);
    }

    private static void percentiles(
            StringBuilder out, FortioHistogram values, List<Double> percentiles) {
        if (values.count() == 0) {
            return;
        }
        for (double percentile : percentiles) {
            out.append(
                    "# target %s%% %s\n"
                            .formatted(
                                    PrintedNumber.shortest(percentile),
                                    PrintedNumber.general(values.percentile(percentile), 6)));
        }
    }
}
