package dev.tare.view.report;

import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.BundleContent.Block;
import dev.tare.lab.bundle.EndRecord;
import dev.tare.lab.bundle.Manifest;
import dev.tare.lab.verdict.FigureKind.Unit;
import dev.tare.view.report.content.TimedSlice;
import dev.tare.view.text.DisplayText;
import dev.tare.view.text.Quantity;
import dev.tare.view.text.TextStyle;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/** What is shown while a run goes on: provisional rows and a line of progress. Pure functions. */
public final class LiveRows {
    private static final double NS_PER_SECOND = 1e9;
    private static final long SECONDS_PER_MINUTE = 60;
    private static final long MINUTES_PER_HOUR = 60;

    private LiveRows() {}

    /**
     * What one scenario came to so far.
     *
     * @param specimen name
     * @param workload name
     * @param blocks how many blocks it rests on; 0: on the warm-up alone
     * @param goodputPerSec correct answers a second of measured time
     * @param p50Ns median response time; NaN where nothing was answered
     * @param p99Ns 99th percentile of it; NaN likewise
     * @param cpuPerRequestNs of the specimen; NaN where its processes are not visible
     */
    public record Snapshot(
            String specimen,
            String workload,
            int blocks,
            double goodputPerSec,
            double p50Ns,
            double p99Ns,
            double cpuPerRequestNs) {

        /** Pools the scenario's slices of {@code blocks}; empty where there are none. */
        public static Optional<Snapshot> of(
                Manifest manifest, List<Block> blocks, String specimen, String workload) {
            Optional<EndRecord> running = Optional.empty();
            BundleContent content = new BundleContent(manifest, List.of(), blocks, running);
            List<TimedSlice> slices = TimedSlice.of(TimedSlice.all(content), specimen, workload);
            if (slices.isEmpty()) {
                return Optional.empty();
            }
            Histogram pooled = TimedSlice.pooled(slices, all -> all.responseTime());
            boolean answered = pooled.getTotalCount() > 0;
            double seconds = sum(slices, t -> t.slice().measuredNs()) / NS_PER_SECOND;
            double correct = sum(slices, t -> t.slice().measured().correctInside());
            double done = sum(slices, t -> t.slice().measured().doneInside());
            double cpuNs = sum(slices, t -> t.slice().specimenUsage().cpuNs());
            boolean visible =
                    done > 0 && slices.stream().allMatch(t -> t.slice().specimenUsage().visible());
            return Optional.of(
                    new Snapshot(
                            specimen,
                            workload,
                            (int) slices.stream().mapToInt(TimedSlice::block).distinct().count(),
                            seconds > 0 ? correct / seconds : Double.NaN,
                            answered ? pooled.getValueAtPercentile(50) : Double.NaN,
                            answered ? pooled.getValueAtPercentile(99) : Double.NaN,
                            visible ? cpuNs / done : Double.NaN));
        }

        private static double sum(
                List<TimedSlice> slices, java.util.function.ToLongFunction<TimedSlice> count) {
            return slices.stream().mapToLong(count).sum();
        }
    }

    /**
     * Such as {@code provisional, 2 blocks: envoy 100b-open p50 312 µs, p99 1.4 ms, 6,000/s, CPU 31
     * µs/request}, cut to the width of the style.
     */
    public static String provisional(Snapshot snapshot, TextStyle style) {
        String blocks =
                switch (snapshot.blocks()) {
                    case 0 -> "warm-up, closed loop";
                    case 1 -> "1 block";
                    default -> snapshot.blocks() + " blocks";
                };
        String cpu =
                Double.isNaN(snapshot.cpuPerRequestNs())
                        ? ""
                        : ", CPU " + Quantity.duration(snapshot.cpuPerRequestNs()) + "/request";
        String row =
                "provisional, %s: %s %s p50 %s, %s%s%s"
                        .formatted(
                                blocks,
                                snapshot.specimen(),
                                snapshot.workload(),
                                Quantity.duration(snapshot.p50Ns()),
                                Double.isNaN(snapshot.p99Ns())
                                        ? ""
                                        : "p99 " + Quantity.duration(snapshot.p99Ns()) + ", ",
                                Quantity.of(snapshot.goodputPerSec(), Unit.PER_SEC),
                                cpu);
        return cut(row, style);
    }

    /** Provisional rows of several scenarios, a line each; empty for none. */
    public static String provisional(List<Snapshot> snapshots, TextStyle style) {
        return snapshots.stream()
                .map(snapshot -> provisional(snapshot, style) + "\n")
                .collect(Collectors.joining());
    }

    /**
     * What goes on at this moment.
     *
     * @param leftNs planned time until the end; negative counts as 0
     * @param phase such as {@code warm-up} or {@code block 3 of 8}
     * @param specimen under load
     * @param workload that loads it
     * @param ratePerSec answers a second of late; NaN: not known yet
     * @param p99Ns response time of late; NaN: not known yet
     */
    public record Progress(
            long leftNs,
            String phase,
            String specimen,
            String workload,
            double ratePerSec,
            double p99Ns) {}

    /**
     * Such as {@code 1:12 left, block 3 of 8, envoy 16k-closed, 8,120/s, p99 12.1 ms}, cut to the
     * width of the style; without an end of line.
     */
    public static String progress(Progress progress, TextStyle style) {
        String line =
                "%s left, %s, %s %s"
                        .formatted(
                                clock(progress.leftNs()),
                                progress.phase(),
                                progress.specimen(),
                                progress.workload());
        if (!Double.isNaN(progress.ratePerSec())) {
            line += ", " + Quantity.of(progress.ratePerSec(), Unit.PER_SEC);
        }
        if (!Double.isNaN(progress.p99Ns())) {
            line += ", p99 " + Quantity.duration(progress.p99Ns());
        }
        return cut(line, style);
    }

    private static String cut(String line, TextStyle style) {
        String shown = style.show(line);
        String cut = DisplayText.cut(shown, style.width());
        return style.unicode() ? cut : cut.replace('…', '.');
    }

    /** Minutes and seconds, rounded up, with hours where there are any. */
    private static String clock(long leftNs) {
        long seconds = Math.ceilDiv(Math.max(0, leftNs), (long) NS_PER_SECOND);
        long minutes = seconds / SECONDS_PER_MINUTE;
        long hours = minutes / MINUTES_PER_HOUR;
        String tail = ":" + two(seconds % SECONDS_PER_MINUTE);
        return hours > 0 ? hours + ":" + two(minutes % MINUTES_PER_HOUR) + tail : minutes + tail;
    }

    private static String two(long number) {
        return number < 10 ? "0" + number : Long.toString(number);
    }
}
