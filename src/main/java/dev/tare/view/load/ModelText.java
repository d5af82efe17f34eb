package dev.tare.view.load;

import dev.tare.base.core.LoadModel;
import dev.tare.base.core.QuantityText;
import dev.tare.base.core.RateShape;
import dev.tare.lab.verdict.FigureKind.Unit;
import dev.tare.view.text.Quantity;
import java.util.Locale;

/** Load models in words: the model's name stands in every result. */
final class ModelText {
    private ModelText() {}

    /** Such as {@code open loop, 5,000/s offered, constant law}. */
    static String of(LoadModel model) {
        return switch (model) {
            case LoadModel.ClosedLoop(long thinkTimeNs) ->
                    thinkTimeNs == 0
                            ? "closed loop"
                            : "closed loop, " + QuantityText.ofNs(thinkTimeNs) + " think time";
            case LoadModel.OpenLoop(RateShape shape, LoadModel.ArrivalLaw law, long seed) ->
                    "open loop, " + shape(shape) + law(shape, law, seed);
        };
    }

    private static String shape(RateShape shape) {
        return switch (shape) {
            case RateShape.Steady(double ratePerSec) -> rate(ratePerSec) + " offered";
            case RateShape.Ramp(double fromPerSec, double toPerSec, long durationNs) ->
                    "ramp from %s to %s offered over %s"
                            .formatted(
                                    rate(fromPerSec),
                                    rate(toPerSec),
                                    QuantityText.ofNs(durationNs));
            case RateShape.Steps steps ->
                    "%d steps up to %s offered"
                            .formatted(steps.steps().size(), rate(steps.highestRatePerSec()));
            case RateShape.Bursts(int size, long periodNs) ->
                    "bursts of %s every %s"
                            .formatted(Quantity.count(size), QuantityText.ofNs(periodNs));
            case RateShape.Trace trace ->
                    "trace of %s recorded starts"
                            .formatted(Quantity.count(trace.offsetsNs().size()));
        };
    }

    private static String law(RateShape shape, LoadModel.ArrivalLaw law, long seed) {
        if (shape instanceof RateShape.Trace || shape instanceof RateShape.Bursts) {
            return "";
        }
        return switch (law) {
            case CONSTANT -> ", constant law";
            case POISSON -> ", " + law.name().toLowerCase(Locale.ROOT) + " law, seed " + seed;
        };
    }

    private static String rate(double ratePerSec) {
        return Quantity.of(ratePerSec, Unit.PER_SEC);
    }
}
