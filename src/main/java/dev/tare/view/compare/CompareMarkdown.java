package dev.tare.view.compare;

import dev.tare.lab.compare.ChangeWords;
import dev.tare.lab.compare.Comparison;
import dev.tare.lab.compare.FigureChange;
import dev.tare.lab.compare.Gate.Check;
import dev.tare.lab.compare.ScenarioChange;
import dev.tare.lab.compare.Standing;
import dev.tare.lab.verdict.Verdict;
import dev.tare.view.report.MarkdownReport;
import dev.tare.view.text.FigureText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The comparison as GitHub-flavoured Markdown, for a pull request. */
final class CompareMarkdown {
    private CompareMarkdown() {}

    static String render(CompareReport report) {
        Comparison comparison = report.comparison();
        StringBuilder out = new StringBuilder();
        out.append("**").append(escape(CompareWords.sentence(comparison))).append("**\n\n");
        out.append(escape(CompareWords.halves(comparison))).append('\n');
        if (!comparison.notes().isEmpty()) {
            out.append('\n');
            comparison
                    .notes()
                    .forEach(note -> out.append("- ").append(escape(note.sentence())).append('\n'));
        }
        if (!report.gate().checks().isEmpty()) {
            out.append("\n### Gate\n\n");
            report.gate().checks().forEach(check -> gate(out, check));
        }
        for (ScenarioChange scenario : comparison.scenarios()) {
            out.append("\n### ")
                    .append(escape(CompareWords.title(comparison, scenario)))
                    .append("\n\n");
            if (!scenario.notCompared().isEmpty()) {
                out.append(escape(scenario.notCompared())).append('\n');
                continue;
            }
            table(out, scenario, comparison.againstBare());
            CompareWords.doubts(scenario)
                    .forEach(doubt -> out.append("- ").append(escape(doubt)).append('\n'));
        }
        if (comparison.tests() > 0) {
            out.append("\n<sub>").append(escape(CompareWords.legend(comparison)));
            out.append("</sub>\n");
        }
        out.append("\n<sub>Tare ").append(escape(report.tareVersion())).append("</sub>\n");
        return out.toString();
    }

    private static void gate(StringBuilder out, Check check) {
        out.append("- ").append(check.failed() ? "✗ **failed** " : "✓ passed ");
        out.append(escape(CompareWords.check(check))).append('\n');
    }

    private static void table(StringBuilder out, ScenarioChange scenario, boolean withBare) {
        List<String> heads = new ArrayList<>(List.of("figure", "before", "after"));
        if (withBare) {
            heads.add("bare");
        }
        heads.addAll(List.of("change", "95 % interval", "result"));
        line(out, heads);
        List<String> rules = new ArrayList<>(Collections.nCopies(heads.size(), "--:"));
        rules.set(0, ":--");
        line(out, rules);
        for (FigureChange change : scenario.figures()) {
            List<String> cells = new ArrayList<>(List.of(change.kind().label()));
            cells.add(escape(CompareWords.half(change.before(), change)));
            cells.add(escape(CompareWords.half(change.after(), change)));
            if (withBare) {
                cells.add(ChangeWords.bareChange(change));
            }
            cells.add(ChangeWords.change(change));
            cells.add(ChangeWords.interval(change));
            cells.add(result(change));
            line(out, cells);
        }
        out.append('\n');
    }

    private static String result(FigureChange change) {
        String words = escape(ChangeWords.standing(change));
        boolean strong =
                change.standing() == Standing.BETTER || change.standing() == Standing.WORSE;
        boolean unmarked =
                change.standing() == Standing.NOT_JUDGED && change.verdict() == Verdict.VALID;
        String mark = unmarked ? "" : " " + escape(FigureText.mark(change.verdict()));
        return (strong ? "**" + words + "**" : words) + mark;
    }

    private static void line(StringBuilder out, List<String> cells) {
        out.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private static String escape(String text) {
        return MarkdownReport.escape(text);
    }
}
