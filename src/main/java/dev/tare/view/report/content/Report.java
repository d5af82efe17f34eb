package dev.tare.view.report.content;

/** One format of the report: a pure function, the same text for the same input, bit for bit. */
public interface Report {

    /** The whole report as text, ending in a line feed. */
    String render(ReportInput input);
}
