package dev.tare.lab.plan;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.LoadModel.ArrivalLaw;
import dev.tare.base.core.RequestSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * The plan that is weighed where none is named: every proxy of this machine, one big answer in a
 * closed loop and one small one in an open loop.
 */
public final class BuiltInPlan {
    /** How long it takes, about. */
    public static final long DURATION_NS = 120_000_000_000L;

    /** How long {@code --quick} takes, about. */
    public static final long QUICK_DURATION_NS = 36_000_000_000L;

    /** Blocks of the full plan. */
    public static final int BLOCKS = 10;

    /** Blocks of {@code --quick}: the fewest that give an interval. */
    public static final int QUICK_BLOCKS = 6;

    /** The seed where none is named. */
    public static final long SEED = 1;

    static final int CONNECTIONS = 64;
    static final long TIMEOUT_NS = 2_000_000_000L;

    /** Of the slowest specimen's rate, for the open loop. */
    static final double SHARE_OF_SLOWEST = 0.4;

    private static final int BIG_BYTES = 16_384;
    private static final int SMALL_BYTES = 100;

    private BuiltInPlan() {}

    /**
     * The plan for the proxies that were found.
     *
     * @param foundKinds of {@link SpecimenSpec.Known#KINDS}, without {@code minivoy}, which is
     *     always there
     * @param quick whether to take the short form
     */
    public static Plan of(List<String> foundKinds, boolean quick) {
        List<SpecimenSpec> specimens = new ArrayList<>();
        specimens.add(new SpecimenSpec.Bare("bare"));
        specimens.add(new SpecimenSpec.Known("minivoy", "minivoy"));
        foundKinds.forEach(kind -> specimens.add(new SpecimenSpec.Known(kind, kind)));
        return new Plan(
                quick ? "built-in, quick" : "built-in",
                specimens,
                workloads(),
                quick ? QUICK_BLOCKS : BLOCKS,
                quick ? QUICK_DURATION_NS : DURATION_NS,
                SEED);
    }

    /** The built-in workloads, on the origin's own paths. */
    public static List<WorkloadSpec> workloads() {
        return List.of(
                closed("16k-closed", byteRequest(BIG_BYTES), AnswerCheck.okWithLength(BIG_BYTES)),
                open("100b-open", byteRequest(SMALL_BYTES), AnswerCheck.okWithLength(SMALL_BYTES)));
    }

    /** The built-in workloads for a service of the user's: the same request in both loops. */
    public static List<WorkloadSpec> workloadsOn(RequestSpec request, AnswerCheck check) {
        return List.of(closed("closed", request, check), open("open", request, check));
    }

    private static RequestSpec byteRequest(int bytes) {
        return RequestSpec.get("/byte/" + bytes);
    }

    private static WorkloadSpec closed(String name, RequestSpec request, AnswerCheck check) {
        return new WorkloadSpec(
                name,
                request,
                check,
                CONNECTIONS,
                1,
                TIMEOUT_NS,
                new WorkloadSpec.Arrivals.Closed());
    }

    private static WorkloadSpec open(String name, RequestSpec request, AnswerCheck check) {
        return new WorkloadSpec(
                name,
                request,
                check,
                CONNECTIONS,
                1,
                TIMEOUT_NS,
                new WorkloadSpec.Arrivals.ShareOfSlowest(SHARE_OF_SLOWEST, ArrivalLaw.CONSTANT));
    }
}
