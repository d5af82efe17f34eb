package dev.tare.lab.plan;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.RequestSpec;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes a plan smaller: its duration, the slices that workloads ask for, and the bodies that they
 * get from the built-in origin. What a plan is about stays: connections, threads, rates, timeouts,
 * blocks, and bodies of up to {@link #MIN_SCALED_BYTES} bytes.
 */
public final class PlanScale {
    /** Bodies of up to so many bytes are left alone, and no other becomes smaller than that. */
    public static final long MIN_SCALED_BYTES = 65_536;

    private static final Pattern ORIGIN_BYTES = Pattern.compile("/byte/([0-9]{1,10})");

    private PlanScale() {}

    /**
     * The plan at that scale.
     *
     * @param factor more than 0, at most 1
     * @throws IllegalArgumentException when the factor is another, or the plan is scaled already
     */
    public static Plan apply(Plan plan, double factor) {
        if (!(factor > 0 && factor <= 1)) {
            throw new IllegalArgumentException("\"" + factor + "\" is no factor above 0, up to 1");
        }
        if (plan.scale() != 1) {
            throw new IllegalArgumentException(
                    "the plan is scaled by %s already; take the one that it was made from"
                            .formatted(plan.scale()));
        }
        // What a service of the user's calls /byte/N need not be the origin's.
        boolean ownOrigin = !(plan.specimens().getFirst() instanceof SpecimenSpec.Running);
        return new Plan(
                plan.name(),
                plan.specimens(),
                plan.workloads().stream()
                        .map(workload -> apply(workload, factor, ownOrigin))
                        .toList(),
                plan.blocks(),
                Math.max(Plan.MIN_DURATION_NS, Math.round(plan.durationNs() * factor)),
                plan.seed(),
                factor,
                plan.published(),
                plan.application(),
                plan.warmUpNs());
    }

    private static WorkloadSpec apply(WorkloadSpec workload, double factor, boolean ownOrigin) {
        RequestSpec request = workload.request();
        AnswerCheck check = workload.check();
        Matcher path = ORIGIN_BYTES.matcher(request.target());
        if (ownOrigin && path.matches()) {
            long asked = Long.parseLong(path.group(1));
            long scaled = bytes(asked, factor);
            request =
                    new RequestSpec(
                            request.method(), "/byte/" + scaled, request.fields(), request.body());
            if (check.bodyLength() == asked) {
                check =
                        new AnswerCheck(
                                check.statusMin(),
                                check.statusMax(),
                                scaled,
                                check.bodyPattern(),
                                check.further());
            }
        }
        long sliceNs =
                workload.sliceNs() == 0
                        ? 0
                        : Math.max(
                                WorkloadSpec.MIN_SLICE_NS, Math.round(workload.sliceNs() * factor));
        return new WorkloadSpec(
                workload.name(),
                request,
                check,
                workload.connections(),
                workload.threads(),
                workload.timeoutNs(),
                workload.arrivals(),
                workload.specimens(),
                sliceNs,
                workload.endpoints(),
                workload.protocol());
    }

    /** What becomes of a body of {@code bytes} bytes. */
    static long bytes(long bytes, double factor) {
        return bytes <= MIN_SCALED_BYTES
                ? bytes
                : Math.max(MIN_SCALED_BYTES, Math.round(bytes * factor));
    }
}
