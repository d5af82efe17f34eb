package dev.tare.lab.verdict;

import java.util.List;
import java.util.Optional;

/**
 * The whole result of an experiment, judged: what every report shows.
 *
 * @param sentence the one sentence that a person can repeat
 * @param scenarios workload by workload in the plan's order, specimens within
 * @param blocks how many whole blocks there are
 * @param partial fewer blocks than were asked for
 * @param idleCores cores used while others were loaded, by specimen; absent where not visible
 * @param nextCommand the next command worth trying, with why
 * @param anyValidHeadline whether any specimen has a valid headline figure (else exit code 3)
 * @param comparisons how many differences from bare there are, and how many are told from zero
 */
public record Weighing(
        String sentence,
        List<ScenarioResult> scenarios,
        int blocks,
        boolean partial,
        java.util.Map<String, Double> idleCores,
        NextCommand nextCommand,
        boolean anyValidHeadline,
        Comparisons comparisons) {

    public Weighing {
        scenarios = List.copyOf(scenarios);
        idleCores = java.util.Map.copyOf(idleCores);
    }

    /** Without anything compared. */
    public Weighing(
            String sentence,
            List<ScenarioResult> scenarios,
            int blocks,
            boolean partial,
            java.util.Map<String, Double> idleCores,
            NextCommand nextCommand,
            boolean anyValidHeadline) {
        this(
                sentence,
                scenarios,
                blocks,
                partial,
                idleCores,
                nextCommand,
                anyValidHeadline,
                Comparisons.NONE);
    }

    /** The result of one workload on one specimen. */
    public Optional<ScenarioResult> scenario(String specimen, String workload) {
        return scenarios.stream()
                .filter(s -> s.specimen().equals(specimen) && s.workload().equals(workload))
                .findFirst();
    }

    /**
     * A suggestion.
     *
     * @param command the words to type, such as {@code ./tare run --blocks 24}
     * @param why one sentence
     */
    public record NextCommand(String command, String why) {}
}
