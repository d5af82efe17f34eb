package dev.tare.view.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Maps values to coordinates and picks the ticks. Uses {@link StrictMath}, so that a chart is the
 * same on every machine.
 *
 * @param min smallest value shown, more than 0 on a logarithmic axis
 * @param max largest value shown, more than {@code min}
 * @param logarithmic whether equal ratios take equal lengths
 * @param from coordinate of {@code min}
 * @param to coordinate of {@code max}
 */
public record Axis(double min, double max, boolean logarithmic, double from, double to) {
    private static final double[] STEPS = {1, 2, 5, 10};
    private static final double[] LOG_STEPS = {1, 2, 5};

    /** Above so many decades a logarithmic axis has ticks at powers of ten only. */
    private static final double FEW_DECADES = 2.5;

    private static final double SLACK = 1e-9;

    /** From 0 to a round number not below {@code largest}. */
    public static Axis linear(double largest, int ticks, double from, double to) {
        double step = step(largest > 0 ? largest : 1, ticks);
        double max = StrictMath.ceil((largest > 0 ? largest : 1) / step - SLACK) * step;
        return new Axis(0, max, false, from, to);
    }

    /** From a little below {@code smallest} to a little above {@code largest}, both more than 0. */
    public static Axis logarithmic(double smallest, double largest, double from, double to) {
        return new Axis(floor(smallest), ceiling(largest), true, from, to);
    }

    private static double floor(double value) {
        double decade = decade(value);
        double floor = decade;
        for (double step : LOG_STEPS) {
            if (step * decade <= value * (1 + SLACK)) {
                floor = step * decade;
            }
        }
        return floor;
    }

    private static double ceiling(double value) {
        double decade = decade(value);
        for (double step : STEPS) {
            if (step * decade >= value * (1 + SLACK)) {
                return step * decade;
            }
        }
        return 10 * decade;
    }

    private static double decade(double value) {
        return StrictMath.pow(10, StrictMath.floor(StrictMath.log10(value) + SLACK));
    }

    private static double step(double largest, int ticks) {
        double raw = largest / ticks;
        double decade = decade(raw);
        for (double step : STEPS) {
            if (step * decade >= raw * (1 - SLACK)) {
                return step * decade;
            }
        }
        return 10 * decade;
    }

    /** The coordinate of {@code value}, kept within the axis. */
    public double at(double value) {
        double share =
                logarithmic
                        ? StrictMath.log10(Math.max(value, min) / min) / StrictMath.log10(max / min)
                        : (value - min) / (max - min);
        return from + (to - from) * Math.clamp(share, 0, 1);
    }

    /** Round values along the axis, about {@code wanted} of them on a linear one. */
    public List<Double> ticks(int wanted) {
        List<Double> ticks = new ArrayList<>();
        if (!logarithmic) {
            double step = step(max - min, wanted);
            for (int i = 0; min + i * step <= max * (1 + SLACK); i++) {
                ticks.add(min + i * step);
            }
            return ticks;
        }
        boolean few = StrictMath.log10(max / min) <= FEW_DECADES;
        for (double decade = decade(min); decade <= max * (1 + SLACK); decade *= 10) {
            for (double step : few ? LOG_STEPS : new double[] {1}) {
                double tick = step * decade;
                if (tick >= min * (1 - SLACK) && tick <= max * (1 + SLACK)) {
                    ticks.add(tick);
                }
            }
        }
        return ticks;
    }
}
