package dev.tare.lab.foreign;

import dev.tare.base.core.Outcome;
import dev.tare.base.core.Tally;
import dev.tare.base.core.Unsent;
import dev.tare.base.histogram.HistogramLayout;
import dev.tare.load.result.IntervalResult;
import dev.tare.load.result.LoadResult;
import dev.tare.load.result.PhaseResult;
import dev.tare.load.result.SizeSummary;
import dev.tare.load.result.TransportFacts;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** A load's result made of numbers that are easy to follow. */
final class SyntheticLoad {
    static final long SECOND_NS = 1_000_000_000;
    static final long START_NS = 7 * SECOND_NS;
    static final long MEASURED_NS = 30 * SECOND_NS;
    static final int CALLS = 60_000;
    static final int HEAD_BYTES = 148;
    static final int BODY_BYTES = 1_024;

    private SyntheticLoad() {}

    /** 30 s without a fault: every call answered 200, no lead. */
    static LoadResult clean() {
        return result(Map.of(Outcome.CORRECT, (long) CALLS), Map.of(), Map.of(200, (long) CALLS));
    }

    /** The same, some calls of which failed in each way that there is. */
    static LoadResult faulty() {
        return result(
                Map.of(
                        Outcome.CORRECT, CALLS - 1_000L,
                        Outcome.WRONG_STATUS, 900L,
                        Outcome.CLOSED_EARLY, 60L,
                        Outcome.MALFORMED, 10L,
                        Outcome.TIMED_OUT, 30L),
                Map.of(Unsent.NO_CONNECTION, 7L),
                Map.of(200, CALLS - 1_000L, 503, 900L));
    }

    /** Calls of gRPC that succeeded, told of bad health, had status 5, or no answer. */
    static LoadResult calls() {
        return result(
                Map.of(
                        Outcome.CORRECT, CALLS - 1_000L,
                        Outcome.WRONG_BODY, 970L,
                        Outcome.TIMED_OUT, 30L),
                Map.of(Unsent.NO_CONNECTION, 7L),
                Map.of(0, CALLS - 900L, 5, 870L));
    }

    /** Nothing was answered, nothing is known. */
    static LoadResult empty() {
        PhaseResult none = phase(Tally.EMPTY, 0, Map.of(), 0);
        return new LoadResult(
                START_NS,
                START_NS,
                START_NS + MEASURED_NS,
                START_NS + MEASURED_NS,
                "nio",
                false,
                none,
                none,
                List.of(),
                TransportFacts.NONE);
    }

    private static LoadResult result(
            Map<Outcome, Long> outcomes, Map<Unsent, Long> unsent, Map<Integer, Long> statuses) {
        Tally tally =
                new Tally(
                        CALLS + unsent.values().stream().mapToLong(Long::longValue).sum(),
                        CALLS,
                        unsent,
                        outcomes,
                        0,
                        CALLS,
                        outcomes.getOrDefault(Outcome.CORRECT, 0L),
                        (long) CALLS * (HEAD_BYTES + BODY_BYTES),
                        (long) CALLS * BODY_BYTES,
                        0,
                        unsent.isEmpty() ? 0 : 3);
        return new LoadResult(
                START_NS,
                START_NS,
                START_NS + MEASURED_NS,
                START_NS + MEASURED_NS + 5_000_000,
                "nio",
                false,
                phase(Tally.EMPTY, 0, Map.of(), 4),
                phase(tally, CALLS, statuses, 0),
                List.of(),
                new TransportFacts(
                        Map.of("127.0.0.1:8080", 4L), Map.of("HTTP/1.1", 4L), 0, Map.of()));
    }

    private static PhaseResult phase(
            Tally tally, int samples, Map<Integer, Long> statuses, int connects) {
        Histogram responseTime = HistogramLayout.newHistogram();
        Histogram failedTime = HistogramLayout.newHistogram();
        Histogram serviceTime = HistogramLayout.newHistogram();
        Histogram sendLag = HistogramLayout.newHistogram();
        for (int i = 1; i <= samples; i++) {
            // From 0.2 ms to 12.2 ms, most of them short.
            long serviceNs = 200_000 + 12_000_000L * i / samples * i / samples;
            long lagNs = i % 100 == 0 ? 1_500_000 : 2_000;
            serviceTime.recordValue(serviceNs);
            sendLag.recordValue(lagNs);
            responseTime.recordValue(serviceNs + lagNs);
            // As many as have failed, evenly among them.
            if (i * tally.failed() / samples > (i - 1) * tally.failed() / samples) {
                failedTime.recordValue(serviceNs + lagNs);
            }
        }
        Histogram connectTime = HistogramLayout.newHistogram();
        for (int i = 1; i <= connects; i++) {
            connectTime.recordValue(50_000L * i);
        }
        return new PhaseResult(
                tally,
                responseTime,
                failedTime,
                serviceTime,
                sendLag,
                connectTime,
                HistogramLayout.newHistogram(),
                statuses,
                sizes(samples, HEAD_BYTES),
                sizes(samples, BODY_BYTES));
    }

    private static SizeSummary sizes(long count, double each) {
        return count == 0
                ? SizeSummary.EMPTY
                : new SizeSummary(
                        count, (long) each, (long) each, count * each, count * each * each);
    }

    /** Three intervals of 100 ms in which 180, 200 and 250 calls ended, and one without any. */
    static RateSamples rates(int threads) {
        RateSamples rates = new RateSamples(threads);
        long startNs = START_NS;
        for (long done : new long[] {180, 200, 0, 250}) {
            Tally tally =
                    new Tally(done, done, Map.of(), Map.of(), 0, done, done, done, done, 0, 0);
            rates.accept(
                    new IntervalResult(
                            startNs,
                            startNs + 100_000_000,
                            phase(Tally.EMPTY, 0, Map.of(), 0),
                            phase(tally, 0, Map.of(), 0)));
            startNs += 100_000_000;
        }
        return rates;
    }
}
