package dev.tare.view.compare;

import dev.tare.view.text.TextStyle;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The formats that {@code tare compare --format} knows. */
public enum CompareFormat {
    TEXT("text"),
    MARKDOWN("md"),
    HTML("html"),
    CSV("csv"),
    JSON("json"),
    JUNIT("junit");

    private final String key;

    CompareFormat(String key) {
        this.key = key;
    }

    /** The whole text, ending in a line feed; {@code style} matters to {@link #TEXT} only. */
    public String render(CompareReport report, TextStyle style) {
        return switch (this) {
            case TEXT -> new CompareText(style).render(report);
            case MARKDOWN -> CompareMarkdown.render(report);
            case HTML -> CompareHtml.render(report);
            case CSV -> CompareCsv.render(report);
            case JSON -> CompareJson.render(report);
            case JUNIT -> CompareJunit.render(report);
        };
    }

    /** The format with that key, if there is one. */
    public static Optional<CompareFormat> of(String key) {
        return Arrays.stream(values()).filter(format -> format.key.equals(key)).findFirst();
    }

    /** All keys, for a sentence. */
    public static String keys() {
        return Arrays.stream(values()).map(format -> format.key).collect(Collectors.joining(", "));
    }
}
