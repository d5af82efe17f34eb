package dev.tare.lab.find;

import dev.tare.base.core.Outcome;
import dev.tare.base.core.Tally;
import dev.tare.base.core.Unsent;
import dev.tare.lab.verdict.Statistic;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * What is kept of a point's measurements.
 *
 * @param offeredPerSec the rate asked for
 * @param achievedPerSec requests that ended a second
 * @param goodputPerSec correct answers a second
 * @param loads how many loads it took
 * @param measuredNs how long all of them measured
 * @param tally exact counts
 * @param responseTimesNs at {@link #PERCENTILES}, in order; empty without a request
 * @param serviceTimeP99Ns NaN without a request
 * @param sendLagP99Ns NaN without a request
 * @param busyShare as {@link PointData} has it
 */
public record PointFigures(
        double offeredPerSec,
        double achievedPerSec,
        double goodputPerSec,
        int loads,
        long measuredNs,
        Tally tally,
        List<Double> responseTimesNs,
        double serviceTimeP99Ns,
        double sendLagP99Ns,
        double busyShare) {
    /** Which percentiles of the response time are kept. */
    public static final List<Double> PERCENTILES = List.of(50.0, 90.0, 99.0, 99.9);

    private static final double NS_PER_SECOND = 1e9;

    public PointFigures {
        responseTimesNs = List.copyOf(responseTimesNs);
    }

    static PointFigures of(PointData data) {
        Histogram response = data.responseTime();
        List<Double> times = new ArrayList<>();
        if (response.getTotalCount() > 0) {
            PERCENTILES.forEach(p -> times.add((double) response.getValueAtPercentile(p)));
        }
        return new PointFigures(
                data.offeredPerSec(),
                data.achievedPerSec(),
                data.tally().correctInside() * NS_PER_SECOND / data.measuredNs(),
                data.loads(),
                data.measuredNs(),
                data.tally(),
                times,
                p99(data.serviceTime()),
                p99(data.sendLag()),
                data.busyShare());
    }

    private static double p99(Histogram times) {
        return times.getTotalCount() == 0 ? Double.NaN : new Statistic.Percentile(99).of(times);
    }

    /** A response time at one of {@link #PERCENTILES}, ns; NaN without a request. */
    public double responseTimeNs(double percentile) {
        int at = PERCENTILES.indexOf(percentile);
        return at < 0 || responseTimesNs.isEmpty() ? Double.NaN : responseTimesNs.get(at);
    }

    /** Share of the requests that did not end as correct; 0 without a request. */
    public double errorRatio() {
        long counted = counted(tally);
        return counted == 0 ? 0 : 1 - (double) tally.count(Outcome.CORRECT) / counted;
    }

    /**
     * Planned requests, but for those that still waited for a connection when a load ended: that
     * they were not sent is no error of the other side's. Where they are many, a queue grew, and
     * the point is saturated.
     */
    static long counted(Tally tally) {
        return tally.planned() - tally.count(Unsent.STOPPED);
    }
}
