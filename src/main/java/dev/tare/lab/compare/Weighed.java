package dev.tare.lab.compare;

import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.PlanRecord.WorkloadRecord;
import dev.tare.lab.verdict.Weighing;
import dev.tare.lab.verdict.judge.Judge;
import java.util.List;
import java.util.Optional;

/**
 * A bundle, judged, as one of the two things to compare.
 *
 * @param name how a person names it, such as its folder's last name
 * @param content what it holds
 * @param weighing the same, judged
 * @param faults what of it could not be read and is left out, a sentence each
 */
public record Weighed(String name, BundleContent content, Weighing weighing, List<String> faults) {

    public Weighed {
        faults = List.copyOf(faults);
    }

    /** Judges {@code content}. */
    public static Weighed of(String name, BundleContent content, List<String> faults) {
        return new Weighed(name, content, Judge.weigh(content, name), faults);
    }

    /** The first specimen of the plan: the zero of the scale. */
    String bare() {
        return content.manifest().plan().specimens().getFirst();
    }

    /** All specimens of the plan, bare first. */
    List<String> specimens() {
        return content.manifest().plan().specimens();
    }

    Optional<WorkloadRecord> workload(String wanted) {
        return content.manifest().plan().workloads().stream()
                .filter(workload -> workload.name().equals(wanted))
                .findFirst();
    }
}
