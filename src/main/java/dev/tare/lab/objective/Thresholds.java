package dev.tare.lab.objective;

import java.util.Collection;
import java.util.List;

/**
 * All thresholds of a command.
 *
 * @param thresholds at most {@link #MAX_COUNT}
 */
public record Thresholds(List<Threshold> thresholds) {
    public static final int MAX_COUNT = 1_000;

    public Thresholds {
        thresholds = List.copyOf(thresholds);
        if (thresholds.size() > MAX_COUNT) {
            throw new IllegalArgumentException(
                    "%d thresholds, must be at most %d".formatted(thresholds.size(), MAX_COUNT));
        }
    }

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException in one line that names the text and the fault
     */
    public static Thresholds parse(List<String> texts) {
        return new Thresholds(texts.stream().map(Threshold::parse).toList());
    }

    /**
     * Refuses thresholds of endpoints that are not there, before anything is loaded.
     *
     * @throws IllegalArgumentException in one line that names the threshold and the endpoints
     */
    public void requireEndpoints(Collection<String> known) {
        for (Threshold threshold : thresholds) {
            if (threshold.endpoint().filter(name -> !known.contains(name)).isPresent()) {
                throw new IllegalArgumentException(
                        "\"%s\": there is no such endpoint; there are %s"
                                .formatted(threshold.text(), String.join(", ", known)));
            }
        }
    }

    /** What each came to, in order. */
    public List<ThresholdResult> check(Figures figures) {
        return thresholds.stream()
                .map(threshold -> ThresholdResult.of(threshold, figures))
                .toList();
    }
}
