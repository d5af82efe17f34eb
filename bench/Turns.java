import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Contestants that take turns, in a seeded order that is reversed in the second half of every
 * block, so that whatever drifts hits all of them alike.
 */
final class Turns {
    private static final int WARM_UP_TURNS = 8;

    /**
     * What a contestant did in its turn.
     *
     * @param work units of it, such as requests
     * @param cpuSeconds that it took
     */
    record Done(double work, double cpuSeconds) {
        Done plus(Done other) {
            return new Done(work + other.work, cpuSeconds + other.cpuSeconds);
        }
    }

    /** A turn of one contestant. */
    interface Turn {
        Done take(String name) throws Exception;
    }

    private Turns() {}

    /** Work per CPU-second of each contestant, block by block. */
    static Map<String, List<Double>> play(List<String> names, int blocks, Turn turn)
            throws Exception {
        for (int i = 0; i < WARM_UP_TURNS; i++) {
            for (String name : names) {
                turn.take(name);
            }
        }
        Map<String, List<Double>> perCpuSecond = new LinkedHashMap<>();
        names.forEach(name -> perCpuSecond.put(name, new ArrayList<>()));
        Random random = new Random(1);
        for (int block = 0; block < blocks; block++) {
            List<String> order = new ArrayList<>(names);
            Collections.shuffle(order, random);
            order.addAll(order.reversed());
            Map<String, Done> sums = new LinkedHashMap<>();
            for (String name : order) {
                sums.merge(name, turn.take(name), Done::plus);
            }
            sums.forEach(
                    (name, sum) -> perCpuSecond.get(name).add(sum.work() / sum.cpuSeconds()));
        }
        return perCpuSecond;
    }

    /** Prints the medians, and the ratios of the others to each of the peers within a block. */
    static void print(Map<String, List<Double>> perCpuSecond, List<String> peers, String unit) {
        perCpuSecond.forEach(
                (name, figures) ->
                        System.out.printf(
                                "  %-18s %10.1f %s a CPU-second (%.2f us each)%n",
                                name, quantile(figures, 0.5), unit, 1e6 / quantile(figures, 0.5)));
        for (String peer : peers) {
            List<Double> base = perCpuSecond.get(peer);
            perCpuSecond.forEach(
                    (name, figures) -> {
                        if (!peers.contains(name)) {
                            printRatio(name, figures, peer, base);
                        }
                    });
        }
    }

    private static void printRatio(
            String name, List<Double> figures, String peer, List<Double> base) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < figures.size(); i++) {
            ratios.add(figures.get(i) / base.get(i));
        }
        System.out.printf(
                "  %-18s to %-10s median %.3f [quartiles %.3f-%.3f, range %.3f-%.3f]%n",
                name,
                peer,
                quantile(ratios, 0.5),
                quantile(ratios, 0.25),
                quantile(ratios, 0.75),
                quantile(ratios, 0),
                quantile(ratios, 1));
    }

    private static double quantile(List<Double> values, double q) {
        List<Double> sorted = values.stream().sorted().toList();
        double at = q * (sorted.size() - 1);
        int low = (int) at;
        int high = Math.min(low + 1, sorted.size() - 1);
        return sorted.get(low) + (at - low) * (sorted.get(high) - sorted.get(low));
    }
}
