package dev.tare.view.history;

import dev.tare.lab.history.BundleEntry;
import dev.tare.lab.history.Change;
import dev.tare.lab.history.History;
import dev.tare.lab.history.SeriesFinding;
import dev.tare.lab.history.SeriesPoint;
import dev.tare.lab.history.Shift;
import dev.tare.lab.history.Standing;
import dev.tare.lab.history.Subject;
import dev.tare.lab.history.Way;
import dev.tare.lab.verdict.FigureKind.Unit;
import dev.tare.lab.verdict.Verdict;
import dev.tare.view.text.DisplayText;
import dev.tare.view.text.TextStyle;
import dev.tare.view.text.TextStyle.Tone;
import dev.tare.view.text.TextTable;
import dev.tare.view.text.TextTable.Cell;
import java.util.ArrayList;
import java.util.List;

/** A history for a terminal: a table of series for each workload, then the change points. */
public final class HistoryText {
    private static final String INDENT = "  ";
    private static final String DEEPER = "    ";

    /** Signs of a sparkline, at most. */
    private static final int SPARKLINE = 20;

    /** What would fill screens is counted from here on. */
    private static final int MAX_LINES = 20;

    private final TextStyle style;

    /** For a terminal or a file of that style. */
    public HistoryText(TextStyle style) {
        this.style = style;
    }

    /** The whole text. */
    public String render(HistoryReport report) {
        StringBuilder out = new StringBuilder();
        History history = report.history();
        String headline = HistoryWords.headline(report);
        paragraph(out, Tone.STRONG, "", sentence(headline));
        extent(out, history);
        for (HistorySection section : HistorySection.of(report.findings())) {
            section(out, section);
        }
        changes(out, report);
        lines(out, "Passed over", history.passedOver());
        lines(out, "Notes", history.notes());
        out.append('\n');
        paragraph(out, Tone.FAINT, "", HistoryWords.method() + ". docs/history.md says more.");
        return out.toString();
    }

    private static String sentence(String words) {
        return Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".";
    }

    private void paragraph(StringBuilder out, Tone tone, String indent, String text) {
        String rest = indent + INDENT;
        for (String line : DisplayText.wrap(style.show(text), style.width(), indent, rest)) {
            out.append(style.paint(tone, line)).append('\n');
        }
    }

    private void extent(StringBuilder out, History history) {
        if (history.bundles().isEmpty()) {
            return;
        }
        BundleEntry first = history.bundles().getFirst();
        BundleEntry last = history.bundles().getLast();
        paragraph(
                out,
                Tone.PLAIN,
                "",
                "%s from %s to %s UTC, %s read now; newest: %s"
                        .formatted(
                                HistoryWords.bundles(history),
                                HistoryWords.moment(first),
                                HistoryWords.moment(last),
                                history.read() == 0 ? "none" : Integer.toString(history.read()),
                                last.path()));
    }

    private void section(StringBuilder out, HistorySection section) {
        out.append('\n');
        paragraph(out, Tone.STRONG, "", section.title());
        paragraph(out, Tone.FAINT, INDENT, section.setting().workload().words());
        paragraph(out, Tone.FAINT, INDENT, "on " + section.setting().machine());
        if (!section.since().isEmpty()) {
            String from = HistoryWords.moment(section.firstEpochNs());
            paragraph(out, Tone.DOUBTFUL, INDENT, "begins " + from + ": " + section.since());
        }
        TextTable table = new TextTable(style);
        table.header(
                List.of(
                        Cell.of("specimen", Tone.FAINT),
                        Cell.of("figure", Tone.FAINT),
                        Cell.of("over time", Tone.FAINT),
                        Cell.of("newest", Tone.FAINT),
                        Cell.of("points", Tone.FAINT),
                        Cell.of("", Tone.FAINT)));
        section.findings().forEach(finding -> table.row(row(finding)));
        table.appendTo(out, INDENT);
    }

    private List<Cell> row(SeriesFinding finding) {
        Subject subject = finding.series().subject();
        SeriesPoint newest = finding.series().newest();
        List<Cell> row = new ArrayList<>();
        row.add(Cell.of(subject.specimen()));
        row.add(Cell.of(HistoryWords.figure(subject)));
        row.add(Cell.of(spark(finding.series().points())));
        row.add(Cell.of(newest(newest, subject.kind().unit()), tone(newest.verdict())));
        row.add(Cell.of(Integer.toString(finding.series().points().size())));
        row.add(Cell.of(HistoryWords.standing(finding), tone(finding.standing())));
        return row;
    }

    private String spark(List<SeriesPoint> points) {
        return Sparkline.of(points, SPARKLINE, style.unicode());
    }

    private static String newest(SeriesPoint point, Unit unit) {
        return point.verdict() == Verdict.INVALID ? "invalid" : HistoryWords.value(point, unit);
    }

    private static Tone tone(Verdict verdict) {
        return switch (verdict) {
            case VALID -> Tone.PLAIN;
            case TAINTED, NOT_RESOLVABLE -> Tone.DOUBTFUL;
            case INVALID -> Tone.BAD;
        };
    }

    private static Tone tone(Standing standing) {
        return switch (standing) {
            case Standing.TooFew any -> Tone.FAINT;
            case Standing.Steady any -> Tone.FAINT;
            case Standing.Drifts(Shift shift, double any) -> tone(shift.way());
            case Standing.Changed(List<Change> changes) -> tone(changes.getLast().shift().way());
        };
    }

    private static Tone tone(Way way) {
        return way == Way.WORSE ? Tone.BAD : Tone.GOOD;
    }

    private void changes(StringBuilder out, HistoryReport report) {
        List<HistoryWords.Turn> all = HistoryWords.turns(report);
        if (all.isEmpty()) {
            return;
        }
        out.append('\n');
        paragraph(out, Tone.STRONG, "", "Change points, newest first");
        for (HistoryWords.Turn turn : all.subList(0, Math.min(MAX_LINES, all.size()))) {
            paragraph(out, Tone.PLAIN, INDENT, turn.place() + ": " + turn.differences());
            List<HistoryWords.Found> found = turn.found();
            for (HistoryWords.Found one : found.subList(0, Math.min(MAX_LINES, found.size()))) {
                Tone tone = tone(one.change().shift().way());
                paragraph(out, tone, DEEPER, HistoryWords.sentence(one));
            }
            more(out, found.size());
            // Not wrapped: it is there to be copied.
            String command = HistoryWords.compare(report.history(), turn.change());
            out.append(DEEPER).append(style.show(command)).append('\n');
        }
        more(out, all.size());
    }

    private void lines(StringBuilder out, String title, List<String> lines) {
        if (lines.isEmpty()) {
            return;
        }
        out.append('\n');
        paragraph(out, Tone.STRONG, "", title);
        for (String line : lines.subList(0, Math.min(MAX_LINES, lines.size()))) {
            paragraph(out, Tone.PLAIN, INDENT, line);
        }
        more(out, lines.size());
    }

    private void more(StringBuilder out, int all) {
        if (all > MAX_LINES) {
            String rest = "and %d more; --format html shows them".formatted(all - MAX_LINES);
            paragraph(out, Tone.FAINT, INDENT, rest);
        }
    }
}
