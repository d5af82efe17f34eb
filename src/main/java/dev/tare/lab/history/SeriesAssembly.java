package dev.tare.lab.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts figures of many bundles together to series. */
final class SeriesAssembly {
    private SeriesAssembly() {}

    /**
     * The series, in the order in which the newest bundles have their scenarios; of one subject the
     * newest first.
     *
     * @param bundles oldest first
     * @param figures of these bundles; of others they are passed over
     */
    static List<Series> of(List<HistoryIndex.Row> bundles, List<HistoryIndex.FigureRow> figures) {
        Map<Long, List<FigureEntry>> byBundle = new HashMap<>();
        figures.forEach(row ->
                byBundle.computeIfAbsent(row.bundle(), any -> new ArrayList<>()).add(row.figure()));
        Map<Subject, Map<Setting, List<SeriesPoint>>> subjects = new LinkedHashMap<>();
        for (HistoryIndex.Row bundle : bundles.reversed()) {
            List<FigureEntry> inOrder =
                    byBundle.getOrDefault(bundle.id(), List.of()).stream()
                            .sorted(
                                    Comparator.comparingInt(FigureEntry::place)
                                            .thenComparing(FigureEntry::kind))
                            .toList();
            for (FigureEntry figure : inOrder) {
                setting(bundle.entry(), figure)
                        .ifPresent(setting ->
                                subjects.computeIfAbsent(
                                                subject(figure), any -> new LinkedHashMap<>())
                                        .computeIfAbsent(setting, any -> new ArrayList<>())
                                        .add(point(bundle.entry(), figure)));
            }
        }
        List<Series> all = new ArrayList<>();
        subjects.forEach((subject, settings) -> all.addAll(series(subject, settings)));
        return all;
    }

    /** The settings of one subject, oldest first, each told from the one before it. */
    private static List<Series> series(
            Subject subject, Map<Setting, List<SeriesPoint>> newestFirst) {
        List<Map.Entry<Setting, List<SeriesPoint>>> settings =
                newestFirst.entrySet().stream()
                        .sorted(
                                Comparator.comparingLong(entry ->
                                        entry.getValue().getLast().bundle().createdEpochNs()))
                        .toList();
        List<Series> series = new ArrayList<>();
        Optional<Setting> before = Optional.empty();
        for (var entry : settings) {
            String since = before.map(last -> entry.getKey().changeFrom(last)).orElse("");
            series.add(new Series(subject, entry.getKey(), entry.getValue().reversed(), since));
            before = Optional.of(entry.getKey());
        }
        return series.reversed();
    }

    private static Subject subject(FigureEntry figure) {
        return new Subject(figure.specimen(), figure.workload(), figure.measure(), figure.kind());
    }

    private static Optional<Setting> setting(BundleEntry bundle, FigureEntry figure) {
        return Optional.ofNullable(bundle.workloads().get(figure.workload()))
                .map(workload -> new Setting(bundle.machine(), workload));
    }

    private static SeriesPoint point(BundleEntry bundle, FigureEntry figure) {
        return new SeriesPoint(
                bundle,
                figure.value(),
                figure.interval(),
                figure.lowerBound(),
                figure.verdict(),
                figure.reason());
    }
}
