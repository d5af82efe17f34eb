package dev.tare.lab.verdict.rule;

import dev.tare.base.histogram.HistogramLayout;
import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.HistogramKind;
import dev.tare.lab.bundle.PlanRecord.WorkloadRecord;
import dev.tare.lab.bundle.SliceRecord;
import dev.tare.lab.bundle.Usage;
import dev.tare.lab.verdict.Words;
import dev.tare.lab.verdict.estimate.Scenario;
import dev.tare.lab.verdict.rule.TimerRule.Timer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.HdrHistogram.Histogram;

/**
 * Looks for a response time that does not move with the load while nobody is busy: closed loops of
 * the same request on one specimen whose median stays where it is although one has many times the
 * connections of another. What takes a fixed time and no CPU is a timer, or a delay of the service.
 *
 * <p>Said once, with the workload that has the most connections. Not said where bare stands at the
 * same time: then it is the origin's own.
 */
final class Plateau {
    /** A faster service may well have cores to spare for twice the connections. */
    private static final double MIN_NS = 2e6;

    /** Medians closer together have not moved. */
    private static final double STANDS_STILL = 1.25;

    /** Fewer times the connections are no other load. */
    private static final int OTHER_LOAD = 2;

    /** Cores that a party uses at most where it counts as idle. */
    private static final double IDLE_CORES = 0.5;

    private Plateau() {}

    /** A workload of the series, with its median. */
    private record Point(WorkloadRecord workload, double medianNs) {}

    static Optional<String> sentence(Evidence evidence, Histogram mine) {
        Scenario scenario = evidence.scenario();
        double medianNs = mine.getTotalCount() == 0 ? 0 : mine.getValueAtPercentile(50);
        if (scenario.open() || medianNs < MIN_NS || busiest(scenario) > IDLE_CORES) {
            return Optional.empty();
        }
        List<Point> points = series(evidence.content(), scenario);
        points.add(new Point(scenario.workload(), medianNs));
        Point fewest = points.getFirst();
        double leastNs = points.stream().mapToDouble(Point::medianNs).min().orElse(0);
        double mostNs = points.stream().mapToDouble(Point::medianNs).max().orElse(0);
        boolean stands =
                scenario.workload().connections() >= OTHER_LOAD * fewest.workload().connections()
                        && mostNs <= STANDS_STILL * leastNs;
        if (!stands || bareToo(evidence, medianNs)) {
            return Optional.empty();
        }
        Optional<Timer> timer =
                TimerRule.TIMERS.stream().filter(each -> each.holds(medianNs)).findFirst();
        return Optional.of(
                ("the median stays at %s from %s to %d, while nobody used more than %s of a core: a"
                                + " fixed wait%s")
                        .formatted(
                                Words.time(medianNs),
                                Words.plural(fewest.workload().connections(), "connection"),
                                scenario.workload().connections(),
                                Words.percent(busiest(scenario)),
                                timer.map(each ->
                                                ", near "
                                                        + each.name()
                                                        + TimerRule.counted(
                                                                SliceHealths.of(scenario), each))
                                        .orElse(", of a timer or of the service itself")));
    }

    private static boolean bareToo(Evidence evidence, double medianNs) {
        return evidence.pair()
                .map(pair -> pair.bare().merged(HistogramKind.RESPONSE_TIME))
                .filter(times -> times.getTotalCount() > 0)
                .map(times -> times.getValueAtPercentile(50) * STANDS_STILL >= medianNs)
                .orElse(false);
    }

    private static double busiest(Scenario scenario) {
        double busiest = 0;
        List<Function<SliceRecord, Usage>> parties =
                List.of(
                        SliceRecord::instrumentUsage,
                        SliceRecord::originUsage,
                        SliceRecord::specimenUsage);
        for (Function<SliceRecord, Usage> party : parties) {
            busiest = Math.max(busiest, scenario.cores(party));
        }
        return busiest;
    }

    /** The same request in closed loops with fewer connections, those with the fewest first. */
    private static List<Point> series(BundleContent content, Scenario scenario) {
        List<Point> points = new ArrayList<>();
        WorkloadRecord own = scenario.workload();
        List<WorkloadRecord> same =
                content.manifest().plan().workloads().stream()
                        .filter(other -> !other.open() && other.request().equals(own.request()))
                        .filter(other -> other.endpoints().equals(own.endpoints()))
                        .filter(other -> !other.name().equals(own.name()))
                        .toList();
        if (same.stream().anyMatch(other -> other.connections() > own.connections())) {
            return points;
        }
        for (WorkloadRecord other : same) {
            Histogram times = merged(content, scenario.specimen(), other.name());
            if (times.getTotalCount() > 0) {
                points.add(new Point(other, times.getValueAtPercentile(50)));
            }
        }
        points.sort(Comparator.comparingInt(point -> point.workload().connections()));
        return points;
    }

    private static Histogram merged(BundleContent content, String specimen, String workload) {
        Histogram sum = HistogramLayout.newHistogram();
        sum.setAutoResize(true);
        for (BundleContent.Block block : content.blocks()) {
            for (SliceRecord slice : block.blockRecord().slices()) {
                if (slice.specimen().equals(specimen) && slice.workload().equals(workload)) {
                    block.sliceHistograms().get(slice.index()).responseTime().addTo(sum);
                }
            }
        }
        return sum;
    }
}
