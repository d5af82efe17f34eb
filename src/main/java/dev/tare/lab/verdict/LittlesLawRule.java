package dev.tare.lab.verdict;

import static dev.tare.lab.verdict.Verdict.INVALID;

import dev.tare.base.core.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/**
 * Rule 10: L = λW, the mean number in flight is the rate times the mean time each takes.
 *
 * <p>In a closed loop L is known, for every connection always has one request in flight: rate times
 * mean response time must be the number of connections. In an open loop L is bounded: rate times
 * mean service time can be no more than the connections.
 *
 * <p>A slice is finite: requests that reach over its ends count in one of rate and time only. At
 * most one request a connection does, for at most the longest time recorded; that much is allowed,
 * and {@value #TOLERANCE_PERCENT} % beyond. Single slices may break even that, when a request of
 * the lead hung; more than a tenth of them may not.
 *
 * <p>Source: Little, "A Proof for the Queuing Formula: L = λW", Operations Research 9(3), 1961.
 */
final class LittlesLawRule implements Rule {
    static final int TOLERANCE_PERCENT = 5;
    private static final double SLICES_ALLOWED = 0.1;
    private static final double RECONNECTS_ALLOWED = 0.01;

    /** The figures that the law ties to each other, and CPU, which is a share of the same count. */
    private static final Set<FigureKind> TIED =
            Finding.ALL.stream()
                    .filter(kind ->
                            kind.isResponseTime()
                                    || Finding.RATES.contains(kind)
                                    || kind == FigureKind.CPU_PER_REQUEST)
                    .collect(Collectors.toUnmodifiableSet());

    /** A slice that breaks the law: what should be in flight, and what rate and time make of it. */
    private record Violation(double expected, double found) {}

    @Override
    public List<Finding> judge(Evidence evidence) {
        Scenario scenario = evidence.scenario();
        List<Violation> violations = new ArrayList<>();
        scenario.slices().forEach(slice -> check(scenario, slice, violations));
        long slices = scenario.slices().count();
        if (violations.size() <= SLICES_ALLOWED * slices) {
            return List.of();
        }
        Violation first = violations.getFirst();
        String sentence =
                "Little's law is broken in %d of %s: rate × mean time is %s in flight, with %s"
                        .formatted(
                                violations.size(),
                                Words.plural(slices, "slice"),
                                Words.significant(first.found(), 3),
                                Words.plural((long) first.expected(), "connection"));
        return List.of(
                Finding.both(
                        TIED,
                        new Reason(
                                10,
                                INVALID,
                                sentence,
                                "Requests or their times are missing: see errors and timeouts.")));
    }

    private static void check(Scenario scenario, Scenario.Slice slice, List<Violation> violations) {
        boolean open = scenario.open();
        Histogram times =
                open ? slice.histograms().serviceTime() : slice.histograms().responseTime();
        Tally tally = slice.counts().measured();
        if (times.getTotalCount() == 0 || tally.doneInside() == 0) {
            return;
        }
        double connections = scenario.workload().connections();
        double inFlight = slice.doneRatePerSec() * times.getMean() / 1e9;
        double allowed =
                TOLERANCE_PERCENT / 100.0
                        + connections / tally.doneInside()
                        + (double) times.getMaxValue() / slice.counts().measuredNs();
        boolean tooMany = inFlight > connections * (1 + allowed);
        // A connection that is not open, or being opened, has nothing in flight.
        boolean allConnected =
                tally.connectsFailed() == 0
                        && tally.connectsOpened() <= RECONNECTS_ALLOWED * tally.doneInside()
                        && tally.unsentTotal() == 0;
        boolean tooFew = !open && allConnected && inFlight < connections * (1 - allowed);
        if (tooMany || tooFew) {
            violations.add(new Violation(connections, inFlight));
        }
    }
}
