package dev.tare.lab.verdict.rule;

import static dev.tare.lab.verdict.Verdict.INVALID;
import static dev.tare.lab.verdict.Verdict.TAINTED;

import dev.tare.lab.bundle.HistogramKind;
import dev.tare.lab.verdict.Figure;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.Words;
import dev.tare.lab.verdict.estimate.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.HdrHistogram.Histogram;

/**
 * Rule 3, the lag: how much of a response time may be the instrument's own lateness.
 *
 * <p>The send lag at the same percentile is held against half of the interval that is printed, and,
 * for a tare cost, against the cost itself. The lag of a request also holds its wait for a free
 * connection, which the histograms cannot tell from lateness; the sentence says so.
 */
public final class SendLagRule implements Rule {
    /** Of a maximum, which has no interval: the share that may be lag. */
    private static final double SHARE_OF_MAXIMUM = 0.5;

    private static final String REMEDY =
            "Give the instrument a core of its own, a lower rate, or more connections.";

    @Override
    public List<Finding> judge(Evidence evidence) {
        List<Finding> findings = new ArrayList<>();
        if (!evidence.scenario().open()) {
            return findings;
        }
        Histogram lag = evidence.scenario().merged(HistogramKind.SEND_LAG);
        if (lag.getTotalCount() == 0) {
            return findings;
        }
        Optional<Histogram> bareLag =
                evidence.pair().map(pair -> pair.bare().merged(HistogramKind.SEND_LAG));
        for (FigureKind kind : Finding.RESPONSE_TIMES) {
            Estimate figure = evidence.figures().get(kind);
            if (figure != null && figure.exists()) {
                figure(kind, figure, at(lag, kind)).ifPresent(findings::add);
            }
            Estimate cost = evidence.costs().get(kind);
            if (cost != null && cost.exists()) {
                double bareNs = bareLag.map(histogram -> at(histogram, kind)).orElse(0.0);
                cost(kind, cost, Math.max(at(lag, kind), bareNs)).ifPresent(findings::add);
            }
        }
        return findings;
    }

    private static double at(Histogram lag, FigureKind kind) {
        if (lag.getTotalCount() == 0) {
            return 0;
        }
        if (kind == FigureKind.RESPONSE_TIME_MEAN) {
            return lag.getMean();
        }
        return kind == FigureKind.RESPONSE_TIME_MAX
                ? lag.getMaxValue()
                : lag.getValueAtPercentile(kind.percentile());
    }

    private static Optional<Finding> figure(FigureKind kind, Estimate figure, double lagNs) {
        return share(kind.label(), figure, lagNs, kind == FigureKind.RESPONSE_TIME_MAX)
                .map(reason -> Finding.figures(Set.of(kind), reason));
    }

    /**
     * What the rule says of one response time.
     *
     * @param label such as {@code p99}
     * @param lagNs send lag at the same statistic
     * @param maximum whether it is a maximum, which has no interval
     */
    public static Optional<Reason> share(
            String label, Estimate figure, double lagNs, boolean maximum) {
        double boundNs =
                figure.interval()
                        .map(Figure.Interval::halfWidth)
                        .orElse(
                                maximum
                                        ? SHARE_OF_MAXIMUM * figure.value()
                                        : Double.POSITIVE_INFINITY);
        if (lagNs <= boundNs) {
            return Optional.empty();
        }
        String sentence =
                ("up to %s of the %s of %s (%s) may be send lag: the instrument's own lateness, or"
                                + " waiting for a free connection")
                        .formatted(
                                Words.time(lagNs),
                                label,
                                Words.time(figure.value()),
                                Words.percent(Math.min(1, lagNs / figure.value())));
        return Optional.of(new Reason(3, TAINTED, sentence, REMEDY));
    }

    private static Optional<Finding> cost(FigureKind kind, Estimate cost, double lagNs) {
        double halfNs =
                cost.interval().map(Figure.Interval::halfWidth).orElse(Double.POSITIVE_INFINITY);
        if (lagNs <= halfNs) {
            return Optional.empty();
        }
        boolean largerThanCost = lagNs > Math.abs(cost.value());
        String sentence =
                largerThanCost
                        ? "send lag at the %s, up to %s, is larger than the tare cost of %s"
                        : "send lag at the %s, up to %s, is larger than half of the interval of the"
                                + " tare cost of %s";
        return Optional.of(
                Finding.costs(
                        Set.of(kind),
                        new Reason(
                                3,
                                largerThanCost ? INVALID : TAINTED,
                                sentence.formatted(
                                        kind.label(), Words.time(lagNs), Words.time(cost.value())),
                                REMEDY)));
    }
}
