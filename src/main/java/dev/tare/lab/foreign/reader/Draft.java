package dev.tare.lab.foreign.reader;

import dev.tare.lab.foreign.reader.result.Answers;
import dev.tare.lab.foreign.reader.result.Answers.ErrorClass;
import dev.tare.lab.foreign.reader.result.Asked;
import dev.tare.lab.foreign.reader.result.Asked.Loop;
import dev.tare.lab.foreign.reader.result.Done;
import dev.tare.lab.foreign.reader.result.ForeignResult;
import dev.tare.lab.foreign.reader.result.Labels;
import dev.tare.lab.foreign.reader.result.Latency;
import dev.tare.lab.foreign.reader.result.Oddity;
import dev.tare.lab.foreign.reader.result.Place;
import dev.tare.lab.foreign.reader.result.Printed;
import dev.tare.lab.foreign.reader.result.Tool;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** A block's figures while they are being read. For one thread. */
final class Draft {
    /** More lines of a histogram are not kept; a full spectrum of wrk2's has some 200. */
    static final int MAX_BUCKETS = 10_000;

    /** More oddities of one block are not kept. */
    static final int MAX_ODDITIES = 100;

    Loop loop = Loop.UNKNOWN;
    OptionalDouble offeredRatePerSec = OptionalDouble.empty();
    OptionalInt connections = OptionalInt.empty();
    OptionalInt threads = OptionalInt.empty();
    OptionalLong plannedNs = OptionalLong.empty();
    OptionalLong plannedRequests = OptionalLong.empty();

    Optional<Printed> durationNs = Optional.empty();
    OptionalLong requests = OptionalLong.empty();
    OptionalLong warmupRequests = OptionalLong.empty();
    OptionalLong unsentRequests = OptionalLong.empty();
    Optional<Printed> ratePerSec = Optional.empty();
    Optional<Printed> bytesRead = Optional.empty();
    Optional<Printed> bytesPerSec = Optional.empty();

    Optional<Printed> meanNs = Optional.empty();
    Optional<Printed> stdevNs = Optional.empty();
    Optional<Printed> minNs = Optional.empty();
    Optional<Printed> maxNs = Optional.empty();
    OptionalDouble withinStdevPercent = OptionalDouble.empty();
    OptionalLong latencyCount = OptionalLong.empty();
    final SortedMap<Double, Printed> percentilesNs = new TreeMap<>();
    final List<Latency.Bucket> buckets = new ArrayList<>();
    final SortedMap<Double, Printed> uncorrectedNs = new TreeMap<>();

    final SortedMap<Integer, Long> statuses = new TreeMap<>();
    final Map<ErrorClass, Long> errors = new EnumMap<>(ErrorClass.class);
    Optional<Answers.Sockets> sockets = Optional.empty();
    Optional<Answers.Sizes> headBytes = Optional.empty();
    Optional<Answers.Sizes> wholeBytes = Optional.empty();
    final List<Oddity> oddities = new ArrayList<>();

    Optional<String> url = Optional.empty();
    boolean whole;

    /** Notes a status's count, several of one status added up. */
    void status(int status, OptionalLong count) {
        count.ifPresent(number -> statuses.merge(status, number, Draft::sum));
    }

    /** Notes errors of a class, several added up. */
    void error(ErrorClass kind, OptionalLong count) {
        count.ifPresent(number -> errors.merge(kind, number, Draft::sum));
    }

    /** Added up, at most the largest number there is. */
    static long sum(long a, long b) {
        long sum = a + b;
        return ((a ^ sum) & (b ^ sum)) < 0 ? Long.MAX_VALUE : sum;
    }

    /** Notes a percentile, unless it is none. */
    void percentile(double quantile, Optional<Printed> valueNs) {
        if (quantile > 0 && quantile <= 1) {
            valueNs.ifPresent(value -> percentilesNs.put(quantile, value));
        }
    }

    void bucket(Latency.Bucket bucket) {
        if (buckets.size() < MAX_BUCKETS) {
            buckets.add(bucket);
        }
    }

    void odd(Oddity.Kind kind, int line, String text) {
        if (oddities.size() < MAX_ODDITIES) {
            oddities.add(new Oddity(kind, line, text.strip()));
        }
    }

    /** Of two printings of one figure the one with more digits. */
    static Optional<Printed> finer(Optional<Printed> one, Optional<Printed> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isPresent() ? one : other;
        }
        return other.get().halfUnit() < one.get().halfUnit() ? other : one;
    }

    /** The block as it is known now. */
    ForeignResult finish(Tool tool, Place place, Labels labels) {
        return new ForeignResult(
                tool,
                place,
                whole,
                labels,
                new Asked(
                        loop, offeredRatePerSec, connections, threads, plannedNs, plannedRequests),
                new Done(
                        durationNs,
                        requests,
                        warmupRequests,
                        unsentRequests,
                        ratePerSec,
                        bytesRead,
                        bytesPerSec),
                new Latency(
                        meanNs,
                        stdevNs,
                        minNs,
                        maxNs,
                        withinStdevPercent,
                        latencyCount,
                        percentilesNs,
                        buckets,
                        uncorrectedNs),
                new Answers(statuses, errors, sockets, headBytes, wholeBytes),
                oddities);
    }
}
