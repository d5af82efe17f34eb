package dev.tare.lab.beside;

import dev.tare.base.core.Outcome;
import dev.tare.base.core.Tally;
import dev.tare.lab.beside.FaultAnswer.State;
import dev.tare.lab.beside.FaultChecks.Found;
import dev.tare.lab.verdict.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Looks for faults that make figures say something else than their heads; pure. */
final class WorkChecks {
    /** As rule 10 allows, and as much again for what reaches over a slice's ends. */
    private static final double LAW_TOLERANCE = 0.1;

    /** A wrapped rate that is not lower than this share of bare's was limited by something else. */
    private static final double ALIKE = 0.97;

    private static final double NS_PER_S = 1e9;

    private WorkChecks() {}

    /** Answers with another status, length or body than the check of their workload asks for. */
    static Found wrongAnswers(List<Turnout> turnouts) {
        long answers = 0;
        List<Turnout> wrong = new ArrayList<>();
        for (Turnout turnout : turnouts) {
            answers += turnout.measured().count(Outcome.CORRECT);
            if (wrong(turnout.measured()) > 0) {
                wrong.add(turnout);
            }
        }
        if (!wrong.isEmpty()) {
            return new Found(
                    State.PRESENT,
                    FaultChecks.named(
                            wrong,
                            t ->
                                    "%s: %s of %s answers were not what was asked for"
                                            .formatted(
                                                    t.label(),
                                                    Words.count(wrong(t.measured())),
                                                    Words.count(t.calls()))));
        }
        return answers == 0
                ? Found.notTested("no request was answered")
                : new Found(
                        State.ABSENT,
                        "each of %s answers had the status, length and body that were asked for"
                                .formatted(Words.count(answers)));
    }

    private static long wrong(Tally tally) {
        return tally.count(Outcome.WRONG_STATUS)
                + tally.count(Outcome.WRONG_LENGTH)
                + tally.count(Outcome.WRONG_BODY);
    }

    /** Closed loops in which rate times mean response time is not the number of connections. */
    static Found littlesLaw(List<Turnout> turnouts) {
        List<Turnout> closed =
                turnouts.stream()
                        .filter(t -> !t.workload().open())
                        .filter(t -> t.responseTime().getTotalCount() > 0)
                        .toList();
        List<Turnout> breaking = closed.stream().filter(t -> deviation(t) > allowed(t)).toList();
        if (!breaking.isEmpty()) {
            return new Found(
                    State.PRESENT,
                    FaultChecks.named(
                            breaking,
                            t ->
                                    "%s: rate × mean time is %s in flight, with %s"
                                            .formatted(
                                                    t.label(),
                                                    Words.significant(inFlight(t), 3),
                                                    Words.plural(
                                                            t.workload().connections(),
                                                            "connection"))));
        }
        Optional<Turnout> most =
                closed.stream().max(Comparator.comparingDouble(WorkChecks::deviation));
        return most.isEmpty()
                ? Found.notTested("no closed loop was measured")
                : new Found(
                        State.ABSENT,
                        "rate × mean time is the number of connections everywhere; farthest off is"
                                + " %s with %s for %d"
                                        .formatted(
                                                most.get().label(),
                                                Words.significant(inFlight(most.get()), 3),
                                                most.get().workload().connections()));
    }

    private static double inFlight(Turnout turnout) {
        return ratePerSec(turnout) * turnout.responseTime().getMean() / NS_PER_S;
    }

    private static double deviation(Turnout turnout) {
        double connections = turnout.workload().connections();
        return Math.abs(inFlight(turnout) - connections) / connections;
    }

    /** What reaches over the ends of slices counts in one of rate and time only. */
    private static double allowed(Turnout turnout) {
        double sliceNs = measuredNs(turnout) / turnout.slices().size();
        return LAW_TOLERANCE + turnout.responseTime().getMaxValue() / sliceNs;
    }

    private static double measuredNs(Turnout turnout) {
        return turnout.slices().stream().mapToDouble(slice -> slice.measuredNs()).sum();
    }

    private static double ratePerSec(Turnout turnout) {
        return turnout.measured().doneInside() / measuredNs(turnout) * NS_PER_S;
    }

    /** Closed loops in which nothing that is wrapped is slower than bare. */
    static Found limitElsewhere(List<Turnout> turnouts) {
        if (turnouts.isEmpty()) {
            return Found.notTested("nothing was measured");
        }
        String bareName = turnouts.getFirst().specimen();
        List<Turnout> limited = new ArrayList<>();
        double lowest = Double.POSITIVE_INFINITY;
        double highest = 0;
        for (Turnout bare : turnouts) {
            if (!bare.specimen().equals(bareName) || bare.workload().open()) {
                continue;
            }
            List<Turnout> wrapped =
                    turnouts.stream()
                            .filter(t -> t.workload().name().equals(bare.workload().name()))
                            .filter(t -> !t.specimen().equals(bareName))
                            .toList();
            for (Turnout one : wrapped) {
                double share = ratePerSec(one) / ratePerSec(bare);
                lowest = Math.min(lowest, share);
                highest = Math.max(highest, share);
            }
            boolean alike =
                    wrapped.stream().allMatch(t -> ratePerSec(t) >= ALIKE * ratePerSec(bare));
            if (!wrapped.isEmpty() && alike) {
                limited.add(bare);
            }
        }
        if (!limited.isEmpty()) {
            return new Found(
                    State.PRESENT,
                    FaultChecks.named(
                            limited,
                            t ->
                                    "in %s nothing is slower than %s"
                                            .formatted(t.workload().name(), bareName)));
        }
        return highest == 0
                ? Found.notTested("no closed loop was measured bare and wrapped")
                : new Found(
                        State.ABSENT,
                        "in closed loops the wrapped rates are from %s %% to %s %% of bare's"
                                .formatted(
                                        Words.significant(100 * lowest, 3),
                                        Words.significant(100 * highest, 3)));
    }
}
