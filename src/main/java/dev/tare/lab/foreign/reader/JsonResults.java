package dev.tare.lab.foreign.reader;

import dev.tare.lab.foreign.reader.JsonValue.Arr;
import dev.tare.lab.foreign.reader.JsonValue.Obj;
import dev.tare.lab.foreign.reader.JsonValue.Scalar;
import dev.tare.lab.foreign.reader.result.ForeignResult;
import dev.tare.lab.foreign.reader.result.Place;
import dev.tare.lab.foreign.reader.result.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The results in a JSON document: it is one, it holds some, or its texts hold the blocks that a
 * tool printed, as a notebook's cells do.
 */
final class JsonResults {
    /** A member of this name says what its neighbours' texts came from. */
    private static final String FIRST = "source";

    /** A line of a text within the document. */
    record TextLine(int line, String text) {}

    private final String source;
    private final Outline outline;
    private final List<ForeignResult> results = new ArrayList<>();
    private final List<TextLine> lines = new ArrayList<>();

    private JsonResults(String source, Outline outline) {
        this.source = source;
        this.outline = outline;
    }

    /**
     * Goes through a document.
     *
     * @param outline the words over it
     */
    static JsonResults of(String source, Outline outline, JsonValue value) {
        JsonResults found = new JsonResults(source, outline);
        found.walk(value);
        return found;
    }

    /** Results in the order in which they stand there. */
    List<ForeignResult> results() {
        return results;
    }

    /** The lines of texts of several lines, in their order. */
    List<TextLine> lines() {
        return lines;
    }

    private void walk(JsonValue value) {
        switch (value) {
            case Obj object -> {
                if (!read(object)) {
                    JsonValue first = object.members().get(FIRST);
                    if (first != null) {
                        walk(first);
                    }
                    for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
                        if (!member.getKey().equals(FIRST)) {
                            walk(member.getValue());
                        }
                    }
                }
            }
            case Arr list -> {
                boolean text = list.elements().stream().anyMatch(JsonResults::hasLineEnd);
                for (JsonValue element : list.elements()) {
                    if (text && element instanceof Scalar scalar) {
                        lines(scalar);
                    } else {
                        walk(element);
                    }
                }
            }
            case Scalar scalar -> {
                if (hasLineEnd(scalar)) {
                    lines(scalar);
                }
            }
        }
    }

    private static boolean hasLineEnd(JsonValue value) {
        return value instanceof Scalar scalar && scalar.text().indexOf('\n') >= 0;
    }

    private void lines(Scalar scalar) {
        SourceText text = SourceText.of(scalar.text());
        for (int i = 0; i < text.lines(); i++) {
            lines.add(new TextLine(scalar.line(), text.line(i)));
        }
    }

    private boolean read(Obj object) {
        if (FortioDocument.is(object)) {
            add(Tool.FORTIO, object, FortioDocument.read(object), object.text("Labels"));
        } else if (VegetaDocument.is(object)) {
            add(Tool.VEGETA, object, VegetaDocument.read(object), Optional.empty());
        } else if (OhaDocument.is(object)) {
            add(Tool.OHA, object, OhaDocument.read(object), Optional.empty());
        } else if (K6Document.is(object)) {
            add(Tool.K6, object, K6Document.read(object), Optional.empty());
        } else if (NighthawkDocument.is(object)) {
            add(Tool.NIGHTHAWK, object, NighthawkDocument.read(object), Optional.empty());
        } else {
            return false;
        }
        return true;
    }

    private void add(Tool tool, Obj object, Draft draft, Optional<String> words) {
        outline.command().ifPresent(found -> found.complete(tool, draft));
        Place place = new Place(source, object.line(), Math.max(object.line(), object.lastLine()));
        results.add(
                draft.finish(
                        tool,
                        place,
                        outline.labels(draft.url, words.filter(w -> !w.isBlank()), object.line())));
    }
}
