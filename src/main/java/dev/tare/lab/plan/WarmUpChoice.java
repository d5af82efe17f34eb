package dev.tare.lab.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which workloads warm a specimen up: the one with the most connections and the one with the
 * longest bodies stand for all closed loops, which differ in nothing else that has to warm up. Open
 * loops are all among them, for their rates are made of what the warm-up sees.
 */
public final class WarmUpChoice {
    private WarmUpChoice() {}

    /** The workloads of {@code specimen} that warm it up, in the plan's order. */
    public static List<WorkloadSpec> of(Plan plan, SpecimenSpec specimen) {
        List<WorkloadSpec> all =
                plan.workloads().stream()
                        .filter(workload -> plan.specimensOf(workload).contains(specimen))
                        .toList();
        List<WorkloadSpec> chosen = new ArrayList<>(all);
        List<WorkloadSpec> closed = all.stream().filter(workload -> !workload.open()).toList();
        if (!closed.isEmpty()) {
            chosen.removeAll(closed);
            chosen.add(most(closed, Comparator.comparingInt(WorkloadSpec::connections)));
            chosen.add(most(closed, Comparator.comparingLong(w -> w.check().bodyLength())));
        }
        return all.stream().filter(chosen::contains).toList();
    }

    /** The last of those that have the most. */
    private static WorkloadSpec most(List<WorkloadSpec> workloads, Comparator<WorkloadSpec> of) {
        WorkloadSpec most = workloads.getFirst();
        for (WorkloadSpec workload : workloads) {
            if (of.compare(workload, most) >= 0) {
                most = workload;
            }
        }
        return most;
    }
}
