package dev.tare.load.ledger;

import dev.tare.base.core.Outcome;
import dev.tare.base.core.Tally;
import dev.tare.base.core.Unsent;
import dev.tare.base.histogram.HistogramLayout;
import dev.tare.load.result.PhaseResult;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * The counts and histograms of one phase while they are being made.
 *
 * <p>Thread-safety: belongs to one thread at a time.
 *
 * <p>Allocation: recording and adding allocate nothing, but where a request that failed took longer
 * than all failed ones before it.
 */
final class PhaseRecorder {
    /** Statuses from 0; one beyond them is no status of HTTP and counts with the last. */
    private static final int STATUSES = 1000;

    long planned;
    long sent;
    long inFlightAtEnd;
    long doneInside;
    long correctInside;
    long bytesInside;
    long bodyBytes;
    long connectsOpened;
    long connectsFailed;
    private final EnumCounts<Unsent> unsent = new EnumCounts<>(Unsent.class);
    private final EnumCounts<Outcome> outcomes = new EnumCounts<>(Outcome.class);
    private final Histogram responseTime = HistogramLayout.newHistogram();

    /** Most loads have few failures or none: a full histogram would be room for nothing. */
    private final Histogram failedResponseTime = HistogramLayout.newGrowingHistogram();

    private final Histogram serviceTime = HistogramLayout.newHistogram();
    private final Histogram sendLag = HistogramLayout.newHistogram();
    private final Histogram connectTime = HistogramLayout.newHistogram();

    private final Histogram handshakeTime = HistogramLayout.newHistogram();

    private final long[] statuses = new long[STATUSES];
    private final SizeRecorder headBytes = new SizeRecorder();
    private final SizeRecorder bodySizes = new SizeRecorder();

    void recordUnsent(Unsent reason) {
        unsent.increment(reason);
    }

    void recordEnd(Outcome outcome, long intendedNs, long sentNs, long doneNs) {
        outcomes.increment(outcome);
        responseTime.recordValue(HistogramLayout.clamp(doneNs - intendedNs));
        if (outcome != Outcome.CORRECT) {
            failedResponseTime.recordValue(HistogramLayout.clamp(doneNs - intendedNs));
        }
        serviceTime.recordValue(HistogramLayout.clamp(doneNs - sentNs));
        sendLag.recordValue(HistogramLayout.clamp(sentNs - intendedNs));
    }

    void recordAnswer(int status, long head, long body) {
        statuses[Math.min(status, STATUSES - 1)]++;
        headBytes.record(head);
        bodySizes.record(body);
    }

    void recordHandshake(long durationNs) {
        handshakeTime.recordValue(HistogramLayout.clamp(durationNs));
    }

    void recordConnect(long durationNs) {
        connectsOpened++;
        connectTime.recordValue(HistogramLayout.clamp(durationNs));
    }

    void add(PhaseRecorder other) {
        planned += other.planned;
        sent += other.sent;
        inFlightAtEnd += other.inFlightAtEnd;
        doneInside += other.doneInside;
        correctInside += other.correctInside;
        bytesInside += other.bytesInside;
        bodyBytes += other.bodyBytes;
        connectsOpened += other.connectsOpened;
        connectsFailed += other.connectsFailed;
        unsent.add(other.unsent);
        outcomes.add(other.outcomes);
        add(responseTime, other.responseTime);
        add(failedResponseTime, other.failedResponseTime);
        add(serviceTime, other.serviceTime);
        add(sendLag, other.sendLag);
        add(connectTime, other.connectTime);
        add(handshakeTime, other.handshakeTime);
        for (int i = 0; i < STATUSES; i++) {
            statuses[i] += other.statuses[i];
        }
        headBytes.add(other.headBytes);
        bodySizes.add(other.bodySizes);
    }

    private static void add(Histogram sum, Histogram other) {
        // An empty histogram costs as much to add as a full one, and most phases are empty.
        if (other.getTotalCount() > 0) {
            sum.add(other);
        }
    }

    void reset() {
        planned = 0;
        sent = 0;
        inFlightAtEnd = 0;
        doneInside = 0;
        correctInside = 0;
        bytesInside = 0;
        bodyBytes = 0;
        connectsOpened = 0;
        connectsFailed = 0;
        unsent.reset();
        outcomes.reset();
        reset(responseTime);
        reset(failedResponseTime);
        reset(serviceTime);
        reset(sendLag);
        reset(connectTime);
        reset(handshakeTime);
        Arrays.fill(statuses, 0);
        headBytes.reset();
        bodySizes.reset();
    }

    private static void reset(Histogram histogram) {
        if (histogram.getTotalCount() > 0) {
            histogram.reset();
        }
    }

    /** What was recorded; the histograms are this recorder's own, not copies. */
    PhaseResult view() {
        return new PhaseResult(
                tally(),
                responseTime,
                failedResponseTime,
                serviceTime,
                sendLag,
                connectTime,
                handshakeTime,
                statusCounts(),
                headBytes.summary(),
                bodySizes.summary());
    }

    private Map<Integer, Long> statusCounts() {
        Map<Integer, Long> counts = new TreeMap<>();
        for (int i = 0; i < STATUSES; i++) {
            if (statuses[i] > 0) {
                counts.put(i, statuses[i]);
            }
        }
        return counts;
    }

    private Tally tally() {
        return new Tally(
                planned,
                sent,
                unsent.toMap(),
                outcomes.toMap(),
                inFlightAtEnd,
                doneInside,
                correctInside,
                bytesInside,
                bodyBytes,
                connectsOpened,
                connectsFailed);
    }
}
