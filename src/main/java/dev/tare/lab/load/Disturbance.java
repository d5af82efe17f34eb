package dev.tare.lab.load;

import dev.tare.base.core.Throttling;
import java.util.Map;

/**
 * What kept the process of a load from running, as the kernel counts it from outside. What the
 * process saw itself is in the load's result.
 *
 * @param windowNs length of the stretch between the two looks that enclose the measured phase; 0:
 *     nobody looked, and the rest says nothing
 * @param throttling by quotas of its control groups; all 0 where there are none, or they are not
 *     seen
 * @param stolenNs what the machine beneath took of each core; cores of which nothing was are left
 *     out
 * @param clockStepNs by how much the wall clock was set forward; back: less than 0
 */
public record Disturbance(
        long windowNs, Throttling throttling, Map<Integer, Long> stolenNs, long clockStepNs) {
    /** Nobody looked. */
    public static final Disturbance UNKNOWN =
            new Disturbance(0, new Throttling(0, 0, 0), Map.of(), 0);

    public Disturbance {
        stolenNs = Map.copyOf(stolenNs);
    }

    /** Share of the time that was stolen from the core that lost most. */
    public double stolenShare() {
        long mostNs = stolenNs.values().stream().mapToLong(Long::longValue).max().orElse(0);
        return windowNs > 0 ? (double) mostNs / windowNs : 0;
    }
}
