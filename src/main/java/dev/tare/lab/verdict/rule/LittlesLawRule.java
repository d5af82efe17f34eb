package dev.tare.lab.verdict.rule;

import static dev.tare.lab.verdict.Verdict.INVALID;

import dev.tare.base.core.Tally;
import dev.tare.base.histogram.SparseHistogram;
import dev.tare.lab.bundle.SliceRecord;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.Words;
import dev.tare.lab.verdict.estimate.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Rule 10: L = λW, the mean number in flight is the rate times the mean time each takes.
 *
 * <p>In a closed loop L is known, for every connection always has one request in flight: rate times
 * mean response time must be the number of connections. In an open loop L is bounded: rate times
 * mean service time can be no more than the connections.
 *
 * <p>A slice is finite: requests that reach over its ends count in one of rate and time only. At
 * most one request a connection does, for at most the longest time recorded, or the instrument's
 * longest pause where that is longer; that much is allowed, and {@value #TOLERANCE_PERCENT} %
 * beyond. Single slices may break even that, when a request of the lead hung; more than a tenth of
 * them may not. A closed loop's slice in which no request began, though all connections were open,
 * is one of those: all of them hung.
 *
 * <p>Source: Little, "A Proof for the Queuing Formula: L = λW", Operations Research 9(3), 1961.
 */
public final class LittlesLawRule implements Rule {
    static final int TOLERANCE_PERCENT = 5;
    private static final double SLICES_ALLOWED = 0.1;
    private static final double RECONNECTS_ALLOWED = 0.01;

    /** What to do where the law is broken. */
    public static final String REMEDY =
            "Requests or their times are missing: see errors and timeouts.";

    /** The figures that the law ties to each other, and CPU, which is a share of the same count. */
    private static final Set<FigureKind> TIED =
            Finding.ALL.stream()
                    .filter(kind ->
                            kind.isResponseTime()
                                    || Finding.RATES.contains(kind)
                                    || kind == FigureKind.CPU_PER_REQUEST)
                    .collect(Collectors.toUnmodifiableSet());

    /** A slice that breaks the law: what should be in flight, and what rate and time make of it. */
    public record Violation(double expected, double found) {
        /** Such as {@code rate × mean time is 10.2 in flight, with 64 connections}. */
        public String words() {
            return "rate × mean time is %s in flight, with %s"
                    .formatted(
                            Words.significant(found, 3),
                            Words.plural((long) expected, "connection"));
        }
    }

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
                "Little's law is broken in %d of %s: %s"
                        .formatted(violations.size(), Words.plural(slices, "slice"), first.words());
        return List.of(Finding.both(TIED, new Reason(10, INVALID, sentence, REMEDY)));
    }

    private static void check(Scenario scenario, Scenario.Slice slice, List<Violation> violations) {
        if (hung(scenario, slice.counts())) {
            violations.add(new Violation(scenario.workload().connections(), 0));
            return;
        }
        violation(
                        new Window(
                                scenario.open(),
                                scenario.workload().connections(),
                                true,
                                0,
                                scenario.open()
                                        ? slice.histograms().serviceTime()
                                        : slice.histograms().responseTime(),
                                slice.counts().measured(),
                                slice.counts().measuredNs(),
                                slice.counts().health().instrument().pauses().longestNs()))
                .ifPresent(violations::add);
    }

    /** Whether every connection of a closed loop waited through the measured phase. */
    private static boolean hung(Scenario scenario, SliceRecord slice) {
        Tally tally = slice.measured();
        return !scenario.open()
                && tally.planned() == 0
                && tally.doneInside() == 0
                && slice.lead().sent() > 0
                && tally.connectsOpened() + tally.connectsFailed() == 0;
    }

    /**
     * A stretch of time that is held against the law.
     *
     * @param open whether the load was open-loop
     * @param places requests that may be in flight at once
     * @param full whether in a closed loop all places are taken as long as all are connected
     * @param thinkTimeNs of a closed loop
     * @param times response times of a closed loop, service times of an open one
     * @param tally of the same requests
     * @param measuredNs how long
     * @param pauseNs the instrument's longest pause within it: one that began before it keeps the
     *     connections busy with requests that are not of this stretch
     */
    public record Window(
            boolean open,
            double places,
            boolean full,
            long thinkTimeNs,
            SparseHistogram times,
            Tally tally,
            long measuredNs,
            long pauseNs) {}

    /** Whether and how the law is broken. */
    public static Optional<Violation> violation(Window window) {
        SparseHistogram times = window.times();
        Tally tally = window.tally();
        if (times.totalCount() == 0 || tally.doneInside() == 0) {
            return Optional.empty();
        }
        double places = window.places();
        double cycleNs = times.meanNs() + window.thinkTimeNs();
        double inFlight = tally.doneInside() / (double) window.measuredNs() * cycleNs;
        double allowed =
                TOLERANCE_PERCENT / 100.0
                        + places / tally.doneInside()
                        + (double) Math.max(times.maxNs(), window.pauseNs()) / window.measuredNs();
        boolean tooMany = inFlight > places * (1 + allowed);
        // A connection that is not open, or being opened, has nothing in flight.
        boolean allConnected =
                tally.connectsFailed() == 0
                        && tally.connectsOpened() <= RECONNECTS_ALLOWED * tally.doneInside()
                        && tally.unsentTotal() == 0;
        boolean tooFew =
                !window.open()
                        && window.full()
                        && allConnected
                        && inFlight < places * (1 - allowed);
        return tooMany || tooFew ? Optional.of(new Violation(places, inFlight)) : Optional.empty();
    }
}
