package dev.tare.lab.history;

import dev.tare.lab.verdict.Figure.Interval;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntToDoubleFunction;

/** Makes series of a specimen {@code envoy}, a bundle a day, without any bundle. */
public final class MadeSeries {
    /** Deviation of the noise, relative. */
    public static final double NOISE = 0.01;

    private static final long FIRST_EPOCH_NS = 1_772_323_200_000_000_000L;
    private static final long DAY_NS = 86_400_000_000_000L;
    private static final WorkloadIdentity WORKLOAD =
            new WorkloadIdentity("GET /byte/16384, closed loop, 64 connections", "0".repeat(64));

    private MadeSeries() {}

    /** One with noise of 1 % about a level for each bundle. */
    public static Series of(FigureKind kind, long seed, int count, IntToDoubleFunction level) {
        Random random = new Random(seed);
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = level.applyAsDouble(i) * (1 + NOISE * random.nextGaussian());
        }
        return with(kind, values);
    }

    /** One of these very values. */
    public static Series with(FigureKind kind, double... values) {
        return with(new Subject("envoy", "16k-closed", Measure.FIGURE, kind), values);
    }

    /** One of a subject. */
    public static Series with(Subject subject, double... values) {
        List<SeriesPoint> points = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            points.add(
                    new SeriesPoint(
                            bundle(subject, i),
                            values[i],
                            Optional.of(new Interval(values[i] * 0.98, values[i] * 1.03, 0.95)),
                            false,
                            Verdict.VALID,
                            ""));
        }
        return new Series(subject, new Setting("A CPU, 2 cores", WORKLOAD), points, "");
    }

    /** The same point with another value and verdict. */
    public static SeriesPoint verdict(SeriesPoint point, double value, Verdict verdict) {
        return new SeriesPoint(
                point.bundle(), value, Optional.empty(), false, verdict, "because of a test");
    }

    private static BundleEntry bundle(Subject subject, int index) {
        return new BundleEntry(
                "b" + index,
                FIRST_EPOCH_NS + index * DAY_NS,
                "0.1.0",
                "c" + index,
                "6.18.0",
                "25.0.1",
                "built-in",
                "0".repeat(64),
                "A CPU, 2 cores",
                12,
                12,
                Map.of(subject.specimen(), "1." + index),
                Map.of(subject.workload(), WORKLOAD));
    }
}
