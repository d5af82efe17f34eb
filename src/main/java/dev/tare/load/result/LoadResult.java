package dev.tare.load.result;

import dev.tare.base.core.GeneratorHealth;
import java.util.List;

/**
 * The whole of one load.
 *
 * @param startNs when the lead began, on the monotonic clock
 * @param measuredStartNs when the measured phase began
 * @param measuredEndNs when the measured phase ended
 * @param endNs when the drain ended
 * @param backEnd the I/O really used
 * @param stopped whether the load was stopped before its planned end
 * @param lead the lead's totals
 * @param measured the measured phase's totals
 * @param endpoints the measured phase's share of each endpoint, in the load's order
 * @param transport what the connections really were
 * @param health what held up the process in the measured phase
 */
public record LoadResult(
        long startNs,
        long measuredStartNs,
        long measuredEndNs,
        long endNs,
        String backEnd,
        boolean stopped,
        PhaseResult lead,
        PhaseResult measured,
        List<EndpointResult> endpoints,
        TransportFacts transport,
        GeneratorHealth health) {
    /** Of a load that nobody watched. */
    public LoadResult(
            long startNs,
            long measuredStartNs,
            long measuredEndNs,
            long endNs,
            String backEnd,
            boolean stopped,
            PhaseResult lead,
            PhaseResult measured,
            List<EndpointResult> endpoints,
            TransportFacts transport) {
        this(
                startNs,
                measuredStartNs,
                measuredEndNs,
                endNs,
                backEnd,
                stopped,
                lead,
                measured,
                endpoints,
                transport,
                GeneratorHealth.UNKNOWN);
    }

    /** The same result, and what held up the process in its measured phase. */
    public LoadResult with(GeneratorHealth seen) {
        return new LoadResult(
                startNs,
                measuredStartNs,
                measuredEndNs,
                endNs,
                backEnd,
                stopped,
                lead,
                measured,
                endpoints,
                transport,
                seen);
    }
}
