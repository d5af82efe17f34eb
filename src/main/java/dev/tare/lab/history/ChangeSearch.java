package dev.tare.lab.history;

import dev.tare.base.stats.ChangePoints;
import dev.tare.base.stats.ChangePoints.ChangePoint;
import dev.tare.base.stats.ConfidenceInterval;
import dev.tare.base.stats.FalseDiscoveries;
import dev.tare.base.stats.Sample;
import dev.tare.base.stats.StudentDifference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Looks for change points in many series at once, so that of those that are reported no more than
 * {@link #FALSE_SHARE} is false on average ({@link FalseDiscoveries}).
 *
 * <p>Where all values of a series are above zero, their logarithms are looked at: noise is a share
 * of a figure, and so is a change. Of very long series the newest {@link ChangePoints#MAX_POINTS}
 * are looked at.
 */
public final class ChangeSearch {
    /** Of the series that are said to have changed; of all histories in which nothing changes. */
    public static final double FALSE_SHARE = 0.01;

    /** Level of confidence of a shift's interval. */
    public static final double LEVEL = 0.95;

    /** A smaller relative change is not reported: nobody would act on it. */
    public static final double LEAST_CHANGE = 0.01;

    private ChangeSearch() {}

    /** A series' values, ready to be looked at. */
    private record Candidate(
            Series series, List<SeriesPoint> points, boolean logarithmic, ChangePoints found) {

        static Optional<Candidate> of(Series series) {
            List<SeriesPoint> used = series.used();
            if (used.size() < ChangePoints.MIN_POINTS) {
                return Optional.empty();
            }
            List<SeriesPoint> newest =
                    used.subList(Math.max(0, used.size() - ChangePoints.MAX_POINTS), used.size());
            double[] values = newest.stream().mapToDouble(SeriesPoint::value).toArray();
            boolean logarithmic = Arrays.stream(values).allMatch(value -> value > 0);
            double[] looked = logarithmic ? Arrays.stream(values).map(Math::log).toArray() : values;
            return Optional.of(new Candidate(series, newest, logarithmic, ChangePoints.of(looked)));
        }
    }

    /** What can be said of each of {@code all}, in their order. */
    public static List<SeriesFinding> look(List<Series> all) {
        List<Optional<Candidate>> candidates = all.stream().map(Candidate::of).toList();
        double[] probabilities =
                candidates.stream()
                        .flatMap(Optional::stream)
                        .mapToDouble(candidate -> candidate.found().probability())
                        .toArray();
        double level = FalseDiscoveries.level(probabilities, FALSE_SHARE);
        List<SeriesFinding> findings = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Series series = all.get(i);
            findings.add(
                    candidates
                            .get(i)
                            .map(candidate -> finding(candidate, level))
                            .orElse(
                                    new SeriesFinding(
                                            series,
                                            new Standing.TooFew(ChangePoints.MIN_POINTS),
                                            List.of())));
        }
        return findings;
    }

    private static SeriesFinding finding(Candidate candidate, double level) {
        return new SeriesFinding(
                candidate.series(),
                standing(candidate, candidate.found().found(level)),
                candidate.found().outliers().stream().map(candidate.points()::get).toList());
    }

    private static Standing standing(Candidate candidate, ChangePoints.Found found) {
        if (found.drift().isPresent()) {
            StudentDifference drift = found.drift().get();
            Shift shift = shift(candidate, firstOfLine(candidate, drift), drift);
            return notable(shift)
                    ? new Standing.Drifts(shift, drift.probability())
                    : new Standing.Steady();
        }
        List<Change> changes =
                found.changePoints().stream()
                        .map(point -> change(candidate, point))
                        .filter(change -> notable(change.shift()))
                        .toList();
        return changes.isEmpty() ? new Standing.Steady() : new Standing.Changed(changes);
    }

    private static boolean notable(Shift shift) {
        return !shift.relative() || Math.abs(shift.change()) >= LEAST_CHANGE;
    }

    private static Change change(Candidate candidate, ChangePoint point) {
        SeriesPoint last = candidate.points().get(point.last());
        SeriesPoint first = candidate.points().get(point.first());
        return new Change(
                last,
                first,
                candidate.points().size() - point.first(),
                shift(candidate, point.before().mean(), point.difference()),
                point.probability(),
                differences(candidate.series().subject(), last.bundle(), first.bundle()));
    }

    /** Where a straight line begins that goes as far as {@code drift} about the mean. */
    private static double firstOfLine(Candidate candidate, StudentDifference drift) {
        double[] values =
                candidate.points().stream()
                        .mapToDouble(SeriesPoint::value)
                        .map(value -> candidate.logarithmic() ? Math.log(value) : value)
                        .toArray();
        return Sample.of(values).mean() - drift.difference() / 2;
    }

    private static Shift shift(Candidate candidate, double from, StudentDifference difference) {
        Way way = Way.of(candidate.series().subject().kind(), difference.difference());
        double to = from + difference.difference();
        ConfidenceInterval interval = difference.interval(LEVEL);
        if (!candidate.logarithmic()) {
            return new Shift(from, to, false, difference.difference(), interval, way);
        }
        return new Shift(
                Math.exp(from),
                Math.exp(to),
                true,
                Math.expm1(difference.difference()),
                new ConfidenceInterval(
                        Math.expm1(interval.low()), Math.expm1(interval.high()), LEVEL),
                way);
    }

    private static List<String> differences(Subject subject, BundleEntry a, BundleEntry b) {
        List<String> differences = new ArrayList<>();
        String specimen = subject.specimen();
        add(
                differences,
                specimen,
                a.versions().getOrDefault(specimen, ""),
                b.versions().getOrDefault(specimen, ""));
        add(differences, "Tare", a.tareVersion(), b.tareVersion());
        add(differences, "Tare's commit", a.commit(), b.commit());
        add(differences, "kernel", a.kernel(), b.kernel());
        add(differences, "Java", a.javaVersion(), b.javaVersion());
        if (!a.planSha256().equals(b.planSha256())) {
            differences.add("the plan, but not this workload of it");
        }
        return differences;
    }

    private static void add(List<String> differences, String what, String a, String b) {
        if (!a.equals(b)) {
            differences.add(
                    "%s %s → %s"
                            .formatted(
                                    what,
                                    a.isEmpty() ? "(unknown)" : a,
                                    b.isEmpty() ? "(unknown)" : b));
        }
    }
}
