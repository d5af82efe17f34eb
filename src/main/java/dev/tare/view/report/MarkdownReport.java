package dev.tare.view.report;

import dev.tare.lab.verdict.Figure;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.ScenarioResult;
import dev.tare.lab.verdict.Verdict;
import dev.tare.lab.verdict.Weighing;
import dev.tare.view.report.content.CostTable;
import dev.tare.view.report.content.CostView;
import dev.tare.view.report.content.FloorLine;
import dev.tare.view.report.content.ReasonGroups;
import dev.tare.view.report.content.ReasonGroups.Group;
import dev.tare.view.report.content.Report;
import dev.tare.view.report.content.ReportInput;
import dev.tare.view.report.content.WorkloadView;
import dev.tare.view.text.DisplayText;
import dev.tare.view.text.FigureText;
import dev.tare.view.text.Quantity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The sentence, the tables and the verdicts as GitHub-flavoured Markdown, for a pull request. */
public final class MarkdownReport implements Report {
    private static final String SPECIAL = "\\`*_[]#|~";

    @Override
    public String render(ReportInput input) {
        Weighing weighing = input.weighing();
        StringBuilder out = new StringBuilder();
        out.append("**").append(escape(weighing.sentence())).append("**\n");
        if (weighing.partial()) {
            int asked = input.bundle().manifest().plan().blocks();
            out.append("\n*Partial: ").append(weighing.blocks()).append(" of ").append(asked);
            out.append(" blocks.*\n");
        }
        double scale = input.bundle().manifest().plan().scale();
        if (scale != 1) {
            out.append("\n*Scaled: times and bodies are ").append(Quantity.number(scale));
            out.append(" of the plan's.*\n");
        }
        CostView running = CostView.of(input);
        for (WorkloadView view : WorkloadView.all(input)) {
            workload(out, view);
            CostTable.of(view, running).ifPresent(table -> MarkdownCost.append(out, table));
        }
        input.beside().ifPresent(beside -> MarkdownBeside.append(out, beside));
        FloorLine.of(input.bundle())
                .ifPresent(line -> out.append('\n').append(escape(line)).append('\n'));
        out.append("\n<sub>✓ valid, \\~ tainted, · not resolvable, ✗ invalid: not printed, ");
        out.append("≥ at least, – not there. Response times run from the intended start.</sub>\n");
        verdicts(out, weighing);
        String name = escape(input.bundleName());
        out.append("\n<sub>Tare ").append(escape(input.bundle().manifest().tareVersion()));
        out.append(", bundle ").append(name);
        out.append(", seed ").append(input.bundle().manifest().seed()).append("</sub>\n");
        return out.toString();
    }

    private static void workload(StringBuilder out, WorkloadView view) {
        out.append("\n### ").append(escape(view.workload().name())).append("\n\n");
        out.append(escape(view.description())).append("\n\n");
        List<String> heads = new ArrayList<>(List.of("specimen"));
        view.kinds().forEach(k -> heads.add(k.label() + ", " + view.scale(k).symbol()));
        head(out, heads);
        for (ScenarioResult scenario : view.scenarios()) {
            List<String> cells = new ArrayList<>(List.of(escape(scenario.specimen())));
            for (FigureKind kind : view.kinds()) {
                cells.add(cell(scenario.figure(kind), f -> FigureText.value(f, view.scale(kind))));
            }
            line(out, cells);
        }
        if (!view.costly().isEmpty()) {
            costs(out, view);
        }
    }

    private static void costs(StringBuilder out, WorkloadView view) {
        out.append(
                "\nTare cost: specimen − bare, paired within blocks, ± to the farther end of the ");
        out.append(view.level()).append(" interval\n\n");
        List<String> heads = new ArrayList<>(List.of("cost"));
        view.costly().forEach(scenario -> heads.add(escape(scenario.specimen())));
        head(out, heads);
        for (FigureKind kind : view.costKinds()) {
            String unit = view.costScale(kind).symbol();
            List<String> cells = new ArrayList<>(List.of(kind.label() + ", " + unit));
            for (ScenarioResult scenario : view.costly()) {
                cells.add(
                        cell(
                                scenario.tareCost(kind),
                                f -> FigureText.cost(f, view.costScale(kind))));
            }
            line(out, cells);
        }
    }

    private static String cell(Optional<Figure> figure, Function<Figure, String> text) {
        if (figure.isEmpty()) {
            return Quantity.ABSENT;
        }
        String shown = text.apply(figure.get());
        Verdict verdict = shown.isEmpty() ? Verdict.INVALID : figure.get().verdict();
        return escape((shown + " " + FigureText.mark(verdict)).strip());
    }

    static void head(StringBuilder out, List<String> heads) {
        line(out, heads);
        List<String> rules = new ArrayList<>(Collections.nCopies(heads.size(), "--:"));
        rules.set(0, ":--");
        line(out, rules);
    }

    static void line(StringBuilder out, List<String> cells) {
        out.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private static void verdicts(StringBuilder out, Weighing weighing) {
        List<Group> groups = ReasonGroups.of(weighing);
        out.append("\n<details><summary>Verdicts: ");
        out.append(ReasonGroups.countsSentence(weighing)).append("</summary>\n\n");
        String compared = weighing.comparisons().sentence();
        if (!compared.isEmpty()) {
            out.append("- ").append(escape(compared)).append('\n');
        }
        for (Group group : groups) {
            out.append("- **").append(group.reason().verdict().words()).append("** (");
            out.append(group.rule()).append("): ").append(escape(group.reason().sentence()));
            if (!group.alike().isEmpty()) {
                out.append(" (and ").append(group.alike().size());
                out.append(" more with other numbers)");
            }
            out.append(" *").append(escape(String.join("; ", group.places()))).append("*");
            if (!group.reason().remedy().isEmpty()) {
                out.append(" → ").append(escape(group.reason().remedy()));
            }
            out.append('\n');
        }
        out.append("\n</details>\n");
    }

    /** {@code text} so that Markdown and HTML within it are shown, not obeyed. */
    public static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        for (char c : DisplayText.clean(text).toCharArray()) {
            switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                default -> escaped.append(SPECIAL.indexOf(c) >= 0 ? "\\" : "").append(c);
            }
        }
        return escaped.toString();
    }
}
