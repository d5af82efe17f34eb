package dev.tare.lab.plan;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The experiment as written, defaults filled in.
 *
 * @param name shown in reports
 * @param specimens the first is bare, all others are compared with it
 * @param workloads each is put through each specimen
 * @param blocks how many balanced rotations, 1 to 10,000; below six there is no tare cost
 * @param durationNs how long the whole run shall take, about
 * @param seed of every random choice
 */
public record Plan(
        String name,
        List<SpecimenSpec> specimens,
        List<WorkloadSpec> workloads,
        int blocks,
        long durationNs,
        long seed) {
    public static final int MAX_BLOCKS = 10_000;
    private static final int MAX_SPECIMENS = 32;
    private static final int MAX_WORKLOADS = 32;
    private static final long MIN_DURATION_NS = 5_000_000_000L;

    public Plan {
        specimens = List.copyOf(specimens);
        workloads = List.copyOf(workloads);
        if (specimens.isEmpty() || specimens.size() > MAX_SPECIMENS) {
            throw new IllegalArgumentException("a plan has 1 to " + MAX_SPECIMENS + " specimens");
        }
        if (workloads.isEmpty() || workloads.size() > MAX_WORKLOADS) {
            throw new IllegalArgumentException("a plan has 1 to " + MAX_WORKLOADS + " workloads");
        }
        if (blocks < 1 || blocks > MAX_BLOCKS) {
            throw new IllegalArgumentException(
                    "%d blocks are asked for; 1 to %d are possible".formatted(blocks, MAX_BLOCKS));
        }
        if (durationNs < MIN_DURATION_NS) {
            throw new IllegalArgumentException("a run takes at least 5s");
        }
        requireUnique("specimen", specimens, SpecimenSpec::name);
        requireUnique("workload", workloads, WorkloadSpec::name);
    }

    private static <T> void requireUnique(String what, List<T> items, Function<T, String> name) {
        Set<String> seen = new HashSet<>();
        for (T item : items) {
            if (!seen.add(name.apply(item))) {
                throw new IllegalArgumentException(
                        "two %ss are named \"%s\"; give each its own name"
                                .formatted(what, name.apply(item)));
            }
        }
    }

    /** How many scenarios there are: each workload on each specimen. */
    public int scenarios() {
        return specimens.size() * workloads.size();
    }
}
