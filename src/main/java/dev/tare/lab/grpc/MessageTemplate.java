package dev.tare.lab.grpc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * JSON with places to fill: <code>{{seq}}</code> counts from 0, <code>{{random}}</code> is a number
 * from 0 to 2³¹−1, <code>{{csv.name}}</code> a column of a row, the rows in turn.
 *
 * <p>Within a JSON string a value is escaped, so that it stays one string; elsewhere it stands as
 * it is, so that a number stays a number.
 *
 * <p>Thread-safety: immutable.
 */
final class MessageTemplate {
    private static final Pattern PLACE = Pattern.compile("\\{\\{\\s*([^{}]*?)\\s*\\}\\}");
    private static final String CSV = "csv.";

    /** A piece of the text. */
    private sealed interface Part {}

    private record Literal(String text) implements Part {}

    private record Sequence() implements Part {}

    private record Random() implements Part {}

    private record Column(String name, boolean inString) implements Part {}

    private final List<Part> parts;
    private final List<Map<String, String>> rows;

    private MessageTemplate(List<Part> parts, List<Map<String, String>> rows) {
        this.parts = parts;
        this.rows = rows;
    }

    /**
     * Reads a template.
     *
     * @param rows for <code>{{csv.name}}</code>, with the same columns each; may be empty
     * @throws GrpcException when a place has another name than these
     */
    static MessageTemplate parse(String text, List<Map<String, String>> rows) throws GrpcException {
        List<Part> parts = new ArrayList<>();
        Matcher place = PLACE.matcher(text);
        boolean inString = false;
        int end = 0;
        while (place.find()) {
            String before = text.substring(end, place.start());
            inString = inStringAfter(before, inString);
            parts.add(new Literal(before));
            parts.add(part(place.group(1), inString, rows));
            end = place.end();
        }
        parts.add(new Literal(text.substring(end)));
        return new MessageTemplate(List.copyOf(parts), List.copyOf(rows));
    }

    /** How many different messages come of it: more than are wanted where it counts or throws. */
    int distinct(int wanted) {
        boolean endless =
                parts.stream().anyMatch(part -> part instanceof Sequence || part instanceof Random);
        if (endless) {
            return wanted;
        }
        boolean ofRows = parts.stream().anyMatch(Column.class::isInstance);
        return ofRows ? rows.size() : 1;
    }

    /**
     * The text for one message.
     *
     * @param seq 0 or more
     * @param seed the same seed and number give the same text
     */
    String fill(int seq, long seed) {
        // Two draws apart for each message, so that it does not matter which are filled.
        SplittableRandom random = new SplittableRandom(seed + seq * 0x9e3779b97f4a7c15L);
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Literal literal -> text.append(literal.text());
                case Sequence() -> text.append(seq);
                case Random() -> text.append(random.nextInt(Integer.MAX_VALUE));
                case Column(String name, boolean inString) -> {
                    String value = rows.get(seq % rows.size()).getOrDefault(name, "");
                    text.append(inString ? escaped(value) : value);
                }
            }
        }
        return text.toString();
    }

    private static Part part(String name, boolean inString, List<Map<String, String>> rows)
            throws GrpcException {
        if (name.equals("seq")) {
            return new Sequence();
        }
        if (name.equals("random")) {
            return new Random();
        }
        if (!name.startsWith(CSV)) {
            throw new GrpcException(
                    "{{%s}} is no place of a template; write {{seq}}, {{random}} or {{csv.COLUMN}}"
                            .formatted(GrpcException.oneLine(name)));
        }
        String column = name.substring(CSV.length());
        if (rows.isEmpty()) {
            throw new GrpcException(
                    "{{%s}} needs a CSV file with at least one row".formatted(name));
        }
        List<String> columns = List.copyOf(rows.getFirst().keySet());
        if (!columns.contains(column)) {
            throw new GrpcException(
                    "{{%s}}: the CSV file has no such column; it has %s"
                            .formatted(
                                    GrpcException.oneLine(name), NearNames.list(column, columns)));
        }
        return new Column(column, inString);
    }

    private static boolean inStringAfter(String text, boolean inStringBefore) {
        boolean inString = inStringBefore;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && inString) {
                i++;
            } else if (c == '"') {
                inString = !inString;
            }
        }
        return inString;
    }

    private static String escaped(String value) {
        return new String(JsonStringEncoder.getInstance().quoteAsCharArray(value));
    }
}
