package dev.tare.view.report.html;

import dev.tare.lab.verdict.Figure;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.ScenarioResult;
import dev.tare.lab.verdict.Verdict;
import dev.tare.view.report.content.Limit;
import dev.tare.view.report.content.LongerRuns;
import dev.tare.view.report.content.PartsTable;
import dev.tare.view.report.content.ReasonGroups;
import dev.tare.view.report.content.ReasonGroups.Group;
import dev.tare.view.report.content.ReportInput;
import dev.tare.view.report.content.WorkloadView;
import dev.tare.view.text.FigureText;
import dev.tare.view.text.Markup;
import dev.tare.view.text.Quantity;
import dev.tare.view.text.Quantity.Scale;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The tables of figures, tare costs, limits and verdicts in HTML. */
final class HtmlTables {
    private final Markup html;
    private final ReportInput input;
    private final List<Group> groups;

    HtmlTables(Markup html, ReportInput input) {
        this.html = html;
        this.input = input;
        this.groups = ReasonGroups.of(input.weighing());
    }

    /** What every specimen costs, by workload: the headline figures only. */
    void glance(List<WorkloadView> views) {
        List<WorkloadView> shown = views.stream().filter(v -> !headlines(v).isEmpty()).toList();
        List<String> names =
                input.bundle().manifest().plan().specimens().stream()
                        .filter(name -> shown.stream().anyMatch(v -> costly(v, name).isPresent()))
                        .toList();
        if (names.isEmpty()) {
            return;
        }
        html.open("section").line().element("h2", "What each costs").line();
        String level = shown.getFirst().level();
        html.element(
                "p",
                "Tare cost of a request: the specimen minus bare, paired within blocks, ± to the"
                        + " farther end of the "
                        + level
                        + " interval.",
                "class",
                "soft");
        open("glance", "Tare cost of a request by specimen");
        html.open("thead").open("tr").element("td", "");
        for (WorkloadView view : shown) {
            html.open("th", "scope", "colgroup", "colspan", "" + headlines(view).size());
            html.name(view.workload().name()).close("th");
        }
        html.close("tr").line().open("tr").element("th", "specimen", "scope", "col");
        for (WorkloadView view : shown) {
            for (FigureKind kind : headlines(view)) {
                String label = kind == FigureKind.CPU_PER_REQUEST ? "CPU" : "median";
                html.open("th", "scope", "col").text(label);
                html.element("small", view.costScale(kind).symbol()).close("th");
            }
        }
        html.close("tr").close("thead").line().open("tbody").line();
        for (String name : names) {
            html.open("tr");
            specimen(name);
            for (WorkloadView view : shown) {
                for (FigureKind kind : headlines(view)) {
                    cost(costly(view, name), kind, view.costScale(kind), true);
                }
            }
            html.close("tr").line();
        }
        close();
        html.close("section").line();
    }

    private static List<FigureKind> headlines(WorkloadView view) {
        return view.costKinds().stream().filter(WorkloadView.HEADLINES::contains).toList();
    }

    private static Optional<ScenarioResult> costly(WorkloadView view, String specimen) {
        return view.costly().stream().filter(s -> s.specimen().equals(specimen)).findFirst();
    }

    /** Every figure of one workload. */
    void results(WorkloadView view) {
        html.element("h3", "Figures").line();
        open("results", "Figures of " + view.workload().name());
        html.open("thead").open("tr").element("th", "specimen", "scope", "col");
        for (FigureKind kind : view.kinds()) {
            html.open("th", "scope", "col").text(head(kind));
            html.element("small", view.scale(kind).symbol()).close("th");
        }
        html.close("tr").close("thead").line().open("tbody").line();
        for (ScenarioResult scenario : view.scenarios()) {
            html.open("tr");
            specimen(scenario.specimen());
            for (FigureKind kind : view.kinds()) {
                figure(scenario.figure(kind), view.scale(kind));
            }
            html.close("tr").line();
        }
        close();
        legend();
    }

    /** Words that may be broken between lines. */
    private static String head(FigureKind kind) {
        return kind == FigureKind.CPU_PER_REQUEST ? "CPU a request" : kind.label();
    }

    private void legend() {
        html.open("p", "class", "caption");
        for (Verdict verdict : Verdict.values()) {
            html.element("span", FigureText.mark(verdict), "class", "mark " + style(verdict));
            html.text(
                    " "
                            + verdict.words()
                            + (verdict == Verdict.INVALID ? ", not printed. " : ", "));
        }
        html.text("≥ at least. Mean to max are response times from the intended start. ");
        html.text("A sign other than ✓ leads to its reason.");
        html.close("p").line();
    }

    /** The tare costs of one workload. */
    void costs(WorkloadView view) {
        html.element("h3", "Tare cost").line();
        List<ScenarioResult> costly = view.costly();
        if (costly.isEmpty()) {
            html.element(
                    "p",
                    "None: it needs a specimen beside bare, and at least six blocks.",
                    "class",
                    "soft");
            return;
        }
        open("results", "Tare costs of " + view.workload().name());
        html.open("thead").open("tr").element("th", "specimen − bare", "scope", "col");
        for (FigureKind kind : view.costKinds()) {
            html.open("th", "scope", "col").text(head(kind));
            html.element("small", view.costScale(kind).symbol()).close("th");
        }
        html.close("tr").close("thead").line().open("tbody").line();
        for (ScenarioResult scenario : costly) {
            html.open("tr");
            specimen(scenario.specimen());
            for (FigureKind kind : view.costKinds()) {
                cost(Optional.of(scenario), kind, view.costScale(kind), false);
            }
            html.close("tr").line();
        }
        close();
        html.element(
                "p",
                "Paired within blocks; ± reaches to the farther end of the "
                        + view.level()
                        + " interval. “none > x”: no difference larger than x.",
                "class",
                "caption");
    }

    /** What each process of specimens of many parts used. */
    void parts(WorkloadView view, PartsTable parts) {
        html.element("h3", "Part by part").line();
        open("results", "Parts of the specimens in " + view.workload().name());
        html.open("thead").open("tr");
        html.element("th", "specimen", "scope", "col").element("th", "part", "scope", "col");
        html.open("th", "scope", "col").text("CPU a request");
        html.element("small", parts.perRequest().symbol()).close("th");
        for (String head : List.of("CPU mean", "CPU max, median of blocks", "CPU in all")) {
            html.element("th", head, "scope", "col");
        }
        html.open("th", "scope", "col").text("peak memory");
        html.element("small", parts.memory().symbol()).close("th");
        html.close("tr").close("thead").line().open("tbody").line();
        for (PartsTable.Row row : parts.rows()) {
            html.open("tr");
            if (row.first()) {
                specimen(row.specimen());
            } else {
                html.element("th", "", "scope", "row");
            }
            html.open("td", "class", "text").name(row.part()).text(" ");
            html.element("small", row.role()).close("td");
            figure(row.cpuPerRequest(), parts.perRequest());
            html.element("td", row.meanCpu()).element("td", row.medianOfMaxCpu());
            html.element("td", row.cumulatedCpu());
            figure(row.memory(), parts.memory());
            html.close("tr").line();
        }
        close();
        html.element(
                "p",
                "A request is one of the load. Only proxies are what is weighed; applications are"
                        + " measured through. CPU is in percent of one core.",
                "class",
                "caption");
    }

    /** Who limited the rate. */
    void limits(WorkloadView view) {
        html.element("h3", "Who was the limit").line().open("ul", "class", "limits").line();
        for (Limit limit : Limit.all(view)) {
            html.open("li");
            for (int i = 0; i < limit.specimens().size(); i++) {
                html.text(i == 0 ? "" : ", ").open("b").name(limit.specimens().get(i)).close("b");
            }
            html.text(": ");
            if (limit.saturated()) {
                html.element("span", "saturated", "class", "badge partly").text(" ");
            }
            html.text(limit.sentence()).close("li").line();
        }
        html.close("ul").line();
    }

    /** Every reason once, with its remedy and where it holds. */
    void verdicts() {
        html.open("section", "id", "verdicts").line().element("h2", "Verdicts").line();
        html.element("p", ReasonGroups.countsSentence(input.weighing()) + ".", "class", "soft");
        String compared = input.weighing().comparisons().sentence();
        if (!compared.isEmpty()) {
            html.element("p", compared + ".", "class", "soft");
        }
        longerRuns();
        html.open("ul", "class", "reasons").line();
        for (int i = 0; i < groups.size(); i++) {
            Group group = groups.get(i);
            Verdict verdict = group.reason().verdict();
            String words = verdict == Verdict.VALID ? "remark" : verdict.words();
            html.open("li", "id", "v" + i);
            html.element("span", words, "class", "badge " + badge(verdict));
            html.open("div").open("p").text(group.reason().sentence() + " ");
            html.element("span", group.rule(), "class", "soft").close("p");
            html.element("p", String.join("; ", group.places()), "class", "soft");
            if (!group.reason().remedy().isEmpty()) {
                html.open("p").text("→ " + group.reason().remedy()).close("p");
            }
            alike(group);
            html.close("div").close("li").line();
        }
        html.close("ul").close("section").line();
    }

    private void longerRuns() {
        List<String> sentences = LongerRuns.sentences(input.weighing());
        if (!sentences.isEmpty()) {
            html.open("details", "class", "alike").element("summary", LongerRuns.TITLE).open("ul");
            sentences.forEach(sentence -> html.element("li", sentence));
            html.close("ul").close("details").line();
        }
    }

    private void alike(Group group) {
        if (group.alike().isEmpty()) {
            return;
        }
        html.open("details", "class", "alike");
        html.element("summary", group.alike().size() + " more with other numbers").open("ul");
        group.alike().forEach(reason -> html.element("li", reason.sentence()));
        html.close("ul").close("details");
    }

    private void open(String style, String label) {
        html.open("div", "class", "scroll", "role", "region", "tabindex", "0", "aria-label", label);
        html.open("table", "class", style).line();
        html.element("caption", label, "class", "hidden").line();
    }

    private void close() {
        html.close("tbody").close("table").close("div").line();
    }

    private void specimen(String name) {
        html.open("th", "scope", "row");
        series(name).swatch(html);
        html.name(name).close("th");
    }

    private Series series(String specimen) {
        return Series.of(input, specimen);
    }

    private void figure(Optional<Figure> figure, Scale scale) {
        if (figure.isEmpty()) {
            html.element("td", Quantity.ABSENT, "class", "none");
            return;
        }
        html.open("td").text(FigureText.value(figure.get(), scale));
        mark(figure.get());
        String half = FigureText.margin(figure.get(), scale);
        if (!half.isEmpty()) {
            html.element("small", "± " + half);
        }
        html.close("td");
    }

    private void cost(
            Optional<ScenarioResult> scenario, FigureKind kind, Scale scale, boolean markLast) {
        Optional<Figure> cost = scenario.flatMap(s -> s.tareCost(kind));
        if (cost.isEmpty()) {
            boolean queue = kind.isResponseTime() && scenario.map(s -> s.saturated()).orElse(false);
            html.element("td", queue ? "saturated" : Quantity.ABSENT, "class", "none");
            return;
        }
        String text = FigureText.cost(cost.get(), scale);
        int cut = Math.max(text.indexOf(" ± "), text.indexOf(" ("));
        html.open("td").text(cut < 0 ? text : text.substring(0, cut));
        if (!markLast) {
            mark(cost.get());
        }
        if (cut >= 0) {
            html.element("small", text.substring(cut + 1));
        }
        if (markLast) {
            mark(cost.get());
        }
        html.close("td");
    }

    private void mark(Figure figure) {
        Verdict verdict = FigureText.shown(figure) ? figure.verdict() : Verdict.INVALID;
        String style = "mark " + style(verdict);
        String sign = FigureText.mark(verdict);
        Optional<Reason> reason =
                figure.reasons().stream().max(Comparator.comparing(Reason::verdict));
        if (reason.isEmpty()) {
            html.open("span", "class", style, "title", verdict.words());
            html.element("span", sign, "aria-hidden", "true");
            html.element("span", verdict.words(), "class", "hidden").close("span");
            return;
        }
        String title = verdict.words() + ": " + reason.get().sentence();
        html.open("a", "class", style, "title", title, "href", "#v" + index(reason.get()));
        html.element("span", sign, "aria-hidden", "true");
        html.element("span", verdict.words(), "class", "hidden").close("a");
    }

    private int index(Reason reason) {
        for (int i = 0; i < groups.size(); i++) {
            if (groups.get(i).holds(reason)) {
                return i;
            }
        }
        return 0;
    }

    static String style(Verdict verdict) {
        return switch (verdict) {
            case VALID -> "valid";
            case TAINTED -> "tainted";
            case NOT_RESOLVABLE -> "unresolved";
            case INVALID -> "invalid";
        };
    }

    private static String badge(Verdict verdict) {
        return switch (verdict) {
            case VALID, NOT_RESOLVABLE -> "";
            case TAINTED -> "partly";
            case INVALID -> "no";
        };
    }
}
