package dev.tare.load.ledger;

import dev.tare.base.core.Outcome;
import dev.tare.base.core.Tally;
import dev.tare.base.core.Unsent;
import dev.tare.base.histogram.HistogramLayout;
import dev.tare.load.result.EndpointResult;
import org.HdrHistogram.Histogram;

/**
 * The counts and the response times of one endpoint's requests in the measured phase.
 *
 * <p>Thread-safety: belongs to one thread at a time. Allocation: where a response time is longer
 * than all before it, so that a thousand endpoints do not take the room of as many full histograms.
 */
final class EndpointRecorder {
    private final EnumCounts<Unsent> unsent = new EnumCounts<>(Unsent.class);
    private final EnumCounts<Outcome> outcomes = new EnumCounts<>(Outcome.class);
    private final Histogram responseTime = HistogramLayout.newGrowingHistogram();
    private long planned;
    private long sent;
    private long inFlightAtEnd;
    private long doneInside;
    private long correctInside;
    private long bodyBytes;

    void countPlanned() {
        planned++;
    }

    void countSent() {
        sent++;
    }

    void countInFlightAtEnd() {
        inFlightAtEnd++;
    }

    void recordUnsent(Unsent reason) {
        unsent.increment(reason);
    }

    void recordEnd(Outcome outcome, long responseTimeNs, long correctBodyBytes) {
        outcomes.increment(outcome);
        responseTime.recordValue(HistogramLayout.clamp(responseTimeNs));
        bodyBytes += correctBodyBytes;
    }

    /** A request, of whichever phase, has ended within the measured one. */
    void countInside(boolean correct) {
        doneInside++;
        if (correct) {
            correctInside++;
        }
    }

    void add(EndpointRecorder other) {
        planned += other.planned;
        sent += other.sent;
        inFlightAtEnd += other.inFlightAtEnd;
        doneInside += other.doneInside;
        correctInside += other.correctInside;
        bodyBytes += other.bodyBytes;
        unsent.add(other.unsent);
        outcomes.add(other.outcomes);
        if (other.responseTime.getTotalCount() > 0) {
            responseTime.add(other.responseTime);
        }
    }

    void reset() {
        planned = 0;
        sent = 0;
        inFlightAtEnd = 0;
        doneInside = 0;
        correctInside = 0;
        bodyBytes = 0;
        unsent.reset();
        outcomes.reset();
        if (responseTime.getTotalCount() > 0) {
            responseTime.reset();
        }
    }

    /** What was recorded; the histogram is this recorder's own, not a copy. */
    EndpointResult view(String name) {
        Tally tally =
                new Tally(
                        planned,
                        sent,
                        unsent.toMap(),
                        outcomes.toMap(),
                        inFlightAtEnd,
                        doneInside,
                        correctInside,
                        0,
                        bodyBytes,
                        0,
                        0);
        return new EndpointResult(name, tally, responseTime);
    }
}
