package dev.tare.view.report;

import dev.tare.view.report.content.BesideTable;
import dev.tare.view.report.content.CostTable;
import dev.tare.view.text.DisplayText;
import dev.tare.view.text.FigureText;
import dev.tare.view.text.TextStyle;
import dev.tare.view.text.TextStyle.Tone;
import dev.tare.view.text.TextTable;
import java.util.ArrayList;
import java.util.List;

/** What specimens cost to run, on the terminal. */
final class TextCost {
    private static final String INDENT = "  ";

    private final TextStyle style;
    private final StringBuilder out;

    TextCost(TextStyle style, StringBuilder out) {
        this.style = style;
        this.out = out;
    }

    void append(CostTable costs) {
        out.append('\n');
        line(CostTable.TITLE.toLowerCase(java.util.Locale.ROOT), Tone.PLAIN);
        TextTable table = new TextTable(style);
        List<TextTable.Cell> tops = new ArrayList<>(List.of(TextTable.Cell.of("")));
        List<TextTable.Cell> units =
                new ArrayList<>(List.of(TextTable.Cell.of("specimen", Tone.FAINT)));
        for (CostTable.Head head : costs.heads()) {
            tops.add(new TextTable.Cell(head.what(), " ", Tone.PLAIN, Tone.PLAIN));
            units.add(new TextTable.Cell(head.unit(), " ", Tone.FAINT, Tone.PLAIN));
        }
        table.header(tops);
        table.header(units);
        for (CostTable.Row row : costs.rows()) {
            List<TextTable.Cell> cells = new ArrayList<>();
            cells.add(TextTable.Cell.of(row.part() ? INDENT + row.label() : row.label()));
            row.cells().forEach(cell -> cells.add(cell(cell)));
            table.row(cells);
        }
        table.appendTo(out, INDENT);
        costs.notes().forEach(note -> line(note, Tone.FAINT));
    }

    private static TextTable.Cell cell(BesideTable.Cell cell) {
        return cell.verdict()
                .map(verdict ->
                        new TextTable.Cell(
                                cell.text(),
                                FigureText.mark(verdict),
                                Tone.PLAIN,
                                TextReport.tone(verdict)))
                .orElse(TextTable.Cell.of(cell.text(), Tone.FAINT));
    }

    private void line(String text, Tone tone) {
        List<String> lines = DisplayText.wrap(style.show(text), style.width(), INDENT, INDENT);
        for (String line : lines) {
            out.append(INDENT).append(style.paint(tone, line.substring(INDENT.length())));
            out.append('\n');
        }
    }
}
