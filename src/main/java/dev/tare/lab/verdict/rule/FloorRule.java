package dev.tare.lab.verdict.rule;

import static dev.tare.lab.verdict.Verdict.NOT_RESOLVABLE;

import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.CalibrationRecord;
import dev.tare.lab.bundle.CalibrationRecord.Floor;
import dev.tare.lab.verdict.Figure;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.Words;
import dev.tare.lab.verdict.estimate.Estimate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Rule 4, the floor: what is smaller than this machine can see is not resolved. A tare cost whose
 * interval holds zero is not; nor is a difference of response times that is smaller than the spread
 * of the instrument's own floor between repeats, however narrow its interval: the interval tells
 * how well the blocks agree, not what the instrument adds to all of them.
 *
 * <p>What stands is the largest difference that there may be.
 */
public final class FloorRule implements Rule {
    @Override
    public List<Finding> judge(Evidence evidence) {
        List<Finding> findings = new ArrayList<>();
        evidence.costs()
                .forEach((kind, cost) ->
                        cost.interval()
                                .filter(interval -> interval.contains(0))
                                .map(interval ->
                                        finding(
                                                kind,
                                                cost,
                                                interval,
                                                spreadNs(evidence.content(), kind)))
                                .ifPresent(findings::add));
        return findings;
    }

    /**
     * The spread of the floor for a kind of figure, ns: of the same statistic, where the floor has
     * it; of its p99 for what lies beyond. 0 for other kinds, and where there is no floor.
     */
    static double spreadNs(BundleContent content, FigureKind kind) {
        Optional<Floor> floor = content.calibration().flatMap(CalibrationRecord::floor);
        return floor.map(measured -> spreadNs(measured, kind)).orElse(0.0);
    }

    private static double spreadNs(Floor floor, FigureKind kind) {
        return switch (kind) {
            case RESPONSE_TIME_MEAN -> floor.mean().spreadNs();
            case RESPONSE_TIME_P50 -> floor.p50().spreadNs();
            case RESPONSE_TIME_P90 -> floor.p90().spreadNs();
            case RESPONSE_TIME_P99,
                    RESPONSE_TIME_P999,
                    RESPONSE_TIME_P9999,
                    RESPONSE_TIME_P99999,
                    RESPONSE_TIME_P999999,
                    RESPONSE_TIME_MAX ->
                    floor.p99().spreadNs();
            case GOODPUT, BYTES_RECEIVED, CPU_PER_REQUEST, CPU_MEAN, CPU_MAX, PEAK_MEMORY, ERRORS ->
                    0;
        };
    }

    /** The costs, their intervals widened to the spread of the floor where they are below it. */
    public static Map<FigureKind, Estimate> bounded(
            BundleContent content, Map<FigureKind, Estimate> costs) {
        Map<FigureKind, Estimate> bounded = new EnumMap<>(FigureKind.class);
        costs.forEach((kind, cost) -> bounded.put(kind, bounded(cost, spreadNs(content, kind))));
        return bounded;
    }

    private static Estimate bounded(Estimate cost, double spreadNs) {
        if (!below(cost, spreadNs)) {
            return cost;
        }
        return new Estimate(
                cost.value(),
                cost.interval()
                        .map(interval ->
                                new Figure.Interval(
                                        Math.min(interval.low(), -spreadNs),
                                        Math.max(interval.high(), spreadNs),
                                        interval.level())));
    }

    private static boolean below(Estimate cost, double spreadNs) {
        return cost.exists() && Math.abs(cost.value()) < spreadNs;
    }

    private static Finding finding(
            FigureKind kind, Estimate cost, Figure.Interval interval, double spreadNs) {
        double largest = Math.max(Math.abs(interval.low()), Math.abs(interval.high()));
        String none = "no difference larger than " + Words.of(largest, kind.unit());
        Reason reason =
                below(cost, spreadNs)
                        ? new Reason(
                                4,
                                NOT_RESOLVABLE,
                                ("%s: %s is less than the spread of the instrument's own floor"
                                                + " here, %s")
                                        .formatted(
                                                none,
                                                Words.time(Math.abs(cost.value())),
                                                Words.time(spreadNs)),
                                "Run ./tare doctor while nothing else runs, and weigh anew: it"
                                        + " tells what widens the spread.")
                        : new Reason(
                                4,
                                NOT_RESOLVABLE,
                                "%s: the %s interval holds zero"
                                        .formatted(none, Words.percent(interval.level())),
                                "More blocks narrow the interval.");
        return Finding.costs(Set.of(kind), reason);
    }
}
