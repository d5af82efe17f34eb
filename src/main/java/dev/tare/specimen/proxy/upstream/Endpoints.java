package dev.tare.specimen.proxy.upstream;

import dev.tare.specimen.proxy.config.EndpointConfig;
import java.util.List;

/**
 * One thread's view of a cluster's endpoints: how many requests each of them has from this thread,
 * which are ejected, and which may be chosen at the moment.
 *
 * <p>Candidates are the endpoints that are healthy and not ejected. When these are fewer than the
 * panic share, the checks are more likely to be wrong than so many endpoints: then all are.
 *
 * <p>Thread-safety: one thread. Allocation: none after construction.
 */
public final class Endpoints {
    /** No endpoint. */
    public static final int NONE = -1;

    private final HealthBoard board;
    private final int panicPercent;
    private final int[] weights;
    private final boolean equalWeights;
    private final int[] active;
    private final boolean[] ejected;
    private int ejectedCount;

    private final int[] candidates;
    private final boolean[] candidate;
    private int candidateCount;
    private boolean panicking;
    private boolean stale = true;
    private int seenVersion;
    private int generation;

    /**
     * Nothing is in flight and nobody ejected.
     *
     * @param configured at least one
     * @param board of as many endpoints
     * @param panicPercent 0 to 100; 0 for never
     */
    public Endpoints(List<EndpointConfig> configured, HealthBoard board, int panicPercent) {
        if (configured.isEmpty() || configured.size() != board.size()) {
            throw new IllegalArgumentException(
                    "%d endpoints and a board of %d; must be equal, and 1 or more"
                            .formatted(configured.size(), board.size()));
        }
        this.board = board;
        this.panicPercent = panicPercent;
        int count = configured.size();
        weights = configured.stream().mapToInt(EndpointConfig::weight).toArray();
        equalWeights = configured.stream().mapToInt(EndpointConfig::weight).distinct().count() == 1;
        active = new int[count];
        ejected = new boolean[count];
        candidates = new int[count];
        candidate = new boolean[count];
    }

    /** How many endpoints there are. */
    public int count() {
        return weights.length;
    }

    /** The weight of an endpoint. */
    public int weight(int endpoint) {
        return weights[endpoint];
    }

    boolean equalWeights() {
        return equalWeights;
    }

    /** How many of this thread's requests an endpoint has in flight. */
    public int active(int endpoint) {
        return active[endpoint];
    }

    /** A request was given to an endpoint; {@link #ended} must follow. */
    public void begun(int endpoint) {
        active[endpoint]++;
    }

    /** A request has ended, however. */
    public void ended(int endpoint) {
        active[endpoint]--;
        assert active[endpoint] >= 0 : endpoint;
    }

    /** Whether an endpoint is ejected. */
    public boolean isEjected(int endpoint) {
        return ejected[endpoint];
    }

    /** How many are ejected. */
    public int ejectedCount() {
        return ejectedCount;
    }

    void eject(int endpoint) {
        assert !ejected[endpoint] : endpoint;
        ejected[endpoint] = true;
        ejectedCount++;
        stale = true;
    }

    void readmit(int endpoint) {
        assert ejected[endpoint] : endpoint;
        ejected[endpoint] = false;
        ejectedCount--;
        stale = true;
    }

    /** How many endpoints may be chosen now; 0 only where there is no panic. */
    public int candidateCount() {
        int version = board.version();
        if (stale || version != seenVersion) {
            seenVersion = version;
            chooseCandidates();
        }
        return candidateCount;
    }

    /** Whether all endpoints are candidates because too few are usable. */
    public boolean isPanicking() {
        candidateCount();
        return panicking;
    }

    /** The candidate at {@code position}, 0 to {@link #candidateCount} − 1, in ascending order. */
    int candidate(int position) {
        assert position < candidateCount : position;
        return candidates[position];
    }

    /** Whether an endpoint was a candidate when {@link #candidateCount} was called last. */
    boolean isCandidate(int endpoint) {
        return candidate[endpoint];
    }

    /** Another number whenever the candidates are others. */
    int generation() {
        return generation;
    }

    private void chooseCandidates() {
        stale = false;
        generation++;
        int usable = 0;
        for (int i = 0; i < weights.length; i++) {
            candidate[i] = !ejected[i] && board.isHealthy(i);
            usable += candidate[i] ? 1 : 0;
        }
        panicking = usable * 100L < (long) panicPercent * weights.length;
        candidateCount = 0;
        for (int i = 0; i < weights.length; i++) {
            candidate[i] |= panicking;
            if (candidate[i]) {
                candidates[candidateCount++] = i;
            }
        }
    }
}
