package dev.tare.view.report;

import static dev.tare.view.report.MarkdownReport.escape;

import dev.tare.lab.beside.Beside;
import dev.tare.lab.beside.FaultAnswer;
import dev.tare.view.report.content.BesideTable;
import dev.tare.view.text.FigureText;
import java.util.ArrayList;
import java.util.List;

/** Published figures beside ours as GitHub-flavoured Markdown. */
final class MarkdownBeside {
    private MarkdownBeside() {}

    static void append(StringBuilder out, Beside beside) {
        out.append("\n### ").append(escape(beside.published().title())).append("\n\n");
        BesideTable.notes(beside).forEach(note -> out.append(escape(note)).append('\n'));
        out.append('\n');
        List<String> heads = new ArrayList<>(List.of(""));
        heads.addAll(BesideTable.HEADS);
        MarkdownReport.head(out, heads);
        for (BesideTable.Row row : BesideTable.rows(beside)) {
            List<String> cells = new ArrayList<>();
            cells.add(row.ours() ? "→ " + escape(row.label().strip()) : escape(row.label()));
            row.cells().forEach(cell -> cells.add(cell(cell)));
            MarkdownReport.line(out, cells);
        }
        if (!beside.answers().isEmpty()) {
            out.append("\n**").append(BesideTable.FAULTS).append("**\n\n");
        }
        for (FaultAnswer answer : beside.answers()) {
            out.append("- *").append(escape(answer.fault().name())).append("*: ");
            out.append(escape(answer.fault().published())).append(" **");
            out.append(escape(BesideTable.answer(answer))).append("**\n");
        }
    }

    private static String cell(BesideTable.Cell cell) {
        String mark = cell.verdict().map(FigureText::mark).orElse("");
        return escape((cell.text() + " " + mark).strip());
    }
}
