package dev.tare.view.report.html;

import dev.tare.lab.beside.Beside;
import dev.tare.lab.beside.FaultAnswer;
import dev.tare.view.report.content.BesideTable;
import dev.tare.view.text.FigureText;
import dev.tare.view.text.Markup;
import dev.tare.view.text.Quantity;

/** Published figures beside ours in HTML. */
final class HtmlBeside {
    /** Where the page's own links find it. */
    static final String ID = "beside";

    private final Markup html;

    HtmlBeside(Markup html) {
        this.html = html;
    }

    void draw(Beside beside) {
        html.open("section", "id", ID).line();
        html.element("h2", beside.published().title()).line();
        BesideTable.notes(beside).forEach(note -> html.element("p", note, "class", "soft").line());
        table(beside);
        if (!beside.answers().isEmpty()) {
            html.element("h3", BesideTable.FAULTS).line();
            html.open("ul", "class", "reasons").line();
            beside.answers().forEach(this::answer);
            html.close("ul").line();
        }
        html.close("section").line();
    }

    private void table(Beside beside) {
        String label = beside.published().title();
        html.open("div", "class", "scroll", "role", "region", "tabindex", "0", "aria-label", label);
        html.open("table", "class", "results").line();
        html.element("caption", label, "class", "hidden").line();
        html.open("thead").open("tr").element("th", "", "scope", "col");
        BesideTable.HEADS.forEach(head -> html.element("th", head, "scope", "col"));
        html.close("tr").close("thead").line().open("tbody").line();
        for (BesideTable.Row row : BesideTable.rows(beside)) {
            html.open("tr").open("th", "scope", "row");
            if (row.ours()) {
                html.text(row.label().strip());
            } else {
                html.open("span", "class", "soft").name(row.label()).close("span");
            }
            html.close("th");
            row.cells().forEach(cell -> cell(cell, row.ours()));
            html.close("tr").line();
        }
        html.close("tbody").close("table").close("div").line();
    }

    private void cell(BesideTable.Cell cell, boolean ours) {
        if (!ours || cell.text().equals(Quantity.ABSENT)) {
            html.element("td", cell.text(), "class", "none");
            return;
        }
        html.open("td").text(cell.text());
        cell.verdict()
                .ifPresent(verdict -> {
                    String style = "mark " + HtmlTables.style(verdict);
                    html.open("span", "class", style, "title", verdict.words());
                    html.element("span", FigureText.mark(verdict), "aria-hidden", "true");
                    html.element("span", verdict.words(), "class", "hidden").close("span");
                });
        html.close("td");
    }

    private void answer(FaultAnswer answer) {
        String badge =
                switch (answer.state()) {
                    case ABSENT -> "yes";
                    case PRESENT -> "no";
                    case NOT_TESTED -> "";
                };
        String style = ("badge " + badge).strip();
        html.open("li").element("span", answer.state().words(), "class", style);
        html.open("div").open("p").element("b", answer.fault().name());
        html.text(": " + answer.fault().published()).close("p");
        html.element("p", BesideTable.answer(answer), "class", "soft");
        html.close("div").close("li").line();
    }
}
