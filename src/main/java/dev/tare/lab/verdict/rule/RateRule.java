package dev.tare.lab.verdict.rule;

import static dev.tare.lab.verdict.Verdict.INVALID;
import static dev.tare.lab.verdict.Verdict.VALID;

import dev.tare.base.core.Tally;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.Words;
import dev.tare.lab.verdict.estimate.Scenario;
import java.util.List;

/**
 * Rule 3, the rate: completed against planned, in an open loop. A specimen that cannot keep up is a
 * result: its rate and errors stand; its response times grow for as long as the load lasts, so that
 * they carry no tare cost.
 */
public final class RateRule implements Rule {
    /** Completed within the measured phases, of planned, below which a scenario is saturated. */
    public static final double KEPT_UP = 0.99;

    @Override
    public List<Finding> judge(Evidence evidence) {
        Scenario scenario = evidence.scenario();
        if (!saturated(scenario)) {
            return List.of();
        }
        Tally tally = scenario.tally();
        String sentence = sentence(tally);
        return List.of(
                Finding.figures(
                        Finding.RESPONSE_TIMES,
                        new Reason(
                                3,
                                VALID,
                                sentence + "; response time grows with the length of the load",
                                "Load it with a lower rate.")),
                Finding.costs(
                        Finding.RESPONSE_TIMES,
                        new Reason(
                                3,
                                INVALID,
                                sentence + ", so its response times carry no tare cost",
                                "Load it with a lower rate.")),
                Finding.remark(3, sentence));
    }

    /**
     * Whether an open loop was not kept up with. At a steady state as many requests end within the
     * measured phase as fall due in it; a slice whose lead is shorter than its response times has
     * no steady state, and counts as saturated too.
     */
    public static boolean saturated(Scenario scenario) {
        Tally tally = scenario.tally();
        return scenario.open() && tally.planned() > 0 && share(tally, 0) < KEPT_UP;
    }

    /** How much was done of how much. */
    public static String sentence(Tally tally) {
        return "saturated: of %s planned requests %s (%s) were done in time"
                .formatted(
                        Words.count(tally.planned()),
                        Words.count(tally.doneInside()),
                        Words.percent(share(tally, 0)));
    }

    /**
     * Of the planned requests, how many were done in time.
     *
     * @param inFlight how many may be in flight at the end of the phase without being late
     */
    public static double share(Tally tally, double inFlight) {
        long everDone = tally.planned() - tally.unsentTotal() - tally.inFlightAtEnd();
        return Math.min(tally.doneInside() + inFlight, (double) everDone) / tally.planned();
    }
}
