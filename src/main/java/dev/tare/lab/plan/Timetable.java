package dev.tare.lab.plan;

/**
 * How a plan is laid out in time. Every scenario has two slices in a block (A B C C B A).
 *
 * @param leadNs left out at the begin of every slice
 * @param measuredNs measured time of every slice whose workload does not ask for another
 * @param warmUpNs the longest warm-up of a round, over all scenarios
 * @param blocks how many blocks
 * @param scenarios how many scenarios
 * @param blockNs how long one block takes
 * @param startNs what starting all parties takes
 */
public record Timetable(
        long leadNs,
        long measuredNs,
        long warmUpNs,
        int blocks,
        int scenarios,
        long blockNs,
        long startNs) {
    /** Slices of one scenario in one block. */
    public static final int SLICES_PER_BLOCK = 2;

    /** What a slice takes besides its lead and its measured phase: connecting, drain, hand-over. */
    public static final long HAND_OVER_NS = 45_000_000;

    /** What every connection beyond {@link #FEW_CONNECTIONS} adds to that. */
    private static final long CONNECT_NS = 60_000;

    private static final int FEW_CONNECTIONS = 64;
    private static final long START_NS = 4_000_000_000L;

    /** What every specimen beyond {@link #FEW_SPECIMENS} adds to the start. */
    private static final long SPECIMEN_START_NS = 1_000_000_000L;

    private static final int FEW_SPECIMENS = 5;
    private static final double WARM_UP_SHARE = 0.18;
    private static final long MIN_WARM_UP_NS = 3_000_000_000L;
    private static final long MAX_WARM_UP_NS = 25_000_000_000L;

    private static final long MIN_WARM_UP_TURN_NS = 150_000_000;
    private static final long MAX_WARM_UP_TURN_NS = 2_000_000_000;

    /** How many turns of the warm-up a scenario has at least. */
    public static final int WARM_UP_TURNS = 2;

    private static final double LEAD_SHARE = 0.3;
    private static final long MIN_LEAD_NS = 60_000_000;
    private static final long MAX_LEAD_NS = 200_000_000;
    private static final long MIN_MEASURED_NS = 120_000_000;

    /**
     * Lays {@code plan} out so that it takes about its duration: a part for starting and warming
     * up, the slices that workloads ask for, the rest in equal slices. Slices never get shorter
     * than is useful; a plan with too much in it for its duration then takes longer, and {@link
     * #totalNs} says how long.
     */
    public static Timetable of(Plan plan) {
        long startNs =
                START_NS + SPECIMEN_START_NS * Math.max(0, plan.specimens().size() - FEW_SPECIMENS);
        long handOverNs = 0;
        long ownNs = 0;
        long warmUpTurnsNs = 0;
        int equal = 0;
        for (WorkloadSpec workload : plan.workloads()) {
            int specimens = plan.specimensOf(workload).size();
            handOverNs += specimens * handOverNs(workload);
            ownNs += specimens * workload.sliceNs();
            warmUpTurnsNs += specimens * warmUpTurnNs(workload);
            equal += workload.sliceNs() == 0 ? specimens : 0;
        }
        int scenarios = plan.scenarios();
        long warmUpNs =
                Math.max(
                        WARM_UP_TURNS * (warmUpTurnsNs + handOverNs),
                        Math.clamp(
                                (long) (plan.durationNs() * WARM_UP_SHARE),
                                MIN_WARM_UP_NS,
                                MAX_WARM_UP_NS));
        long turns = (long) plan.blocks() * SLICES_PER_BLOCK;
        long forSlicesNs = (plan.durationNs() - startNs - warmUpNs) / turns - ownNs - handOverNs;
        // Slices of their own length have the common lead.
        double shares = equal + LEAD_SHARE * (scenarios - equal);
        long turnNs = Math.max(0, (long) (forSlicesNs / shares));
        long leadNs = Math.clamp((long) (turnNs * LEAD_SHARE), MIN_LEAD_NS, MAX_LEAD_NS);
        long measuredNs = Math.max(MIN_MEASURED_NS, turnNs - leadNs);
        long blockNs =
                (leadNs * scenarios + measuredNs * equal + ownNs + handOverNs) * SLICES_PER_BLOCK;
        return new Timetable(
                leadNs, measuredNs, warmUpNs, plan.blocks(), scenarios, blockNs, startNs);
    }

    /** The shortest turn of a workload in the warm-up, ns: long enough for one of its requests. */
    public static long warmUpTurnNs(WorkloadSpec workload) {
        return Math.clamp(workload.sliceNs(), MIN_WARM_UP_TURN_NS, MAX_WARM_UP_TURN_NS);
    }

    private static long handOverNs(WorkloadSpec workload) {
        return HAND_OVER_NS + CONNECT_NS * Math.max(0, workload.connections() - FEW_CONNECTIONS);
    }

    /** Measured time of a workload's slices, ns. */
    public long measuredNs(WorkloadSpec workload) {
        return workload.sliceNs() == 0 ? measuredNs : workload.sliceNs();
    }

    /** How long the whole run takes at the most if nothing hangs, ns. */
    public long totalNs() {
        return startNs + warmUpNs + blockNs * blocks;
    }
}
