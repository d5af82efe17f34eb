package dev.tare.view.report.content;

import dev.tare.lab.beside.Beside;
import dev.tare.lab.beside.FaultAnswer;
import dev.tare.lab.plan.Published;
import dev.tare.lab.plan.PublishedFigure;
import dev.tare.lab.verdict.Figure;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.FigureKind.Unit;
import dev.tare.lab.verdict.Verdict;
import dev.tare.view.text.FigureText;
import dev.tare.view.text.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Published figures beside ours as every format shows them: for each published row a line of its
 * figures and, below it, a line of ours, in units that are the same all the way down.
 */
public final class BesideTable {
    /** The columns, with their units. */
    public static final List<String> HEADS =
            List.of(
                    "calls, /s",
                    "mean, ms",
                    "p50, ms",
                    "p99, ms",
                    "p99.9, ms",
                    "MB/s",
                    "CPU, %",
                    "calls",
                    "failed",
                    "sockets");

    private static final double MS = 1e6;
    private static final double MB = 1e6;

    private BesideTable() {}

    /**
     * A cell.
     *
     * @param text empty where the figure is invalid
     * @param verdict of a figure of ours; empty where there is none to give
     */
    public record Cell(String text, Optional<Verdict> verdict) {
        static Cell plain(String text) {
            return new Cell(text, Optional.empty());
        }
    }

    /**
     * A line of the table.
     *
     * @param label whose figures they are
     * @param ours whether they are ours
     * @param cells one for each of {@link #HEADS}
     */
    public record Row(String label, boolean ours, List<Cell> cells) {}

    /** All lines. */
    public static List<Row> rows(Beside beside) {
        List<Row> rows = new ArrayList<>();
        for (Beside.Line line : beside.lines()) {
            rows.add(new Row(line.row().what(), false, published(line.row())));
            rows.add(line.ours().map(BesideTable::ours).orElseGet(BesideTable::none));
        }
        return rows;
    }

    private static List<Cell> published(Published.Row row) {
        return List.of(
                figure(row, PublishedFigure.RATE, 1),
                figure(row, PublishedFigure.MEAN, MS),
                figure(row, PublishedFigure.P50, MS),
                figure(row, PublishedFigure.P99, MS),
                figure(row, PublishedFigure.P999, MS),
                figure(row, PublishedFigure.BYTES, MB),
                Cell.plain(row.cpu().isEmpty() ? Quantity.ABSENT : row.cpu()),
                count(row, PublishedFigure.CALLS),
                count(row, PublishedFigure.FAILED),
                count(row, PublishedFigure.SOCKETS));
    }

    private static Cell figure(Published.Row row, PublishedFigure figure, double size) {
        Double value = row.figures().get(figure);
        return Cell.plain(value == null ? Quantity.ABSENT : Quantity.number(value / size));
    }

    private static Cell count(Published.Row row, PublishedFigure figure) {
        Double value = row.figures().get(figure);
        return Cell.plain(value == null ? Quantity.ABSENT : Quantity.count(Math.round(value)));
    }

    private static Row none() {
        return new Row(
                "  not in this run",
                true,
                HEADS.stream().map(head -> Cell.plain(Quantity.ABSENT)).toList());
    }

    private static Row ours(Beside.Ours ours) {
        long bytes = ours.workload().check().bodyLength();
        String size = bytes < 0 ? "" : ", " + Quantity.of((double) bytes, Unit.BYTES);
        return new Row(
                "  ours" + size,
                true,
                List.of(
                        figure(ours, FigureKind.GOODPUT, 1),
                        figure(ours, FigureKind.RESPONSE_TIME_MEAN, MS),
                        figure(ours, FigureKind.RESPONSE_TIME_P50, MS),
                        figure(ours, FigureKind.RESPONSE_TIME_P99, MS),
                        figure(ours, FigureKind.RESPONSE_TIME_P999, MS),
                        figure(ours, FigureKind.BYTES_RECEIVED, MB),
                        Cell.plain(cpu(ours)),
                        Cell.plain(Quantity.count(ours.calls())),
                        Cell.plain(Quantity.count(ours.failed())),
                        Cell.plain(Quantity.count(ours.sockets()))));
    }

    private static Cell figure(Beside.Ours ours, FigureKind kind, double size) {
        Optional<Figure> figure = ours.result().figure(kind);
        if (figure.isEmpty()) {
            return Cell.plain(Quantity.ABSENT);
        }
        String text = FigureText.value(figure.get(), new Quantity.Scale(size, ""));
        Verdict verdict = text.isEmpty() ? Verdict.INVALID : figure.get().verdict();
        return new Cell(text, Optional.of(verdict));
    }

    /** Of one core, from the slice that used the least to the one that used the most. */
    private static String cpu(Beside.Ours ours) {
        if (ours.coresLow().isEmpty() || ours.coresHigh().isEmpty()) {
            return Quantity.ABSENT;
        }
        long low = Math.round(ours.coresLow().getAsDouble() * 100);
        long high = Math.round(ours.coresHigh().getAsDouble() * 100);
        return low == high ? String.valueOf(low) : low + "–" + high;
    }

    /** What stands above the table, a sentence each. */
    public static List<String> notes(Beside beside) {
        List<String> notes = new ArrayList<>();
        notes.add("Published: " + beside.published().source() + ".");
        if (!beside.published().note().isEmpty()) {
            notes.add(beside.published().note());
        }
        if (beside.scale() != 1) {
            notes.add(
                    "Ours are from a run at scale "
                            + Quantity.number(beside.scale())
                            + ": larger bodies are that much smaller, which their lines say, and"
                            + " calls and sockets are those of shorter slices.");
        }
        notes.add(
                "Two machines stand side by side: read the differences within each, not between"
                        + " them. CPU of ours is of one core, from the lowest slice to the"
                        + " highest.");
        return notes;
    }

    /** What the run says of a published fault, as one sentence. */
    public static String answer(FaultAnswer answer) {
        return switch (answer.state()) {
            case ABSENT -> "Not here: " + answer.sentence() + ".";
            case PRESENT -> "Here too: " + answer.sentence() + ".";
            case NOT_TESTED -> "Not tested: " + answer.sentence() + ".";
        };
    }

    /** The heading above the faults. */
    public static final String FAULTS = "What the original could not see";
}
