package dev.tare.lab.foreign.reader;

import dev.tare.lab.foreign.reader.result.ForeignResult;
import dev.tare.lab.foreign.reader.result.ForeignText;
import dev.tare.lab.foreign.reader.result.Place;
import dev.tare.lab.foreign.reader.result.Printed;
import dev.tare.lab.foreign.reader.result.Tool;
import dev.tare.lab.foreign.reader.result.Unread;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a text line by line and finds the blocks in it, between whatever words. For one
 * thread.
 */
final class TextScanner {
    /** Further blocks are not read, which is said. */
    static final int MAX_BLOCKS = 10_000;

    /** Further faults are not told. */
    static final int MAX_UNREAD = 1_000;

    /** So many lines of something else may stand within a block: a script's, a log's. */
    static final int MAX_GAP_LINES = 200;

    private record Line(int number, String text) {}

    private final String source;
    private final Outline outline = new Outline();
    private final List<ForeignResult> results = new ArrayList<>();
    private final List<Unread> unread = new ArrayList<>();
    private final List<Line> gap = new ArrayList<>();
    private final List<TableReader.Row> table = new ArrayList<>();
    private @Nullable TextBlock block;
    private int firstLine;
    private int lastLine;
    private String lastText = "";
    private Optional<ForeignResult> quotation = Optional.empty();
    private boolean full;

    TextScanner(String source) {
        this.source = source;
    }

    /** The words over the place that is being read. */
    Outline outline() {
        return outline;
    }

    /**
     * Offers a line to the block that is open.
     *
     * @return whether the block took it
     */
    boolean continues(int number, String raw) {
        String line = Outline.unquoted(raw);
        if (block == null || !block.take(number, line)) {
            return false;
        }
        lastLine = number;
        lastText = line;
        gap.clear();
        if (block.ended()) {
            close();
        }
        return true;
    }

    /**
     * Reads a line.
     *
     * @param number counted from 1
     */
    void line(int number, String raw) {
        if (continues(number, raw)) {
            return;
        }
        String line = Outline.unquoted(raw);
        if (line.startsWith("|")) {
            close();
            table.add(new TableReader.Row(number, line));
            return;
        }
        endTable();
        TextBlock begun = begin(line);
        if (begun != null) {
            close();
            block = begun;
            firstLine = number;
            continues(number, raw);
            return;
        }
        if (block == null) {
            outline.note(number, line);
        } else if (Outline.isFence(line) || line.startsWith("# ") || line.startsWith("## ")) {
            close();
            outline.note(number, line);
        } else {
            if (!line.isEmpty()) {
                gap.add(new Line(number, line));
            }
            if (gap.size() > MAX_GAP_LINES) {
                close();
            }
        }
    }

    private @Nullable TextBlock begin(String line) {
        if (line.isEmpty()) {
            return null;
        }
        if (WrkBlock.begins(line)) {
            return new WrkBlock(
                    outline.command().filter(found -> found.tool() == Tool.WRK2).isPresent());
        }
        if (VegetaBlock.begins(line)) {
            return new VegetaBlock();
        }
        if (TareBlock.begins(line)) {
            return new TareBlock();
        }
        return FortioBlock.begins(line) ? new FortioBlock() : null;
    }

    /** Ends the block that is open, whole or not. */
    private void close() {
        TextBlock ending = block;
        if (ending == null) {
            return;
        }
        block = null;
        if (ending.hasFigures()) {
            Draft draft = ending.draft();
            outline.command().ifPresent(found -> found.complete(ending.tool(), draft));
            ForeignResult result =
                    draft.finish(
                            ending.tool(),
                            new Place(source, firstLine, lastLine),
                            outline.labels(draft.url, Optional.empty(), firstLine));
            if (ending instanceof FortioBlock fortio && fortio.onlyAllDone()) {
                quote(result);
            } else {
                settle(result);
                add(result);
                outline.forget();
                if (!draft.whole) {
                    unread(lastLine, missing(ending));
                }
            }
        }
        List<Line> prose = List.copyOf(gap);
        gap.clear();
        prose.forEach(line -> outline.note(line.number(), line.text()));
    }

    private static String missing(TextBlock block) {
        return (block.ended()
                        ? "lines are missing from this block of %s, which ends with \"%s\"; what"
                                + " stands there is read"
                        : "this block of %s ends before its line \"%s\"; what stands there is read")
                .formatted(block.tool().words(), block.lastLine());
    }

    /** People copy fortio's last line over the block that it ends: then it counts once. */
    private void quote(ForeignResult result) {
        quotation.ifPresent(this::add);
        quotation = Optional.of(result);
        outline.note(lastLine, lastText);
    }

    private void settle(ForeignResult result) {
        quotation.filter(quoted -> !sameEnd(quoted, result)).ifPresent(this::add);
        quotation = Optional.empty();
    }

    private static boolean sameEnd(ForeignResult quoted, ForeignResult result) {
        return result.tool() == Tool.FORTIO
                && quoted.done().requests().equals(result.done().requests())
                && close(quoted.latency().meanNs(), result.latency().meanNs())
                && close(quoted.done().ratePerSec(), result.done().ratePerSec());
    }

    private static boolean close(Optional<Printed> one, Optional<Printed> other) {
        return one.isPresent() == other.isPresent()
                && (one.isEmpty()
                        || Math.abs(one.get().value() - other.get().value())
                                <= 1.01 * (one.get().halfUnit() + other.get().halfUnit()));
    }

    private void endTable() {
        if (table.isEmpty()) {
            return;
        }
        for (TableReader.Figures figures : TableReader.read(table)) {
            add(
                    figures.draft()
                            .finish(
                                    Tool.BY_HAND,
                                    new Place(source, figures.firstLine(), figures.lastLine()),
                                    outline.labels(
                                            Optional.empty(),
                                            Optional.of(figures.row()).filter(r -> !r.isEmpty()),
                                            figures.firstLine())));
        }
        table.clear();
        outline.forget();
    }

    /** Adds a result that another reader found. */
    void add(ForeignResult result) {
        if (results.size() < MAX_BLOCKS) {
            results.add(result);
        } else if (!full) {
            full = true;
            unread(
                    result.place().firstLine(),
                    "the text holds more than %,d blocks; those from here on are not read"
                            .formatted(MAX_BLOCKS));
        }
    }

    /** Notes what could not be read. */
    void unread(int line, String why) {
        if (unread.size() < MAX_UNREAD) {
            unread.add(new Unread(Place.line(source, line), why));
        }
    }

    /** Ends what is open, because something else begins. */
    void pause() {
        close();
        endTable();
    }

    /** Ends the text. */
    ForeignText end() {
        pause();
        quotation.ifPresent(this::add);
        quotation = Optional.empty();
        results.sort(Comparator.comparingInt(result -> result.place().firstLine()));
        unread.sort(Comparator.comparingInt(fault -> fault.place().firstLine()));
        return new ForeignText(source, results, unread);
    }
}
