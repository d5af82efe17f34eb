package dev.tare.lab.objective;

import dev.tare.base.core.Tally;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.Statistic;
import dev.tare.lab.verdict.Verdict;
import dev.tare.lab.verdict.load.JudgedLoad;
import dev.tare.lab.verdict.load.LoadFigure;
import dev.tare.lab.verdict.load.TimeKind;
import dev.tare.load.result.EndpointResult;
import java.util.Optional;

/**
 * The figures of a load on its own.
 *
 * @param judged the load
 */
public record LoadFigures(JudgedLoad judged) implements Figures {
    @Override
    public Found find(Subject subject, Optional<String> endpoint) {
        if (endpoint.isEmpty()) {
            return find(subject, judged.load().result().measured().tally());
        }
        return judged.load().result().endpoints().stream()
                .filter(result -> result.name().equals(endpoint.get()))
                .findFirst()
                .map(result -> find(subject, result))
                .orElseGet(() -> alone(subject, endpoint.get()));
    }

    /** The only endpoint of a load may have no result of its own: it is the whole. */
    private Found alone(Subject subject, String endpoint) {
        boolean only =
                judged.load().spec().endpoints().size() == 1
                        && judged.load().spec().endpoints().getFirst().name().equals(endpoint);
        return only
                ? find(subject, judged.load().result().measured().tally())
                : new Found.Missing("there is no result of \"%s\"".formatted(endpoint));
    }

    private Found find(Subject subject, Tally tally) {
        return switch (subject) {
            case Subject.Time(TimeKind kind, Statistic statistic) ->
                    found(judged.figure(kind, statistic));
            case Subject.Counted counted ->
                    counted(counted, tally, judged.rate(), judged.goodput());
        };
    }

    private Found find(Subject subject, EndpointResult endpoint) {
        return switch (subject) {
            case Subject.Time(TimeKind _, Statistic statistic) ->
                    found(judged.figure(endpoint, statistic));
            case Subject.Counted counted ->
                    counted(
                            counted,
                            endpoint.tally(),
                            judged.rate(endpoint),
                            judged.goodput(endpoint));
        };
    }

    private Found counted(
            Subject.Counted counted, Tally tally, LoadFigure rate, LoadFigure goodput) {
        LoadFigure ratio = judged.errorRatio(tally);
        return switch (counted) {
            case RATE -> tally.planned() == 0 ? found(ratio) : found(rate);
            case GOODPUT -> tally.planned() == 0 ? found(ratio) : found(goodput);
            case ERROR_RATIO -> found(ratio);
            case ERRORS ->
                    ratio.shown()
                            ? new Found.Value((double) judged.errors(tally), "")
                            : found(ratio);
            case UNSENT ->
                    ratio.shown()
                            ? new Found.Value((double) tally.unsentTotal(), "")
                            : found(ratio);
        };
    }

    private static Found found(LoadFigure figure) {
        Verdict verdict = figure.verdict();
        String why =
                figure.reasons().stream()
                        .filter(reason -> reason.verdict() == verdict)
                        .map(Reason::sentence)
                        .findFirst()
                        .orElse("");
        if (!figure.shown()) {
            return new Found.Missing(why);
        }
        return new Found.Value(figure.value(), verdict == Verdict.VALID ? "" : why);
    }
}
