package dev.tare.view.report;

import dev.tare.lab.beside.Beside;
import dev.tare.lab.beside.FaultAnswer;
import dev.tare.lab.verdict.Verdict;
import dev.tare.view.report.content.BesideTable;
import dev.tare.view.text.DisplayText;
import dev.tare.view.text.FigureText;
import dev.tare.view.text.TextStyle;
import dev.tare.view.text.TextStyle.Tone;
import dev.tare.view.text.TextTable;
import java.util.ArrayList;
import java.util.List;

/** Published figures beside ours on the terminal. */
final class TextBeside {
    private static final String INDENT = "  ";

    private final TextStyle style;
    private final StringBuilder out;

    TextBeside(TextStyle style, StringBuilder out) {
        this.style = style;
        this.out = out;
    }

    void append(Beside beside) {
        out.append('\n');
        line(beside.published().title(), "", "", Tone.STRONG);
        BesideTable.notes(beside).forEach(note -> line(note, INDENT, INDENT, Tone.FAINT));
        TextTable table = new TextTable(style);
        List<TextTable.Cell> heads = new ArrayList<>(List.of(TextTable.Cell.of("")));
        BesideTable.HEADS.forEach(head -> heads.add(TextTable.Cell.of(head, Tone.FAINT)));
        table.header(heads);
        for (BesideTable.Row row : BesideTable.rows(beside)) {
            List<TextTable.Cell> cells = new ArrayList<>();
            cells.add(TextTable.Cell.of(row.label(), row.ours() ? Tone.PLAIN : Tone.FAINT));
            row.cells().forEach(cell -> cells.add(cell(cell, row.ours())));
            table.row(cells);
        }
        table.appendTo(out, INDENT);
        if (beside.answers().isEmpty()) {
            return;
        }
        out.append('\n');
        line(BesideTable.FAULTS, INDENT, INDENT, Tone.PLAIN);
        for (FaultAnswer answer : beside.answers()) {
            String deeper = INDENT + INDENT;
            line("- " + answer.fault().name() + ": " + answer.fault().published(), INDENT, deeper);
            line(BesideTable.answer(answer), deeper, deeper, tone(answer.state()));
        }
    }

    private static Tone tone(FaultAnswer.State state) {
        return switch (state) {
            case ABSENT -> Tone.GOOD;
            case PRESENT -> Tone.BAD;
            case NOT_TESTED -> Tone.FAINT;
        };
    }

    private static TextTable.Cell cell(BesideTable.Cell cell, boolean ours) {
        Tone tone = ours ? Tone.PLAIN : Tone.FAINT;
        return cell.verdict()
                .map(verdict ->
                        new TextTable.Cell(
                                cell.text(), FigureText.mark(verdict), tone, tone(verdict)))
                .orElse(new TextTable.Cell(cell.text(), " ", tone, Tone.PLAIN));
    }

    private static Tone tone(Verdict verdict) {
        return switch (verdict) {
            case VALID -> Tone.GOOD;
            case TAINTED -> Tone.DOUBTFUL;
            case NOT_RESOLVABLE -> Tone.FAINT;
            case INVALID -> Tone.BAD;
        };
    }

    private void line(String text, String first, String rest) {
        line(text, first, rest, Tone.PLAIN);
    }

    private void line(String text, String first, String rest, Tone tone) {
        List<String> lines = DisplayText.wrap(style.show(text), style.width(), first, rest);
        for (int i = 0; i < lines.size(); i++) {
            String prefix = i == 0 ? first : rest;
            String body = lines.get(i).substring(prefix.length());
            out.append(prefix).append(style.paint(tone, body)).append('\n');
        }
    }
}
