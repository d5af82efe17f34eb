package dev.tare.view.load;

import dev.tare.lab.objective.ThresholdResult;
import dev.tare.lab.verdict.FigureKind.Unit;
import dev.tare.view.text.DisplayText;
import dev.tare.view.text.Quantity;
import dev.tare.view.text.TextStyle;
import dev.tare.view.text.TextStyle.Tone;
import java.util.List;

/** Thresholds as a person reads them, a line each. */
public final class ThresholdText {
    private static final String INDENT = "  ";
    private static final String HANGING = "    ";

    private ThresholdText() {}

    /** Such as {@code ✓ p99<10ms: 0.31 ms} or {@code ✗ p99.9<1s: 120 requests cannot …}. */
    public static String lines(List<ThresholdResult> results, TextStyle style) {
        StringBuilder out = new StringBuilder();
        for (ThresholdResult result : results) {
            Unit unit = result.threshold().subject().unit();
            String value = result.value().map(v -> value(v, unit)).orElse("");
            String reason =
                    value.isEmpty() || result.reason().isEmpty()
                            ? result.reason()
                            : " (" + result.reason() + ")";
            String sign = style.unicode() ? (result.met() ? "✓" : "✗") : "";
            String verdict = result.met() ? "met" : "FAILED";
            String line =
                    "%s threshold %s %s: %s%s"
                            .formatted(sign, result.threshold().text(), verdict, value, reason);
            Tone tone = result.met() ? Tone.GOOD : Tone.BAD;
            for (String part :
                    DisplayText.wrap(style.show(line.strip()), style.width(), INDENT, HANGING)) {
                out.append(style.paint(tone, part)).append('\n');
            }
        }
        return out.toString();
    }

    private static String value(double value, Unit unit) {
        return switch (unit) {
            case COUNT -> Quantity.count(Math.round(value));
            case RATIO -> Quantity.percent(value);
            case NS, PER_SEC, BYTES_PER_SEC, BYTES -> Quantity.of(value, unit);
        };
    }
}
