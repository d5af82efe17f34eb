package dev.tare.lab.plan;

/**
 * How a plan is laid out in time. Every scenario has two slices in a block (A B C C B A).
 *
 * @param leadNs left out at the begin of every slice, see {@link #leadNs(WorkloadSpec)}
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

    /**
     * What a slice takes besides connecting, its lead, its measured phase and its drain: the
     * hand-over, closing, and its part of judging the block.
     */
    private static final long HAND_OVER_NS = 28_000_000;

    private static final long MIN_CONNECT_NS = 20_000_000;
    private static final long CONNECT_NS_PER_CONNECTION = 80_000;

    /** What a handshake takes besides: two signatures and two exchanges of keys on one core. */
    private static final long HANDSHAKE_NS_PER_CONNECTION = 1_300_000;

    /**
     * What every connection beyond {@link #FEW_CONNECTIONS} adds to the lead: a specimen opens one
     * to the origin for each before the load is what it is to be.
     */
    private static final long RAMP_NS_PER_CONNECTION = 100_000;

    private static final int FEW_CONNECTIONS = 64;

    /** What a closed loop's drain takes: one more answer for each connection. */
    private static final long DRAIN_NS_PER_CONNECTION = 50_000;

    private static final double DRAIN_NS_PER_BYTE = 0.6;

    private static final long START_NS = 4_000_000_000L;

    /** What every specimen beyond {@link #FEW_SPECIMENS} adds to the start. */
    private static final long SPECIMEN_START_NS = 1_000_000_000L;

    private static final int FEW_SPECIMENS = 5;
    private static final double WARM_UP_SHARE = 0.18;
    private static final long MIN_WARM_UP_NS = 3_000_000_000L;
    private static final long MAX_WARM_UP_NS = 25_000_000_000L;

    /** What a specimen needs at least, where that is more for all of them. */
    private static final long SPECIMEN_WARM_UP_NS = 2_500_000_000L;

    /**
     * The same where an application is measured through, of which every specimen has one of its
     * own: emojivoto's services have compiled what is hot after some 10 s under load.
     */
    private static final long APPLICATION_WARM_UP_NS = 10_000_000_000L;

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
        long aroundNs = 0;
        long ownNs = 0;
        int equal = 0;
        for (WorkloadSpec workload : plan.workloads()) {
            for (SpecimenSpec specimen : plan.specimensOf(workload)) {
                aroundNs += aroundNs(specimen, workload);
                ownNs += workload.sliceNs();
                equal += workload.sliceNs() == 0 ? 1 : 0;
            }
        }
        int scenarios = plan.scenarios();
        long warmUpNs = Math.max(WARM_UP_TURNS * warmUpPassNs(plan), longestWarmUpNs(plan));
        long turns = (long) plan.blocks() * SLICES_PER_BLOCK;
        long forSlicesNs = (plan.durationNs() - startNs - warmUpNs) / turns - ownNs - aroundNs;
        // Slices of their own length have the common lead.
        double shares = equal + LEAD_SHARE * (scenarios - equal);
        long turnNs = Math.max(0, (long) (forSlicesNs / shares));
        long leadNs = Math.clamp((long) (turnNs * LEAD_SHARE), MIN_LEAD_NS, MAX_LEAD_NS);
        long measuredNs = Math.max(MIN_MEASURED_NS, turnNs - leadNs);
        long blockNs =
                (leadNs * scenarios + measuredNs * equal + ownNs + aroundNs) * SLICES_PER_BLOCK;
        return new Timetable(
                leadNs, measuredNs, warmUpNs, plan.blocks(), scenarios, blockNs, startNs);
    }

    private static long longestWarmUpNs(Plan plan) {
        return plan.warmUpNs() != 0
                ? plan.warmUpNs()
                : Math.clamp(
                        (long) (plan.durationNs() * WARM_UP_SHARE),
                        MIN_WARM_UP_NS,
                        Math.max(MAX_WARM_UP_NS, specimenWarmUpNs(plan) * plan.specimens().size()));
    }

    private static long specimenWarmUpNs(Plan plan) {
        return plan.application().equals(ApplicationSpec.NONE)
                ? SPECIMEN_WARM_UP_NS
                : APPLICATION_WARM_UP_NS;
    }

    private static long warmUpPassNs(Plan plan) {
        long passNs = 0;
        for (SpecimenSpec specimen : plan.specimens()) {
            for (WorkloadSpec workload : WarmUpChoice.of(plan, specimen)) {
                passNs += warmUpTurnNs(workload) + aroundNs(specimen, workload);
            }
        }
        return passNs;
    }

    /** The shortest turn of a workload in the warm-up, ns: long enough for one of its requests. */
    public static long warmUpTurnNs(WorkloadSpec workload) {
        return Math.clamp(workload.sliceNs(), MIN_WARM_UP_TURN_NS, MAX_WARM_UP_TURN_NS);
    }

    /** What a slice takes around its measured phase and the common lead. */
    private static long aroundNs(SpecimenSpec specimen, WorkloadSpec workload) {
        boolean tls =
                switch (specimen) {
                    case SpecimenSpec.Known known -> known.variant().tls();
                    case SpecimenSpec.Running running -> running.encrypted();
                    case SpecimenSpec.Bare _, SpecimenSpec.Command _, SpecimenSpec.Link _ -> false;
                };
        return connectNs(workload, tls) + rampNs(workload) + drainNs(workload) + HAND_OVER_NS;
    }

    /**
     * How long before its begin a load opens its connections, ns.
     *
     * @param tls whether with a handshake
     */
    public static long connectNs(WorkloadSpec workload, boolean tls) {
        long perConnectionNs = CONNECT_NS_PER_CONNECTION + (tls ? HANDSHAKE_NS_PER_CONNECTION : 0);
        return MIN_CONNECT_NS + perConnectionNs * workload.connections();
    }

    /** What a workload's many connections add to every lead, ns. */
    public static long rampNs(WorkloadSpec workload) {
        return RAMP_NS_PER_CONNECTION * Math.max(0, workload.connections() - FEW_CONNECTIONS);
    }

    private static long drainNs(WorkloadSpec workload) {
        long bytes = Math.max(0, workload.check().bodyLength());
        return workload.open()
                ? 0
                : (long)
                        (workload.connections()
                                * (DRAIN_NS_PER_CONNECTION + DRAIN_NS_PER_BYTE * bytes));
    }

    /** What is left out at the begin of every slice of a workload, ns. */
    public long leadNs(WorkloadSpec workload) {
        return leadNs + rampNs(workload);
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
