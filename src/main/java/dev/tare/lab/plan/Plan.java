package dev.tare.lab.plan;

import dev.tare.base.core.QuantityText;
import java.util.ArrayList;
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
 * @param scale what its times and bodies have been multiplied by already, more than 0, at most 1
 * @param published the file with published figures to set ours beside, as the plan names it; empty
 *     for none
 * @param application what is measured through
 * @param warmUpNs how long a round may take to warm up at the most; 0: a share of the duration
 */
public record Plan(
        String name,
        List<SpecimenSpec> specimens,
        List<WorkloadSpec> workloads,
        int blocks,
        long durationNs,
        long seed,
        double scale,
        String published,
        ApplicationSpec application,
        long warmUpNs) {
    public static final int MAX_BLOCKS = 10_000;
    private static final int MAX_SPECIMENS = 32;
    private static final int MAX_WORKLOADS = 32;
    static final long MIN_DURATION_NS = 5_000_000_000L;
    private static final long MIN_WARM_UP_NS = 1_000_000_000L;
    private static final long MAX_WARM_UP_NS = 3_600_000_000_000L;

    /** More do not fit into a bundle's block, where each has two slices. */
    static final int MAX_SCENARIOS = 1_000;

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
        if (warmUpNs != 0) {
            requireWarmUp(warmUpNs);
        }
        requireUnique("specimen", specimens, SpecimenSpec::name);
        requireUnique("workload", workloads, WorkloadSpec::name);
        if (!(scale > 0 && scale <= 1)) {
            throw new IllegalArgumentException(
                    "scale " + scale + " must be more than 0, at most 1");
        }
        requireKnown(specimens, workloads);
        for (SpecimenSpec specimen : specimens) {
            if (specimen instanceof SpecimenSpec.Known known) {
                var _ = application.chart().with(known.variant().placement().values());
            }
        }
        if (!application.equals(ApplicationSpec.NONE)) {
            requireNoneRunning(application, specimens);
        }
        requireLinkable(application, specimens);
        requireReachable(specimens);
        requireSpoken(specimens, workloads);
        if (count(specimens, workloads) > MAX_SCENARIOS) {
            throw new IllegalArgumentException(
                    "a plan has at most %d scenarios, this one has %d; name fewer specimens"
                                    .formatted(MAX_SCENARIOS, count(specimens, workloads))
                            + " in its workloads");
        }
    }

    /** As written, with nothing to set beside it. */
    public Plan(
            String name,
            List<SpecimenSpec> specimens,
            List<WorkloadSpec> workloads,
            int blocks,
            long durationNs,
            long seed) {
        this(name, specimens, workloads, blocks, durationNs, seed, 1, "", ApplicationSpec.NONE, 0);
    }

    /** Reads a longest warm-up, such as {@code 2m}. */
    static long warmUpNs(String text) {
        long longestNs = QuantityText.durationNs(text);
        requireWarmUp(longestNs);
        return longestNs;
    }

    private static void requireWarmUp(long longestNs) {
        if (longestNs < MIN_WARM_UP_NS || longestNs > MAX_WARM_UP_NS) {
            throw new IllegalArgumentException(
                    "a warm-up of %s is asked for; 1s to 1h are possible"
                            .formatted(QuantityText.ofNs(longestNs)));
        }
    }

    private static void requireNoneRunning(
            ApplicationSpec application, List<SpecimenSpec> specimens) {
        for (SpecimenSpec specimen : specimens) {
            if (specimen instanceof SpecimenSpec.Running) {
                throw new IllegalArgumentException(
                        "application %s is started for each specimen, and \"%s\" runs already;"
                                        .formatted(application.name(), specimen.name())
                                + " leave one of the two out");
            }
        }
    }

    /** What Tare starts reaches bare without TLS. */
    private static void requireReachable(List<SpecimenSpec> specimens) {
        if (!(specimens.getFirst() instanceof SpecimenSpec.Running bare) || !bare.encrypted()) {
            return;
        }
        for (SpecimenSpec specimen : specimens) {
            if (!(specimen instanceof SpecimenSpec.Running)) {
                throw new IllegalArgumentException(
                        "specimen \"%s\" is started by Tare and reaches bare without TLS, but bare"
                                        .formatted(specimen.name())
                                + " is %s; name an http:// address, or specimens that run already"
                                        .formatted(bare.url()));
            }
        }
    }

    /** What Tare starts speaks HTTP/1.1. */
    private static void requireSpoken(List<SpecimenSpec> specimens, List<WorkloadSpec> workloads) {
        for (WorkloadSpec workload : workloads) {
            if (workload.protocol().equals(ProtocolSpec.HTTP1)) {
                continue;
            }
            for (SpecimenSpec specimen : specimensOf(specimens, workload)) {
                if (!(specimen instanceof SpecimenSpec.Running)) {
                    throw new IllegalArgumentException(
                            "workload \"%s\" speaks %s, and \"%s\" is started by Tare, with"
                                            .formatted(
                                                    workload.name(),
                                                    workload.protocol().words(),
                                                    specimen.name())
                                    + " HTTP/1.1 only; name specimens that run already, bare too");
                }
            }
        }
    }

    /** All of what stands behind a link is the specimen's own. */
    private static void requireLinkable(ApplicationSpec application, List<SpecimenSpec> specimens) {
        for (SpecimenSpec specimen : specimens) {
            if (!(specimen instanceof SpecimenSpec.Link)) {
                continue;
            }
            if (specimen.equals(specimens.getFirst())) {
                throw new IllegalArgumentException(
                        "specimen \"%s\" is a link; the first specimen must be bare"
                                .formatted(specimen.name()));
            }
            if (application.equals(ApplicationSpec.NONE)) {
                throw new IllegalArgumentException(
                        "specimen \"%s\" puts an application behind a link, and the plan has none;"
                                        .formatted(specimen.name())
                                + " add application");
            }
            try {
                application.chart().requireNoOrigin();
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "specimen \"%s\": %s".formatted(specimen.name(), e.getMessage()), e);
            }
        }
    }

    private static void requireKnown(List<SpecimenSpec> specimens, List<WorkloadSpec> workloads) {
        List<String> names = specimens.stream().map(SpecimenSpec::name).toList();
        for (WorkloadSpec workload : workloads) {
            for (String name : workload.specimens()) {
                if (!names.contains(name)) {
                    throw new IllegalArgumentException(
                            "workload \"%s\" is for specimen \"%s\", which the plan does not have;"
                                            .formatted(workload.name(), name)
                                    + " it has "
                                    + String.join(", ", names));
                }
            }
        }
    }

    private static int count(List<SpecimenSpec> specimens, List<WorkloadSpec> workloads) {
        return workloads.stream().mapToInt(w -> specimensOf(specimens, w).size()).sum();
    }

    private static List<SpecimenSpec> specimensOf(
            List<SpecimenSpec> specimens, WorkloadSpec workload) {
        return specimens.stream()
                .filter(specimen ->
                        workload.specimens().isEmpty()
                                || specimen.equals(specimens.getFirst())
                                || workload.specimens().contains(specimen.name()))
                .toList();
    }

    /** The specimens that get that workload, in their order; bare is always among them. */
    public List<SpecimenSpec> specimensOf(WorkloadSpec workload) {
        return specimensOf(specimens, workload);
    }

    /**
     * The same with fewer specimens; a workload for others alone is left out too.
     *
     * @param kept of this plan's, the first among them
     * @throws IllegalArgumentException when no workload is left
     */
    public Plan onlyWith(List<SpecimenSpec> kept) {
        return with(kept, workloads, blocks, durationNs, seed);
    }

    /** The same with some of its specimens and workloads, and other lengths. */
    Plan with(
            List<SpecimenSpec> keptSpecimens,
            List<WorkloadSpec> keptWorkloads,
            int otherBlocks,
            long otherDurationNs,
            long otherSeed) {
        return new Plan(
                name,
                keptSpecimens,
                kept(keptWorkloads, keptSpecimens),
                otherBlocks,
                otherDurationNs,
                otherSeed,
                scale,
                published,
                application,
                warmUpNs);
    }

    /** The same with another longest warm-up. */
    Plan withWarmUp(long longestNs) {
        return new Plan(
                name,
                specimens,
                workloads,
                blocks,
                durationNs,
                seed,
                scale,
                published,
                application,
                longestNs);
    }

    /** Without the specimens that are left out; a workload for those alone is left out too. */
    private static List<WorkloadSpec> kept(
            List<WorkloadSpec> workloads, List<SpecimenSpec> specimens) {
        List<String> names = specimens.stream().map(SpecimenSpec::name).toList();
        List<WorkloadSpec> kept = new ArrayList<>();
        for (WorkloadSpec workload : workloads) {
            List<String> left = workload.specimens().stream().filter(names::contains).toList();
            boolean forAll = workload.specimens().isEmpty();
            if (forAll || !left.isEmpty() || specimens.size() < 2) {
                kept.add(forAll ? workload : workload.onlyFor(left));
            }
        }
        return kept;
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

    /** How many scenarios there are: each workload on each specimen that gets it. */
    public int scenarios() {
        return count(specimens, workloads);
    }
}
