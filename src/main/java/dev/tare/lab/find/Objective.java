package dev.tare.lab.find;

import dev.tare.base.stats.BinomialRank;
import dev.tare.base.stats.WilsonInterval;
import dev.tare.lab.objective.Relation;
import dev.tare.lab.objective.Subject;
import dev.tare.lab.objective.Subject.Counted;
import dev.tare.lab.objective.Threshold;
import dev.tare.lab.verdict.Statistic;
import dev.tare.lab.verdict.load.TimeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a rate must meet: thresholds that all hold. Each must bound, from above, something that
 * grows with the load and has an interval: a percentile or the mean of the response time or the
 * service time, or the share of errors.
 *
 * @param thresholds 1 to {@link #MAX_THRESHOLDS}
 * @param errorBoundAdded whether {@link #DEFAULT_ERROR_BOUND} was added because none was named
 */
public record Objective(List<Threshold> thresholds, boolean errorBoundAdded) {
    public static final int MAX_THRESHOLDS = 20;

    /**
     * Holds wherever no bound of the errors is named: else a server that refuses all it gets, and
     * at once, would meet any bound of a time.
     */
    public static final String DEFAULT_ERROR_BOUND = "error_ratio<1%";

    /** Of all intervals of a search. */
    public static final double LEVEL = 0.95;

    public Objective {
        thresholds = List.copyOf(thresholds);
        if (thresholds.isEmpty() || thresholds.size() > MAX_THRESHOLDS) {
            throw new IllegalArgumentException(
                    "%d thresholds, must be 1 to %d".formatted(thresholds.size(), MAX_THRESHOLDS));
        }
        thresholds.forEach(Objective::require);
    }

    /**
     * Reads thresholds, and adds the bound of the errors where there is none.
     *
     * @throws IllegalArgumentException in one line that names the text, the fault and what is right
     */
    public static Objective parse(List<String> texts) {
        List<Threshold> read = new ArrayList<>(texts.stream().map(Threshold::parse).toList());
        boolean bounded =
                read.stream().anyMatch(threshold -> threshold.subject() == Counted.ERROR_RATIO);
        if (!bounded) {
            read.add(Threshold.parse(DEFAULT_ERROR_BOUND));
        }
        return new Objective(read, !bounded);
    }

    private static void require(Threshold threshold) {
        String text = threshold.text();
        if (threshold.endpoint().isPresent()) {
            throw new IllegalArgumentException(
                    "\"%s\" names an endpoint, and there is only one; leave {…} out"
                            .formatted(text));
        }
        Relation relation = threshold.relation();
        if (relation != Relation.BELOW && relation != Relation.AT_MOST) {
            throw new IllegalArgumentException(
                    "\"%s\" is no upper bound; an objective is written with < or <="
                            .formatted(text));
        }
        if (!(threshold.bound() > 0)) {
            throw new IllegalArgumentException(
                    "\"%s\": no number of requests can show 0; write a bound above it, such as %s"
                            .formatted(text, DEFAULT_ERROR_BOUND));
        }
        if (!searchable(threshold.subject())) {
            throw new IllegalArgumentException(
                    ("\"%s\" has no interval that a search could go by; write a percentile or the"
                                    + " mean of the response or service time, or error_ratio")
                            .formatted(text));
        }
        if (threshold.subject() == Counted.ERROR_RATIO && threshold.bound() >= 1) {
            throw new IllegalArgumentException(
                    "\"%s\" always holds; write a bound below 100%%".formatted(text));
        }
    }

    private static boolean searchable(Subject subject) {
        return switch (subject) {
            case Subject.Time(TimeKind kind, Statistic statistic) ->
                    switch (kind) {
                        case RESPONSE_TIME, SERVICE_TIME ->
                                statistic instanceof Statistic.Percentile
                                        || statistic == Statistic.Whole.MEAN;
                        case SEND_LAG, CONNECT_TIME, HANDSHAKE_TIME -> false;
                    };
            case Counted counted ->
                    switch (counted) {
                        case ERROR_RATIO -> true;
                        case RATE, GOODPUT, ERRORS, UNSENT -> false;
                    };
        };
    }

    /** The thresholds as they were written, joined by "and". */
    public String text() {
        return thresholds.stream().map(Threshold::text).collect(Collectors.joining(" and "));
    }

    /** The longest time that bounds a time, ns; 0 if none does. */
    public long longestNs() {
        return thresholds.stream()
                .filter(threshold -> threshold.subject() instanceof Subject.Time)
                .mapToLong(threshold -> Math.round(threshold.bound()))
                .max()
                .orElse(0);
    }

    /** The shortest time that bounds a time, ns; {@link Long#MAX_VALUE} if none does. */
    public long shortestNs() {
        return thresholds.stream()
                .filter(threshold -> threshold.subject() instanceof Subject.Time)
                .mapToLong(threshold -> Math.round(threshold.bound()))
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** How many requests at least must end before every threshold can be shown to be met. */
    public long smallestCount() {
        return thresholds.stream().mapToLong(Objective::smallestCount).max().orElse(1);
    }

    private static long smallestCount(Threshold threshold) {
        return switch (threshold.subject()) {
            case Subject.Time(TimeKind _, Statistic.Percentile(double percentile)) ->
                    BinomialRank.smallestCount(percentile / 100, LEVEL);
            case Subject.Time(TimeKind _, Statistic.Whole _) -> 2;
            case Counted _ -> WilsonInterval.smallestCount(threshold.bound(), LEVEL);
        };
    }
}
