package dev.tare.view.report;

import dev.tare.lab.verdict.Figure;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.ScenarioResult;
import dev.tare.lab.verdict.Verdict;
import dev.tare.lab.verdict.Weighing;
import dev.tare.view.report.content.CostTable;
import dev.tare.view.report.content.CostView;
import dev.tare.view.report.content.Encryption;
import dev.tare.view.report.content.FloorLine;
import dev.tare.view.report.content.Limit;
import dev.tare.view.report.content.LinkWords;
import dev.tare.view.report.content.LongerRuns;
import dev.tare.view.report.content.MeshSecurity;
import dev.tare.view.report.content.PartsTable;
import dev.tare.view.report.content.ReasonGroups;
import dev.tare.view.report.content.ReasonGroups.Group;
import dev.tare.view.report.content.Report;
import dev.tare.view.report.content.ReportInput;
import dev.tare.view.report.content.WorkloadView;
import dev.tare.view.text.DisplayText;
import dev.tare.view.text.FigureText;
import dev.tare.view.text.Quantity;
import dev.tare.view.text.TextStyle;
import dev.tare.view.text.TextStyle.Tone;
import dev.tare.view.text.TextTable;
import dev.tare.view.text.TextTable.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The last screen of a run: the sentence, the tables, the verdicts, and what to do next. */
public final class TextReport implements Report {
    private static final String INDENT = "  ";
    private static final String HANGING = INDENT + INDENT + INDENT;

    /** More groups of reasons than this are left to the HTML report. */
    private static final int MAX_GROUPS = 12;

    /** More places of one reason than this are only counted. */
    private static final int MAX_PLACES = 8;

    private final TextStyle style;

    public TextReport(TextStyle style) {
        this.style = style;
    }

    @Override
    public String render(ReportInput input) {
        StringBuilder out = new StringBuilder();
        sentence(out, input);
        scaled(out, input);
        CostView running = CostView.of(input);
        for (WorkloadView view : WorkloadView.all(input)) {
            workload(out, view, running);
        }
        input.beside().ifPresent(beside -> new TextBeside(style, out).append(beside));
        FloorLine.of(input.bundle())
                .ifPresent(line -> wrapped(out.append('\n'), line, "", INDENT, Tone.PLAIN));
        legend(out);
        verdicts(out, input.weighing());
        longerRuns(out, input.weighing());
        idle(out, input);
        encryption(out, input);
        security(out, input);
        links(out, input);
        next(out, input);
        return out.toString();
    }

    private void sentence(StringBuilder out, ReportInput input) {
        Weighing weighing = input.weighing();
        wrapped(out, weighing.sentence(), "", "", Tone.STRONG);
        int asked = input.bundle().manifest().plan().blocks();
        if (weighing.partial()) {
            String why =
                    input.bundle()
                            .end()
                            .map(end -> end.reason())
                            .filter(reason -> !reason.isEmpty())
                            .map(reason -> ": " + reason)
                            .orElse("");
            String text = "PARTIAL: " + weighing.blocks() + " of " + asked + " blocks" + why;
            wrapped(out, text, "", "", Tone.DOUBTFUL);
        }
    }

    private void scaled(StringBuilder out, ReportInput input) {
        double scale = input.bundle().manifest().plan().scale();
        if (scale != 1) {
            String text =
                    "SCALED: times and bodies are %s of the plan's"
                            .formatted(Quantity.number(scale));
            wrapped(out, text, "", "", Tone.DOUBTFUL);
        }
    }

    private void workload(StringBuilder out, WorkloadView view, CostView running) {
        out.append('\n');
        int blocks = view.scenarios().getFirst().blocks();
        String name = style.show(view.workload().name());
        String rest = view.description() + ", " + blocks + " blocks";
        List<String> lines =
                DisplayText.wrap(name + ": " + style.show(rest), style.width(), "", INDENT);
        String first = lines.getFirst();
        out.append(style.paint(Tone.STRONG, name))
                .append(first.substring(Math.min(first.length(), name.length())))
                .append('\n');
        lines.stream().skip(1).forEach(line -> out.append(line).append('\n'));
        results(out, view);
        out.append('\n');
        costs(out, view);
        PartsTable.of(view).ifPresent(parts -> parts(out, parts));
        CostTable.of(view, running).ifPresent(table -> new TextCost(style, out).append(table));
        bottlenecks(out, view);
    }

    private void parts(StringBuilder out, PartsTable parts) {
        out.append('\n');
        wrapped(
                out,
                "part by part; a request is one of the load, and applications are no cost",
                INDENT,
                INDENT,
                Tone.PLAIN);
        TextTable table = new TextTable(style);
        table.header(
                List.of(
                        Cell.of(""),
                        Cell.of(""),
                        Cell.of("CPU"),
                        Cell.of("CPU"),
                        Cell.of("CPU"),
                        Cell.of("CPU"),
                        Cell.of("memory")));
        table.header(
                List.of(
                        Cell.of("specimen", Tone.FAINT),
                        Cell.of("part", Tone.FAINT),
                        Cell.of(parts.perRequest().symbol() + "/req", Tone.FAINT),
                        Cell.of("mean", Tone.FAINT),
                        Cell.of("max", Tone.FAINT),
                        Cell.of("in all", Tone.FAINT),
                        Cell.of("peak " + parts.memory().symbol(), Tone.FAINT)));
        for (PartsTable.Row row : parts.rows()) {
            table.row(
                    List.of(
                            Cell.of(row.first() ? row.specimen() : ""),
                            Cell.of(row.part()),
                            cell(row.cpuPerRequest(), f -> FigureText.value(f, parts.perRequest())),
                            Cell.of(row.meanCpu()),
                            Cell.of(row.medianOfMaxCpu()),
                            Cell.of(row.cumulatedCpu()),
                            cell(row.memory(), f -> FigureText.value(f, parts.memory()))));
        }
        table.appendTo(out, INDENT);
    }

    private void results(StringBuilder out, WorkloadView view) {
        TextTable table = new TextTable(style);
        List<Cell> tops = new ArrayList<>(List.of(Cell.of("")));
        List<Cell> units = new ArrayList<>(List.of(Cell.of("specimen", Tone.FAINT)));
        for (FigureKind kind : kinds(view)) {
            tops.add(new Cell(top(kind), " ", Tone.PLAIN, Tone.PLAIN));
            units.add(new Cell(bottom(kind, view), " ", Tone.FAINT, Tone.PLAIN));
        }
        table.header(tops);
        table.header(units);
        for (ScenarioResult scenario : view.scenarios()) {
            List<Cell> cells = new ArrayList<>(List.of(Cell.of(scenario.specimen())));
            for (FigureKind kind : kinds(view)) {
                cells.add(cell(scenario.figure(kind), f -> FigureText.value(f, view.scale(kind))));
            }
            table.row(cells);
        }
        table.appendTo(out, INDENT);
    }

    /**
     * Percentiles that only few runs can have are left to the other formats: a line has its end.
     */
    private static List<FigureKind> kinds(WorkloadView view) {
        return view.kinds().stream().filter(kind -> !kind.onlyOfMany()).toList();
    }

    private static String top(FigureKind kind) {
        return switch (kind) {
            case BYTES_RECEIVED -> "bytes";
            case CPU_PER_REQUEST, CPU_MEAN, CPU_MAX -> "CPU";
            case PEAK_MEMORY -> "memory";
            case GOODPUT,
                    RESPONSE_TIME_MEAN,
                    RESPONSE_TIME_P50,
                    RESPONSE_TIME_P90,
                    RESPONSE_TIME_P99,
                    RESPONSE_TIME_P999,
                    RESPONSE_TIME_P9999,
                    RESPONSE_TIME_P99999,
                    RESPONSE_TIME_P999999,
                    RESPONSE_TIME_MAX,
                    ERRORS ->
                    kind.label();
        };
    }

    private static String bottom(FigureKind kind, WorkloadView view) {
        String symbol = view.scale(kind).symbol();
        return switch (kind) {
            case CPU_PER_REQUEST -> symbol + "/req";
            case CPU_MEAN -> "mean " + symbol;
            case CPU_MAX -> "max " + symbol;
            case PEAK_MEMORY -> "peak " + symbol;
            case GOODPUT,
                    BYTES_RECEIVED,
                    RESPONSE_TIME_MEAN,
                    RESPONSE_TIME_P50,
                    RESPONSE_TIME_P90,
                    RESPONSE_TIME_P99,
                    RESPONSE_TIME_P999,
                    RESPONSE_TIME_P9999,
                    RESPONSE_TIME_P99999,
                    RESPONSE_TIME_P999999,
                    RESPONSE_TIME_MAX,
                    ERRORS ->
                    symbol;
        };
    }

    private Cell cell(Optional<Figure> figure, java.util.function.Function<Figure, String> text) {
        if (figure.isEmpty()) {
            return Cell.of(Quantity.ABSENT, Tone.FAINT);
        }
        Verdict verdict = figure.get().verdict();
        String shown = text.apply(figure.get());
        Verdict marked = shown.isEmpty() ? Verdict.INVALID : verdict;
        return new Cell(shown, FigureText.mark(marked), Tone.PLAIN, tone(marked));
    }

    static Tone tone(Verdict verdict) {
        return switch (verdict) {
            case VALID -> Tone.GOOD;
            case TAINTED -> Tone.DOUBTFUL;
            case NOT_RESOLVABLE -> Tone.FAINT;
            case INVALID -> Tone.BAD;
        };
    }

    private void costs(StringBuilder out, WorkloadView view) {
        List<ScenarioResult> costly = view.costly();
        if (costly.isEmpty()) {
            String none = "no tare cost: it needs a specimen beside bare and at least six blocks";
            wrapped(out, none, INDENT, INDENT, Tone.FAINT);
            return;
        }
        String head =
                "tare cost: specimen − bare, paired within blocks, ± to the farther end of the "
                        + view.level()
                        + " interval";
        wrapped(out, head, INDENT, INDENT, Tone.PLAIN);
        TextTable table = new TextTable(style);
        List<Cell> heads = new ArrayList<>(List.of(Cell.of("")));
        costly.forEach(s -> heads.add(new Cell(s.specimen(), " ", Tone.PLAIN, Tone.PLAIN)));
        table.header(heads);
        for (FigureKind kind : view.costKinds().stream().filter(k -> !k.onlyOfMany()).toList()) {
            String label = kind.label() + ", " + view.costScale(kind).symbol();
            List<Cell> cells = new ArrayList<>(List.of(Cell.of(label)));
            for (ScenarioResult scenario : costly) {
                cells.add(
                        cell(
                                scenario.tareCost(kind),
                                f -> FigureText.cost(f, view.costScale(kind))));
            }
            table.row(cells);
        }
        table.appendTo(out, INDENT);
    }

    private void bottlenecks(StringBuilder out, WorkloadView view) {
        out.append('\n');
        wrapped(out, "who was the limit", INDENT, INDENT, Tone.PLAIN);
        for (Limit limit : Limit.all(view)) {
            String names = String.join(", ", limit.specimens());
            String saturated = limit.saturated() ? "saturated: " : "";
            String text = names + ": " + saturated + limit.sentence();
            wrapped(out, text, INDENT + INDENT, HANGING, Tone.PLAIN);
        }
    }

    private void legend(StringBuilder out) {
        out.append('\n');
        String valid = style.unicode() ? "✓ valid" : "no mark: valid";
        String text =
                valid
                        + ", ~ tainted, · not resolvable, ✗ invalid: not printed, ≥ at least,"
                        + " – not there; none > x: no difference larger than x";
        wrapped(out, text, "", "", Tone.FAINT);
        String digits =
                "digits that the interval does not support are left out;"
                        + " response times run from the intended start";
        wrapped(out, digits, "", "", Tone.FAINT);
    }

    private void verdicts(StringBuilder out, Weighing weighing) {
        out.append('\n');
        wrapped(out, "Verdicts: " + ReasonGroups.countsSentence(weighing), "", "", Tone.STRONG);
        String compared = weighing.comparisons().sentence();
        if (!compared.isEmpty()) {
            wrapped(out, compared, INDENT, INDENT, Tone.PLAIN);
        }
        List<Group> groups =
                ReasonGroups.of(weighing).stream().filter(TextReport::worthALine).toList();
        String hanging = INDENT + INDENT;
        for (Group group : groups.subList(0, Math.min(MAX_GROUPS, groups.size()))) {
            Verdict verdict = group.reason().verdict();
            String mark = verdict == Verdict.VALID ? "-" : FigureText.mark(verdict);
            String head = INDENT + style.paint(tone(verdict), style.show(mark)) + " ";
            String text = group.reason().sentence() + " (" + group.rule() + alike(group) + ")";
            List<String> lines = lines(text, hanging);
            out.append(head).append(lines.getFirst().stripLeading()).append('\n');
            lines.stream().skip(1).forEach(line -> out.append(line).append('\n'));
            wrapped(out, places(group), hanging + "of ", hanging + "   ", Tone.FAINT);
            if (!group.reason().remedy().isEmpty()) {
                wrapped(out, "→ " + group.reason().remedy(), hanging, hanging, Tone.PLAIN);
            }
        }
        if (groups.size() > MAX_GROUPS) {
            String more = (groups.size() - MAX_GROUPS) + " more stand in the HTML report";
            wrapped(out, more, hanging, hanging, Tone.FAINT);
        }
    }

    private void longerRuns(StringBuilder out, Weighing weighing) {
        List<String> sentences = LongerRuns.sentences(weighing);
        if (sentences.isEmpty()) {
            return;
        }
        out.append('\n');
        wrapped(out, LongerRuns.TITLE, "", INDENT, Tone.PLAIN);
        sentences.stream()
                .limit(MAX_PLACES)
                .forEach(text -> wrapped(out, text, INDENT, HANGING, Tone.PLAIN));
        if (sentences.size() > MAX_PLACES) {
            String more = (sentences.size() - MAX_PLACES) + " more stand in the HTML report";
            wrapped(out, more, INDENT, INDENT, Tone.FAINT);
        }
    }

    /** A mere remark that nothing can be done about is left to the HTML report. */
    private static boolean worthALine(Group group) {
        boolean remark = group.reason().verdict() == Verdict.VALID;
        return !remark || !group.reason().remedy().isEmpty();
    }

    private static String alike(Group group) {
        int more = group.alike().size();
        return more == 0 ? "" : "; " + more + " more with other numbers";
    }

    private static String places(Group group) {
        List<String> places = group.places();
        String text = String.join("; ", places.subList(0, Math.min(MAX_PLACES, places.size())));
        int more = places.size() - MAX_PLACES;
        return more > 0 ? text + "; and " + more + " more scenarios" : text;
    }

    private void idle(StringBuilder out, ReportInput input) {
        TreeMap<String, Double> idle = new TreeMap<>(input.weighing().idleCores());
        if (idle.isEmpty()) {
            return;
        }
        List<String> parts = new ArrayList<>();
        for (String name : input.bundle().manifest().plan().specimens()) {
            Optional.ofNullable(idle.get(name))
                    .map(cores -> name + " " + Quantity.percentWithTwoDecimals(cores))
                    .ifPresent(parts::add);
        }
        out.append('\n');
        String text = "Idle CPU while others were loaded, of one core: " + String.join(", ", parts);
        wrapped(out, text, "", INDENT, Tone.PLAIN);
    }

    private void encryption(StringBuilder out, ReportInput input) {
        List<String> sentences = Encryption.sentences(input.bundle());
        if (!sentences.isEmpty()) {
            out.append('\n');
            String verified = Encryption.verified(input.bundle()) ? ", certificates verified" : "";
            wrapped(out, "Encrypted" + verified + ":", "", INDENT, Tone.PLAIN);
            sentences.forEach(text -> wrapped(out, text, INDENT, HANGING, Tone.PLAIN));
        }
    }

    private void links(StringBuilder out, ReportInput input) {
        List<String> sentences = LinkWords.sentences(input.bundle());
        if (!sentences.isEmpty()) {
            out.append('\n');
            wrapped(out, "Behind a link:", "", INDENT, Tone.PLAIN);
            sentences.forEach(text -> wrapped(out, text, INDENT, HANGING, Tone.PLAIN));
        }
    }

    private void security(StringBuilder out, ReportInput input) {
        List<String> sentences = MeshSecurity.sentences(input.bundle());
        if (!sentences.isEmpty()) {
            out.append('\n');
            wrapped(
                    out,
                    "Between sidecars, identities verified both ways:",
                    "",
                    INDENT,
                    Tone.PLAIN);
            sentences.forEach(text -> wrapped(out, text, INDENT, HANGING, Tone.PLAIN));
        }
    }

    private void next(StringBuilder out, ReportInput input) {
        out.append('\n');
        Weighing.NextCommand next = input.weighing().nextCommand();
        if (!next.command().isEmpty()) {
            out.append("Next:    ").append(style.paint(Tone.STRONG, style.show(next.command())));
            out.append('\n');
            wrapped(out, next.why(), "         ", "         ", Tone.FAINT);
        }
        String path = style.show(input.bundlePath().replaceAll("/+$", ""));
        out.append("Report:  ").append(path).append('/').append(ReportFormat.HTML.fileName());
        out.append("\nBundle:  ").append(path).append('\n');
    }

    private void wrapped(StringBuilder out, String text, String first, String rest, Tone tone) {
        String kept = DisplayText.keepTogether(style.show(text));
        List<String> lines = DisplayText.wrap(kept, style.width(), first, rest);
        for (int i = 0; i < lines.size(); i++) {
            String prefix = i == 0 ? first : rest;
            String body = lines.get(i).substring(prefix.length()).replace('\u00a0', ' ');
            out.append(prefix).append(style.paint(tone, body)).append('\n');
        }
    }

    private List<String> lines(String text, String indent) {
        return DisplayText.wrap(style.show(text), style.width(), indent, indent);
    }
}
