package dev.tare.io.net;

import java.util.ArrayList;
import java.util.List;

/**
 * Acceptors that leave new connections in the system's queue for a while, for there were no more
 * descriptors.
 *
 * <p>Thread-safety: the loop's own thread.
 */
final class PausedAcceptors {
    private static final long PAUSE_NS = 50_000_000;

    /** An acceptor that can be paused. */
    interface Pausable {
        /** The pause is over. */
        void resume();
    }

    private final List<Pausable> paused = new ArrayList<>();
    private long resumeAtNs;
    private long pauses;

    void add(Pausable acceptor, long nowNs) {
        pauses++;
        paused.add(acceptor);
        resumeAtNs = nowNs + PAUSE_NS;
    }

    /** How often an acceptor was paused. */
    long pauses() {
        return pauses;
    }

    /** Resumes them when it is time; returns when to look again, {@code untilNs} at the latest. */
    long resume(long nowNs, long untilNs) {
        if (paused.isEmpty()) {
            return untilNs;
        }
        if (resumeAtNs - nowNs > 0) {
            return resumeAtNs - untilNs < 0 ? resumeAtNs : untilNs;
        }
        paused.forEach(Pausable::resume);
        paused.clear();
        return untilNs;
    }
}
