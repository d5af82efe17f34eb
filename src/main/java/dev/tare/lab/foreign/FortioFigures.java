package dev.tare.lab.foreign;

import dev.tare.base.core.LoadModel;
import dev.tare.base.core.Outcome;
import dev.tare.base.core.Tally;
import dev.tare.load.result.LoadResult;
import dev.tare.load.result.PhaseResult;
import dev.tare.load.result.SizeSummary;
import dev.tare.load.spec.LoadSpec;
import dev.tare.load.spec.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A load's result in fortio's terms, for the text and for the JSON.
 *
 * <p>Durations are response times, from the intended start; fortio's own run from the send.
 */
final class FortioFigures {
    /** What fortio writes for a request that got no answer. */
    static final int NO_STATUS = -1;

    private static final double NS_PER_SECOND = 1e9;
    private static final double SLEEP_RANGE_SECONDS = 0.001;

    private final FortioSettings settings;
    private final LoadSpec spec;
    private final LoadResult result;

    FortioFigures(FortioSettings settings, LoadSpec spec, LoadResult result) {
        this.settings = settings;
        this.spec = spec;
        this.result = result;
    }

    /** Requests a second that were asked for; NaN where as many as could be. */
    double askedPerSec() {
        return switch (spec.model()) {
            case LoadModel.ClosedLoop ignored -> Double.NaN;
            case LoadModel.OpenLoop open -> open.offeredRatePerSec();
        };
    }

    /** From the first intended start to the last answer, or the end of the wait for it. */
    long elapsedNs() {
        return Math.max(result.measuredEndNs(), result.endNs()) - result.measuredStartNs();
    }

    /** Requests that were due, sent or not, but for those in flight at the end. */
    long calls() {
        return tally().ended() + tally().unsentTotal();
    }

    double callsPerSec() {
        return calls() * NS_PER_SECOND / Math.max(1, elapsedNs());
    }

    private Tally tally() {
        return result.measured().tally();
    }

    FortioHistogram durations() {
        return FortioHistogram.ofSeconds(
                settings.offsetSeconds(),
                settings.resolutionSeconds(),
                1,
                result.measured().responseTime());
    }

    /** Durations of the requests that failed, timed out included. */
    FortioHistogram failedDurations() {
        return FortioHistogram.ofSeconds(
                settings.offsetSeconds(),
                settings.resolutionSeconds(),
                1,
                result.measured().failedResponseTime());
    }

    /** How late requests were sent, as a negative time to sleep, which is what lateness is. */
    FortioHistogram sleeps() {
        return FortioHistogram.ofSeconds(
                -SLEEP_RANGE_SECONDS, SLEEP_RANGE_SECONDS, -1, result.measured().sendLag());
    }

    FortioHistogram connects() {
        return FortioHistogram.ofSeconds(
                settings.offsetSeconds(),
                settings.resolutionSeconds(),
                1,
                result.lead().connectTime(),
                result.measured().connectTime());
    }

    /** Calls by status, those without an answer under −1, in ascending order. */
    Map<Integer, Long> codes() {
        Map<Integer, Long> codes = new TreeMap<>(result.measured().statuses());
        long withoutAnswer = calls() - codes.values().stream().mapToLong(Long::longValue).sum();
        if (withoutAnswer > 0) {
            codes.put(NO_STATUS, withoutAnswer);
        }
        return codes;
    }

    /** Calls of gRPC by what became of them, in fortio's words: the successful ones first. */
    Map<String, Long> results() {
        long correct = tally().count(Outcome.CORRECT);
        long answered = result.measured().statuses().getOrDefault(0, 0L);
        Map<String, Long> results = new LinkedHashMap<>();
        results.put("SERVING", correct);
        results.put("NOT_SERVING", Math.max(0, answered - correct));
        results.put("ERROR", calls() - Math.max(answered, correct));
        results.values().removeIf(count -> count == 0);
        return results;
    }

    /** Calls that may be under way at once: fortio's threads. */
    int threads() {
        return spec.connections() * spec.policy().depth();
    }

    /**
     * Sockets by the address that they were connected to, the most first; by the target's where the
     * addresses were not told.
     */
    List<Map.Entry<String, Long>> addresses() {
        Map<String, Long> told = result.transport().addresses();
        if (told.isEmpty() && connects().count() > 0) {
            Target target = spec.endpoints().getFirst().target();
            return List.of(Map.entry(target.host() + ":" + target.port(), connects().count()));
        }
        return told.entrySet().stream()
                .sorted(
                        Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                                .thenComparing(Map.Entry.comparingByKey()))
                .toList();
    }

    SizeSummary headSizes() {
        return result.measured().headBytes();
    }

    /**
     * Head and body together, as fortio's own client counts them. Count, sum and mean are exact;
     * smallest, largest and deviation are bounds where both parts vary.
     */
    SizeSummary wholeSizes() {
        PhaseResult measured = result.measured();
        SizeSummary head = measured.headBytes();
        SizeSummary body = measured.bodyBytes();
        if (head.count() == 0) {
            return body;
        }
        double mean = head.mean() + body.mean();
        double deviation = head.standardDeviation() + body.standardDeviation();
        return new SizeSummary(
                head.count(),
                head.min() + body.min(),
                head.max() + body.max(),
                mean * head.count(),
                head.count() * (mean * mean + deviation * deviation));
    }

    /**
     * Connect times dealt out over as many rows as there are connections, the shortest first: which
     * connection had which is not kept. The rows' sums are exact.
     */
    List<FortioHistogram> connectsByRow() {
        List<FortioHistogram> rows = new ArrayList<>();
        for (int i = 0; i < spec.connections(); i++) {
            rows.add(new FortioHistogram(settings.offsetSeconds(), settings.resolutionSeconds()));
        }
        long dealt = 0;
        for (PhaseResult phase : List.of(result.lead(), result.measured())) {
            for (var value : phase.connectTime().recordedValues()) {
                double seconds =
                        phase.connectTime().medianEquivalentValue(value.getValueIteratedTo())
                                / NS_PER_SECOND;
                long count = value.getCountAtValueIteratedTo();
                deal(rows, dealt, count, seconds);
                dealt += count;
            }
        }
        return rows;
    }

    private static void deal(List<FortioHistogram> rows, long first, long count, double value) {
        int size = rows.size();
        for (int i = 0; i < Math.min(size, count); i++) {
            long times = (count - i + size - 1) / size;
            rows.get((int) ((first + i) % size)).record(value, times);
        }
    }
}
