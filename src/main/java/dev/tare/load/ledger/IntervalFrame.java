package dev.tare.load.ledger;

import dev.tare.load.result.EndpointResult;
import dev.tare.load.result.PhaseResult;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** What one loop recorded in one interval. Belongs to one thread at a time. */
public final class IntervalFrame {
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
    public IntervalFrame(int endpoints) {
        this.endpoints = new EndpointRecorder[endpoints > 1 ? endpoints : 0];
        Arrays.setAll(this.endpoints, i -> new EndpointRecorder());
    }

    /** The lead; the histograms are these books' own, not copies. */
    public PhaseResult leadView() {
        return lead.view();
    }

    /** The measured phase; the histograms are these books' own, not copies. */
    public PhaseResult measuredView() {
        return measured.view();
    }

    /**
     * The measured phase by endpoint; the histograms are these books' own, not copies.
     *
     * @param names of the endpoints, in the load's order
     */
    public List<EndpointResult> endpointViews(List<String> names) {
        if (endpoints.length == 0) {
            PhaseResult all = measured.view();
            return List.of(new EndpointResult(names.getFirst(), all.tally(), all.responseTime()));
        }
        return IntStream.range(0, endpoints.length)
                .mapToObj(i -> endpoints[i].view(names.get(i)))
                .toList();
    }

    void add(IntervalFrame other) {
        lead.add(other.lead);
        measured.add(other.measured);
        for (int i = 0; i < endpoints.length; i++) {
            endpoints[i].add(other.endpoints[i]);
        }
    }

    /** Empties the books. */
    public void reset() {
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
