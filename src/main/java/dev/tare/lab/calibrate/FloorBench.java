package dev.tare.lab.calibrate;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.LoadModel;
import dev.tare.base.core.RequestSpec;
import dev.tare.base.time.NanoClock;
import dev.tare.base.time.Sleep;
import dev.tare.lab.bundle.CalibrationRecord.Floor;
import dev.tare.lab.bundle.CalibrationRecord.Injection;
import dev.tare.lab.bundle.CalibrationRecord.Repeated;
import dev.tare.lab.experiment.BareStage;
import dev.tare.load.result.LoadResult;
import dev.tare.load.spec.Endpoint;
import dev.tare.load.spec.LoadSpecBuilder;
import dev.tare.load.spec.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.HdrHistogram.Histogram;

/**
 * Loads the origin with nothing in between: the floor and its spread over repeats, and whether a
 * stall and a delay that are known beforehand come out as what they are.
 *
 * <p>A stall of S seconds once in D seconds of a constant rate holds up a request that is intended
 * t into it for S − t. Hence P(response time &gt; x) = (S − x) / D for x from 0 to S, and the 99th
 * percentile is S − 0.01 D.
 *
 * <p>Thread-safety: one thread.
 */
final class FloorBench {
    /** Low: some percent of what a core serves; and p99 of a slice of 0.2 s has its samples. */
    static final double RATE_PER_SEC = 2_000;

    static final long DELAY_NS = 20_000_000;

    private static final double INJECTION_RATE_PER_SEC = 500;
    private static final double TAIL = 0.01;
    private static final double TOLERANCE = 0.02;

    /** More than are in flight unless something stalls: none waits for another's. */
    private static final int CONNECTIONS = 64;

    private static final int DELAY_SLICES = 4;

    /** Repeats that lie this many spreads apart tell of the machine, not of the instrument. */
    private static final double DISTURBED = 3;

    private static final int BODY_BYTES = 100;
    private static final long LEAD_NS = 60_000_000;
    private static final long SETTLE_NS = 100_000_000;
    private static final long CONNECT_NS_PER_CONNECTION = 150_000;
    private static final long TIMEOUT_NS = 5_000_000_000L;

    /** When the stall begins, as a share of the measured phase. */
    private static final double STALL_AT = 0.3;

    /** Makes a median distance the standard deviation of a normal distribution. */
    private static final double NORMAL = 1.4826;

    private final BareStage stage;
    private final NanoClock clock;
    private final Lengths lengths;

    /**
     * How long it all may take.
     *
     * @param warmUpNs closed loop, until the code is compiled
     * @param slices repeats of the floor, 3 or more
     * @param sliceNs length of each, long enough for a 99th percentile at {@link #RATE_PER_SEC}
     * @param stallNs length of the stall
     * @param stallLoadNs length of the load that it falls into, at least twice that
     * @param delaySliceNs length of each of the loads whose answers are delayed
     */
    record Lengths(
            long warmUpNs,
            int slices,
            long sliceNs,
            long stallNs,
            long stallLoadNs,
            long delaySliceNs) {
        Lengths {
            if (slices < 3 || sliceNs <= 0 || stallLoadNs < 2 * stallNs) {
                throw new IllegalArgumentException(
                        "%d slices of %d ns, a stall of %d ns in %d ns: too few or too short"
                                .formatted(slices, sliceNs, stallNs, stallLoadNs));
            }
        }
    }

    FloorBench(BareStage stage, NanoClock clock, Lengths lengths) {
        this.stage = stage;
        this.clock = clock;
        this.lengths = lengths;
    }

    /**
     * Warms up, and measures the floor.
     *
     * @throws IOException when the instrument or the origin is gone, or an answer was wrong
     * @throws InterruptedException when the thread was interrupted
     */
    Floor floor() throws IOException, InterruptedException {
        LoadSpecBuilder warmUp =
                load(lengths.warmUpNs(), CONNECTIONS).model(new LoadModel.ClosedLoop());
        sound(stage.run(endpoint(""), warmUp));
        List<LoadResult> results = new ArrayList<>();
        List<Double> cpus = new ArrayList<>();
        for (int i = 0; i < lengths.slices(); i++) {
            OptionalLong before = stage.instrumentCpuNs();
            LoadResult result =
                    sound(
                            stage.run(
                                    endpoint(""),
                                    load(lengths.sliceNs(), CONNECTIONS)
                                            .model(constant(RATE_PER_SEC))));
            OptionalLong after = stage.instrumentCpuNs();
            long sent = result.lead().tally().sent() + result.measured().tally().sent();
            if (before.isPresent() && after.isPresent() && sent > 0) {
                cpus.add((double) (after.getAsLong() - before.getAsLong()) / sent);
            }
            results.add(result);
        }
        return new Floor(
                RATE_PER_SEC,
                results.size(),
                lengths.sliceNs(),
                results.stream().mapToLong(r -> r.measured().tally().sent()).sum(),
                times(results, Double.NaN),
                times(results, 50),
                times(results, 90),
                times(results, 99),
                cpus.isEmpty() ? Optional.empty() : Optional.of(repeated(array(cpus))));
    }

    /**
     * A stall in the middle of a load.
     *
     * @param largestGapNs that this machine's scheduling was seen to make: what it does at the end
     *     of the stall is not the instrument's fault
     */
    Injection stall(long largestGapNs) throws IOException, InterruptedException {
        long stallNs = lengths.stallNs();
        long durationNs = lengths.stallLoadNs();
        // More than can be waiting at once: no request waits for a connection.
        int connections = (int) (INJECTION_RATE_PER_SEC * stallNs / 1e9 * 1.25) + CONNECTIONS;
        LoadSpecBuilder load =
                load(durationNs, connections).model(constant(INJECTION_RATE_PER_SEC));
        long startNs = clock.nowNs() + SETTLE_NS + connections * CONNECT_NS_PER_CONNECTION;
        long stallAtNs = startNs + LEAD_NS + (long) (STALL_AT * durationNs);
        CompletableFuture<Void> injected =
                CompletableFuture.runAsync(() -> stallAt(stallAtNs, stallNs));
        LoadResult result = sound(stage.run(endpoint(""), load.startNs(startNs)));
        try {
            injected.join();
        } catch (CompletionException e) {
            throw new IOException("the stall could not be injected: " + e.getMessage(), e);
        }
        Histogram seen = result.measured().responseTime();
        double expectedNs = stallNs - TAIL * durationNs;
        long gapNs = Math.max(largestGapNs, result.measured().sendLag().getMaxValue());
        return new Injection(
                Injection.Kind.STALL,
                stallNs,
                expectedNs,
                seen.getValueAtPercentile(100 * (1 - TAIL)),
                Math.max(TOLERANCE * expectedNs, (double) gapNs));
    }

    private void stallAt(long atNs, long stallNs) {
        try {
            Sleep.until(clock, atNs);
            stage.stall(stallNs);
        } catch (IOException e) {
            throw new CompletionException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
        }
    }

    /**
     * Every answer later by {@link #DELAY_NS}, in some repeats.
     *
     * @param floor what the response time is without
     * @param latenessNs by which waits were seen to end late: the origin's timer is as late, and
     *     that is not the instrument's fault
     */
    Injection delay(Floor floor, double latenessNs) throws IOException, InterruptedException {
        int connections = (int) (2 * INJECTION_RATE_PER_SEC * DELAY_NS / 1e9) + CONNECTIONS;
        List<LoadResult> results = new ArrayList<>();
        for (int i = 0; i < DELAY_SLICES; i++) {
            results.add(
                    sound(
                            stage.run(
                                    endpoint("?delay=" + DELAY_NS + "ns"),
                                    load(lengths.delaySliceNs(), connections)
                                            .model(constant(INJECTION_RATE_PER_SEC)))));
        }
        Repeated median = times(results, 50);
        double disturbedNs = Math.max(floor.p50().spreadNs(), DISTURBED * median.spreadNs());
        return new Injection(
                Injection.Kind.DELAY,
                DELAY_NS,
                DELAY_NS,
                median.valueNs() - floor.p50().valueNs(),
                Math.max(TOLERANCE * DELAY_NS, Math.max(latenessNs, disturbedNs)));
    }

    private static LoadModel constant(double ratePerSec) {
        return new LoadModel.OpenLoop(ratePerSec, LoadModel.ArrivalLaw.CONSTANT, 1);
    }

    private static LoadSpecBuilder load(long measuredNs, int connections) {
        return new LoadSpecBuilder()
                .connections(connections)
                .leadNs(LEAD_NS)
                .measuredNs(measuredNs)
                .timeoutNs(TIMEOUT_NS);
    }

    private Endpoint endpoint(String query) {
        Target target = stage.target();
        return Endpoint.single(
                target,
                RequestSpec.get("/byte/" + BODY_BYTES + query),
                AnswerCheck.okWithLength(BODY_BYTES));
    }

    /** The result, if it is one: a null server gives every answer, and right. */
    private static LoadResult sound(LoadResult result) throws IOException, InterruptedException {
        if (Thread.interrupted() || result.stopped()) {
            throw new InterruptedException();
        }
        var tally = result.measured().tally();
        if (tally.failed() > 0 || tally.sent() == 0) {
            throw new IOException(
                    "of %d requests to the built-in origin %d failed"
                            .formatted(tally.sent(), tally.failed()));
        }
        return result;
    }

    /**
     * One statistic of the response time over all slices; the mean where there is no percentile.
     */
    private static Repeated times(List<LoadResult> results, double percentile) {
        return repeated(
                results.stream()
                        .map(result -> result.measured().responseTime())
                        .mapToDouble(times ->
                                Double.isNaN(percentile)
                                        ? times.getMean()
                                        : times.getValueAtPercentile(percentile))
                        .toArray());
    }

    /** The median of some repeats, and their spread about it. */
    static Repeated repeated(double... values) {
        double median = median(values);
        double[] distances = Arrays.stream(values).map(v -> Math.abs(v - median)).toArray();
        return new Repeated(median, NORMAL * median(distances));
    }

    private static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
