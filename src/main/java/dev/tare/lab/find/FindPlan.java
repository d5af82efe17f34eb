package dev.tare.lab.find;

import dev.tare.base.core.LoadModel.ArrivalLaw;
import dev.tare.base.core.LoadModel.OpenLoop;
import dev.tare.load.spec.LoadSpec;
import dev.tare.load.spec.LoadSpecBuilder;
import java.util.Locale;

/**
 * All that a search needs to know.
 *
 * @param base endpoints, connections, threads, timeout and I/O of every load; its model and its
 *     times are not used
 * @param law the spacing of the intended starts
 * @param seed of a random spacing; each load takes the next one
 * @param objective what must be met
 * @param range where to look
 * @param pointNs how long one load measures, at least {@link #MIN_POINT_NS}
 * @param maxPointNs how long all loads of a point measure at most, 1 to {@link #MAX_LOADS} times
 *     {@code pointNs}
 */
public record FindPlan(
        LoadSpec base,
        ArrivalLaw law,
        long seed,
        Objective objective,
        SearchRange range,
        long pointNs,
        long maxPointNs) {
    /** Loads of one point: each of their windows is kept until the point is decided. */
    public static final int MAX_LOADS = 20;

    public static final long MIN_POINT_NS = 100_000_000;

    /** Windows that a load is divided into, in which its spread is seen. */
    static final int WINDOWS = 10;

    /** Windows before the measured ones, whose figures are left out. */
    static final int LEAD_WINDOWS = 2;

    /** From this bound on the generator need not spin to be in time. */
    private static final long EASY_BOUND_NS = 5_000_000;

    private static final long SPIN_NS = 60_000;

    public FindPlan {
        if (pointNs < MIN_POINT_NS) {
            throw new IllegalArgumentException(
                    "a point of %d ms is too short; the least is 100ms"
                            .formatted(pointNs / 1_000_000));
        }
        if (maxPointNs < pointNs || maxPointNs / MAX_LOADS > pointNs) {
            throw new IllegalArgumentException(
                    "the longest point must be 1 to %d times the shortest".formatted(MAX_LOADS));
        }
        requireWithinTimeout(objective, base.timeoutNs());
        requireEnough(objective, range, maxPointNs);
    }

    private static void requireWithinTimeout(Objective objective, long timeoutNs) {
        if (objective.longestNs() >= timeoutNs) {
            throw new IllegalArgumentException(
                    ("the timeout of %d ms is not above the longest time of the objective, so that"
                                    + " nothing could break it; take a longer --timeout")
                            .formatted(timeoutNs / 1_000_000));
        }
    }

    private static void requireEnough(Objective objective, SearchRange range, long maxPointNs) {
        double most = range.fromPerSec() * (maxPointNs / 1e9);
        if (most < objective.smallestCount()) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "%s takes at least %,d requests a point to be shown, and the longest"
                                    + " point at the lowest rate has %,.0f; take a higher --from or"
                                    + " a longer --max-point",
                            objective.text(),
                            objective.smallestCount(),
                            most));
        }
    }

    /** Whether the threads spin before an intended start; their CPU time then says nothing. */
    boolean spins() {
        return objective.shortestNs() < EASY_BOUND_NS;
    }

    /** One load of a point. */
    LoadSpec load(double ratePerSec, int number) {
        long windowNs = pointNs / WINDOWS;
        return new LoadSpecBuilder()
                .endpoints(base.endpoints())
                .model(new OpenLoop(ratePerSec, law, seed + number))
                .policy(base.policy())
                .cookies(base.cookies())
                .threads(base.threads())
                .leadNs(LEAD_WINDOWS * windowNs)
                .measuredNs(pointNs)
                .intervalNs(windowNs)
                .timeoutNs(base.timeoutNs())
                .backEnd(base.backEnd())
                .spinNs(spins() ? SPIN_NS : 0)
                .build();
    }
}
