package dev.tare.lab.find;

import dev.tare.base.core.Outcome;
import dev.tare.base.core.Tally;
import dev.tare.base.core.Unsent;
import dev.tare.base.stats.ConfidenceInterval;
import dev.tare.base.stats.WilsonInterval;
import dev.tare.lab.find.Reading.Standing;
import dev.tare.lab.objective.Subject;
import dev.tare.lab.objective.Threshold;
import dev.tare.lab.verdict.Statistic;
import dev.tare.lab.verdict.load.TimeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/**
 * What a point came to, or that it must be held longer. Pure.
 *
 * @param objective the thresholds that must all be met
 */
public record PointJudge(Objective objective) {
    /** An interval narrower than this share of the bound is decided by its value. */
    static final double NARROW = 0.1;

    /** The share of the planned requests that may be missing at the end of a point. */
    static final double MAX_SHORTFALL = 0.01;

    /** From this share of a core on, a loop thread has no time to spare. */
    static final double BUSY = 0.9;

    /** So many late requests may move a mean. */
    private static final double MEAN_LATE_SHARE = 0.01;

    /** Deviations of the number in service that are no shortfall. */
    private static final double DEVIATIONS = 3;

    /**
     * A judgement.
     *
     * @param readings of all thresholds
     * @param verdict empty: not known yet
     * @param reason in words; may be empty
     */
    public record Judgement(
            List<Reading> readings, Optional<PointVerdict> verdict, String reason) {}

    /**
     * Judges what there is.
     *
     * @param last whether the point has been held for its longest time, so that it must be decided
     */
    public Judgement judge(PointData data, boolean last) {
        List<Reading> readings = new ArrayList<>();
        for (Threshold threshold : objective.thresholds()) {
            readings.add(reading(threshold, data));
        }
        Optional<String> queue = saturation(data);
        boolean broken = readings.stream().anyMatch(r -> r.standing() == Standing.BREAKS);
        if (broken || queue.isPresent()) {
            Optional<String> lateness = generator(data, readings);
            if (lateness.isPresent()) {
                return decided(readings, PointVerdict.GENERATOR_LIMITED, lateness.get());
            }
            String wait = connections(data, readings);
            return queue.isPresent()
                    ? decided(readings, PointVerdict.SATURATED, queue.get() + wait)
                    : decided(readings, PointVerdict.BROKEN, breaks(readings) + wait);
        }
        boolean open = readings.stream().anyMatch(r -> r.standing() == Standing.OPEN);
        if (!open) {
            return decided(readings, PointVerdict.MET, "");
        }
        return last
                ? decided(readings, PointVerdict.UNSURE, unsure(readings))
                : new Judgement(readings, Optional.empty(), "");
    }

    private static Judgement decided(List<Reading> readings, PointVerdict verdict, String reason) {
        return new Judgement(readings, Optional.of(verdict), reason);
    }

    private static Reading reading(Threshold threshold, PointData data) {
        return switch (threshold.subject()) {
            case Subject.Time(TimeKind kind, Statistic statistic) ->
                    time(threshold, TimeFigure.of(data, kind, statistic));
            case Subject.Counted _ -> errors(threshold, data);
        };
    }

    private static Reading time(Threshold threshold, TimeFigure figure) {
        return new Reading(
                threshold,
                figure.value(),
                figure.interval(),
                standing(threshold, figure.value(), figure.interval()));
    }

    private static Reading errors(Threshold threshold, PointData data) {
        Tally tally = data.tally();
        long counted = PointFigures.counted(tally);
        if (counted == 0) {
            return new Reading(threshold, Double.NaN, Optional.empty(), Standing.OPEN);
        }
        long failed = counted - tally.count(Outcome.CORRECT);
        double ratio = (double) failed / counted;
        ConfidenceInterval alone = WilsonInterval.of(failed, counted, Objective.LEVEL);
        Optional<ConfidenceInterval> interval =
                Optional.of(
                        TimeFigure.spread(
                                        ratio,
                                        data.windows().stream()
                                                .filter(window -> window.judged() > 0)
                                                .mapToDouble(w -> (double) w.failed() / w.judged())
                                                .toArray())
                                .map(alone::hull)
                                .orElse(alone));
        return new Reading(threshold, ratio, interval, standing(threshold, ratio, interval));
    }

    private static Standing standing(
            Threshold threshold, double value, Optional<ConfidenceInterval> interval) {
        if (interval.isEmpty()) {
            return Standing.OPEN;
        }
        ConfidenceInterval within = interval.get();
        double bound = threshold.bound();
        if (threshold.relation().holds(within.high(), bound)) {
            return Standing.MEETS;
        }
        if (!threshold.relation().holds(within.low(), bound)) {
            return Standing.BREAKS;
        }
        if (within.high() - within.low() > NARROW * bound) {
            return Standing.OPEN;
        }
        return threshold.relation().holds(value, bound) ? Standing.MEETS : Standing.BREAKS;
    }

    /** Why a queue grew, if one did. */
    private static Optional<String> saturation(PointData data) {
        Tally tally = data.tally();
        // What is in service at the edges of a load may be missing from its counts, with its
        // spread; what queued is more than that, or grew.
        double inService = data.inServiceAtEase();
        double allowed =
                MAX_SHORTFALL * tally.planned()
                        + data.loads() * (inService + DEVIATIONS * Math.sqrt(inService) + 1);
        // Without a connection there is no queue: those requests are errors.
        long missing = tally.planned() - tally.count(Unsent.NO_CONNECTION) - tally.doneInside();
        if (missing <= allowed) {
            return Optional.empty();
        }
        return Optional.of(
                String.format(
                        Locale.ROOT,
                        "only %.1f %% of the planned requests ended in time",
                        100.0 * tally.doneInside() / tally.planned()));
    }

    /** Why the generator itself may have decided a point that was not met. */
    private static Optional<String> generator(PointData data, List<Reading> readings) {
        if (data.busyShare() >= BUSY) {
            return Optional.of(
                    String.format(
                            Locale.ROOT,
                            "the generator's threads were busy %.0f %% of the time",
                            100 * data.busyShare()));
        }
        return waitDecided(data, readings) && !connectionsExplain(data, readings)
                ? Optional.of("requests were sent late while connections were free")
                : Optional.empty();
    }

    /**
     * Whether waiting for a connection explains why requests were sent late. It does if, at this
     * load, more of them find all connections in use than the threshold lets be late (Erlang's
     * formula), or if an answer took as long as the lag: it held up those behind it.
     */
    private static boolean connectionsExplain(PointData data, List<Reading> readings) {
        Histogram service = data.serviceTime();
        double waiting = ConnectionWait.share(data.connections(), data.connectionsBusy());
        return readings.stream()
                        .filter(reading -> reading.standing() == Standing.BREAKS)
                        .anyMatch(reading ->
                                waiting > lateShare(reading.threshold())
                                        || lag(reading.threshold(), data.sendLag())
                                                <= service.getMaxValue())
                || waiting > MEAN_LATE_SHARE;
    }

    private static double lateShare(Threshold threshold) {
        return threshold.subject()
                        instanceof Subject.Time(TimeKind _, Statistic.Percentile(double percentile))
                ? 1 - percentile / 100
                : MEAN_LATE_SHARE;
    }

    private static double lag(Threshold threshold, Histogram sendLag) {
        return threshold.subject() instanceof Subject.Time(TimeKind _, Statistic statistic)
                ? statistic.of(sendLag)
                : sendLag.getMean();
    }

    private static String connections(PointData data, List<Reading> readings) {
        return waitDecided(data, readings)
                ? "; requests waited for one of %d connections, their service time alone meets it"
                        .formatted(data.connections())
                : "";
    }

    /**
     * Whether every threshold that is broken bounds the response time, and the service time would
     * meet it: what was too long is the wait before the request was sent. A queue without a broken
     * threshold is the same case if requests were sent later than the shortest window's service
     * time explains.
     */
    private static boolean waitDecided(PointData data, List<Reading> readings) {
        List<Threshold> broken =
                readings.stream()
                        .filter(reading -> reading.standing() == Standing.BREAKS)
                        .map(Reading::threshold)
                        .toList();
        return broken.isEmpty()
                ? lagOutweighs(data)
                : broken.stream().allMatch(threshold -> serviceMeets(threshold, data));
    }

    private static boolean lagOutweighs(PointData data) {
        Histogram service = data.serviceTime();
        return service.getTotalCount() > 0 && data.sendLag().getMean() > service.getMean();
    }

    private static boolean serviceMeets(Threshold threshold, PointData data) {
        return switch (threshold.subject()) {
            case Subject.Time(TimeKind kind, Statistic statistic) -> {
                Histogram service = data.serviceTime();
                yield kind == TimeKind.RESPONSE_TIME
                        && service.getTotalCount() > 0
                        && threshold.relation().holds(statistic.of(service), threshold.bound());
            }
            case Subject.Counted _ -> false;
        };
    }

    private static String breaks(List<Reading> readings) {
        return readings.stream()
                        .filter(reading -> reading.standing() == Standing.BREAKS)
                        .map(reading -> reading.threshold().text())
                        .collect(Collectors.joining(" and "))
                + " is broken";
    }

    private static String unsure(List<Reading> readings) {
        return readings.stream()
                .filter(reading -> reading.standing() == Standing.OPEN)
                .map(reading ->
                        reading.interval().isEmpty()
                                ? "too few requests for an interval of " + figure(reading)
                                : "the interval of " + figure(reading) + " holds the bound")
                .collect(Collectors.joining("; "));
    }

    private static String figure(Reading reading) {
        return reading.threshold().text().replaceFirst("\\s*[<=>].*", "");
    }
}
