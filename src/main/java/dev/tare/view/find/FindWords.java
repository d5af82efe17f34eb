package dev.tare.view.find;

import dev.tare.lab.find.Answer;
import dev.tare.lab.find.PointResult;
import dev.tare.lab.find.PointVerdict;
import dev.tare.lab.find.RateCurve;
import dev.tare.lab.find.RateEnd;
import dev.tare.lab.objective.Subject.Counted;
import dev.tare.lab.objective.Threshold;
import dev.tare.view.text.Quantity;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A search in sentences. */
public final class FindWords {
    private static final MathContext DIGITS = new MathContext(4, RoundingMode.HALF_UP);

    private FindWords() {}

    /** A rate to four digits, such as {@code 23,400/s}. */
    public static String rate(double perSec) {
        BigDecimal rounded = BigDecimal.valueOf(perSec).round(DIGITS).stripTrailingZeros();
        return rounded.scale() <= 0
                ? Quantity.count(rounded.longValue()) + "/s"
                : rounded.toPlainString() + "/s";
    }

    /** The objective as it is shown, such as {@code p99 < 10ms and error_ratio < 1%}. */
    public static String objective(RateCurve curve) {
        return curve.plan().objective().thresholds().stream()
                .map(FindWords::threshold)
                .collect(Collectors.joining(" and "));
    }

    private static String threshold(Threshold threshold) {
        String sign = threshold.relation().sign();
        String[] sides = threshold.text().split(sign, 2);
        return sides[0].strip() + " " + sign + " " + sides[1].strip();
    }

    /** The answer, in a sentence without its full stop. */
    public static String answer(RateCurve curve) {
        String objective = objective(curve);
        String early = settled(curve.answer()) ? "" : early(curve);
        return early
                + switch (curve.answer()) {
                    case Answer.Found(RateEnd low, RateEnd high, int _, boolean _) ->
                            "the highest rate that meets %s is %s (between %s and %s; %s)"
                                    .formatted(
                                            objective,
                                            rate(low.ratePerSec()),
                                            rate(low.ratePerSec()),
                                            rate(high.ratePerSec()),
                                            repeats(low, high));
                    case Answer.GeneratorLimit(RateEnd low, RateEnd high, boolean _) ->
                            ("the highest rate that meets %s is ≥ %s (%s): at %s the generator is"
                                            + " the limit, not the server")
                                    .formatted(
                                            objective,
                                            rate(low.ratePerSec()),
                                            metOf(low),
                                            rate(high.ratePerSec()));
                    case Answer.NeverBroke(RateEnd high, boolean _) ->
                            "no rate breaks %s: it never broke up to %s (%s)"
                                    .formatted(objective, rate(high.ratePerSec()), metOf(high));
                    case Answer.NotMet(RateEnd low) -> notMet(objective, low);
                    case Answer.Nothing() -> "no point was measured to its end";
                };
    }

    private static boolean settled(Answer answer) {
        return switch (answer) {
            case Answer.Found found -> found.settled();
            case Answer.GeneratorLimit limit -> limit.settled();
            case Answer.NeverBroke never -> never.settled();
            case Answer.NotMet _, Answer.Nothing _ -> true;
        };
    }

    private static String early(RateCurve curve) {
        return curve.stopped()
                ? "stopped early; so far "
                : "not settled within %d points; so far ".formatted(curve.points().size());
    }

    private static String repeats(RateEnd low, RateEnd high) {
        String above =
                high.mostly() == PointVerdict.UNSURE
                        ? "the upper one could not be shown to meet it"
                        : "the upper one broke in %d of %d"
                                .formatted(high.points() - high.met(), high.points());
        return metOf(low) + "; " + above;
    }

    private static String metOf(RateEnd end) {
        return "met in %d of %d %s"
                .formatted(end.met(), end.points(), end.points() == 1 ? "point" : "repeats");
    }

    private static String notMet(String objective, RateEnd low) {
        String at = rate(low.ratePerSec());
        return switch (low.mostly()) {
            case GENERATOR_LIMITED ->
                    ("whether %s can be met is not known: the generator comes late even at the"
                                    + " lowest rate, %s")
                            .formatted(objective, at);
            case UNSURE ->
                    "no rate could be shown to meet %s, not even the lowest, %s"
                            .formatted(objective, at);
            case BROKEN, SATURATED, MET ->
                    "the objective %s cannot be met: even the lowest rate, %s, broke it in %d of %d repeats"
                            .formatted(objective, at, low.points() - low.met(), low.points());
        };
    }

    /** What else must be known of the answer; a sentence each. */
    public static List<String> notes(RateCurve curve) {
        List<String> notes = new ArrayList<>();
        if (curve.plan().objective().errorBoundAdded()) {
            notes.add(
                    "error_ratio < 1% was added, for no --slo bounds the errors; name your own to"
                            + " replace it.");
        }
        if (curve.answer() instanceof Answer.Found(RateEnd _, RateEnd high, int met, boolean _)) {
            if (met > 0) {
                notes.add(
                        "%d higher %s met it too: the curve is not monotone, and the lowest break"
                                        .formatted(met, met == 1 ? "rate" : "rates")
                                + " counts.");
            }
            reasonAt(curve, high.ratePerSec()).ifPresent(notes::add);
        }
        if (curve.answer() instanceof Answer.NotMet(RateEnd low)) {
            reasonAt(curve, low.ratePerSec()).ifPresent(notes::add);
        }
        if (curve.answer() instanceof Answer.GeneratorLimit(RateEnd _, RateEnd high, boolean _)) {
            reasonAt(curve, high.ratePerSec()).ifPresent(notes::add);
            notes.add("More threads (-t), or a machine of its own, would take it further.");
        }
        return notes;
    }

    private static Optional<String> reasonAt(RateCurve curve, double ratePerSec) {
        return curve.points().stream()
                .filter(point -> point.figures().offeredPerSec() == ratePerSec)
                .map(PointResult::reason)
                .filter(reason -> !reason.isEmpty())
                .reduce((first, later) -> later)
                .map(reason -> "At " + rate(ratePerSec) + ": " + reason + ".");
    }

    /** A line that says what a point came to. */
    public static String progress(PointResult point) {
        return "  %3d  %10s  p50 %s, p99 %s  %s%s%s"
                .formatted(
                        point.number(),
                        rate(point.figures().offeredPerSec()),
                        Quantity.duration(point.figures().responseTimeNs(50)),
                        Quantity.duration(point.figures().responseTimeNs(99)),
                        verdict(point.verdict()),
                        point.repeat() ? ", repeated" : "",
                        point.reason().isEmpty() ? "" : ": " + point.reason());
    }

    /** A verdict as a word of a table. */
    static String verdict(PointVerdict verdict) {
        return switch (verdict) {
            case MET -> "met";
            case BROKEN -> "broken";
            case SATURATED -> "saturated";
            case GENERATOR_LIMITED -> "generator";
            case UNSURE -> "unsure";
        };
    }

    /** The objective's bounds of times, in its order: each has a column and may be drawn. */
    static List<Threshold> times(RateCurve curve) {
        return curve.plan().objective().thresholds().stream()
                .filter(threshold -> threshold.subject() != Counted.ERROR_RATIO)
                .toList();
    }

    /** The name of a threshold's figure, such as {@code p99}. */
    static String name(Threshold threshold) {
        return threshold.text().split("[<=>]", 2)[0].strip();
    }
}
