package dev.tare.lab.objective;

import java.util.Optional;

/**
 * What a threshold came to.
 *
 * @param threshold which
 * @param met whether its figure is there, may be believed and stands as asked
 * @param value of the figure in its unit; absent where there is none
 * @param reason why there is no value, or why to read it with care; may be empty
 */
public record ThresholdResult(
        Threshold threshold, boolean met, Optional<Double> value, String reason) {

    static ThresholdResult of(Threshold threshold, Figures figures) {
        return switch (figures.find(threshold.subject(), threshold.endpoint())) {
            case Figures.Found.Value(double value, String doubt) ->
                    new ThresholdResult(
                            threshold,
                            threshold.relation().holds(value, threshold.bound()),
                            Optional.of(value),
                            doubt);
            case Figures.Found.Missing(String reason) ->
                    new ThresholdResult(threshold, false, Optional.empty(), reason);
        };
    }
}
