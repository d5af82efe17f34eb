package dev.tare.lab.experiment;

import dev.tare.lab.plan.Plan;
import dev.tare.lab.plan.SpecimenSpec;
import dev.tare.lab.plan.WorkloadSpec;
import dev.tare.specimen.control.process.MachineLimits;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * The connections that a plan needs, held against what the machine gives.
 *
 * <p>All specimens of a plan run at once. What each has opened to the origin in one slice it may
 * keep until its next, so that the origin and its port carry the sum over all specimens:
 *
 * <ol>
 *   <li>Danger: the origin runs out of file descriptors. Fact: a connection that a process cannot
 *       accept stays in the kernel's queue, open to the other side, and is never answered. Use: the
 *       sum must leave room below the limit, or else nothing is kept.
 *   <li>Danger: connecting becomes fifty times as slow (25 µs and 1.25 ms as measured on loopback).
 *       Fact: connect() looks for a free port among those of one parity first, one by one, and goes
 *       through all of them in vain once half of the range is taken for that address (Linux, {@code
 *       __inet_hash_connect}). Use: the sum must stay below half of the range.
 * </ol>
 *
 * @param most connections of the workload that has the most
 * @param mostIn its name
 * @param proxied whether a process of the run's own stands in between in that workload, with a
 *     descriptor for each end
 * @param kept connections that all specimens together may keep to the origin
 * @param ownOrigin whether the origin is the built-in one
 * @param limits of the machine
 */
record ConnectionBudget(
        int most,
        String mostIn,
        boolean proxied,
        long kept,
        boolean ownOrigin,
        MachineLimits limits) {
    /** Files that a process opens for itself. */
    static final int SPARE_FILES = 200;

    static ConnectionBudget of(Plan plan, MachineLimits limits) {
        WorkloadSpec widest =
                plan.workloads().stream()
                        .max(Comparator.comparingInt(WorkloadSpec::connections))
                        .orElseThrow();
        long kept =
                plan.specimens().stream()
                        .skip(1)
                        .filter(specimen ->
                                !(specimen instanceof SpecimenSpec.Bare
                                        || specimen instanceof SpecimenSpec.Link))
                        .mapToLong(specimen -> mostOf(plan, specimen))
                        .sum();
        boolean proxied =
                plan.specimensOf(widest).stream()
                        .anyMatch(specimen ->
                                specimen instanceof SpecimenSpec.Known
                                        || specimen instanceof SpecimenSpec.Command);
        boolean ownOrigin = !(plan.specimens().getFirst() instanceof SpecimenSpec.Running);
        return new ConnectionBudget(
                widest.connections(), widest.name(), proxied, kept, ownOrigin, limits);
    }

    private static long mostOf(Plan plan, SpecimenSpec specimen) {
        return plan.workloads().stream()
                .filter(workload -> plan.specimensOf(workload).contains(specimen))
                .mapToLong(WorkloadSpec::connections)
                .max()
                .orElse(0);
    }

    /** Why the plan cannot run here, in one sentence with the remedy; empty where it can. */
    Optional<String> refusal() {
        long files = (proxied ? 2L : 1L) * most + SPARE_FILES;
        if (files > limits.openFiles()) {
            return Optional.of(
                    ("workload %s has %s connections, for which %s needs %s file descriptors, and a"
                                    + " process gets %s here; raise that (ulimit -n %d) before"
                                    + " ./tare, or ask for fewer connections")
                            .formatted(
                                    mostIn,
                                    count(most),
                                    proxied ? "a proxy" : "the instrument",
                                    count(files),
                                    count(limits.openFiles()),
                                    files));
        }
        if (most > limits.ports()) {
            return Optional.of(
                    ("workload %s has %s connections, and there are %s ports for connections to one"
                                    + " address here; widen net.ipv4.ip_local_port_range, or ask"
                                    + " for fewer connections")
                            .formatted(mostIn, count(most), count(limits.ports())));
        }
        return Optional.empty();
    }

    /** How many connections to the origin there is room for at one time. */
    long room() {
        return Math.min(limits.openFiles() - SPARE_FILES, limits.ports() / 2);
    }

    /** Whether specimens may keep their connections to the origin from slice to slice. */
    boolean fits() {
        return kept + most <= room();
    }

    /** Whether the origin is to close, after every slice, what specimens would keep. */
    boolean closes() {
        return !fits() && ownOrigin;
    }

    /** What a reader should know of it, in one sentence; empty where all can be kept. */
    Optional<String> note() {
        if (fits()) {
            return Optional.empty();
        }
        boolean byPorts = limits.ports() / 2 <= limits.openFiles() - SPARE_FILES;
        String why =
                "the specimens could keep %s connections to the origin, and %s here; "
                        .formatted(
                                count(kept),
                                byPorts
                                        ? "with more than half of the %s ports connecting is slow"
                                                .formatted(count(limits.ports()))
                                        : "a process gets %s file descriptors"
                                                .formatted(count(limits.openFiles())));
        return Optional.of(
                why
                        + (ownOrigin
                                ? "the origin closes them after every slice"
                                : "weigh fewer specimens at a time (--specimens), or fewer"
                                        + " connections"));
    }

    private static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
