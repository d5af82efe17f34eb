package dev.tare.lab.verdict.rule;

import dev.tare.base.core.Pauses;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Statistic;
import dev.tare.lab.verdict.estimate.Scenario;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * By how much pauses of somebody can have moved a statistic of the response times.
 *
 * <p>A pause of length P only ever makes times longer, by P at most, and only those of the requests
 * that were in flight when it began, that were to begin while it lasted, and that waited behind
 * these afterwards: an open loop at half of what the other side can take needs as long again to
 * work off what was left. Let s be the share of these requests. If their times were arbitrarily
 * shorter, a percentile q could be no lower than the percentile q − s of what was recorded. So it
 * was moved by at most q's value less that, and by at most P. Where pauses differ in length, those
 * shorter than a bound are taken to move it by that bound, and only the longer ones go into s; the
 * bound that gives the least is taken.
 *
 * @param pauses of one party, over all slices
 * @param times response times of all slices, ns
 * @param inFlight mean number of requests in flight
 * @param ratePerNs intended starts that do not wait for answers; 0 in a closed loop
 */
public record PauseShift(Pauses pauses, Histogram times, double inFlight, double ratePerNs) {
    /** Requests that a pause holds up in an open loop, over those that begin while it lasts. */
    private static final double WORKED_OFF_TOO = 2;

    /** Of an open or a closed loop. */
    static PauseShift of(Scenario scenario, Pauses pauses, Histogram times) {
        double connections = scenario.workload().connections();
        double ns = scenario.slices().mapToDouble(slice -> slice.counts().measuredNs()).sum();
        double ratePerNs = scenario.open() && ns > 0 ? times.getTotalCount() / ns : 0;
        double inFlight =
                scenario.open()
                        ? Math.clamp(ratePerNs * times.getMean(), 1, Math.max(1, connections))
                        : connections;
        return new PauseShift(pauses, times, inFlight, ratePerNs);
    }

    /** The most that a statistic can have been moved by, ns. */
    double ns(FigureKind kind) {
        return switch (kind) {
            case RESPONSE_TIME_MAX -> ns(Statistic.Whole.MAX);
            case RESPONSE_TIME_MEAN -> ns(Statistic.Whole.MEAN);
            case RESPONSE_TIME_P50,
                    RESPONSE_TIME_P90,
                    RESPONSE_TIME_P99,
                    RESPONSE_TIME_P999,
                    RESPONSE_TIME_P9999,
                    RESPONSE_TIME_P99999,
                    RESPONSE_TIME_P999999 ->
                    ns(new Statistic.Percentile(kind.percentile()));
            case GOODPUT, BYTES_RECEIVED, CPU_PER_REQUEST, CPU_MEAN, CPU_MAX, PEAK_MEMORY, ERRORS ->
                    throw new IllegalArgumentException(kind.label() + " is no time");
        };
    }

    /**
     * The most that a statistic can have been moved by, ns. The smallest time is of a request that
     * no pause has hit, as long as there is one.
     */
    public double ns(Statistic statistic) {
        if (pauses.classes().isEmpty() || times.getTotalCount() == 0) {
            return 0;
        }
        return switch (statistic) {
            case Statistic.Percentile(double percentile) -> ofPercentile(percentile);
            case Statistic.Whole whole ->
                    switch (whole) {
                        case MEAN -> ofMean();
                        case MIN -> ofPercentile(0);
                        case MAX -> pauses.longestNs();
                    };
        };
    }

    /** Who begins in a pause waits for half of it on average, and as long again behind others. */
    private double ofMean() {
        double sumNs = 0;
        for (Pauses.LengthClass each : pauses.classes()) {
            double requests = inFlight + WORKED_OFF_TOO / 2 * ratePerNs * each.meanNs();
            sumNs += each.count() * requests * each.meanNs();
        }
        return Math.min(times.getMean(), sumNs / times.getTotalCount());
    }

    private double ofPercentile(double percentile) {
        List<Pauses.LengthClass> classes = pauses.classes();
        double leastNs = pauses.longestNs();
        double share = 0;
        for (int i = classes.size() - 1; i >= 0; i--) {
            Pauses.LengthClass each = classes.get(i);
            share +=
                    (each.count() * inFlight + WORKED_OFF_TOO * ratePerNs * each.totalNs())
                            / times.getTotalCount();
            double shorterNs = i == 0 ? 0 : 2.0 * classes.get(i - 1).fromNs();
            leastNs = Math.min(leastNs, shorterNs + distanceNs(percentile, share));
        }
        return leastNs;
    }

    private double distanceNs(double percentile, double share) {
        double lower = Math.max(0, percentile - 100 * share);
        return times.getValueAtPercentile(percentile) - times.getValueAtPercentile(lower);
    }
}
