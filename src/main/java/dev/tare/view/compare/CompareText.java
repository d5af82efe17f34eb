package dev.tare.view.compare;

import dev.tare.lab.compare.ChangeWords;
import dev.tare.lab.compare.Comparison;
import dev.tare.lab.compare.FigureChange;
import dev.tare.lab.compare.Gate.Check;
import dev.tare.lab.compare.ScenarioChange;
import dev.tare.lab.compare.Standing;
import dev.tare.lab.verdict.Verdict;
import dev.tare.view.text.DisplayText;
import dev.tare.view.text.FigureText;
import dev.tare.view.text.TextStyle;
import dev.tare.view.text.TextStyle.Tone;
import dev.tare.view.text.TextTable;
import dev.tare.view.text.TextTable.Cell;
import java.util.ArrayList;
import java.util.List;

/**
 * The comparison on a terminal: the sentence, a table a scenario, doubts, and the gate.
 *
 * @param style of the terminal
 */
record CompareText(TextStyle style) {
    private static final String INDENT = "  ";
    private static final String HANGING = "    ";

    String render(CompareReport report) {
        Comparison comparison = report.comparison();
        StringBuilder out = new StringBuilder();
        line(out, Tone.STRONG, CompareWords.sentence(comparison), "", INDENT);
        line(out, Tone.FAINT, CompareWords.halves(comparison), "", INDENT);
        for (Comparison.Note note : comparison.notes()) {
            line(out, tone(note.weight()), note.sentence(), "! ", INDENT);
        }
        for (ScenarioChange scenario : comparison.scenarios()) {
            out.append('\n');
            line(out, Tone.STRONG, CompareWords.title(comparison, scenario), "", INDENT);
            if (!scenario.notCompared().isEmpty()) {
                line(out, Tone.BAD, scenario.notCompared(), INDENT, HANGING);
                continue;
            }
            table(scenario, comparison.againstBare()).appendTo(out, INDENT);
            CompareWords.doubts(scenario)
                    .forEach(doubt -> line(out, Tone.FAINT, doubt, INDENT, HANGING));
        }
        if (comparison.tests() > 0) {
            out.append('\n');
            line(out, Tone.FAINT, CompareWords.legend(comparison), "", "");
        }
        if (!report.gate().checks().isEmpty()) {
            out.append('\n');
            report.gate().checks().forEach(check -> gate(out, check));
        }
        return out.toString();
    }

    private void gate(StringBuilder out, Check check) {
        String sign = style.unicode() ? (check.failed() ? "✗ " : "✓ ") : "";
        String words = sign + (check.failed() ? "FAILED " : "passed ") + CompareWords.check(check);
        line(out, check.failed() ? Tone.BAD : Tone.GOOD, words, "", INDENT);
    }

    private TextTable table(ScenarioChange scenario, boolean withBare) {
        TextTable table = new TextTable(style);
        List<Cell> header = new ArrayList<>();
        for (String head : heads(withBare)) {
            header.add(Cell.of(head, Tone.FAINT));
        }
        table.header(header);
        scenario.figures().forEach(change -> table.row(row(change, withBare)));
        return table;
    }

    private static List<String> heads(boolean withBare) {
        return withBare
                ? List.of("", "before", "after", "bare", "change", "95 % interval", "result")
                : List.of("", "before", "after", "change", "95 % interval", "result");
    }

    private static List<Cell> row(FigureChange change, boolean withBare) {
        List<Cell> row = new ArrayList<>();
        row.add(Cell.of(change.kind().label()));
        row.add(Cell.of(CompareWords.half(change.before(), change)));
        row.add(Cell.of(CompareWords.half(change.after(), change)));
        if (withBare) {
            row.add(Cell.of(ChangeWords.bareChange(change), Tone.FAINT));
        }
        row.add(Cell.of(ChangeWords.change(change)));
        row.add(Cell.of(ChangeWords.interval(change)));
        Verdict verdict = change.verdict();
        boolean unmarked = change.standing() == Standing.NOT_JUDGED && verdict == Verdict.VALID;
        String mark = unmarked ? "" : " " + FigureText.mark(verdict);
        row.add(
                new Cell(
                        ChangeWords.standing(change),
                        mark,
                        tone(change.standing()),
                        tone(verdict)));
        return row;
    }

    private static Tone tone(Standing standing) {
        return switch (standing) {
            case BETTER -> Tone.GOOD;
            case WORSE -> Tone.BAD;
            case NO_DIFFERENCE -> Tone.PLAIN;
            case NOT_JUDGED, NOT_COMPARED -> Tone.FAINT;
        };
    }

    private static Tone tone(Verdict verdict) {
        return switch (verdict) {
            case VALID -> Tone.GOOD;
            case TAINTED -> Tone.DOUBTFUL;
            case NOT_RESOLVABLE -> Tone.FAINT;
            case INVALID -> Tone.BAD;
        };
    }

    private static Tone tone(Comparison.Weight weight) {
        return switch (weight) {
            case REMARK -> Tone.PLAIN;
            case DOUBT -> Tone.DOUBTFUL;
            case NOT_COMPARED -> Tone.BAD;
        };
    }

    private void line(StringBuilder out, Tone tone, String text, String first, String rest) {
        for (String part : DisplayText.wrap(style.show(text), style.width(), first, rest)) {
            out.append(style.paint(tone, part)).append('\n');
        }
    }
}
