package dev.tare.view.load;

import dev.tare.lab.load.LoadInterval;
import dev.tare.lab.load.LoadRecord;
import dev.tare.lab.verdict.load.TimeKind;
import dev.tare.load.result.EndpointResult;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/**
 * The histograms in HdrHistogram's interval log, format 1.3, values in nanoseconds: a line an
 * interval and tag for {@code response_time}, {@code service_time} and {@code send_lag}, whose sums
 * are the load's, exactly; and a line each for the whole of {@code connect_time}, {@code
 * handshake_time} and of every endpoint's response times, tagged {@code endpoint.NAME}.
 *
 * <p>Times are seconds since the begin of the measured phase; {@code StartTime} is when the load
 * was begun on the wall clock. The column of the largest value is in milliseconds, as
 * HdrHistogram's tools expect. Characters that a tag may not hold are underscores.
 */
final class LoadHlog {
    private static final double NS_PER_SEC = 1e9;
    private static final double NS_PER_MS = 1e6;

    private LoadHlog() {}

    static String render(LoadReport report) {
        LoadRecord load = report.load();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        HistogramLogWriter log = new HistogramLogWriter(bytes);
        log.outputComment("[Logged with tare %s]".formatted(load.provenance().tareVersion()));
        log.outputLogFormatVersion();
        log.outputComment(
                String.format(
                        Locale.ROOT,
                        "[StartTime: %.3f (seconds since epoch)]",
                        load.provenance().startedEpochNs() / NS_PER_SEC));
        log.outputLegend();
        for (LoadInterval interval : load.intervals()) {
            line(log, load, interval, TimeKind.RESPONSE_TIME.key(), interval.responseTime());
            line(log, load, interval, TimeKind.SERVICE_TIME.key(), interval.serviceTime());
            line(log, load, interval, TimeKind.SEND_LAG.key(), interval.sendLag());
        }
        whole(log, load, TimeKind.CONNECT_TIME.key(), load.connectTime());
        whole(log, load, TimeKind.HANDSHAKE_TIME.key(), load.handshakeTime());
        for (EndpointResult endpoint : load.result().endpoints()) {
            whole(log, load, "endpoint." + tag(endpoint.name()), endpoint.responseTime());
        }
        log.close();
        return bytes.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
    }

    private static void line(
            HistogramLogWriter log,
            LoadRecord load,
            LoadInterval interval,
            String tag,
            Histogram times) {
        write(log, load, interval.startNs(), interval.endNs(), tag, times);
    }

    private static void whole(
            HistogramLogWriter log, LoadRecord load, String tag, Histogram times) {
        if (times.getTotalCount() > 0) {
            long fromNs = load.result().measuredStartNs();
            write(log, load, fromNs, load.result().measuredEndNs(), tag, times.copy());
        }
    }

    private static void write(
            HistogramLogWriter log,
            LoadRecord load,
            long startNs,
            long endNs,
            String tag,
            Histogram times) {
        long zeroNs = load.result().measuredStartNs();
        times.setTag(tag);
        // The first interval may begin before the phase; a log's times are never negative.
        double fromSec = Math.max(0, startNs - zeroNs) / NS_PER_SEC;
        double untilSec = Math.max(0, endNs - zeroNs) / NS_PER_SEC;
        log.outputIntervalHistogram(fromSec, untilSec, times, NS_PER_MS);
    }

    /** The name without what ends a tag or a line. */
    static String tag(String name) {
        StringBuilder tag = new StringBuilder(name.length());
        name.codePoints()
                .map(c ->
                        c == ',' || Character.isWhitespace(c) || Character.isISOControl(c)
                                ? '_'
                                : c)
                .forEach(tag::appendCodePoint);
        return tag.toString();
    }
}
