package dev.tare.view.history;

import dev.tare.view.text.TextStyle;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a history can be shown. */
public enum HistoryFormat {
    TEXT("text"),
    HTML("html"),
    JSON("json"),
    CSV("csv");

    private final String key;

    HistoryFormat(String key) {
        this.key = key;
    }

    /** The format with that key, if there is one. */
    public static Optional<HistoryFormat> of(String key) {
        return Arrays.stream(values()).filter(format -> format.key.equals(key)).findFirst();
    }

    /** All keys, for a message. */
    public static String keys() {
        return Arrays.stream(values()).map(format -> format.key).collect(Collectors.joining(", "));
    }

    /** The whole text; {@code style} matters to {@link #TEXT} only. */
    public String render(HistoryReport report, TextStyle style) {
        return switch (this) {
            case TEXT -> new HistoryText(style).render(report);
            case HTML -> HistoryHtml.render(report);
            case JSON -> HistoryJson.render(report);
            case CSV -> HistoryCsv.render(report);
        };
    }
}
