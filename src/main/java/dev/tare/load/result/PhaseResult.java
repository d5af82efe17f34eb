package dev.tare.load.result;

import dev.tare.base.core.Tally;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What was learnt of one phase: of one interval of it, or of the whole.
 *
 * <p>The population of {@code responseTime} is every sent request that has an outcome, errors and
 * timeouts included (at the time at which they ended). {@code serviceTime} and {@code sendLag} hold
 * the same requests; in a closed loop the send lag is 0 but for waiting on a connection.
 *
 * @param tally exact counts
 * @param responseTime done − intended, ns
 * @param failedResponseTime the same of the requests among them that did not end as correct
 * @param serviceTime done − sent, ns
 * @param sendLag sent − intended, ns
 * @param connectTime from the begin of a connect to the open connection, before any TLS, ns
 * @param handshakeTime from the open connection to the end of the TLS handshake, ns; empty without
 *     TLS
 * @param statuses final answers by their status
 * @param headBytes sizes of the final answers' heads as received
 * @param bodyBytes sizes of their bodies, decoded
 */
public record PhaseResult(
        Tally tally,
        Histogram responseTime,
        Histogram failedResponseTime,
        Histogram serviceTime,
        Histogram sendLag,
        Histogram connectTime,
        Histogram handshakeTime,
        Map<Integer, Long> statuses,
        SizeSummary headBytes,
        SizeSummary bodyBytes) {
    /** The same figures in histograms of its own. */
    public PhaseResult copy() {
        return new PhaseResult(
                tally,
                responseTime.copy(),
                failedResponseTime.copy(),
                serviceTime.copy(),
                sendLag.copy(),
                connectTime.copy(),
                handshakeTime.copy(),
                statuses,
                headBytes,
                bodyBytes);
    }
}
