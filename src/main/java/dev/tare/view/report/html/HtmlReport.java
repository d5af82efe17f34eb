package dev.tare.view.report.html;

import dev.tare.lab.bundle.Manifest;
import dev.tare.lab.verdict.Weighing;
import dev.tare.view.report.content.Belief;
import dev.tare.view.report.content.CostTable;
import dev.tare.view.report.content.CostView;
import dev.tare.view.report.content.FloorLine;
import dev.tare.view.report.content.PartsTable;
import dev.tare.view.report.content.ReasonGroups;
import dev.tare.view.report.content.Report;
import dev.tare.view.report.content.ReportInput;
import dev.tare.view.report.content.WorkloadView;
import dev.tare.view.text.DisplayText;
import dev.tare.view.text.Markup;
import dev.tare.view.text.Quantity;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The whole report as one HTML file that needs nothing else: no network, no script; its style and
 * drawings lie within. A Content-Security-Policy forbids all but that style.
 */
public final class HtmlReport implements Report {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    @Override
    public String render(ReportInput input) {
        Markup html = new Markup();
        List<WorkloadView> views = WorkloadView.all(input);
        HtmlTables tables = new HtmlTables(html, input);
        HtmlCharts charts = new HtmlCharts(html, input);
        HtmlPage.head(html, input.weighing().sentence());
        html.open("body").line();
        header(html, input, views);
        html.open("main").line();
        tables.glance(views);
        FloorLine.of(input.bundle())
                .map(DisplayText::keepTogether)
                .ifPresent(line -> html.element("p", line, "class", "soft").line());
        CostView running = CostView.of(input);
        for (int i = 0; i < views.size(); i++) {
            workload(html, views.get(i), i, tables, charts, running);
        }
        input.beside().ifPresent(beside -> new HtmlBeside(html).draw(beside));
        charts.slices(views);
        charts.sendLag(views);
        tables.verdicts();
        new HtmlProvenance(html, input).draw();
        html.close("main").line();
        footer(html, input);
        html.close("body").close("html").line();
        return html.toString();
    }

    private static void header(Markup html, ReportInput input, List<WorkloadView> views) {
        Weighing weighing = input.weighing();
        Manifest manifest = input.bundle().manifest();
        html.open("header").line().open("div", "class", "brand");
        html.open("span").element("b", "Tare").text(" · ").name(manifest.plan().name());
        html.text(" · ").name(input.bundleName()).close("span");
        html.element("span", date(manifest.createdEpochNs())).close("div").line();
        Belief belief = Belief.of(weighing);
        html.element("h1", DisplayText.keepTogether(belief.finding())).line();
        if (!belief.rest().isEmpty()) {
            html.element("p", DisplayText.keepTogether(belief.rest()), "class", "lead").line();
        }
        html.open("ul", "class", "badges").line();
        badge(html, belief.answer(), belief.style());
        int asked = manifest.plan().blocks();
        if (weighing.partial()) {
            badge(html, "partial: " + weighing.blocks() + " of " + asked + " blocks", "partly");
            String reason = input.bundle().end().map(end -> end.reason()).orElse("");
            if (!reason.isEmpty()) {
                badge(html, reason, "partly");
            }
        } else {
            badge(html, weighing.blocks() + " blocks", "");
        }
        badge(html, ReasonGroups.countsSentence(weighing), "");
        double scale = manifest.plan().scale();
        if (scale != 1) {
            badge(html, "scaled: times and bodies × " + Quantity.number(scale), "partly");
        }
        html.close("ul").line();
        html.open("nav", "aria-label", "Parts of this report");
        for (int i = 0; i < views.size(); i++) {
            html.open("a", "href", "#w" + i).name(views.get(i).workload().name()).close("a");
        }
        input.beside()
                .ifPresent(beside ->
                        html.element("a", beside.published().title(), "href", "#" + HtmlBeside.ID));
        for (String part : List.of("Slices", "Verdicts", "Provenance", "Glossary")) {
            html.element("a", part, "href", "#" + part.toLowerCase(Locale.ROOT));
        }
        html.close("nav").line().close("header").line();
    }

    private static void badge(Markup html, String text, String style) {
        html.open("li", "class", ("badge " + style).strip()).text(text).close("li").line();
    }

    private static void workload(
            Markup html,
            WorkloadView view,
            int index,
            HtmlTables tables,
            HtmlCharts charts,
            CostView running) {
        html.open("section", "id", "w" + index).line();
        html.open("h2").name(view.workload().name()).close("h2").line();
        html.element("p", view.description() + ".", "class", "soft").line();
        charts.bars(view);
        charts.percentiles(view, index);
        tables.results(view);
        tables.costs(view);
        PartsTable.of(view).ifPresent(parts -> tables.parts(view, parts));
        CostTable.of(view, running).ifPresent(table -> new HtmlCost(html).draw(table));
        tables.limits(view);
        html.close("section").line();
    }

    private static void footer(Markup html, ReportInput input) {
        Manifest manifest = input.bundle().manifest();
        List<String> parts = new ArrayList<>(List.of("Tare " + manifest.tareVersion()));
        parts.add("commit " + manifest.commit());
        parts.add("seed " + manifest.seed());
        html.element("footer", String.join(" · ", parts)).line();
    }

    /** A moment as a person reads it, in UTC. */
    static String date(long epochNs) {
        return DATE.format(Instant.ofEpochSecond(0, epochNs));
    }

    /** A text file that lies beside this class. */
    static String resource(String name) {
        try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
            byte[] bytes = Objects.requireNonNull(in, name).readAllBytes();
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the report's own " + name, e);
        }
    }
}
