package dev.tare.lab.experiment;

import java.util.HashMap;
import java.util.Map;

/**
 * How much longer than planned a scenario's connections are waited for: twice as long after each
 * slice that began to measure before all were open, as happens on a busy machine.
 *
 * <p>Thread-safety: one thread.
 */
final class ConnectPatience {
    /** Of what is planned; a machine that is still slower shows in the verdicts. */
    static final int MAX_FACTOR = 8;

    private final Map<String, Integer> factors = new HashMap<>();

    /**
     * By what the planned time is to be multiplied, 1 to {@link #MAX_FACTOR}.
     *
     * @param scenario its name
     */
    int factor(String scenario) {
        return factors.getOrDefault(scenario, 1);
    }

    /**
     * A slice is over.
     *
     * @param asked connections that it was to have
     * @param opened connections that were opened before it began to measure
     */
    void learn(String scenario, int asked, long opened) {
        if (opened < asked) {
            factors.put(scenario, Math.min(MAX_FACTOR, 2 * factor(scenario)));
        }
    }
}
