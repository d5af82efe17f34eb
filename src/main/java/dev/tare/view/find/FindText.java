package dev.tare.view.find;

import dev.tare.lab.find.PointFigures;
import dev.tare.lab.find.PointResult;
import dev.tare.lab.find.PointVerdict;
import dev.tare.lab.find.RateCurve;
import dev.tare.lab.find.Reading;
import dev.tare.lab.objective.Threshold;
import dev.tare.lab.verdict.FigureKind.Unit;
import dev.tare.view.text.DisplayText;
import dev.tare.view.text.Quantity;
import dev.tare.view.text.TextStyle;
import dev.tare.view.text.TextStyle.Tone;
import dev.tare.view.text.TextTable;
import dev.tare.view.text.TextTable.Cell;
import java.util.ArrayList;
import java.util.List;

/**
 * The whole curve on a terminal: a table of all points by rate, a drawing, and the answer.
 *
 * @param style of the terminal
 */
public record FindText(TextStyle style) {
    private static final String INDENT = "  ";

    /** What is shown at the end of a search. */
    public String render(FindReport report) {
        RateCurve curve = report.curve();
        StringBuilder out = new StringBuilder();
        if (!curve.points().isEmpty()) {
            table(curve).appendTo(out, INDENT);
            out.append('\n');
            new CurvePlot(curve).appendTo(out, style);
            out.append('\n');
        }
        for (String note : FindWords.notes(curve)) {
            paragraph(out, Tone.PLAIN, note);
        }
        String answer = FindWords.answer(curve);
        paragraph(out, Tone.STRONG, Character.toUpperCase(answer.charAt(0)) + answer.substring(1));
        return out.toString();
    }

    private void paragraph(StringBuilder out, Tone tone, String text) {
        for (String line : DisplayText.wrap(style.show(text), style.width(), "", INDENT)) {
            out.append(style.paint(tone, line)).append('\n');
        }
    }

    private TextTable table(RateCurve curve) {
        TextTable table = new TextTable(style);
        List<Threshold> times = FindWords.times(curve);
        List<Cell> header = new ArrayList<>(List.of(Cell.of("offered"), Cell.of("achieved")));
        header.add(Cell.of("p50"));
        header.add(Cell.of("p99"));
        for (Threshold threshold : times) {
            header.add(Cell.of(FindWords.name(threshold) + ", 95 % interval"));
        }
        header.add(Cell.of("errors"));
        header.add(Cell.of("held"));
        header.add(Cell.of("verdict"));
        table.header(header);
        for (PointResult point : curve.byRate()) {
            table.row(row(point, times));
        }
        return table;
    }

    private static List<Cell> row(PointResult point, List<Threshold> times) {
        PointFigures figures = point.figures();
        List<Cell> row = new ArrayList<>();
        row.add(Cell.of(FindWords.rate(figures.offeredPerSec())));
        row.add(Cell.of(FindWords.rate(figures.achievedPerSec())));
        row.add(Cell.of(Quantity.duration(figures.responseTimeNs(50))));
        row.add(Cell.of(Quantity.duration(figures.responseTimeNs(99))));
        for (Reading reading : point.readings()) {
            if (times.contains(reading.threshold())) {
                row.add(Cell.of(interval(reading)));
            }
        }
        row.add(Cell.of(Quantity.percent(figures.errorRatio())));
        row.add(Cell.of(Quantity.duration((double) figures.measuredNs())));
        row.add(Cell.of(FindWords.verdict(point.verdict()), tone(point.verdict())));
        return row;
    }

    /** The interval of a time, in words. */
    static String interval(Reading reading) {
        return reading.interval()
                .map(within ->
                        Quantity.of(within.low(), Unit.NS)
                                + " to "
                                + Quantity.of(within.high(), Unit.NS))
                .orElse(Quantity.ABSENT);
    }

    private static Tone tone(PointVerdict verdict) {
        return switch (verdict) {
            case MET -> Tone.GOOD;
            case BROKEN, SATURATED -> Tone.BAD;
            case GENERATOR_LIMITED, UNSURE -> Tone.DOUBTFUL;
        };
    }
}
