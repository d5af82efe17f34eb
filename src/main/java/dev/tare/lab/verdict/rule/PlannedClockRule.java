package dev.tare.lab.verdict.rule;

import static dev.tare.lab.verdict.Verdict.VALID;

import dev.tare.lab.bundle.HistogramKind;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.Words;
import dev.tare.lab.verdict.estimate.Estimate;
import java.util.List;
import java.util.Set;
import org.HdrHistogram.Histogram;

/**
 * Rule 1: response time runs from the intended start, and service time stands beside it. In a
 * closed loop there is no intended start but the last answer, and every table must say so.
 */
public final class PlannedClockRule implements Rule {
    /** What must stand beside every response time of a closed loop. */
    public static final String CLOSED = "closed loop: response time under saturation, not a user's";

    /** What to do for another kind of time. */
    public static final String CLOSED_REMEDY =
            "For what a user would see, load it in an open loop.";

    private static final double MEDIAN = 50;

    @Override
    public List<Finding> judge(Evidence evidence) {
        if (!evidence.scenario().open()) {
            Reason closed = new Reason(1, VALID, CLOSED, CLOSED_REMEDY);
            return List.of(Finding.both(Finding.RESPONSE_TIMES, closed));
        }
        Histogram service = evidence.scenario().merged(HistogramKind.SERVICE_TIME);
        if (service.getTotalCount() == 0) {
            return List.of();
        }
        Estimate median =
                evidence.figures().getOrDefault(FigureKind.RESPONSE_TIME_P50, Estimate.NONE);
        String beside =
                "response time runs from the intended start; median %s, service time alone %s"
                        .formatted(
                                median.exists() ? Words.time(median.value()) : "not known",
                                Words.time((double) service.getValueAtPercentile(MEDIAN)));
        return List.of(
                Finding.figures(
                        Set.of(FigureKind.RESPONSE_TIME_P50), new Reason(1, VALID, beside, "")));
    }
}
