package dev.tare.load.engine;

/** What one loop recorded in one interval. Belongs to one thread at a time. */
final class IntervalFrame {
    final PhaseRecorder lead = new PhaseRecorder();
    final PhaseRecorder measured = new PhaseRecorder();
    long startNs;
    long endNs;

    /** Whether it is the loop's last one. */
    boolean last;

    void add(IntervalFrame other) {
        lead.add(other.lead);
        measured.add(other.measured);
    }

    void reset() {
        lead.reset();
        measured.reset();
        startNs = 0;
        endNs = 0;
        last = false;
    }
}
