package dev.tare.view.history;

import dev.tare.lab.history.BundleEntry;
import dev.tare.lab.history.Change;
import dev.tare.lab.history.ChangeSearch;
import dev.tare.lab.history.History;
import dev.tare.lab.history.Measure;
import dev.tare.lab.history.SeriesFinding;
import dev.tare.lab.history.SeriesPoint;
import dev.tare.lab.history.Shift;
import dev.tare.lab.history.Standing;
import dev.tare.lab.history.Subject;
import dev.tare.lab.verdict.Figure.Interval;
import dev.tare.lab.verdict.FigureKind.Unit;
import dev.tare.view.text.DisplayText;
import dev.tare.view.text.Quantity;
import dev.tare.view.text.Quantity.Scale;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The sentences that all formats share. */
final class HistoryWords {
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private HistoryWords() {}

    /** A change point with the series that it is of. */
    record Found(SeriesFinding finding, Change change) {}

    /**
     * Change points of several series between the same two bundles.
     *
     * @param found in the order of the series, at least one
     */
    record Turn(List<Found> found) {
        Turn {
            found = List.copyOf(found);
        }

        /** One of them, for what they share. */
        Change change() {
            return found.getFirst().change();
        }

        /** When the new level began, and between which bundles. */
        String place() {
            return "%s UTC, between %s and %s"
                    .formatted(
                            moment(change().first().bundle()),
                            change().last().bundle().path(),
                            change().first().bundle().path());
        }

        /** What is not the same in the two bundles. */
        String differences() {
            List<String> all =
                    found.stream()
                            .flatMap(one -> one.change().differences().stream())
                            .distinct()
                            .toList();
            return all.isEmpty() ? "both bundles name the same versions" : String.join("; ", all);
        }
    }

    private record Pair(BundleEntry last, BundleEntry first) {}

    /** All change points by the bundles that they lie between, newest first. */
    static List<Turn> turns(HistoryReport report) {
        Map<Pair, List<Found>> groups = new LinkedHashMap<>();
        for (Found found : changes(report)) {
            Change change = found.change();
            groups.computeIfAbsent(
                            new Pair(change.last().bundle(), change.first().bundle()),
                            any -> new ArrayList<>())
                    .add(found);
        }
        return groups.values().stream().map(Turn::new).toList();
    }

    /** All change points, newest first. */
    static List<Found> changes(HistoryReport report) {
        List<Found> all = new ArrayList<>();
        report.findings()
                .forEach(finding ->
                        finding.changes().forEach(change -> all.add(new Found(finding, change))));
        all.sort(
                Comparator.comparingLong(
                                (Found found) -> found.change().first().bundle().createdEpochNs())
                        .reversed());
        return all;
    }

    /** All series that drift. */
    static List<SeriesFinding> drifts(HistoryReport report) {
        return report.findings().stream()
                .filter(finding -> finding.standing() instanceof Standing.Drifts)
                .toList();
    }

    /** The one sentence, without a full stop. */
    static String headline(HistoryReport report) {
        return String.join("; ", headlineParts(report));
    }

    /** Its parts, the most important first. */
    static List<String> headlineParts(HistoryReport report) {
        List<Found> changes = changes(report);
        List<SeriesFinding> drifts = drifts(report);
        int series = report.findings().size();
        long few =
                report.findings().stream()
                        .filter(finding -> finding.standing() instanceof Standing.TooFew)
                        .count();
        String of = "%s over %s".formatted(counted(series, "series"), bundles(report.history()));
        if (series == 0) {
            return List.of("no series: no bundle has such a figure");
        }
        if (few == series) {
            return List.of("too early to tell: %s, none with enough points yet".formatted(of));
        }
        if (changes.isEmpty() && drifts.isEmpty()) {
            return List.of("nothing changed that could be told from chance: " + of);
        }
        long changed = report.findings().stream().filter(f -> !f.changes().isEmpty()).count();
        List<String> parts = new ArrayList<>();
        if (changed > 0) {
            parts.add("%d of %s changed".formatted(changed, of));
            parts.add("the newest change: " + newest(turns(report).getFirst()));
        }
        if (!drifts.isEmpty()) {
            String drift = drifts.size() == 1 ? "drifts" : "drift";
            parts.add(
                    changed > 0
                            ? drifts.size() + " " + drift
                            : "%d of %s %s".formatted(drifts.size(), of, drift));
        }
        return parts;
    }

    private static String newest(Turn turn) {
        int others = turn.found().size() - 1;
        String alike = others == 0 ? "" : " (and %s there)".formatted(counted(others, "other"));
        return sentence(turn.found().getFirst())
                + alike
                + ", since "
                + moment(turn.change().first().bundle());
    }

    static String bundles(History history) {
        return counted(history.bundles().size(), "bundle");
    }

    /** {@code 1 bundle}, {@code 2 bundles}, {@code 3 series}. */
    static String counted(int count, String thing) {
        boolean unchanged = count == 1 || thing.endsWith("s");
        return Quantity.count(count) + " " + thing + (unchanged ? "" : "s");
    }

    /** Such as {@code CPU/request} or {@code tare cost of p99}. */
    static String figure(Subject subject) {
        String label = subject.kind().label();
        return subject.measure() == Measure.TARE_COST ? "tare cost of " + label : label;
    }

    /** Such as {@code envoy, 16k-closed, CPU/request}. */
    static String subject(Subject subject) {
        return subject.specimen() + ", " + subject.workload() + ", " + figure(subject);
    }

    /** What happened, such as {@code envoy, 16k-closed, p99: worse by 12 ± 3 %}. */
    static String sentence(Found found) {
        Subject subject = found.finding().series().subject();
        return subject(subject) + ": " + shift(found.change().shift(), subject.kind().unit());
    }

    /** Such as {@code worse, +12.3 ± 2.4 % (45.1 → 50.6 µs)}. */
    static String shift(Shift shift, Unit unit) {
        return "%s, %s (%s)".formatted(shift.way().words(), by(shift, unit), ends(shift, unit));
    }

    /** Such as {@code 45.1 → 50.6 µs}. */
    static String ends(Shift shift, Unit unit) {
        Scale scale = scale(shift, unit);
        return "%s → %s"
                .formatted(
                        Quantity.number(shift.from() / scale.size()),
                        scale.join(Quantity.number(shift.to() / scale.size())));
    }

    /** Such as {@code +12.3 ± 2.4 %}. */
    static String by(Shift shift, Unit unit) {
        double margin = margin(shift);
        if (shift.relative()) {
            return Quantity.plusMinus(100 * shift.change(), 100 * margin) + " %";
        }
        Scale scale = scale(shift, unit);
        return scale.join(Quantity.plusMinus(shift.change() / scale.size(), margin / scale.size()));
    }

    private static Scale scale(Shift shift, Unit unit) {
        return Quantity.scale(Math.max(Math.abs(shift.from()), Math.abs(shift.to())), unit);
    }

    private static double margin(Shift shift) {
        return Math.max(
                shift.interval().high() - shift.change(), shift.change() - shift.interval().low());
    }

    /** What can be said of a series, in a few words. */
    static String standing(SeriesFinding finding) {
        Unit unit = finding.series().subject().kind().unit();
        String words =
                switch (finding.standing()) {
                    case Standing.TooFew(int needed) ->
                            "too few: %d of %d".formatted(finding.series().used().size(), needed);
                    case Standing.Steady any -> "steady";
                    case Standing.Drifts(Shift shift, double any) ->
                            "drifts, %s: %s".formatted(by(shift, unit), shift.way().words());
                    case Standing.Changed(List<Change> changes) ->
                            (changes.size() == 1 ? "" : changes.size() + " changes, last ")
                                    + by(changes.getLast().shift(), unit)
                                    + ": "
                                    + changes.getLast().shift().way().words();
                };
        int outliers = finding.outliers().size();
        return outliers == 0 ? words : words + "; " + counted(outliers, "outlier");
    }

    /** The value with its margin, such as {@code ≥ 12,300 ± 40/s}; a dash for none. */
    static String value(SeriesPoint point, Unit unit) {
        if (!Double.isFinite(point.value())) {
            return Quantity.ABSENT;
        }
        Scale scale = Quantity.scale(point.value(), unit);
        double value = point.value() / scale.size();
        String sign = point.lowerBound() ? "≥ " : "";
        if (point.interval().isEmpty()) {
            return sign + scale.join(Quantity.number(value));
        }
        Interval interval = point.interval().get();
        double margin =
                Math.max(interval.high() - point.value(), point.value() - interval.low())
                        / scale.size();
        return sign + scale.join(Quantity.number(value, margin) + " ± " + Quantity.margin(margin));
    }

    /** What a point is, for whoever rests on it. */
    static String point(SeriesPoint point, Unit unit) {
        BundleEntry bundle = point.bundle();
        String reason = point.reason().isEmpty() ? "" : ": " + point.reason();
        return "%s UTC, %s: %s, %s%s (Tare %s, commit %s)"
                .formatted(
                        moment(bundle),
                        bundle.path(),
                        value(point, unit),
                        point.verdict().words(),
                        reason,
                        bundle.tareVersion(),
                        bundle.commit());
    }

    /** The command that looks closer. */
    static String compare(History history, Change change) {
        return "./tare compare %s %s"
                .formatted(
                        path(history, change.last().bundle()),
                        path(history, change.first().bundle()));
    }

    private static String path(History history, BundleEntry bundle) {
        return DisplayText.shellQuoted(
                history.folder().resolve(bundle.path()).normalize().toString());
    }

    /** When a bundle was begun, in UTC. */
    static String moment(BundleEntry bundle) {
        return moment(bundle.createdEpochNs());
    }

    static String moment(long epochNs) {
        return MOMENT.format(Instant.ofEpochSecond(0, epochNs));
    }

    /** How it was decided, for a foot note. */
    static String method() {
        return ("Change points by energy distance and Student's t, corrected for all series: of the"
                        + " series said to change at most %s is false on average; changes below %s"
                        + " are left out")
                .formatted(
                        Quantity.percent(ChangeSearch.FALSE_SHARE),
                        Quantity.percent(ChangeSearch.LEAST_CHANGE));
    }
}
