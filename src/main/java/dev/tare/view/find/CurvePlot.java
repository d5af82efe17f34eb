package dev.tare.view.find;

import dev.tare.lab.find.PointResult;
import dev.tare.lab.find.PointVerdict;
import dev.tare.lab.find.RateCurve;
import dev.tare.lab.find.Reading;
import dev.tare.lab.objective.Threshold;
import dev.tare.view.text.Axis;
import dev.tare.view.text.DisplayText;
import dev.tare.view.text.Quantity;
import dev.tare.view.text.TextStyle;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The curve in plain characters: the rate from left to right, the objective's first time from
 * bottom to top, both logarithmic; the bound is a line of dashes.
 *
 * @param curve all points, one at least
 */
record CurvePlot(RateCurve curve) {
    private static final int ROWS = 14;
    private static final int LABEL = 10;

    /** Wider than this a drawing of so few points gains nothing. */
    private static final int MAX_COLUMNS = 100;

    /** A point of the drawing. */
    record Spot(double ratePerSec, double valueNs, PointVerdict verdict) {
        /** Its sign; those of a graver verdict hide the others. */
        char sign() {
            return switch (verdict) {
                case MET -> 'o';
                case UNSURE -> '?';
                case GENERATOR_LIMITED -> 'g';
                case BROKEN, SATURATED -> 'x';
            };
        }
    }

    /** What is drawn: the first bound of a time; the p99 where no time is bounded. */
    Optional<Threshold> bound() {
        return FindWords.times(curve).stream().findFirst();
    }

    String name() {
        return bound().map(FindWords::name).orElse("p99");
    }

    /** The points that have a value, by rate. */
    List<Spot> spots() {
        return curve.byRate().stream()
                .map(point ->
                        new Spot(point.figures().offeredPerSec(), value(point), point.verdict()))
                .filter(spot -> spot.valueNs() > 0)
                .toList();
    }

    private double value(PointResult point) {
        return bound().flatMap(threshold ->
                        point.readings().stream()
                                .filter(reading -> reading.threshold().equals(threshold))
                                .findFirst()
                                .map(Reading::value))
                .orElseGet(() -> point.figures().responseTimeNs(99));
    }

    /** The axis of times that holds all points and the bound. */
    static Axis times(List<Spot> spots, Optional<Threshold> bound, double from, double to) {
        double least = spots.stream().mapToDouble(Spot::valueNs).min().orElse(1);
        double most = spots.stream().mapToDouble(Spot::valueNs).max().orElse(1);
        double line = bound.map(Threshold::bound).orElse(least);
        double low = Math.min(least, line);
        return Axis.logarithmic(low, Math.max(Math.max(most, line), 2 * low), from, to);
    }

    /** The axis of rates that holds all points. */
    static Axis rates(List<Spot> spots, double from, double to) {
        double least = spots.getFirst().ratePerSec();
        double most = spots.getLast().ratePerSec();
        return new Axis(least, Math.max(most, least * 1.01), true, from, to);
    }

    /** Appends the drawing; nothing where no point has a value. */
    void appendTo(StringBuilder out, TextStyle style) {
        List<Spot> spots = spots();
        if (spots.isEmpty()) {
            return;
        }
        int columns = Math.min(style.width() - LABEL - 3, MAX_COLUMNS);
        char[][] paper = new char[ROWS][columns];
        for (char[] row : paper) {
            Arrays.fill(row, ' ');
        }
        Axis y = times(spots, bound(), ROWS - 1.0, 0);
        Axis x = rates(spots, 0, columns - 1.0);
        bound().ifPresent(threshold -> Arrays.fill(paper[at(y, threshold.bound())], '-'));
        spots.stream()
                .sorted(Comparator.comparing(spot -> spot.verdict() != PointVerdict.MET))
                .forEach(spot ->
                        paper[at(y, spot.valueNs())][at(x, spot.ratePerSec())] = spot.sign());
        out.append("  ").append(style.show(name())).append('\n');
        for (int row = 0; row < ROWS; row++) {
            String label = style.show(label(y, row));
            out.append(" ".repeat(LABEL - label.length())).append(label).append(" |");
            out.append(new String(paper[row]).stripTrailing()).append('\n');
        }
        out.append(" ".repeat(LABEL)).append(" +").append("-".repeat(columns)).append('\n');
        out.append(ends(spots, columns).stripTrailing()).append('\n');
        String legend =
                "o met  x not met  ? unsure  g generator's limit"
                        + bound().map(threshold -> "  - " + threshold.text()).orElse("");
        String indent = " ".repeat(LABEL + 2);
        for (String line : DisplayText.wrap(style.show(legend), style.width(), indent, indent)) {
            out.append(line).append('\n');
        }
    }

    private static int at(Axis axis, double value) {
        return (int) Math.round(axis.at(value));
    }

    /** The bound, the top and the bottom have labels. */
    private String label(Axis y, int row) {
        if (bound().isPresent() && at(y, bound().get().bound()) == row) {
            return Quantity.duration(bound().get().bound());
        }
        if (row == 0) {
            return Quantity.duration(y.max());
        }
        return row == ROWS - 1 ? Quantity.duration(y.min()) : "";
    }

    private static String ends(List<Spot> spots, int columns) {
        String from = FindWords.rate(spots.getFirst().ratePerSec());
        String last = FindWords.rate(spots.getLast().ratePerSec());
        String to = last.equals(from) ? "" : last;
        String name = "offered rate";
        int space = columns - from.length() - to.length() - name.length();
        int half = Math.max(1, space / 2);
        return " ".repeat(LABEL + 2)
                + from
                + " ".repeat(half)
                + name
                + " ".repeat(Math.max(1, space - half))
                + to;
    }
}
