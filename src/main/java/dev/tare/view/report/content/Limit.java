package dev.tare.view.report.content;

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
public record Limit(List<String> specimens, String sentence, boolean saturated) {
    public Limit {
        specimens = List.copyOf(specimens);
    }

    /** The limits of a workload's scenarios, in the order in which they first stand there. */
    public static List<Limit> all(WorkloadView view) {
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
