package dev.tare.lab.load;

import dev.tare.base.core.Tally;
import dev.tare.base.histogram.HistogramCodec;
import dev.tare.load.result.IntervalResult;
import dev.tare.load.result.PhaseResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * What one interval brought to the measured phase, small enough to be kept by the thousand: a
 * histogram of the engine's takes 220 kB, its encoding some kB.
 *
 * @param startNs begin on the monotonic clock
 * @param endNs end of it
 * @param tally exact counts
 * @param statuses final answers by their status
 * @param responseTimeCode done − intended, ns, as {@link HistogramCodec} writes it
 * @param serviceTimeCode done − sent, likewise
 * @param sendLagCode sent − intended, likewise
 */
public record LoadInterval(
        long startNs,
        long endNs,
        Tally tally,
        Map<Integer, Long> statuses,
        String responseTimeCode,
        String serviceTimeCode,
        String sendLagCode) {

    public LoadInterval {
        statuses = Map.copyOf(statuses);
    }

    static LoadInterval of(IntervalResult interval, HistogramCodec codec) {
        PhaseResult measured = interval.measured();
        return new LoadInterval(
                interval.startNs(),
                interval.endNs(),
                measured.tally(),
                measured.statuses(),
                codec.encode(measured.responseTime()),
                codec.encode(measured.serviceTime()),
                codec.encode(measured.sendLag()));
    }

    /** Length in seconds. */
    public double seconds() {
        return (endNs - startNs) / 1e9;
    }

    /** The response times, in a histogram of its own. */
    public Histogram responseTime() {
        return decode(responseTimeCode);
    }

    /** The service times, in a histogram of its own. */
    public Histogram serviceTime() {
        return decode(serviceTimeCode);
    }

    /** The send lags, in a histogram of its own. */
    public Histogram sendLag() {
        return decode(sendLagCode);
    }

    private static Histogram decode(String code) {
        try {
            return HistogramCodec.decode(code);
        } catch (IOException impossible) {
            throw new UncheckedIOException("a histogram of our own cannot be read", impossible);
        }
    }

    /** This one and the one after it as one interval. */
    LoadInterval and(LoadInterval next, HistogramCodec codec) {
        Map<Integer, Long> sum = new TreeMap<>(statuses);
        next.statuses.forEach((status, count) -> sum.merge(status, count, Long::sum));
        return new LoadInterval(
                Math.min(startNs, next.startNs),
                Math.max(endNs, next.endNs),
                tally.plus(next.tally),
                sum,
                sum(responseTime(), next.responseTime(), codec),
                sum(serviceTime(), next.serviceTime(), codec),
                sum(sendLag(), next.sendLag(), codec));
    }

    private static String sum(Histogram first, Histogram second, HistogramCodec codec) {
        // Of an empty one add() would make a smallest and a largest value that nobody recorded.
        if (second.getTotalCount() > 0) {
            first.add(second);
        }
        return codec.encode(first);
    }
}
