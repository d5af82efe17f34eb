package dev.tare.lab.plan;

/**
 * How a plan is laid out in time. Every scenario has two slices in a block (A B C C B A).
 *
 * @param leadNs left out at the begin of every slice
 * @param measuredNs measured time of every slice
 * @param warmUpNs the longest warm-up of a round, over all scenarios
 * @param blocks how many blocks
 * @param scenarios how many scenarios
 */
public record Timetable(long leadNs, long measuredNs, long warmUpNs, int blocks, int scenarios) {
    /** Slices of one scenario in one block. */
    public static final int SLICES_PER_BLOCK = 2;

    /** What a slice takes besides its lead and its measured phase: connecting, drain, hand-over. */
    public static final long HAND_OVER_NS = 45_000_000;

    private static final long START_NS = 4_000_000_000L;
    private static final double WARM_UP_SHARE = 0.18;
    private static final long MIN_WARM_UP_NS = 3_000_000_000L;
    private static final long MAX_WARM_UP_NS = 25_000_000_000L;
    private static final double LEAD_SHARE = 0.3;
    private static final long MIN_LEAD_NS = 60_000_000;
    private static final long MAX_LEAD_NS = 200_000_000;
    private static final long MIN_MEASURED_NS = 120_000_000;

    /**
     * Lays {@code plan} out so that it takes about its duration: a part for starting and warming
     * up, the rest in equal slices. Slices never get shorter than is useful; a plan with too many
     * scenarios for its duration then takes longer, and {@link #totalNs} says how long.
     */
    public static Timetable of(Plan plan) {
        long warmUpNs =
                Math.clamp(
                        (long) (plan.durationNs() * WARM_UP_SHARE), MIN_WARM_UP_NS, MAX_WARM_UP_NS);
        long forSlicesNs = plan.durationNs() - START_NS - warmUpNs;
        long slices = (long) plan.blocks() * plan.scenarios() * SLICES_PER_BLOCK;
        long turnNs = Math.max(0, forSlicesNs / slices - HAND_OVER_NS);
        long leadNs = Math.clamp((long) (turnNs * LEAD_SHARE), MIN_LEAD_NS, MAX_LEAD_NS);
        long measuredNs = Math.max(MIN_MEASURED_NS, turnNs - leadNs);
        return new Timetable(leadNs, measuredNs, warmUpNs, plan.blocks(), plan.scenarios());
    }

    /** How long one block takes, ns. */
    public long blockNs() {
        return (leadNs + measuredNs + HAND_OVER_NS) * SLICES_PER_BLOCK * scenarios;
    }

    /** How long the whole run takes at the most if nothing hangs, ns. */
    public long totalNs() {
        return START_NS + warmUpNs + blockNs() * blocks;
    }
}
