package dev.tare.lab.experiment;

import dev.tare.lab.plan.SpecimenSpec;
import dev.tare.lab.plan.WorkloadSpec;

/**
 * One workload on one specimen.
 *
 * @param specimen what is loaded
 * @param workload with what
 */
public record Scenario(SpecimenSpec specimen, WorkloadSpec workload) {
    /** Both names, as a person reads them. */
    public String label() {
        return specimen.name() + " " + workload.name();
    }
}
