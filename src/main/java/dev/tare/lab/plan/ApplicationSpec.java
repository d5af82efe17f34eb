package dev.tare.lab.plan;

import dev.tare.specimen.mesh.Chart;
import dev.tare.specimen.mesh.ChartReader;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is measured through: services between the load and the origin, the same for every specimen.
 *
 * @param name of a chart that Tare brings along
 * @param values for places in its commands, instead of the chart's own
 */
public record ApplicationSpec(String name, Map<String, String> values) {
    /** Nothing: the load calls the origin. */
    public static final ApplicationSpec NONE = new ApplicationSpec("direct", Map.of());

    /**
     * Checks both.
     *
     * @throws IllegalArgumentException when there is no such chart, or it has no such value
     */
    public ApplicationSpec {
        values = Collections.unmodifiableMap(new TreeMap<>(values));
        var _ = ChartReader.builtIn(name).with(values);
    }

    /** Its services. */
    public Chart chart() {
        return ChartReader.builtIn(name).with(values);
    }
}
