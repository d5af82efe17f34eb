package dev.tare.view.report;

import static dev.tare.view.report.MarkdownReport.escape;

import dev.tare.view.report.content.BesideTable;
import dev.tare.view.report.content.CostTable;
import dev.tare.view.text.FigureText;
import java.util.ArrayList;
import java.util.List;

/** What specimens cost to run, as GitHub-flavoured Markdown. */
final class MarkdownCost {
    private MarkdownCost() {}

    static void append(StringBuilder out, CostTable costs) {
        out.append('\n').append(CostTable.TITLE).append("\n\n");
        List<String> heads = new ArrayList<>(List.of("specimen"));
        costs.heads().forEach(head -> heads.add(head.what() + ", " + head.unit()));
        MarkdownReport.head(out, heads);
        for (CostTable.Row row : costs.rows()) {
            List<String> cells = new ArrayList<>();
            cells.add(row.part() ? "→ " + escape(row.label()) : escape(row.label()));
            row.cells().forEach(cell -> cells.add(cell(cell)));
            MarkdownReport.line(out, cells);
        }
        out.append("\n<sub>").append(escape(String.join(" ", costs.notes()))).append("</sub>\n");
    }

    private static String cell(BesideTable.Cell cell) {
        String mark = cell.verdict().map(FigureText::mark).orElse("");
        return escape((cell.text() + " " + mark).strip());
    }
}
