package dev.tare.view.compare;

import dev.tare.lab.compare.ChangeWords;
import dev.tare.lab.compare.Comparison;
import dev.tare.lab.compare.FigureChange;
import dev.tare.lab.compare.Gate.Check;
import dev.tare.lab.compare.ScenarioChange;
import dev.tare.lab.compare.Standing;
import dev.tare.view.report.html.HtmlPage;
import dev.tare.view.text.DisplayText;
import dev.tare.view.text.Markup;
import java.util.ArrayList;
import java.util.List;

/** The comparison as one HTML file that needs nothing else: no network, no script. */
final class CompareHtml {
    private CompareHtml() {}

    static String render(CompareReport report) {
        Comparison comparison = report.comparison();
        String sentence = CompareWords.sentence(comparison);
        Markup html = new Markup();
        HtmlPage.head(html, sentence);
        html.open("body").line().open("header").line();
        html.open("div", "class", "brand").open("span").element("b", "Tare");
        html.text(" · compare · ").name(comparison.before()).text(" · ");
        html.name(comparison.after()).close("span").close("div").line();
        html.element("h1", DisplayText.keepTogether(sentence)).line();
        html.element("p", CompareWords.halves(comparison), "class", "lead").line();
        html.open("ul").line();
        comparison.notes().forEach(note -> html.element("li", note.sentence()).line());
        html.close("ul").line().close("header").line().open("main").line();
        if (!report.gate().checks().isEmpty()) {
            gate(html, report.gate().checks());
        }
        for (ScenarioChange scenario : comparison.scenarios()) {
            html.open("section").line();
            html.element("h2", CompareWords.title(comparison, scenario)).line();
            if (scenario.notCompared().isEmpty()) {
                table(html, scenario, comparison.againstBare());
            } else {
                html.element("p", scenario.notCompared()).line();
            }
            html.open("ul", "class", "soft").line();
            CompareWords.doubts(scenario).forEach(doubt -> html.element("li", doubt).line());
            html.close("ul").line().close("section").line();
        }
        if (comparison.tests() > 0) {
            html.element("p", CompareWords.legend(comparison), "class", "soft").line();
        }
        html.close("main").line();
        html.element("footer", "Tare " + report.tareVersion()).line();
        return html.close("body").close("html").line().toString();
    }

    private static void gate(Markup html, List<Check> checks) {
        html.open("section").line().element("h2", "Gate").line().open("ul").line();
        for (Check check : checks) {
            html.open("li");
            html.element(
                    "span",
                    check.failed() ? "failed" : "passed",
                    "class",
                    "badge " + (check.failed() ? "no" : "yes"));
            html.text(" " + CompareWords.check(check)).close("li").line();
        }
        html.close("ul").line().close("section").line();
    }

    private static void table(Markup html, ScenarioChange scenario, boolean withBare) {
        html.open("div", "class", "scroll").open("table", "class", "results").line();
        html.open("thead").open("tr");
        List<String> heads = new ArrayList<>(List.of("figure", "before", "after"));
        if (withBare) {
            heads.add("bare");
        }
        heads.addAll(List.of("change", "95 % interval", "result", "verdict"));
        heads.forEach(head -> html.element("th", head));
        html.close("tr").close("thead").line().open("tbody").line();
        for (FigureChange change : scenario.figures()) {
            html.open("tr").element("td", change.kind().label());
            html.element("td", CompareWords.half(change.before(), change));
            html.element("td", CompareWords.half(change.after(), change));
            if (withBare) {
                html.element("td", ChangeWords.bareChange(change));
            }
            html.element("td", ChangeWords.change(change));
            html.element("td", ChangeWords.interval(change));
            html.open("td");
            String badge = "badge " + badge(change.standing());
            html.element("span", ChangeWords.standing(change), "class", badge.strip());
            html.close("td").element("td", change.verdict().words()).close("tr").line();
        }
        html.close("tbody").close("table").close("div").line();
    }

    private static String badge(Standing standing) {
        return switch (standing) {
            case BETTER -> "yes";
            case WORSE -> "no";
            case NO_DIFFERENCE -> "";
            case NOT_JUDGED, NOT_COMPARED -> "partly";
        };
    }
}
