package dev.tare.view.find;

import dev.tare.lab.find.PointFigures;
import dev.tare.lab.find.PointResult;
import dev.tare.lab.find.RateCurve;
import dev.tare.lab.find.Reading;
import dev.tare.lab.objective.Threshold;
import dev.tare.view.report.html.HtmlPage;
import dev.tare.view.text.Markup;
import dev.tare.view.text.Quantity;
import java.util.List;

/** A search as one HTML file that needs nothing else: no network, no script. */
public final class FindHtml {
    private FindHtml() {}

    /** The whole page. */
    public static String render(FindReport report) {
        RateCurve curve = report.curve();
        String answer = FindWords.answer(curve);
        String sentence = Character.toUpperCase(answer.charAt(0)) + answer.substring(1);
        Markup html = new Markup();
        HtmlPage.head(html, sentence);
        html.open("body").line().open("header").line();
        html.open("div", "class", "brand").open("span").element("b", "Tare").text(" · find · ");
        html.name(report.url()).close("span").close("div").line();
        html.element("h1", sentence).line();
        for (String note : FindWords.notes(curve)) {
            html.element("p", note).line();
        }
        html.close("header").line().open("main").line();
        if (!curve.points().isEmpty()) {
            html.open("section").line();
            html.element("h2", "Rate against " + new CurvePlot(curve).name()).line();
            CurveChart.draw(html, curve);
            html.close("section").line();
            html.open("section").line().element("h2", "Points").line();
            table(html, curve);
            html.close("section").line();
        }
        html.close("main").line();
        html.element(
                        "footer",
                        "Tare %s · commit %s · seed %d · %s"
                                .formatted(
                                        report.tareVersion(),
                                        report.commit(),
                                        curve.plan().seed(),
                                        curve.backEnd()))
                .line();
        return html.close("body").close("html").line().toString();
    }

    private static void table(Markup html, RateCurve curve) {
        List<Threshold> times = FindWords.times(curve);
        html.open("div", "class", "scroll").open("table", "class", "results").line();
        html.open("thead").open("tr");
        for (String head : List.of("offered", "achieved", "p50", "p99")) {
            html.element("th", head);
        }
        times.forEach(time -> html.element("th", FindWords.name(time) + ", 95 % interval"));
        for (String head : List.of("errors", "held", "verdict", "reason")) {
            html.element("th", head);
        }
        html.close("tr").close("thead").line().open("tbody").line();
        curve.byRate().forEach(point -> row(html, point, times));
        html.close("tbody").close("table").close("div").line();
    }

    private static void row(Markup html, PointResult point, List<Threshold> times) {
        PointFigures figures = point.figures();
        html.open("tr").element("td", FindWords.rate(figures.offeredPerSec()));
        html.element("td", FindWords.rate(figures.achievedPerSec()));
        html.element("td", Quantity.duration(figures.responseTimeNs(50)));
        html.element("td", Quantity.duration(figures.responseTimeNs(99)));
        for (Reading reading : point.readings()) {
            if (times.contains(reading.threshold())) {
                html.element("td", FindText.interval(reading));
            }
        }
        html.element("td", Quantity.percent(figures.errorRatio()));
        html.element("td", Quantity.duration((double) figures.measuredNs()));
        html.element("td", FindWords.verdict(point.verdict()));
        html.element("td", point.reason()).close("tr").line();
    }
}
