package dev.tare.lab.foreign.reader.result;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How long requests took, as the tool measures it: from the send for all but wrk2 and {@code tare
 * load}, which measure from the intended start. wrk and oha leave timeouts out.
 *
 * @param meanNs the tool's average
 * @param stdevNs the standard deviation
 * @param minNs the least
 * @param maxNs the most
 * @param withinStdevPercent wrk's "+/- Stdev": how many lie within one deviation of the mean, 0 to
 *     100
 * @param count of values, where it is printed beside {@link Done#requests}
 * @param percentilesNs by quantile, above 0 up to 1: 0.99 is p99; sorted
 * @param buckets the histogram's lines, ascending; empty where none was printed
 * @param uncorrectedNs wrk2's second spectrum, from the send, by quantile; sorted
 */
public record Latency(
        Optional<Printed> meanNs,
        Optional<Printed> stdevNs,
        Optional<Printed> minNs,
        Optional<Printed> maxNs,
        OptionalDouble withinStdevPercent,
        OptionalLong count,
        SortedMap<Double, Printed> percentilesNs,
        List<Bucket> buckets,
        SortedMap<Double, Printed> uncorrectedNs) {

    /** Nothing was printed. */
    public static final Latency NOTHING =
            new Latency(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    OptionalDouble.empty(),
                    OptionalLong.empty(),
                    new TreeMap<>(),
                    List.of(),
                    new TreeMap<>());

    public Latency {
        percentilesNs = Collections.unmodifiableSortedMap(new TreeMap<>(percentilesNs));
        buckets = List.copyOf(buckets);
        uncorrectedNs = Collections.unmodifiableSortedMap(new TreeMap<>(uncorrectedNs));
    }

    /** The value at a quantile that was printed, such as 0.99. */
    public Optional<Printed> percentileNs(double quantile) {
        return Optional.ofNullable(percentilesNs.get(quantile));
    }

    /**
     * One line of a histogram.
     *
     * @param lowNs where it begins; for fortio excluded, but in the first line
     * @param highNs where it ends, included
     * @param middleNs as printed: half way
     * @param cumulativePercent of all values up to {@code highNs}, 0 to 100, as printed
     * @param count of values between
     */
    public record Bucket(
            double lowNs, double highNs, double middleNs, double cumulativePercent, long count) {}
}
