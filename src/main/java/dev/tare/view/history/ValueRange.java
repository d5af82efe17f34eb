package dev.tare.view.history;

import dev.tare.lab.history.SeriesPoint;
import dev.tare.lab.verdict.Figure.Interval;
import dev.tare.view.text.Axis;
import java.util.List;
import java.util.Optional;

/**
 * What a drawing of a series must have room for: all values that count, and their intervals as far
 * as these do not dwarf the values. At least ±{@link Sparkline#LEAST_SPREAD} about the middle, so
 * that noise is not blown up to look like news.
 *
 * @param low lower end
 * @param high upper end, more than {@code low}
 */
record ValueRange(double low, double high) {
    private static final double[] STEPS = {1, 2, 5, 10};
    private static final double SLACK = 1e-9;

    static ValueRange of(List<SeriesPoint> points) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        boolean anyUsed = points.stream().anyMatch(SeriesPoint::used);
        for (SeriesPoint point : points) {
            if (Double.isFinite(point.value()) && (point.used() || !anyUsed)) {
                low = Math.min(low, point.value());
                high = Math.max(high, point.value());
            }
        }
        double middle = low / 2 + high / 2;
        double least = Sparkline.LEAST_SPREAD * Math.abs(middle);
        double reach = Math.max(high / 2 - low / 2, least);
        double bottom = low;
        double top = high;
        for (SeriesPoint point : points) {
            Optional<Interval> interval = point.interval().filter(any -> point.used());
            bottom = Math.min(bottom, interval.map(Interval::low).orElse(bottom));
            top = Math.max(top, interval.map(Interval::high).orElse(top));
        }
        double from = Math.max(Math.min(bottom, middle - least), low - reach);
        double to = Math.min(Math.max(top, middle + least), high + reach);
        if (low >= 0) {
            from = Math.max(0, from);
        }
        return from < to ? new ValueRange(from, to) : new ValueRange(from, from + 1);
    }

    /** An axis with round ends around it. */
    Axis axis(int ticks, double atLow, double atHigh) {
        double step = step((high - low) / ticks);
        double from = StrictMath.floor(low / step + SLACK) * step;
        double to = StrictMath.ceil(high / step - SLACK) * step;
        return new Axis(from, Math.max(to, from + step), false, atLow, atHigh);
    }

    /** How many ticks such an axis has, for {@link Axis#ticks}. */
    static int ticks(Axis axis, int wanted) {
        double step = step((axis.max() - axis.min()) / (wanted + 1));
        return (int) Math.clamp(Math.round((axis.max() - axis.min()) / step), 1, 2L * wanted);
    }

    private static double step(double raw) {
        double decade = StrictMath.pow(10, StrictMath.floor(StrictMath.log10(raw) + SLACK));
        for (double step : STEPS) {
            if (step * decade >= raw * (1 - SLACK)) {
                return step * decade;
            }
        }
        return 10 * decade;
    }
}
