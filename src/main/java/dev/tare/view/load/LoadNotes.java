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

    private Map<Key, Note> notes() {
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
        return notes;
    }

    private static String text(Reason remark) {
        return remark.sentence() + ". " + remark.remedy();
    }

    private static String text(Key key, Note note) {
        String verdict = key.verdict() == Verdict.VALID ? "" : key.verdict().words() + ", ";
        String labels = String.join(", ", note.labels());
        return labels + ": " + verdict + note.sentence() + ". " + key.remedy();
    }

    /** The notes and remarks without marks, one line each. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        notes().forEach((key, note) -> lines.add(text(key, note).strip()));
        judged.remarks().forEach(remark -> lines.add(text(remark).strip()));
        return lines;
    }

    void appendTo(StringBuilder out) {
        Map<Key, Note> notes = notes();
        if (notes.isEmpty() && judged.remarks().isEmpty()) {
            return;
        }
        out.append('\n');
        notes.forEach((key, note) -> {
            String mark = LoadText.mark(key.verdict());
            line(out, (mark.isEmpty() ? "≥" : mark) + " " + text(key, note));
        });
        for (Reason remark : judged.remarks()) {
            line(out, "! " + text(remark));
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
