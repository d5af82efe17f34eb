package dev.tare.lab.compare;

import dev.tare.lab.bundle.PlanRecord.WorkloadRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which scenario of one bundle is held against which of the other.
 *
 * @param matches in the order of the second plan, workload by workload
 * @param unmatched a sentence for each workload and specimen that only one of them has
 */
record Names(List<Match> matches, List<String> unmatched) {

    /** Two scenarios. */
    record Match(
            String specimenBefore,
            String specimenAfter,
            String workloadBefore,
            String workloadAfter) {

        /** Whether {@code name} means it: a specimen, a workload, or both with a slash between. */
        boolean isNamed(String name) {
            return isNamed(specimenBefore, specimenAfter, workloadAfter, name);
        }

        static boolean isNamed(String before, String after, String workload, String name) {
            return name.equals(before)
                    || name.equals(after)
                    || name.equals(workload)
                    || name.equals(before + "/" + workload)
                    || name.equals(after + "/" + workload);
        }
    }

    /**
     * What there is on one side.
     *
     * @param specimens bare first
     */
    record Known(List<String> specimens, List<String> workloads) {}

    /**
     * Matches by name.
     *
     * @throws IllegalArgumentException if a renamed one is not there
     */
    static Names of(Weighed before, Weighed after, Map<String, String> renamed) {
        return of(
                new Known(before.specimens(), workloads(before)),
                new Known(after.specimens(), workloads(after)),
                renamed);
    }

    /**
     * The same of names alone.
     *
     * @throws IllegalArgumentException if a renamed one is not there
     */
    static Names of(Known before, Known after, Map<String, String> renamed) {
        List<String> specimensBefore = before.specimens();
        List<String> specimensAfter = after.specimens();
        List<String> workloadsBefore = before.workloads();
        List<String> workloadsAfter = after.workloads();
        renamed.forEach((old, now) -> {
            boolean specimen = specimensBefore.contains(old) && specimensAfter.contains(now);
            boolean workload = workloadsBefore.contains(old) && workloadsAfter.contains(now);
            if (!specimen && !workload) {
                throw new IllegalArgumentException(
                        "%s=%s: no specimen and no workload has these names; before there are %s, after %s"
                                .formatted(
                                        old,
                                        now,
                                        list(specimensBefore, workloadsBefore),
                                        list(specimensAfter, workloadsAfter)));
            }
        });
        List<Match> matches = new ArrayList<>();
        List<String> unmatched = new ArrayList<>();
        List<String[]> specimens =
                pairs(
                        specimensBefore.subList(1, specimensBefore.size()),
                        specimensAfter.subList(1, specimensAfter.size()),
                        renamed,
                        "specimen",
                        unmatched);
        List<String[]> workloads =
                pairs(workloadsBefore, workloadsAfter, renamed, "workload", unmatched);
        for (String[] workload : workloads) {
            for (String[] specimen : specimens) {
                matches.add(new Match(specimen[0], specimen[1], workload[0], workload[1]));
            }
        }
        return new Names(matches, unmatched);
    }

    static List<String> workloads(Weighed bundle) {
        return bundle.content().manifest().plan().workloads().stream()
                .map(WorkloadRecord::name)
                .toList();
    }

    private static List<String[]> pairs(
            List<String> before,
            List<String> after,
            Map<String, String> renamed,
            String what,
            List<String> unmatched) {
        List<String[]> pairs = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (String now : after) {
            String old =
                    before.stream()
                            .filter(name -> renamed.getOrDefault(name, name).equals(now))
                            .findFirst()
                            .orElse("");
            if (!old.isEmpty() && taken.add(old)) {
                pairs.add(new String[] {old, now});
            } else {
                unmatched.add("%s %s is only in the second bundle".formatted(what, now));
            }
        }
        before.stream()
                .filter(name -> !taken.contains(name))
                .forEach(name ->
                        unmatched.add("%s %s is only in the first bundle".formatted(what, name)));
        return pairs;
    }

    /**
     * Refuses names that the bundle does not have.
     *
     * @throws IllegalArgumentException in one line that names them, and those that there are
     */
    static void require(Weighed bundle, List<String> specimens, List<String> workloads) {
        require("specimen", specimens, bundle.specimens());
        require("workload", workloads, workloads(bundle));
        if (new HashSet<>(specimens).size() < specimens.size()) {
            throw new IllegalArgumentException(
                    "%s cannot be compared with itself; there are %s"
                            .formatted(
                                    specimens.getFirst(), String.join(", ", bundle.specimens())));
        }
    }

    private static void require(String what, List<String> wanted, List<String> known) {
        for (String name : wanted) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(
                        "there is no %s \"%s\"; there are %s"
                                .formatted(what, name, String.join(", ", known)));
            }
        }
    }

    private static String list(List<String> specimens, List<String> workloads) {
        List<String> all = new ArrayList<>(specimens);
        all.addAll(workloads);
        return String.join(", ", all);
    }
}
