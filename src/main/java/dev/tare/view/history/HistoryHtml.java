package dev.tare.view.history;

import dev.tare.lab.history.BundleEntry;
import dev.tare.lab.history.SeriesFinding;
import dev.tare.lab.history.Shift;
import dev.tare.lab.history.Standing;
import dev.tare.lab.history.Subject;
import dev.tare.lab.history.Way;
import dev.tare.lab.verdict.Verdict;
import dev.tare.view.report.html.HtmlPage;
import dev.tare.view.text.ChartFrame.Layout;
import dev.tare.view.text.DisplayText;
import dev.tare.view.text.Markup;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** A history as one HTML file that needs nothing else: no network, no script. */
public final class HistoryHtml {
    /** Series that are drawn large because they changed. */
    private static final int MAX_CHANGED = 30;

    /** Series that are drawn at all. */
    private static final int MAX_CHARTS = 400;

    /** Rows of the table of bundles. */
    private static final int MAX_ROWS = 300;

    private static final int COLOURS = 7;
    private static final double TALL = 240;
    private static final double SMALL_WIDTH = 400;
    private static final double SMALL_HEIGHT = 172;

    private final Markup html = new Markup();
    private final HistoryReport report;
    private final Map<String, String> styles = new LinkedHashMap<>();
    private int charts;

    private HistoryHtml(HistoryReport report) {
        this.report = report;
        report.findings().forEach(finding -> style(finding.series().subject().specimen()));
    }

    /** The whole page. */
    public static String render(HistoryReport report) {
        return new HistoryHtml(report).page();
    }

    /** Bare is grey in every drawing of Tare's. */
    private String style(String specimen) {
        return styles.computeIfAbsent(
                specimen,
                name -> {
                    long others = styles.values().stream().filter(s -> !s.equals("s0")).count();
                    return name.equals("bare") ? "s0" : "s" + (1 + others % COLOURS);
                });
    }

    private String page() {
        List<String> parts = HistoryWords.headlineParts(report);
        List<HistorySection> sections = HistorySection.of(report.findings());
        HtmlPage.head(html, String.join("; ", parts), resource("history.css"));
        html.open("body").line().open("header").line();
        html.open("div", "class", "brand").open("span").element("b", "Tare").text(" · history · ");
        html.name(report.history().folder().toString()).close("span");
        extent();
        html.close("div").line();
        html.element("h1", capital(parts.getFirst())).line();
        for (String part : parts.subList(1, parts.size())) {
            html.element("p", capital(part) + ".", "class", "lead").line();
        }
        badges();
        nav(sections);
        html.close("header").line().open("main").line();
        changed();
        for (int i = 0; i < sections.size(); i++) {
            section(sections.get(i), i);
        }
        bundles();
        sentences("passed", "Passed over", report.history().passedOver());
        sentences("notes", "Notes", report.history().notes());
        method();
        html.close("main").line();
        html.element(
                        "footer",
                        "Tare %s · commit %s".formatted(report.tareVersion(), report.commit()))
                .line();
        return html.close("body").close("html").line().toString();
    }

    private static String capital(String words) {
        return DisplayText.keepTogether(
                words.isEmpty()
                        ? words
                        : Character.toUpperCase(words.charAt(0)) + words.substring(1));
    }

    private void extent() {
        List<BundleEntry> bundles = report.history().bundles();
        if (!bundles.isEmpty()) {
            String first = HistoryWords.moment(bundles.getFirst());
            String last = HistoryWords.moment(bundles.getLast());
            html.element("span", first + " to " + last + " UTC");
        }
    }

    private void badges() {
        List<HistoryWords.Found> all = HistoryWords.changes(report);
        long worse = all.stream().filter(f -> f.change().shift().way() == Way.WORSE).count();
        int drifts = HistoryWords.drifts(report).size();
        html.open("ul", "class", "badges").line();
        badge((int) worse, "change", " for the worse", "no");
        badge(all.size() - (int) worse, "change", " for the better", "yes");
        badge(drifts, "drift", "", "partly");
        badge(report.history().passedOver().size(), "bundle or folder", " passed over", "");
        html.close("ul").line();
    }

    private void badge(int count, String thing, String rest, String style) {
        if (count > 0) {
            String words =
                    thing.startsWith("bundle ")
                            ? count + rest
                            : HistoryWords.counted(count, thing) + rest;
            html.element("li", words, "class", ("badge " + style).strip()).line();
        }
    }

    private void nav(List<HistorySection> sections) {
        html.open("nav", "aria-label", "Parts of this page");
        for (int i = 0; i < sections.size(); i++) {
            html.open("a", "href", "#w" + i).name(sections.get(i).title()).close("a");
        }
        html.element("a", "Bundles", "href", "#bundles");
        html.element("a", "How it decides", "href", "#how");
        html.close("nav").line();
    }

    private void changed() {
        List<SeriesFinding> changed =
                Stream.concat(
                                report.findings().stream()
                                        .filter(finding -> !finding.changes().isEmpty())
                                        .sorted(
                                                Comparator.comparingLong(HistoryHtml::newest)
                                                        .reversed()),
                                HistoryWords.drifts(report).stream())
                        .toList();
        if (changed.isEmpty()) {
            return;
        }
        html.open("section", "id", "changes").line();
        html.element("h2", "What changed, newest first").line();
        List<HistoryWords.Turn> turns = HistoryWords.turns(report);
        turns.subList(0, Math.min(MAX_CHANGED, turns.size())).forEach(this::turn);
        for (SeriesFinding finding : changed.subList(0, Math.min(MAX_CHANGED, changed.size()))) {
            changed(finding);
        }
        if (changed.size() > MAX_CHANGED) {
            String rest = changed.size() - MAX_CHANGED + " more are among all series below.";
            html.element("p", rest, "class", "soft").line();
        }
        html.close("section").line();
    }

    private void turn(HistoryWords.Turn turn) {
        html.element("h3", turn.place()).line();
        html.element("p", turn.differences() + ".", "class", "soft").line();
        html.open("ul", "class", "turns").line();
        for (HistoryWords.Found found : turn.found()) {
            var subject = found.finding().series().subject();
            Shift shift = found.change().shift();
            html.open("li");
            html.element("span", shift.way().words(), "class", badgeStyle(shift.way())).text(" ");
            subject(subject);
            String by = HistoryWords.by(shift, subject.kind().unit());
            String ends = HistoryWords.ends(shift, subject.kind().unit());
            html.text(" ").element("b", DisplayText.keepTogether(by));
            html.text(" (" + DisplayText.keepTogether(ends) + ")").close("li").line();
        }
        html.close("ul").line().open("pre");
        html.element("code", HistoryWords.compare(report.history(), turn.change()));
        html.close("pre").line();
    }

    private void subject(Subject subject) {
        html.name(subject.specimen()).text(", ").name(subject.workload());
        html.text(", " + HistoryWords.figure(subject));
    }

    private static long newest(SeriesFinding finding) {
        return finding.changes().getLast().first().bundle().createdEpochNs();
    }

    private void changed(SeriesFinding finding) {
        Subject subject = finding.series().subject();
        html.open("figure", "class", "change").line().open("figcaption").open("b");
        subject(subject);
        html.close("b").text(" · " + standing(finding)).close("figcaption").line();
        SeriesChart chart = new SeriesChart(finding, style(subject.specimen()));
        for (Layout layout : Layout.values()) {
            chart.draw(html, layout.style(), nextId(), layout.width(), TALL);
        }
        html.close("figure").line();
    }

    private static String badgeStyle(Way way) {
        return "badge " + (way == Way.WORSE ? "no" : "yes");
    }

    private String nextId() {
        charts++;
        return "h" + charts;
    }

    private void section(HistorySection section, int index) {
        html.open("section", "id", "w" + index).line();
        html.open("h2").name(section.title()).close("h2").line();
        String words = section.setting().workload().words();
        html.element("p", words + ", on " + section.setting().machine() + ".", "class", "soft");
        if (!section.since().isEmpty()) {
            String from = HistoryWords.moment(section.firstEpochNs());
            html.element("p", "Begins " + from + " UTC: " + section.since() + ".");
        }
        Map<String, List<SeriesFinding>> byFigure = new LinkedHashMap<>();
        section.findings().stream()
                .sorted(Comparator.comparing(finding -> finding.series().subject().kind()))
                .forEach(finding ->
                        byFigure.computeIfAbsent(
                                        HistoryWords.figure(finding.series().subject()),
                                        any -> new ArrayList<>())
                                .add(finding));
        byFigure.forEach((figure, findings) -> {
            html.element("h3", figure).line();
            html.open("div", "class", "pair series").line();
            findings.forEach(this::series);
            html.close("div").line();
        });
        html.close("section").line();
    }

    private void series(SeriesFinding finding) {
        if (charts > MAX_CHARTS) {
            return;
        }
        var subject = finding.series().subject();
        var newest = finding.series().newest();
        html.open("figure").line().open("figcaption").open("b").name(subject.specimen());
        html.close("b").text(" ");
        String value =
                newest.verdict() == Verdict.INVALID
                        ? "newest invalid"
                        : HistoryWords.value(newest, subject.kind().unit());
        html.text(DisplayText.keepTogether(value) + " · ");
        html.text(standing(finding)).close("figcaption").line();
        SeriesChart chart = new SeriesChart(finding, style(subject.specimen()));
        if (chart.hasPoints()) {
            chart.draw(html, "small", nextId(), SMALL_WIDTH, SMALL_HEIGHT);
        }
        html.close("figure").line();
    }

    private static String standing(SeriesFinding finding) {
        String points = HistoryWords.counted(finding.series().points().size(), "point");
        String words = HistoryWords.standing(finding);
        return DisplayText.keepTogether(
                finding.standing() instanceof Standing.Steady ? words + ", " + points : words);
    }

    private void bundles() {
        List<BundleEntry> newestFirst = report.history().bundles().reversed();
        html.open("section", "id", "bundles").line().element("h2", "Bundles").line();
        html.open(
                "div",
                "class",
                "scroll",
                "role",
                "region",
                "tabindex",
                "0",
                "aria-label",
                "Bundles");
        html.open("table", "class", "text").open("thead").open("tr");
        for (String head : List.of("begun, UTC", "folder", "blocks", "plan", "Tare", "kernel")) {
            html.element("th", head, "scope", "col");
        }
        html.close("tr").close("thead").line().open("tbody").line();
        for (BundleEntry bundle : newestFirst.subList(0, Math.min(MAX_ROWS, newestFirst.size()))) {
            html.open("tr").element("td", HistoryWords.moment(bundle));
            html.open("td").name(bundle.path()).close("td");
            html.element("td", bundle.blocks() + " of " + bundle.plannedBlocks());
            html.open("td").name(bundle.planName()).close("td");
            html.element("td", bundle.tareVersion() + ", " + bundle.commit());
            html.element("td", bundle.kernel()).close("tr").line();
        }
        html.close("tbody").close("table").close("div").line();
        if (newestFirst.size() > MAX_ROWS) {
            html.element("p", "and %d older ones".formatted(newestFirst.size() - MAX_ROWS));
        }
        html.close("section").line();
    }

    private void sentences(String id, String title, List<String> sentences) {
        if (sentences.isEmpty()) {
            return;
        }
        html.open("section", "id", id).line().element("h2", title).line();
        html.open("ul").line();
        sentences.forEach(sentence -> html.element("li", sentence).line());
        html.close("ul").close("section").line();
    }

    private void method() {
        html.open("section", "id", "how").line().element("h2", "How it decides").line();
        html.element("p", HistoryWords.method() + ".").line();
        html.open("ul", "class", "legend");
        key("s1", "a bundle, with its interval");
        key("s1 tainted", "tainted or not resolvable");
        key("s1 invalid", "invalid: shown, not used");
        key("outlier", "outlier: set aside");
        html.close("ul").line();
        html.element(
                        "p",
                        "Points stand equally far apart, whatever time lies between them. A thick"
                                + " line is the mean of its stretch, a broken one a change point:"
                                + " red for the worse, green for the better.",
                        "class",
                        "soft")
                .line();
        html.close("section").line();
    }

    private void key(String style, String words) {
        html.open("li").open("svg", "class", "key", "viewBox", "0 0 14 14", "aria-hidden", "true");
        html.empty("circle", "class", "spot " + style, "cx", "7", "cy", "7", "r", "4.5");
        html.close("svg").text(words).close("li");
    }

    private static String resource(String name) {
        try (InputStream in = HistoryHtml.class.getResourceAsStream(name)) {
            byte[] bytes = Objects.requireNonNull(in, name).readAllBytes();
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the page's own " + name, e);
        }
    }
}
