package dev.tare.view.history;

import dev.tare.lab.history.SeriesFinding;
import dev.tare.lab.history.SeriesPoint;
import dev.tare.lab.history.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The series of one workload that share a setting: what is shown side by side.
 *
 * @param workload name
 * @param setting what all bundles share
 * @param since what became different when it began; empty for the first
 * @param oneOfMany whether there are sections of this workload in other settings
 * @param findings in order, at least one
 */
record HistorySection(
        String workload,
        Setting setting,
        String since,
        boolean oneOfMany,
        List<SeriesFinding> findings) {
    HistorySection {
        findings = List.copyOf(findings);
    }

    private record Key(String workload, Setting setting) {}

    /** The sections, in the order of their first series. */
    static List<HistorySection> of(List<SeriesFinding> all) {
        Map<Key, List<SeriesFinding>> groups = new LinkedHashMap<>();
        for (SeriesFinding finding : all) {
            Key key = new Key(finding.series().subject().workload(), finding.series().setting());
            groups.computeIfAbsent(key, any -> new ArrayList<>()).add(finding);
        }
        List<HistorySection> sections = new ArrayList<>();
        groups.forEach((key, findings) ->
                sections.add(
                        new HistorySection(
                                key.workload(),
                                key.setting(),
                                since(findings),
                                settings(groups.keySet(), key.workload()) > 1,
                                findings)));
        return sections;
    }

    private static long settings(Set<Key> keys, String workload) {
        return keys.stream().filter(key -> key.workload().equals(workload)).count();
    }

    /** A specimen that came later has no setting before this one; the others do. */
    private static String since(List<SeriesFinding> findings) {
        return findings.stream()
                .map(finding -> finding.series().since())
                .filter(since -> !since.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** The workload; with the day it begins where it begins more than once. */
    String title() {
        String from = HistoryWords.moment(firstEpochNs());
        return oneOfMany ? workload + ", from " + from.substring(0, from.indexOf(' ')) : workload;
    }

    /** Start of its oldest bundle, since 1970. */
    long firstEpochNs() {
        return findings.stream()
                .map(finding -> finding.series().points().getFirst())
                .map(SeriesPoint::bundle)
                .mapToLong(bundle -> bundle.createdEpochNs())
                .min()
                .orElse(0);
    }
}
