package dev.tare.load.ledger;

import dev.tare.base.core.Outcome;
import dev.tare.base.core.Unsent;
import dev.tare.base.histogram.Rotation;
import dev.tare.base.time.Instants;
import org.jspecify.annotations.Nullable;

/**
 * One loop's books: puts every event into the phase where it belongs, and passes the books of an
 * interval on when it ends.
 *
 * <p>A request belongs to the phase of its intended start. What is counted by the time of the event
 * belongs to the phase that holds this time; connections opened before the load began are counted
 * in the lead, and what happens after the measured phase in none.
 *
 * <p>Thread-safety: the loop's own thread only.
 *
 * <p>Allocation: none, but where {@link IntervalFrame} says so.
 */
public final class Ledger {
    private static final long NOT_BEGUN = Long.MAX_VALUE;

    private final Rotation<IntervalFrame> rotation;
    private final long intervalNs;
    private final Runnable onRotated;
    private IntervalFrame frame;

    private long startNs = NOT_BEGUN;
    private long measuredStartNs = NOT_BEGUN;
    private long measuredEndNs = NOT_BEGUN;
    private long nextRotationNs = NOT_BEGUN;

    /**
     * Opens the books.
     *
     * @param onRotated is run whenever books were passed on
     */
    public Ledger(Rotation<IntervalFrame> rotation, long intervalNs, Runnable onRotated) {
        this.rotation = rotation;
        this.intervalNs = intervalNs;
        this.onRotated = onRotated;
        frame = rotation.active();
    }

    /** The load begins, or is known to begin, at {@code startNs}. */
    public void begin(long startNs, long leadNs, long measuredNs) {
        this.startNs = startNs;
        measuredStartNs = Instants.after(startNs, leadNs);
        measuredEndNs = Instants.after(measuredStartNs, measuredNs);
        nextRotationNs = Instants.after(startNs, intervalNs);
        frame.startNs = startNs;
    }

    /** The load is stopped: its phases end now, if they have not ended yet. */
    public void cutShort(long nowNs) {
        startNs = Math.min(startNs, nowNs);
        measuredStartNs = Math.min(measuredStartNs, nowNs);
        measuredEndNs = Math.min(measuredEndNs, nowNs);
    }

    /** All requests of the load are done: the measured phase ends now, as planned. */
    public void measuredDone(long nowNs) {
        measuredEndNs = Math.max(measuredStartNs, Math.min(measuredEndNs, nowNs));
    }

    /** When the load began; {@link Long#MAX_VALUE} before. */
    public long startNs() {
        return startNs;
    }

    /** When the measured phase began, or will begin. */
    public long measuredStartNs() {
        return measuredStartNs;
    }

    /** When the measured phase ended, or will end. */
    public long measuredEndNs() {
        return measuredEndNs;
    }

    /** When {@link #rotateIfDue} is due. */
    public long nextRotationNs() {
        return nextRotationNs;
    }

    /** Passes the books of the interval on if it has ended; if no spare is left, goes on in it. */
    public void rotateIfDue(long nowNs) {
        if (nowNs < nextRotationNs) {
            return;
        }
        long boundaryNs = nowNs - (nowNs - startNs) % intervalNs;
        nextRotationNs = Instants.after(boundaryNs, intervalNs);
        frame.endNs = boundaryNs;
        if (rotation.rotate()) {
            frame = rotation.active();
            frame.startNs = boundaryNs;
            onRotated.run();
        }
    }

    /** Passes the last books on. */
    public void finish(long nowNs) {
        frame.endNs = Math.max(nowNs, frame.startNs);
        frame.last = true;
        rotation.finish();
        onRotated.run();
    }

    private PhaseRecorder phaseOf(long intendedNs) {
        return intendedNs < measuredStartNs ? frame.lead : frame.measured;
    }

    private @Nullable PhaseRecorder phaseAt(long nowNs) {
        if (nowNs < measuredStartNs) {
            return frame.lead;
        }
        return nowNs < measuredEndNs ? frame.measured : null;
    }

    private @Nullable EndpointRecorder endpointOf(int endpoint, long intendedNs) {
        boolean apart = frame.recordsEndpoints() && intendedNs >= measuredStartNs;
        return apart ? frame.endpoint(endpoint) : null;
    }

    /** A request was due: it is sent, or counted as unsent. */
    public void planned(int endpoint, long intendedNs) {
        phaseOf(intendedNs).planned++;
        EndpointRecorder own = endpointOf(endpoint, intendedNs);
        if (own != null) {
            own.countPlanned();
        }
    }

    /** The kernel has taken the first byte of a request. */
    public void sent(int endpoint, long intendedNs) {
        phaseOf(intendedNs).sent++;
        EndpointRecorder own = endpointOf(endpoint, intendedNs);
        if (own != null) {
            own.countSent();
        }
    }

    /** A request that was due will never be sent. */
    public void unsent(Unsent reason, int endpoint, long intendedNs) {
        phaseOf(intendedNs).recordUnsent(reason);
        EndpointRecorder own = endpointOf(endpoint, intendedNs);
        if (own != null) {
            own.recordUnsent(reason);
        }
    }

    /** A request that was sent has no answer when the drain ends. */
    public void inFlightAtEnd(int endpoint, long intendedNs) {
        phaseOf(intendedNs).inFlightAtEnd++;
        EndpointRecorder own = endpointOf(endpoint, intendedNs);
        if (own != null) {
            own.countInFlightAtEnd();
        }
    }

    /** A final answer is whole, correct or not. */
    public void answered(long intendedNs, int status, long headBytes, long bodyBytes) {
        phaseOf(intendedNs).recordAnswer(status, headBytes, bodyBytes);
    }

    /** Bytes have come, of whatever answer. */
    public void received(int bytes, long nowNs) {
        PhaseRecorder phase = phaseAt(nowNs);
        if (phase != null) {
            phase.bytesInside += bytes;
        }
    }

    /** A request that was sent has ended. */
    public void ended(
            Outcome outcome,
            int endpoint,
            long intendedNs,
            long sentNs,
            long doneNs,
            long bodyBytes) {
        PhaseRecorder phase = phaseOf(intendedNs);
        phase.recordEnd(outcome, intendedNs, sentNs, doneNs);
        boolean correct = outcome == Outcome.CORRECT;
        PhaseRecorder inside = phaseAt(doneNs);
        if (inside != null) {
            inside.doneInside++;
        }
        if (inside == frame.measured && frame.recordsEndpoints()) {
            frame.endpoint(endpoint).countInside(correct);
        }
        if (correct) {
            phase.bodyBytes += bodyBytes;
            if (inside != null) {
                inside.correctInside++;
            }
        }
        EndpointRecorder own = endpointOf(endpoint, intendedNs);
        if (own != null) {
            own.recordEnd(outcome, doneNs - intendedNs, correct ? bodyBytes : 0);
        }
    }

    /**
     * A connection was opened.
     *
     * @param handshakeNs what of the time TLS took; negative without TLS
     */
    public void connected(long attemptNs, long handshakeNs, long nowNs) {
        PhaseRecorder phase = phaseAt(nowNs);
        if (phase != null) {
            phase.recordConnect(nowNs - attemptNs - Math.max(0, handshakeNs));
            if (handshakeNs >= 0) {
                phase.recordHandshake(handshakeNs);
            }
        }
    }

    /** An attempt to connect has failed. */
    public void connectFailed(long nowNs) {
        PhaseRecorder phase = phaseAt(nowNs);
        if (phase != null) {
            phase.connectsFailed++;
        }
    }
}
