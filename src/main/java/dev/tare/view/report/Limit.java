package dev.tare.view.report;

import dev.tare.lab.verdict.ScenarioResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who limited the rate, once for all the specimens of a workload that share the sentence.
 *
 * @param specimens names, in the plan's order
 * @param sentence with its figures
 * @param saturated whether they could not keep up with the offered rate
 */
record Limit(List<String> specimens, String sentence, boolean saturated) {
    Limit {
        specimens = List.copyOf(specimens);
    }

    static List<Limit> all(WorkloadView view) {
        Map<String, List<String>> names = new LinkedHashMap<>();
        Map<String, Boolean> saturated = new LinkedHashMap<>();
        for (ScenarioResult scenario : view.scenarios()) {
            String sentence =
                    (scenario.saturated() ? "saturated; " : "") + scenario.bottleneckSentence();
            names.computeIfAbsent(sentence, any -> new ArrayList<>()).add(scenario.specimen());
            saturated.put(sentence, scenario.saturated());
        }
        return names.entrySet().stream()
                .map(entry ->
                        new Limit(
                                entry.getValue(),
                                entry.getKey(),
                                saturated.getOrDefault(entry.getKey(), false)))
                .toList();
    }
}
