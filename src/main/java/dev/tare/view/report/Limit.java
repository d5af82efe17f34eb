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
        Map<Key, List<String>> names = new LinkedHashMap<>();
        for (ScenarioResult scenario : view.scenarios()) {
            Key key = new Key(scenario.bottleneckSentence(), scenario.saturated());
            names.computeIfAbsent(key, any -> new ArrayList<>()).add(scenario.specimen());
        }
        return names.entrySet().stream()
                .map(e -> new Limit(e.getValue(), e.getKey().sentence(), e.getKey().saturated()))
                .toList();
    }

    private record Key(String sentence, boolean saturated) {}
}
