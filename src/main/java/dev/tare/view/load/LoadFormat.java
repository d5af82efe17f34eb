package dev.tare.view.load;

import dev.tare.view.text.TextStyle;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The formats in which a load can be printed. */
public enum LoadFormat {
    TEXT("text", ".txt"),
    JSON("json", ".json"),
    /** A row an interval. */
    CSV("csv", ".csv"),
    /** A row for the whole and for every endpoint. */
    CSV_TOTALS("csv-totals", ".totals.csv"),
    /** HdrHistogram's percentile table. */
    HGRM("hgrm", ".hgrm"),
    /** HdrHistogram's interval log. */
    HLOG("hlog", ".hlog"),
    PROMETHEUS("prometheus", ".prom"),
    /** The JSON of {@code fortio load}, which its page {@code report} reads. */
    FORTIO("fortio", ".fortio.json");

    private final String key;
    private final String extension;

    LoadFormat(String key, String extension) {
        this.key = key;
        this.extension = extension;
    }

    /** Its name on the command line. */
    public String key() {
        return key;
    }

    /** The format of that name. */
    public static Optional<LoadFormat> of(String key) {
        return Arrays.stream(values()).filter(f -> f.key.equals(key)).findFirst();
    }

    /** The format that a file's name asks for by how it ends. */
    public static Optional<LoadFormat> ofFile(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(format -> lower.endsWith(format.extension))
                .max(Comparator.comparingInt(format -> format.extension.length()));
    }

    /** All names, for people. */
    public static String keys() {
        return Arrays.stream(values()).map(LoadFormat::key).collect(Collectors.joining(", "));
    }

    /** All endings of files, for people. */
    public static String extensions() {
        return Arrays.stream(values()).map(f -> f.extension).collect(Collectors.joining(" "));
    }

    /**
     * The load in this format.
     *
     * @param style of text; no other format looks at it
     */
    public String render(LoadReport report, TextStyle style) {
        return switch (this) {
            case TEXT ->
                    LoadText.opening(report.load().title(), report.load().spec(), style)
                            + LoadText.closing(report, style, true);
            case JSON -> LoadJson.render(report);
            case CSV -> LoadCsv.intervals(report);
            case CSV_TOTALS -> LoadCsv.totals(report);
            case HGRM -> LoadHgrm.render(report);
            case HLOG -> LoadHlog.render(report);
            case PROMETHEUS -> LoadPrometheus.render(report);
            case FORTIO -> LoadFortio.render(report);
        };
    }
}
