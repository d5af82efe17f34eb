package dev.tare.view.report.html;

import dev.tare.view.report.content.BesideTable;
import dev.tare.view.report.content.CostTable;
import dev.tare.view.text.FigureText;
import dev.tare.view.text.Markup;

/** What specimens cost to run, in HTML. */
final class HtmlCost {
    private final Markup html;

    HtmlCost(Markup html) {
        this.html = html;
    }

    void draw(CostTable costs) {
        String label = CostTable.TITLE;
        html.element("h3", label).line();
        html.open("div", "class", "scroll", "role", "region", "tabindex", "0", "aria-label", label);
        html.open("table", "class", "results").line();
        html.element("caption", label, "class", "hidden").line();
        html.open("thead").open("tr").element("th", "specimen", "scope", "col");
        for (CostTable.Head head : costs.heads()) {
            html.open("th", "scope", "col").text(head.what());
            html.element("small", head.unit()).close("th");
        }
        html.close("tr").close("thead").line().open("tbody").line();
        for (CostTable.Row row : costs.rows()) {
            html.open("tr").open("th", "scope", "row");
            if (row.part()) {
                html.open("span", "class", "soft").name(row.label()).close("span");
            } else {
                html.name(row.label());
            }
            html.close("th");
            row.cells().forEach(this::cell);
            html.close("tr").line();
        }
        html.close("tbody").close("table").close("div").line();
        html.element("p", String.join(" ", costs.notes()), "class", "caption").line();
    }

    private void cell(BesideTable.Cell cell) {
        if (cell.verdict().isEmpty()) {
            html.element("td", cell.text(), "class", "none");
            return;
        }
        int cut = cell.text().indexOf(" ± ");
        html.open("td").text(cut < 0 ? cell.text() : cell.text().substring(0, cut));
        cell.verdict()
                .ifPresent(verdict -> {
                    String style = "mark " + HtmlTables.style(verdict);
                    html.open("span", "class", style, "title", verdict.words());
                    html.element("span", FigureText.mark(verdict), "aria-hidden", "true");
                    html.element("span", verdict.words(), "class", "hidden").close("span");
                });
        if (cut >= 0) {
            html.element("small", cell.text().substring(cut + 1));
        }
        html.close("td");
    }
}
