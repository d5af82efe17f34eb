package dev.tare.view.history;

import dev.tare.lab.history.History;
import dev.tare.lab.history.SeriesFinding;
import java.util.List;

/**
 * What is shown of a history.
 *
 * @param history the bundles and their series
 * @param findings one of each of its series, in their order
 * @param tareVersion of the program that looks
 * @param commit of it
 */
public record HistoryReport(
        History history, List<SeriesFinding> findings, String tareVersion, String commit) {
    public HistoryReport {
        findings = List.copyOf(findings);
    }
}
