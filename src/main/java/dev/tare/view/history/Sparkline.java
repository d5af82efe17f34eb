package dev.tare.view.history;

import dev.tare.lab.history.SeriesPoint;
import java.util.List;

/**
 * A series in one line of signs, low to high; an invalid point is a cross.
 *
 * <p>The height stands for at least ±{@link #LEAST_SPREAD} about the middle, so that noise looks
 * like noise.
 */
final class Sparkline {
    static final double LEAST_SPREAD = 0.05;

    private static final String BLOCKS = "▁▂▃▄▅▆▇█";
    private static final String DIGITS = "12345678";
    private static final String UNUSED = "×";

    private Sparkline() {}

    /**
     * The newest points.
     *
     * @param width how many at most
     * @param unicode whether block elements may be used; else digits
     */
    static String of(List<SeriesPoint> points, int width, boolean unicode) {
        List<SeriesPoint> newest =
                points.subList(Math.max(0, points.size() - width), points.size());
        double[] used =
                newest.stream()
                        .filter(SeriesPoint::used)
                        .mapToDouble(SeriesPoint::value)
                        .sorted()
                        .toArray();
        if (used.length == 0) {
            return UNUSED.repeat(newest.size());
        }
        double middle = (used[0] + used[used.length - 1]) / 2;
        double reach = Math.max(used[used.length - 1] - middle, LEAST_SPREAD * Math.abs(middle));
        String levels = unicode ? BLOCKS : DIGITS;
        StringBuilder line = new StringBuilder();
        for (SeriesPoint point : newest) {
            line.append(point.used() ? sign(levels, point.value(), middle, reach) : UNUSED);
        }
        return line.toString();
    }

    private static String sign(String levels, double value, double middle, double reach) {
        double share = reach == 0 ? 0.5 : (value - middle + reach) / (2 * reach);
        int level = (int) Math.floor(share * levels.length());
        int index = Math.clamp(level, 0, levels.length() - 1);
        return levels.substring(index, index + 1);
    }
}
