package dev.tare.lab.beside;

import dev.tare.base.core.Outcome;
import dev.tare.lab.beside.FaultAnswer.State;
import dev.tare.lab.plan.Published;
import dev.tare.lab.verdict.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/** Looks for faults in all scenarios of a bundle; pure. */
final class FaultChecks {
    /** Connections opened a request from which they are part of the figures, as in rule 9. */
    private static final double OPENED_SHARE = 0.001;

    /** Where the median is above, seconds are no wonder. */
    private static final long FAST_MEDIAN_NS = 100_000_000;

    /** Just below the first retransmission of a SYN. */
    private static final long LATE_NS = 950_000_000;

    private static final int MAX_NAMED = 3;

    private FaultChecks() {}

    /** Whether one of {@code turnouts} has the fault. */
    static FaultAnswer answer(Published.Fault fault, List<Turnout> turnouts) {
        Found found =
                switch (fault.check()) {
                    case KEPT_CONNECTIONS -> keptConnections(turnouts);
                    case SYN_RETRANSMISSION -> synRetransmission(turnouts);
                    case TIMER_PLATEAU -> TimerPlateau.find(turnouts);
                    case LOST_RESPONSES -> lostResponses(turnouts);
                    case NEGATIVE_VARIANCE -> negativeVariance(turnouts);
                    case WRONG_ANSWERS -> WorkChecks.wrongAnswers(turnouts);
                    case LITTLES_LAW -> WorkChecks.littlesLaw(turnouts);
                    case LIMIT_ELSEWHERE -> WorkChecks.limitElsewhere(turnouts);
                };
        return new FaultAnswer(fault, found.state(), found.sentence());
    }

    /** What a check has found. */
    record Found(State state, String sentence) {
        static Found notTested(String why) {
            return new Found(State.NOT_TESTED, why);
        }
    }

    private static Found keptConnections(List<Turnout> turnouts) {
        List<Turnout> wasteful =
                turnouts.stream()
                        .filter(t -> t.calls() > 0 && t.opened() > OPENED_SHARE * t.calls())
                        .sorted(Comparator.comparingDouble(t -> (double) t.calls() / t.opened()))
                        .toList();
        if (!wasteful.isEmpty()) {
            return new Found(
                    State.PRESENT,
                    named(
                            wasteful,
                            t ->
                                    "%s opened a connection every %s requests"
                                            .formatted(
                                                    t.label(),
                                                    Words.significant(
                                                            (double) t.calls() / t.opened(), 3))));
        }
        long calls = turnouts.stream().mapToLong(Turnout::calls).sum();
        long opened = turnouts.stream().mapToLong(Turnout::opened).sum();
        if (calls == 0) {
            return Found.notTested("no request was measured");
        }
        return new Found(
                State.ABSENT,
                "%s requests went over %s connections; %s of them opened anew while measuring"
                        .formatted(
                                Words.count(calls),
                                Words.count(turnouts.stream().mapToLong(Turnout::sockets).sum()),
                                opened == 0 ? "none" : Words.count(opened)));
    }

    private static Found synRetransmission(List<Turnout> turnouts) {
        List<Turnout> fast =
                turnouts.stream()
                        .filter(t -> t.responseTime().getTotalCount() > 0)
                        .filter(t -> t.responseTime().getValueAtPercentile(50) < FAST_MEDIAN_NS)
                        .toList();
        Optional<Turnout> slowest =
                fast.stream().max(Comparator.comparingLong(t -> t.responseTime().getMaxValue()));
        if (slowest.isEmpty()) {
            return Found.notTested("no scenario has a median below 100 ms");
        }
        List<Turnout> late = fast.stream().filter(t -> late(t.responseTime()) > 0).toList();
        if (!late.isEmpty()) {
            return new Found(
                    State.PRESENT,
                    named(
                            late,
                            t ->
                                    "%s: %s of %s response times were of 0.95 s or more"
                                            .formatted(
                                                    t.label(),
                                                    Words.count(late(t.responseTime())),
                                                    Words.count(
                                                            t.responseTime().getTotalCount()))));
        }
        long all = fast.stream().mapToLong(t -> t.responseTime().getTotalCount()).sum();
        return new Found(
                State.ABSENT,
                "none of %s response times (medians below 100 ms) reached 0.95 s; the longest was"
                                .formatted(Words.count(all))
                        + " %s (%s)"
                                .formatted(
                                        Words.time(
                                                (double)
                                                        slowest.get().responseTime().getMaxValue()),
                                        slowest.get().label()));
    }

    private static long late(Histogram times) {
        long maxNs = times.getMaxValue();
        return maxNs < LATE_NS ? 0 : times.getCountBetweenValues(LATE_NS, maxNs);
    }

    private static Found lostResponses(List<Turnout> turnouts) {
        long sent = turnouts.stream().mapToLong(t -> t.lead().sent() + t.calls()).sum();
        if (sent == 0) {
            return Found.notTested("no request was sent");
        }
        List<Turnout> losing = turnouts.stream().filter(t -> lost(t) > 0).toList();
        if (!losing.isEmpty()) {
            return new Found(
                    State.PRESENT,
                    named(
                            losing,
                            t ->
                                    "%s: %s of %s requests got no whole and correct answer"
                                            .formatted(
                                                    t.label(),
                                                    Words.count(lost(t)),
                                                    Words.count(t.lead().sent() + t.calls()))));
        }
        return new Found(
                State.ABSENT,
                "each of %s requests that were sent got its whole and correct answer"
                        .formatted(Words.count(sent)));
    }

    private static long lost(Turnout turnout) {
        return turnout.lead().sent()
                + turnout.calls()
                - turnout.lead().count(Outcome.CORRECT)
                - turnout.measured().count(Outcome.CORRECT);
    }

    private static Found negativeVariance(List<Turnout> turnouts) {
        List<Turnout> timed =
                turnouts.stream().filter(t -> t.responseTime().getTotalCount() > 1).toList();
        Optional<Turnout> least =
                timed.stream()
                        .min(Comparator.comparingDouble(t -> t.responseTime().getStdDeviation()));
        if (least.isEmpty()) {
            return Found.notTested("no scenario has two response times");
        }
        double leastNs = least.get().responseTime().getStdDeviation();
        String deviation =
                "the smallest standard deviation of response times is %s (%s), made of squared"
                                .formatted(Words.time(leastNs), least.get().label())
                        + " distances from the mean";
        if (!(leastNs >= 0)) {
            return new Found(State.PRESENT, deviation);
        }
        List<Turnout> checked =
                turnouts.stream().filter(t -> t.workload().check().bodyLength() >= 0).toList();
        long bodies = checked.stream().mapToLong(t -> t.measured().count(Outcome.CORRECT)).sum();
        boolean exact =
                checked.stream()
                        .allMatch(t ->
                                t.measured().bodyBytes()
                                        == t.measured().count(Outcome.CORRECT)
                                                * t.workload().check().bodyLength());
        String sizes =
                exact && bodies > 0
                        ? "; %s bodies had exactly the length asked for, a spread of 0 B"
                                .formatted(Words.count(bodies))
                        : "";
        return new Found(State.ABSENT, deviation + sizes);
    }

    /** A sentence for each of the first few, and how many more there are. */
    static String named(List<Turnout> turnouts, Function<Turnout, String> sentence) {
        List<String> sentences =
                new ArrayList<>(turnouts.stream().limit(MAX_NAMED).map(sentence).toList());
        if (turnouts.size() > MAX_NAMED) {
            sentences.add("and " + (turnouts.size() - MAX_NAMED) + " more");
        }
        return sentences.stream().collect(Collectors.joining("; "));
    }
}
