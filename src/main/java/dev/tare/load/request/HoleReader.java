package dev.tare.load.request;

import dev.tare.base.stats.SplitMix64;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads texts with holes: {@code {{seq}}}, {@code {{random}}}, {@code {{random:1-6}}}, {@code
 * {{uuid}}}, {@code {{csv.name}}}, and {@code {{csv.name:raw}}} in a request target. The random
 * holes of one reader are numbered in the order in which they are read, and differ.
 */
final class HoleReader {
    private static final String COLUMN_PREFIX = "csv.";
    private static final String RAW_SUFFIX = ":raw";
    private static final Pattern RANGE = Pattern.compile("random:(\\d{1,18})-(\\d{1,18})");

    /** A number of at most 15 digits is exact wherever numbers are doubles. */
    private static final long MAX_RANDOM = 999_999_999_999_999L;

    private static final int MAX_COLUMNS_LISTED = 20;

    private record ColumnUse(int column, Place place) {}

    private final TemplateData data;
    private final Map<ColumnUse, ColumnValues> columns = new HashMap<>();
    private int randomHoles;

    HoleReader(TemplateData data) {
        this.data = data;
    }

    /**
     * Reads a text.
     *
     * @throws IllegalArgumentException when a hole is not closed, is not known, or is filled with
     *     what must not stand there; in one line
     */
    TemplateText read(byte[] text, Place place) {
        List<Piece> pieces = new ArrayList<>();
        int literal = 0;
        int open = find(text, '{', 0);
        while (open < text.length) {
            // Of three braces in a row the last two open the hole.
            while (open + 2 < text.length && text[open + 2] == '{') {
                open++;
            }
            int close = find(text, '}', open + 2);
            if (close == text.length) {
                throw new IllegalArgumentException(
                        "a {{ in %s is not closed by }}; known holes: %s"
                                .formatted(place.words(), known(place)));
            }
            String hole = new String(text, open + 2, close - open - 2, StandardCharsets.UTF_8);
            if (open > literal) {
                pieces.add(new Piece.Literal(Arrays.copyOfRange(text, literal, open)));
            }
            pieces.add(piece(hole, place));
            literal = close + 2;
            open = find(text, '{', literal);
        }
        if (text.length > literal) {
            pieces.add(new Piece.Literal(Arrays.copyOfRange(text, literal, text.length)));
        }
        return new TemplateText(pieces);
    }

    /** Where a brace first stands twice, or the text's length. */
    private static int find(byte[] text, char brace, int from) {
        for (int i = from; i + 1 < text.length; i++) {
            if (text[i] == brace && text[i + 1] == brace) {
                return i;
            }
        }
        return text.length;
    }

    private Piece piece(String hole, Place place) {
        Matcher range = RANGE.matcher(hole);
        if (range.matches()) {
            return random(hole, Long.parseLong(range.group(1)), Long.parseLong(range.group(2)));
        }
        if (hole.startsWith(COLUMN_PREFIX)) {
            return column(hole, place);
        }
        return switch (hole) {
            case "seq" -> new Piece.Sequence();
            case "random" -> random(hole, 0, MAX_RANDOM);
            case "uuid" -> new Piece.RandomUuid(nextSeed());
            default -> throw unknown(hole, place);
        };
    }

    private Piece random(String hole, long low, long high) {
        if (low > high) {
            throw new IllegalArgumentException(
                    "{{%s}}: %d is more than %d".formatted(hole, low, high));
        }
        return new Piece.RandomNumber(nextSeed(), low, high);
    }

    private long nextSeed() {
        return SplitMix64.derive(data.seed(), "hole " + randomHoles++);
    }

    private Piece column(String hole, Place place) {
        String name = hole.substring(COLUMN_PREFIX.length());
        int column = data.columns().indexOf(name);
        if (column >= 0) {
            return column(column, place);
        }
        if (place == Place.TARGET && name.endsWith(RAW_SUFFIX)) {
            String rawName = name.substring(0, name.length() - RAW_SUFFIX.length());
            int rawColumn = data.columns().indexOf(rawName);
            if (rawColumn >= 0) {
                return column(rawColumn, Place.RAW_TARGET);
            }
        }
        throw unknown(hole, place);
    }

    private Piece column(int column, Place place) {
        return new Piece.Column(
                columns.computeIfAbsent(
                        new ColumnUse(column, place),
                        use -> ColumnValues.of(data, use.column(), use.place())));
    }

    private IllegalArgumentException unknown(String hole, Place place) {
        return new IllegalArgumentException(
                "{{%s}} in %s is not known; known holes: %s"
                        .formatted(hole, place.words(), known(place)));
    }

    private String known(Place place) {
        Stream<String> columnHoles =
                data.columns().stream()
                        .limit(MAX_COLUMNS_LISTED)
                        .map(name -> "{{" + COLUMN_PREFIX + name + "}}");
        String holes =
                Stream.concat(
                                Stream.of("{{seq}}", "{{random}}", "{{random:LO-HI}}", "{{uuid}}"),
                                columnHoles)
                        .collect(Collectors.joining(", "));
        boolean raw = place == Place.TARGET && !data.columns().isEmpty();
        return raw ? holes + "; with " + RAW_SUFFIX + " for a value as it stands" : holes;
    }
}
