package dev.tare.lab.history;

/**
 * What must be equal for two bundles to be points of one series.
 *
 * @param machine in words
 * @param workload what it asks for and how it is measured
 */
public record Setting(String machine, WorkloadIdentity workload) {

    /** What this one has that {@code before} had not, in words. */
    String changeFrom(Setting before) {
        if (!machine.equals(before.machine)) {
            return "another machine: %s; before: %s".formatted(machine, before.machine);
        }
        return workload.words().equals(before.workload.words())
                ? "another plan: the request, its check or its times are not those of before"
                : "another plan: %s; before: %s"
                        .formatted(workload.words(), before.workload.words());
    }
}
