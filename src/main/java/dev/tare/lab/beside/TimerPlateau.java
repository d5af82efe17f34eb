package dev.tare.lab.beside;

import dev.tare.lab.beside.FaultAnswer.State;
import dev.tare.lab.beside.FaultChecks.Found;
import dev.tare.lab.verdict.Words;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Looks for medians that stand at the 40 ms of Nagle's algorithm and delayed ACK whatever the
 * number of connections.
 *
 * <p>Source: Linux acknowledges after 40 ms at the latest (TCP_DELACK_MIN); with the work itself
 * the plateau lies a little above.
 */
final class TimerPlateau {
    private static final double FROM_NS = 36e6;
    private static final double TO_NS = 60e6;

    /** A closed loop's time grows with its connections; one that grows by less stands still. */
    private static final double STANDS_STILL = 1.25;

    /** So many numbers of connections make a series. */
    private static final int SOME = 3;

    private TimerPlateau() {}

    /** Medians of one specimen and request at growing numbers of connections. */
    private record Series(String specimen, String target, List<Turnout> turnouts) {
        boolean plateau() {
            double least = turnouts.stream().mapToDouble(Series::medianNs).min().orElse(0);
            double most = turnouts.stream().mapToDouble(Series::medianNs).max().orElse(0);
            return least >= FROM_NS && most <= TO_NS && most < STANDS_STILL * least;
        }

        static double medianNs(Turnout turnout) {
            return (double) turnout.responseTime().getValueAtPercentile(50);
        }

        String words() {
            return "%s, %s: median %s"
                    .formatted(
                            specimen,
                            target,
                            turnouts.stream()
                                    .map(t ->
                                            "%s at %s"
                                                    .formatted(
                                                            Words.time(medianNs(t)),
                                                            Words.plural(
                                                                    t.workload().connections(),
                                                                    "connection")))
                                    .collect(Collectors.joining(", ")));
        }
    }

    static Found find(List<Turnout> turnouts) {
        List<Series> all = series(turnouts);
        Optional<Series> standing = all.stream().filter(Series::plateau).findFirst();
        if (standing.isPresent()) {
            return new Found(State.PRESENT, standing.get().words());
        }
        return all.reversed().stream()
                .max(telling(turnouts))
                .map(longest -> new Found(State.ABSENT, longest.words()))
                .orElse(
                        Found.notTested(
                                "no specimen had the same closed-loop request at two numbers of"
                                        + " connections"));
    }

    /**
     * Which series tells the most: a specimen's rather than bare's, which is first; one with some
     * numbers of connections; of those the smallest bodies, where such a plateau shows; the
     * longest.
     */
    private static Comparator<Series> telling(List<Turnout> turnouts) {
        String bare = turnouts.isEmpty() ? "" : turnouts.getFirst().specimen();
        return Comparator.comparing((Series series) -> !series.specimen().equals(bare))
                .thenComparing(series -> series.turnouts().size() >= SOME)
                .thenComparingLong(series -> -bodyBytes(series))
                .thenComparingInt(series -> series.turnouts().size());
    }

    private static long bodyBytes(Series series) {
        return series.turnouts().getFirst().workload().check().bodyLength();
    }

    private static List<Series> series(List<Turnout> turnouts) {
        Map<List<String>, List<Turnout>> groups = new LinkedHashMap<>();
        for (Turnout turnout : turnouts) {
            boolean counts =
                    !turnout.workload().open() && turnout.responseTime().getTotalCount() > 0;
            if (counts) {
                List<String> key =
                        List.of(turnout.specimen(), turnout.workload().request().target());
                groups.computeIfAbsent(key, k -> new ArrayList<>()).add(turnout);
            }
        }
        return groups.entrySet().stream()
                .filter(group -> connectionCounts(group.getValue()) > 1)
                .map(group ->
                        new Series(
                                group.getKey().get(0),
                                group.getKey().get(1),
                                group.getValue().stream()
                                        .sorted(
                                                Comparator.comparingInt(
                                                        t -> t.workload().connections()))
                                        .toList()))
                .toList();
    }

    private static long connectionCounts(Collection<Turnout> turnouts) {
        return turnouts.stream().map(t -> t.workload().connections()).distinct().count();
    }
}
