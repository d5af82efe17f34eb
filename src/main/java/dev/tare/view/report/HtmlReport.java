package dev.tare.view.report;

/** Placeholder until the page is in. */
public final class HtmlReport implements Report {
    @Override
    public String render(ReportInput input) {
        return "";
    }
}
