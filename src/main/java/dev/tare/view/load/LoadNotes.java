package dev.tare.view.load;

import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.Verdict;
import dev.tare.lab.verdict.load.JudgedLoad;
import dev.tare.lab.verdict.load.LoadFigure;
import dev.tare.view.text.DisplayText;
import dev.tare.view.text.TextStyle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Why figures are marked or missing, below the tables: one note for all figures that have the same
 * remedy by the same rule, with the sentence of the first of them.
 */
final class LoadNotes {
    private static final String INDENT = "  ";

    private final JudgedLoad judged;
    private final TextStyle style;
    private final List<LoadFigure> figures;

    LoadNotes(JudgedLoad judged, TextStyle style, List<LoadFigure> figures) {
        this.judged = judged;
        this.style = style;
        this.figures = figures;
    }

    private record Key(int rule, Verdict verdict, String remedy) {}

    private record Note(List<String> labels, String sentence) {}

    void appendTo(StringBuilder out) {
        List<LoadFigure> all = new ArrayList<>(figures);
        all.add(judged.goodput());
        Map<Key, Note> notes = new LinkedHashMap<>();
        for (LoadFigure figure : all) {
            for (Reason reason : figure.reasons()) {
                boolean bound = figure.lowerBound();
                if (reason.verdict() != Verdict.VALID || bound) {
                    notes.computeIfAbsent(
                                    new Key(reason.rule(), reason.verdict(), reason.remedy()),
                                    key -> new Note(new ArrayList<>(), reason.sentence()))
                            .labels()
                            .add(figure.label());
                }
            }
        }
        if (notes.isEmpty() && judged.remarks().isEmpty()) {
            return;
        }
        out.append('\n');
        notes.forEach((key, note) -> {
            String mark = LoadText.mark(key.verdict());
            String verdict = key.verdict() == Verdict.VALID ? "" : key.verdict().words() + ", ";
            line(
                    out,
                    (mark.isEmpty() ? "≥" : mark)
                            + " "
                            + String.join(", ", note.labels())
                            + ": "
                            + verdict
                            + note.sentence()
                            + ". "
                            + key.remedy());
        });
        for (Reason remark : judged.remarks()) {
            line(out, "! " + remark.sentence() + ". " + remark.remedy());
        }
    }

    private void line(StringBuilder out, String text) {
        String shown = DisplayText.keepTogether(style.show(text.strip()));
        for (String line : DisplayText.wrap(shown, style.width(), INDENT, INDENT + "  ")) {
            // What was kept together is, and a terminal may not know the space that does it.
            out.append(line.replace('\u00a0', ' ')).append('\n');
        }
    }
}
