package dev.tare.lab.find;

import dev.tare.base.core.Tally;
import dev.tare.base.histogram.HistogramLayout;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * What was measured at one rate, in one or more loads without much between them.
 *
 * @param offeredPerSec the rate asked for, more than 0
 * @param loads how many loads it took, 1 or more
 * @param measuredNs how long all of them measured, more than 0
 * @param tally exact counts over all
 * @param windows short stretches, in order
 * @param sendLag sent − intended, ns
 * @param connections that each load kept open
 * @param busyShare CPU of this process a measured second and loop thread, 1 for busy without a
 *     pause; NaN where it cannot be seen or the threads spin
 */
public record PointData(
        double offeredPerSec,
        int loads,
        long measuredNs,
        Tally tally,
        List<Window> windows,
        Histogram sendLag,
        int connections,
        double busyShare) {
    private static final double NS_PER_SECOND = 1e9;

    public PointData {
        windows = List.copyOf(windows);
    }

    /** The same with another load's figures added. */
    public PointData plus(PointData other) {
        Histogram lag = sendLag.copy();
        lag.add(other.sendLag);
        List<Window> both = new ArrayList<>(windows);
        both.addAll(other.windows);
        double busy =
                (busyShare * measuredNs + other.busyShare * other.measuredNs)
                        / (measuredNs + other.measuredNs);
        return new PointData(
                offeredPerSec,
                loads + other.loads,
                measuredNs + other.measuredNs,
                tally.plus(other.tally),
                both,
                lag,
                connections,
                busy);
    }

    /** Requests that ended, in whatever way, a second. */
    public double achievedPerSec() {
        return tally.doneInside() * NS_PER_SECOND / measuredNs;
    }

    /** Response times of all windows. */
    public Histogram responseTime() {
        Histogram all = HistogramLayout.newGrowingHistogram();
        windows.forEach(window -> all.add(window.responseTime()));
        return all;
    }

    /** Service times of all windows. */
    public Histogram serviceTime() {
        Histogram all = HistogramLayout.newGrowingHistogram();
        windows.forEach(window -> all.add(window.serviceTime()));
        return all;
    }

    /**
     * Requests in service at a time while nothing queues: rate × the shortest of the windows' mean
     * service times (Little's law).
     */
    double inServiceAtEase() {
        double shortestNs =
                windows.stream()
                        .filter(window -> window.serviceTime().getTotalCount() > 0)
                        .mapToDouble(window -> window.serviceTime().getMean())
                        .min()
                        .orElse(0);
        return offeredPerSec * shortestNs / NS_PER_SECOND;
    }

    /** Share of the connections that were in use, on average. */
    double connectionsBusy() {
        Histogram service = serviceTime();
        return service.getTotalCount() == 0
                ? 0
                : achievedPerSec() * service.getMean() / NS_PER_SECOND / connections;
    }
}
