package dev.tare.lab.experiment;

import dev.tare.base.stats.MannKendall;
import dev.tare.base.stats.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Decides when a scenario's warm-up may end: when its rate, and its specimen's CPU a request where
 * that is visible, are stationary over the later half of the passes, at least {@link #WINDOW} of
 * them.
 *
 * <p>Two tests together, on logarithms. The means of the window's halves may differ by at most
 * {@link #MAX_DIFFERENCE}: a compiler or a cache that is still warming up shows as factors. And
 * there must be no trend by Mann and Kendall's test at {@link #LEVEL}, which also sees what creeps,
 * unless the halves differ by less than {@link #NEGLIGIBLE}. The window grows with the passes, so
 * that a noisy machine comes to an end too, and what lies far back is forgotten.
 *
 * <p>One thread.
 */
final class Steadiness {
    /** So many passes are tested at least. */
    static final int WINDOW = 4;

    static final double MAX_DIFFERENCE = 0.12;
    static final double NEGLIGIBLE = 0.02;
    static final double LEVEL = 0.10;

    private final List<Double> ratesPerSec = new ArrayList<>();
    private final List<Double> cpuPerRequestNs = new ArrayList<>();

    /** What one series' window looks like. */
    private record Look(String name, double difference, double probability) {
        boolean steady() {
            double size = Math.abs(difference);
            return size <= NEGLIGIBLE || (size <= MAX_DIFFERENCE && probability > LEVEL);
        }

        String words() {
            return String.format(
                    Locale.ROOT,
                    "%s %s by %.1f %% between their halves (Mann-Kendall p = %.2f)",
                    name,
                    difference > 0 ? "rose" : "fell",
                    100 * Math.abs(Math.expm1(difference)),
                    probability);
        }
    }

    /**
     * Adds a pass.
     *
     * @param ratePerSec of correct answers
     * @param cpuNs the specimen's CPU a request; NaN where it is not visible
     */
    void add(double ratePerSec, double cpuNs) {
        ratesPerSec.add(ratePerSec);
        cpuPerRequestNs.add(cpuNs);
    }

    /** Whether the scenario has become steady. */
    boolean settled() {
        return passes() >= WINDOW
                && window(ratesPerSec).stream().allMatch(rate -> rate > 0)
                && looks().stream().allMatch(Look::steady);
    }

    /** What the decision rests on, such as {@code over the last 4 passes the rate rose by …}. */
    String reason() {
        if (passes() < WINDOW) {
            return "%d passes are too few to tell".formatted(passes());
        }
        if (window(ratesPerSec).stream().anyMatch(rate -> rate <= 0)) {
            return "no correct answer in one of the last %d passes".formatted(windowLength());
        }
        return "over the last %d passes %s"
                .formatted(
                        windowLength(),
                        String.join(", ", looks().stream().map(Look::words).toList()));
    }

    /** Completed requests a second: the mean of the last two passes; 0 before the first. */
    double ratePerSec() {
        return ratesPerSec.subList(Math.max(0, passes() - 2), passes()).stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(0);
    }

    int passes() {
        return ratesPerSec.size();
    }

    private int windowLength() {
        return Math.max(WINDOW, (passes() + 1) / 2);
    }

    private List<Double> window(List<Double> series) {
        return series.subList(Math.max(0, series.size() - windowLength()), series.size());
    }

    private List<Look> looks() {
        List<Look> looks = new ArrayList<>();
        looks.add(look("the rate", window(ratesPerSec)));
        if (window(cpuPerRequestNs).stream().allMatch(cpu -> cpu > 0)) {
            looks.add(look("CPU a request", window(cpuPerRequestNs)));
        }
        return looks;
    }

    private static Look look(String name, List<Double> window) {
        double[] logs = window.stream().mapToDouble(Math::log).toArray();
        int half = logs.length / 2;
        double earlier = Sample.of(Arrays.copyOf(logs, half)).mean();
        double later = Sample.of(Arrays.copyOfRange(logs, logs.length - half, logs.length)).mean();
        return new Look(name, later - earlier, MannKendall.of(logs).probability());
    }
}
