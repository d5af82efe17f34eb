package dev.tare.view.report;

import dev.tare.view.report.content.Report;
import dev.tare.view.report.html.HtmlReport;
import dev.tare.view.text.TextStyle;
import java.util.Arrays;
import java.util.Optional;

/** The formats that {@code tare report --format} knows. */
public enum ReportFormat {
    TEXT("text", "report.txt"),
    HTML("html", "report.html"),
    MARKDOWN("md", "report.md"),
    CSV("csv", "report.csv"),
    JSON("json", "report.json"),
    HGRM("hgrm", "report.hgrm");

    private final String key;
    private final String fileName;

    ReportFormat(String key, String fileName) {
        this.key = key;
        this.fileName = fileName;
    }

    /** The word for it on the command line. */
    public String key() {
        return key;
    }

    /** The file that it is usually written to. */
    public String fileName() {
        return fileName;
    }

    /** What writes it; {@code style} matters to {@link #TEXT} only. */
    public Report report(TextStyle style) {
        return switch (this) {
            case TEXT -> new TextReport(style);
            case HTML -> new HtmlReport();
            case MARKDOWN -> new MarkdownReport();
            case CSV -> new CsvReport();
            case JSON -> new JsonReport();
            case HGRM -> new HgrmReport();
        };
    }

    /** The format with that key, if there is one. */
    public static Optional<ReportFormat> of(String key) {
        return Arrays.stream(values()).filter(format -> format.key.equals(key)).findFirst();
    }
}
