package dev.tare.lab.load;

import dev.tare.lab.bundle.Usage;
import dev.tare.load.result.LoadResult;
import dev.tare.load.spec.LoadSpec;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * All that is known of one load.
 *
 * @param title what is loaded, as a person named it: a URL, mostly; redacted by who prints it
 * @param spec what was asked for
 * @param result what came of it
 * @param intervals the measured phase in time; none where they were not kept
 * @param instrument CPU of the process that made the load, over the measured phase
 * @param disturbance what kept that process from running
 * @param provenance where it comes from
 */
public record LoadRecord(
        String title,
        LoadSpec spec,
        LoadResult result,
        List<LoadInterval> intervals,
        Usage instrument,
        Disturbance disturbance,
        Provenance provenance) {
    private static final double NS_PER_SECOND = 1e9;

    public LoadRecord {
        intervals = List.copyOf(intervals);
    }

    /** Length of the measured phase in seconds, as it was. */
    public double measuredSeconds() {
        return (result.measuredEndNs() - result.measuredStartNs()) / NS_PER_SECOND;
    }

    /** Times of connecting, of all connections: most are opened before the measured phase. */
    public Histogram connectTime() {
        return sum(result.lead().connectTime(), result.measured().connectTime());
    }

    /** Times of TLS handshakes, of all connections. */
    public Histogram handshakeTime() {
        return sum(result.lead().handshakeTime(), result.measured().handshakeTime());
    }

    /** Connections that could not be opened, whenever that was tried. */
    public long connectsFailed() {
        return result.lead().tally().connectsFailed() + result.measured().tally().connectsFailed();
    }

    /** Connections that were opened, whenever. */
    public long connectsOpened() {
        return result.lead().tally().connectsOpened() + result.measured().tally().connectsOpened();
    }

    private static Histogram sum(Histogram lead, Histogram measured) {
        Histogram sum = lead.copy();
        if (measured.getTotalCount() > 0) {
            sum.add(measured);
        }
        return sum;
    }
}
