package dev.tare.lab.compare;

import dev.tare.lab.objective.ChangeLimit;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What there will be to compare when a plan has been run, known before it is: so that a fault in a
 * name does not cost a run.
 */
public final class Prospect {
    private final List<Names.Match> matches;

    private Prospect(List<Names.Match> matches) {
        this.matches = matches;
    }

    /**
     * Matches a bundle with a plan, by names.
     *
     * @param specimens of the plan, bare first
     * @param workloads of the plan
     * @param renamed specimens and workloads of {@code before} that have another name in the plan
     * @throws IllegalArgumentException if a renamed one is not there, or if they have no scenario
     *     in common; in one line
     */
    public static Prospect of(
            Weighed before,
            List<String> specimens,
            List<String> workloads,
            Map<String, String> renamed) {
        Names names =
                Names.of(
                        new Names.Known(before.specimens(), Names.workloads(before)),
                        new Names.Known(specimens, workloads),
                        renamed);
        if (names.matches().isEmpty()) {
            throw new IllegalArgumentException(
                    ("it has nothing in common with this plan: %s (--map OLD=NEW names what was"
                                    + " renamed)")
                            .formatted(String.join(", ", names.unmatched())));
        }
        return new Prospect(names.matches());
    }

    /**
     * Refuses limits of scenarios that will not be there.
     *
     * @throws IllegalArgumentException in one line that names the limit, and what there will be
     */
    public void require(List<ChangeLimit> limits) {
        for (ChangeLimit limit : limits) {
            boolean there =
                    limit.scenario()
                            .map(name -> matches.stream().anyMatch(match -> match.isNamed(name)))
                            .orElse(true);
            if (!there) {
                throw new IllegalArgumentException(
                        "--fail-if: \"%s\": there will be no such scenario; there will be %s"
                                .formatted(
                                        limit.text(),
                                        matches.stream()
                                                .map(match ->
                                                        match.specimenAfter()
                                                                + "/"
                                                                + match.workloadAfter())
                                                .sorted()
                                                .collect(Collectors.joining(", "))));
            }
        }
    }
}
