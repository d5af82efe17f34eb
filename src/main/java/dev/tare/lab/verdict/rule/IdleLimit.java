package dev.tare.lab.verdict.rule;

import dev.tare.base.core.TcpSummary;
import dev.tare.lab.bundle.HistogramKind;
import dev.tare.lab.bundle.SliceHealth;
import dev.tare.lab.verdict.ScenarioResult.Bottleneck;
import dev.tare.lab.verdict.Words;
import dev.tare.lab.verdict.estimate.Scenario;
import dev.tare.lab.verdict.rule.TimerRule.Timer;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * What a rate waited for where nobody was busy: a CPU quota, a listen backlog, a timer of the
 * network stack, the network itself, in this order. Empty where nothing of the kind was seen.
 *
 * @param bottleneck who or what
 * @param sentence the same with its figures
 */
record IdleLimit(Bottleneck bottleneck, String sentence) {
    /** Share of the time from which a quota counts as the limit. */
    static final double HELD_BACK = 0.05;

    /** Share of all response time that went into answers near a timer. */
    static final double MOST_OF_THE_TIME = 0.5;

    /** Share of the median response time that the way alone takes. */
    static final double MOST_OF_A_RESPONSE = 0.5;

    /** A round trip on one machine takes less. */
    static final double MIN_ROUND_TRIP_NS = 100_000;

    /** Share of segments sent again: a sound network repeats one in ten thousand or fewer. */
    static final double LOSSY = 0.001;

    private static final Map<String, Bottleneck> PARTIES =
            Map.of(
                    SliceHealth.INSTRUMENT, Bottleneck.INSTRUMENT,
                    SliceHealth.ORIGIN, Bottleneck.ORIGIN,
                    SliceHealth.SPECIMEN, Bottleneck.SPECIMEN);

    static Optional<IdleLimit> of(Scenario scenario) {
        Histogram times = scenario.merged(HistogramKind.RESPONSE_TIME);
        Optional<SliceHealths> health = SliceHealths.of(scenario);
        return health.flatMap(IdleLimit::quota)
                .or(() -> health.flatMap(of -> backlog(scenario, of)))
                .or(() -> timer(times, health))
                .or(() -> health.flatMap(of -> network(of, times)));
    }

    private static Optional<IdleLimit> quota(SliceHealths health) {
        return PARTIES.keySet().stream()
                .filter(party -> health.throttledShare(party) >= HELD_BACK)
                .max((a, b) -> Double.compare(health.throttledShare(a), health.throttledShare(b)))
                .map(party ->
                        new IdleLimit(
                                PARTIES.getOrDefault(party, Bottleneck.UNKNOWN),
                                "%s set the limit: its CPU quota held it back %s of the time"
                                        .formatted(
                                                party,
                                                Words.percent(health.throttledShare(party)))));
    }

    /** Connections that nobody accepted wait for the timer of their SYN. */
    private static Optional<IdleLimit> backlog(Scenario scenario, SliceHealths health) {
        int asked = scenario.workload().connections();
        long absent = scenario.slices().mapToLong(s -> OpenedRule.absent(s.counts(), asked)).sum();
        double all = (double) asked * scenario.slices().count();
        long overflows = health.counted("ListenOverflows");
        return overflows == 0 || absent <= OpenedRule.ABSENT_INVALID * all
                ? Optional.empty()
                : Optional.of(
                        new IdleLimit(
                                Bottleneck.TIMER,
                                ("a listen backlog set the limit: it overflowed %s"
                                                + " (ListenOverflows), and %s of the connections"
                                                + " were not open when measuring began")
                                        .formatted(
                                                Words.plural(overflows, "time"),
                                                Words.percent(absent / all))));
    }

    private static Optional<IdleLimit> timer(Histogram times, Optional<SliceHealths> health) {
        if (times.getTotalCount() == 0) {
            return Optional.empty();
        }
        double allNs = times.getMean() * times.getTotalCount();
        for (Timer timer : TimerRule.TIMERS) {
            double share = nearNs(times, timer) / allNs;
            if (share >= MOST_OF_THE_TIME) {
                return Optional.of(
                        new IdleLimit(
                                Bottleneck.TIMER,
                                ("a timer set the limit: %s of all response time went into"
                                                + " answers near %s%s")
                                        .formatted(
                                                Words.percent(share),
                                                timer.name(),
                                                TimerRule.counted(health, timer))));
            }
        }
        return Optional.empty();
    }

    /** The sum of the times near a timer, ns. */
    private static double nearNs(Histogram times, Timer timer) {
        double sumNs = 0;
        for (HistogramIterationValue value : times.recordedValues()) {
            double ns = times.medianEquivalentValue(value.getValueIteratedTo());
            if (timer.holds(ns)) {
                sumNs += ns * value.getCountAtValueIteratedTo();
            }
        }
        return sumNs;
    }

    private static Optional<IdleLimit> network(SliceHealths health, Histogram times) {
        double sent = 0;
        double repeated = 0;
        double wayNs = Double.POSITIVE_INFINITY;
        for (Scenario.Slice slice : health.slices()) {
            TcpSummary tcp = slice.counts().health().connections();
            sent += tcp.segmentsSent();
            repeated += tcp.segmentsRepeated();
            if (tcp.connections() > 0) {
                wayNs = Math.min(wayNs, (double) tcp.minRoundTripNs());
            }
        }
        if (sent > 0 && repeated / sent >= LOSSY) {
            return Optional.of(
                    new IdleLimit(
                            Bottleneck.NETWORK,
                            ("the network set the limit: %s of the instrument's TCP segments"
                                            + " were sent again")
                                    .formatted(Words.percent(repeated / sent))));
        }
        if (times.getTotalCount() == 0 || wayNs < MIN_ROUND_TRIP_NS) {
            return Optional.empty();
        }
        double share = wayNs / times.getValueAtPercentile(50);
        return share < MOST_OF_A_RESPONSE || share > 1.5
                ? Optional.empty()
                : Optional.of(
                        new IdleLimit(
                                Bottleneck.NETWORK,
                                ("the network set the limit: its round trip of %s is %s of the"
                                                + " median response time")
                                        .formatted(
                                                Words.time(wayNs),
                                                Words.percent(Math.min(1, share)))));
    }
}
