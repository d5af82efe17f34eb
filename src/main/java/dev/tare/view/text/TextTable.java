package dev.tare.view.text;

import dev.tare.view.text.TextStyle.Tone;
import java.util.ArrayList;
import java.util.List;

/**
 * A table of text: the first column to the left, all others to the right. Where the width does not
 * hold all columns, the gaps shrink first; then the table folds into several, each with the first
 * column again.
 */
public final class TextTable {
    private static final int WIDE_GAP = 2;
    private static final int NARROW_GAP = 1;
    private static final int MAX_FIRST_COLUMN = 24;

    private final TextStyle style;
    private final List<List<Cell>> rows = new ArrayList<>();
    private int headers;

    /** An empty table. */
    public TextTable(TextStyle style) {
        this.style = style;
    }

    /**
     * A cell.
     *
     * @param text its main part
     * @param mark a sign behind it that stands in a column of its own, such as a verdict's; may be
     *     empty
     * @param tone of the text
     * @param markTone of the mark
     */
    public record Cell(String text, String mark, Tone tone, Tone markTone) {
        /** Plain text without a mark. */
        public static Cell of(String text) {
            return new Cell(text, "", Tone.PLAIN, Tone.PLAIN);
        }

        /** Text without a mark. */
        public static Cell of(String text, Tone tone) {
            return new Cell(text, "", tone, Tone.PLAIN);
        }
    }

    /** Adds a line of column heads; all rows have as many cells. */
    public void header(List<Cell> cells) {
        rows.add(headers++, shown(cells));
    }

    /** Adds a line of cells. */
    public void row(List<Cell> cells) {
        rows.add(shown(cells));
    }

    private List<Cell> shown(List<Cell> cells) {
        List<Cell> shown = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            Cell cell = cells.get(i);
            String text = style.show(cell.text());
            shown.add(
                    new Cell(
                            i == 0 ? DisplayText.cut(text, MAX_FIRST_COLUMN) : text,
                            style.show(cell.mark()),
                            cell.tone(),
                            cell.markTone()));
        }
        return shown;
    }

    /** Appends the table's lines, each after {@code indent}. */
    public void appendTo(StringBuilder out, String indent) {
        if (rows.isEmpty()) {
            return;
        }
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        int[] marks = new int[columns];
        for (List<Cell> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], DisplayText.columns(row.get(i).text()));
                marks[i] = Math.max(marks[i], DisplayText.columns(row.get(i).mark()));
            }
        }
        int available = style.width() - indent.length();
        int gap = total(widths, marks, WIDE_GAP) <= available ? WIDE_GAP : NARROW_GAP;
        if (total(widths, marks, gap) > available) {
            gap = WIDE_GAP;
        }
        boolean first = true;
        for (List<Integer> band : bands(widths, marks, gap, available)) {
            if (!first) {
                out.append('\n');
            }
            first = false;
            for (List<Cell> row : rows) {
                out.append(line(row, band, widths, marks, gap, indent)).append('\n');
            }
        }
    }

    private static int total(int[] widths, int[] marks, int gap) {
        int total = 0;
        for (int i = 0; i < widths.length; i++) {
            total += widths[i] + marks[i] + (i == 0 ? 0 : gap);
        }
        return total;
    }

    private static List<List<Integer>> bands(int[] widths, int[] marks, int gap, int available) {
        List<List<Integer>> bands = new ArrayList<>();
        List<Integer> band = new ArrayList<>();
        int used = widths[0] + marks[0];
        for (int i = 1; i < widths.length; i++) {
            int needed = gap + widths[i] + marks[i];
            if (!band.isEmpty() && used + needed > available) {
                bands.add(band);
                band = new ArrayList<>();
                used = widths[0] + marks[0];
            }
            band.add(i);
            used += needed;
        }
        bands.add(band);
        return bands;
    }

    private String line(
            List<Cell> row, List<Integer> band, int[] widths, int[] marks, int gap, String indent) {
        StringBuilder line = new StringBuilder(indent);
        Cell head = row.getFirst();
        line.append(style.paint(head.tone(), head.text()));
        line.append(" ".repeat(widths[0] - DisplayText.columns(head.text())));
        for (int i : band) {
            Cell cell = row.get(i);
            line.append(" ".repeat(gap + widths[i] - DisplayText.columns(cell.text())));
            line.append(style.paint(cell.tone(), cell.text()));
            line.append(style.paint(cell.markTone(), cell.mark()));
            line.append(" ".repeat(marks[i] - DisplayText.columns(cell.mark())));
        }
        return line.toString().stripTrailing();
    }
}
