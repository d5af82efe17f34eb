package dev.tare.lab.foreign;

import dev.tare.base.core.Outcome;
import dev.tare.base.core.Tally;
import dev.tare.load.result.LoadResult;

/**
 * What wrk and wrk2 count, out of a load's whole tally.
 *
 * @param answered requests that were answered, whatever the status
 * @param seconds from the first intended start to the end of the load
 * @param bytes received
 * @param connectErrors connections that could not be opened
 * @param readErrors answers that did not come whole: the connection ended, or they were malformed
 * @param timeouts requests that were not answered in time
 * @param statusErrors answers with a status that the check refuses: above 399
 */
public record WrkTotals(
        long answered,
        double seconds,
        long bytes,
        long connectErrors,
        long readErrors,
        long timeouts,
        long statusErrors) {
    private static final double NS_PER_SECOND = 1e9;

    /** The lead counts: wrk2 leaves its calibration out of the latencies, not out of the counts. */
    public static WrkTotals of(LoadResult result) {
        Tally all = result.lead().tally().plus(result.measured().tally());
        long malformed = all.count(Outcome.MALFORMED);
        long broken = all.count(Outcome.CLOSED_EARLY) + all.count(Outcome.STREAM_RESET);
        long unanswered = malformed + broken + all.count(Outcome.TIMED_OUT);
        return new WrkTotals(
                // Never more than were answered before the end; requests that failed during the
                // drain make it less, by their number at most.
                Math.max(0, all.doneInside() - unanswered),
                (result.measuredEndNs() - result.startNs()) / NS_PER_SECOND,
                all.bytesInside(),
                all.connectsFailed(),
                broken + malformed,
                all.count(Outcome.TIMED_OUT),
                all.count(Outcome.WRONG_STATUS));
    }

    double answeredPerSec() {
        return answered / seconds;
    }

    double bytesPerSec() {
        return bytes / seconds;
    }
}
