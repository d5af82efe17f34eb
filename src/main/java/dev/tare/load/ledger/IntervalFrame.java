package dev.tare.load.ledger;

import dev.tare.base.core.Tally;
import dev.tare.load.result.EndpointResult;
import dev.tare.load.result.PhaseResult;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What one loop recorded in one interval.
 *
 * <p>Thread-safety: belongs to one thread at a time. Allocation: where a request of an endpoint, or
 * one that failed, took longer than all before it; and where endpoints are found while the load
 * runs, at the first request to each.
 */
public final class IntervalFrame {
    final PhaseRecorder lead = new PhaseRecorder();
    final PhaseRecorder measured = new PhaseRecorder();

    /** The measured phase by endpoint; empty where there is one endpoint only. */
    private EndpointRecorder[] endpoints;

    /** Whether endpoints are found while the load runs; those that nothing was sent to are none. */
    private final boolean growing;

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
        this(endpoints > 1 ? endpoints : 0, false);
    }

    private IntervalFrame(int recorders, boolean growing) {
        this.growing = growing;
        endpoints = recorders(recorders);
    }

    /** Empty books for endpoints that are found while the load runs. */
    public static IntervalFrame growing() {
        return new IntervalFrame(1, true);
    }

    private static EndpointRecorder[] recorders(int count) {
        EndpointRecorder[] made = new EndpointRecorder[count];
        Arrays.setAll(made, i -> new EndpointRecorder());
        return made;
    }

    /** Whether endpoints are recorded apart from the whole. */
    boolean recordsEndpoints() {
        return endpoints.length > 0;
    }

    /** The recorder of an endpoint; it is made where there is none yet. */
    EndpointRecorder endpoint(int index) {
        if (index >= endpoints.length) {
            int from = endpoints.length;
            endpoints = Arrays.copyOf(endpoints, index + 1);
            for (int i = from; i <= index; i++) {
                endpoints[i] = new EndpointRecorder();
            }
        }
        return endpoints[index];
    }

    /** Empty books of the same kind. */
    IntervalFrame another() {
        return new IntervalFrame(endpoints.length, growing);
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
        if (names.size() == 1) {
            PhaseResult all = measured.view();
            return List.of(new EndpointResult(names.getFirst(), all.tally(), all.responseTime()));
        }
        return IntStream.range(0, names.size())
                .mapToObj(i -> endpoint(i).view(names.get(i)))
                .filter(result -> !growing || !result.tally().equals(Tally.EMPTY))
                .toList();
    }

    void add(IntervalFrame other) {
        lead.add(other.lead);
        measured.add(other.measured);
        for (int i = 0; i < other.endpoints.length; i++) {
            endpoint(i).add(other.endpoints[i]);
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
