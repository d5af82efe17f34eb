package dev.tare.load.engine;

import java.util.Arrays;

/** What one loop recorded in one interval. Belongs to one thread at a time. */
final class IntervalFrame {
    final PhaseRecorder lead = new PhaseRecorder();
    final PhaseRecorder measured = new PhaseRecorder();

    /** The measured phase by endpoint; empty where there is one endpoint only. */
    final EndpointRecorder[] endpoints;

    long startNs;
    long endNs;

    /** Whether it is the loop's last one. */
    boolean last;

    /**
     * Empty books.
     *
     * @param endpoints of the load, 1 or more
     */
    IntervalFrame(int endpoints) {
        this.endpoints = new EndpointRecorder[endpoints > 1 ? endpoints : 0];
        Arrays.setAll(this.endpoints, i -> new EndpointRecorder());
    }

    void add(IntervalFrame other) {
        lead.add(other.lead);
        measured.add(other.measured);
        for (int i = 0; i < endpoints.length; i++) {
            endpoints[i].add(other.endpoints[i]);
        }
    }

    void reset() {
        lead.reset();
        measured.reset();
        for (EndpointRecorder endpoint : endpoints) {
            endpoint.reset();
        }
        startNs = 0;
        endNs = 0;
        last = false;
    }
}
