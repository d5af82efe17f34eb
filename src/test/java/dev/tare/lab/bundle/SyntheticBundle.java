package dev.tare.lab.bundle;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.Outcome;
import dev.tare.base.core.RequestSpec;
import dev.tare.base.core.Tally;
import dev.tare.base.histogram.HistogramLayout;
import dev.tare.lab.bundle.BundleContent.SliceHistograms;
import dev.tare.lab.bundle.PlanRecord.WorkloadRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.HdrHistogram.Histogram;

/**
 * Makes bundles whose truth is known: every specimen adds a fixed time and uses a fixed CPU a
 * request; blocks drift together, slices scatter on their own. All of it comes from a seed.
 *
 * <p>Little's law holds in every slice exactly: the length of a slice follows from its requests.
 */
public final class SyntheticBundle {
    /** Name of the closed-loop workload. */
    public static final String CLOSED = "16k-closed";

    /** Name of the open-loop workload. */
    public static final String OPEN = "100b-open";

    private static final int CONNECTIONS = 64;
    private static final int REQUESTS_A_SLICE = 4_000;
    private static final double OPEN_RATE_PER_SEC = 2_000;
    private static final double ORIGIN_CPU_NS = 8_000;
    private static final double INSTRUMENT_CPU_NS = 6_000;
    private static final double BUSY = 0.97;
    private static final double OPEN_BASE_NS = 150_000;
    private static final double SKEW = 0.3;
    private static final long LAG_NS = 200;
    private static final long STARTED_EPOCH_NS = 1_763_600_000_000_000_000L;

    /** A specimen's truth: what it uses and what it adds. */
    private record Truth(String kind, double cpuNs, double addedNs) {}

    private final Random random;
    private final long seed;
    private final Map<String, Truth> specimens = new LinkedHashMap<>();
    private int blocks = 12;
    private int plannedBlocks = -1;
    private int distinctValues = 100;
    private double blockSpread = 0.15;
    private double sliceSpread = 0.02;
    private double slowness = 1;

    /** An experiment with {@code bare} alone. */
    public SyntheticBundle(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
        specimens.put("bare", new Truth("bare", 0, 0));
    }

    /** Adds a specimen that uses {@code cpuNs} a request and adds {@code addedNs} in open loop. */
    public SyntheticBundle specimen(String name, double cpuNs, double addedNs) {
        specimens.put(name, new Truth(name, cpuNs, addedNs));
        return this;
    }

    /** Adds a specimen of the kind {@code bare}: nothing in between, once more. */
    public SyntheticBundle bareAgain(String name) {
        specimens.put(name, new Truth("bare", 0, 0));
        return this;
    }

    /** How many blocks are there, and, unless said otherwise, planned. */
    public SyntheticBundle blocks(int count) {
        this.blocks = count;
        return this;
    }

    /** How many blocks were planned. */
    public SyntheticBundle plannedBlocks(int count) {
        this.plannedBlocks = count;
        return this;
    }

    /** Standard deviations of the logarithm: of a block's drift, and of a slice by itself. */
    public SyntheticBundle spread(double ofBlocks, double ofSlices) {
        this.blockSpread = ofBlocks;
        this.sliceSpread = ofSlices;
        return this;
    }

    /** How many times as long everything takes, bare and the instrument included. */
    public SyntheticBundle slowness(double factor) {
        this.slowness = factor;
        return this;
    }

    /** How many different response times a slice has, a divisor of 4,000; fewer are faster made. */
    public SyntheticBundle distinctValues(int count) {
        this.distinctValues = count;
        return this;
    }

    /** The experiment in memory. */
    public BundleContent content() {
        List<BundleContent.Block> made = new ArrayList<>();
        for (int index = 0; index < blocks; index++) {
            made.add(block(index));
        }
        boolean whole = plannedBlocks < 0 || blocks >= plannedBlocks;
        Optional<EndRecord> end =
                whole
                        ? Optional.of(new EndRecord(EndRecord.State.COMPLETE, "", STARTED_EPOCH_NS))
                        : Optional.empty();
        return new BundleContent(manifest(), List.of(round()), made, end);
    }

    /** Its manifest. */
    public Manifest manifest() {
        PlanRecord plan =
                new PlanRecord(
                        "synthetic",
                        List.copyOf(specimens.keySet()),
                        List.of(
                                workload(CLOSED, "closed", "", 16_384, 0),
                                workload(OPEN, "open", "poisson", 100, OPEN_RATE_PER_SEC)),
                        plannedBlocks < 0 ? blocks : plannedBlocks,
                        200_000_000,
                        1_000_000_000,
                        10_000_000_000L);
        EnvironmentRecord environment =
                new EnvironmentRecord(
                        "Linux",
                        "6.18.0",
                        "amd64",
                        "Synthetic CPU",
                        2,
                        8L << 30,
                        "tsc",
                        "25.0.1",
                        List.of("-XX:+UseSerialGC"),
                        "nio",
                        Map.of("instrument", "0", "origin", "0", "specimen", "1"),
                        Map.of("net.core.somaxconn", "4096"),
                        List.of());
        return new Manifest(
                Manifest.FORMAT_VERSION,
                "0.1.0",
                "0123456789abcdef0123456789abcdef01234567",
                STARTED_EPOCH_NS,
                List.of("run", "--seed", Long.toString(seed)),
                seed,
                "0".repeat(64),
                plan,
                environment);
    }

    private static WorkloadRecord workload(
            String name, String model, String law, int bodyBytes, double ratePerSec) {
        return new WorkloadRecord(
                name,
                RequestSpec.get("/byte/" + bodyBytes),
                AnswerCheck.okWithLength(bodyBytes),
                CONNECTIONS,
                1,
                2_000_000_000L,
                model,
                law,
                ratePerSec,
                0);
    }

    /** Its only round. */
    public RoundRecord round() {
        List<RoundRecord.SpecimenRecord> started = new ArrayList<>();
        specimens.forEach((name, truth) ->
                started.add(
                        new RoundRecord.SpecimenRecord(
                                name,
                                truth.kind(),
                                truth.kind().equals("bare") ? "" : "1.0",
                                truth.kind().equals("bare")
                                        ? List.of()
                                        : List.of(name, "-c", name + ".conf"),
                                truth.kind().equals("bare") ? "" : name + ".conf",
                                truth.kind().equals("bare") ? "" : "1".repeat(64),
                                "127.0.0.1:8080",
                                List.of(),
                                "its own counter")));
        return new RoundRecord(
                0, STARTED_EPOCH_NS, started, List.of(), Map.of(OPEN, OPEN_RATE_PER_SEC));
    }

    private Truth truth(String specimen) {
        return Objects.requireNonNull(specimens.get(specimen));
    }

    private BundleContent.Block block(int index) {
        double drift = slowness * Math.exp(blockSpread * random.nextGaussian());
        List<String> order = new ArrayList<>(specimens.keySet());
        List<String> turns = new ArrayList<>(order);
        turns.addAll(order.reversed());
        List<SliceRecord> records = new ArrayList<>();
        List<SliceHistograms> histograms = new ArrayList<>();
        Map<String, BlockRecord.CounterProof> proofs = new HashMap<>();
        long startNs = 1_000_000_000L;
        for (boolean open : new boolean[] {false, true}) {
            for (String specimen : turns) {
                SliceHistograms drawn = draw(specimen, open, drift);
                SliceRecord slice = slice(records.size(), specimen, open, startNs, drift, drawn);
                records.add(slice);
                histograms.add(drawn);
                startNs = slice.endNs();
                long sent = slice.lead().sent() + slice.measured().sent();
                if (!truth(specimen).kind().equals("bare")) {
                    proofs.merge(
                            specimen,
                            new BlockRecord.CounterProof(sent, sent, "stats"),
                            (a, b) ->
                                    new BlockRecord.CounterProof(
                                            a.sent() + b.sent(), a.seen() + b.seen(), "stats"));
                }
            }
        }
        Map<String, Usage> idle = new HashMap<>();
        specimens.forEach((name, truth) -> {
            if (truth.cpuNs() > 0) {
                idle.put(name, new Usage(true, 1_000_000, 1_000_000_000, 10 << 20, 1, 0));
            }
        });
        BlockRecord block =
                new BlockRecord(
                        index,
                        0,
                        STARTED_EPOCH_NS + index * 60_000_000_000L,
                        records,
                        idle,
                        proofs,
                        List.of());
        return new BundleContent.Block(block, histograms);
    }

    private SliceHistograms draw(String specimen, boolean open, double drift) {
        Truth truth = truth(specimen);
        // In a closed loop the dearest party is busy, and everybody waits for it.
        double dearestNs = Math.max(truth.cpuNs(), ORIGIN_CPU_NS + INSTRUMENT_CPU_NS);
        double baseNs =
                open ? OPEN_BASE_NS : CONNECTIONS * dearestNs / BUSY / Math.exp(SKEW * SKEW / 2);
        double factor = drift * Math.exp(sliceSpread * random.nextGaussian());
        double addedNs = open ? truth.addedNs() : 0;
        Histogram response = histogram();
        Histogram service = histogram();
        Histogram lag = histogram();
        for (int i = 0; i < distinctValues; i++) {
            double skewed = Math.exp(SKEW * random.nextGaussian());
            double ns = factor * (baseNs * skewed + addedNs);
            long lagNs = open ? LAG_NS : 0;
            response.recordValueWithCount(
                    Math.round(ns) + lagNs, REQUESTS_A_SLICE / distinctValues);
            service.recordValueWithCount(Math.round(ns), REQUESTS_A_SLICE / distinctValues);
            lag.recordValueWithCount(lagNs, REQUESTS_A_SLICE / distinctValues);
        }
        return new SliceHistograms(response, service, lag, histogram());
    }

    /** Of HistogramLayout's buckets, with an array no longer than needed: bundles here are many. */
    public static Histogram histogram() {
        Histogram histogram =
                new Histogram(
                        HistogramLayout.LOWEST_NS,
                        2 * HistogramLayout.LOWEST_NS,
                        HistogramLayout.SIGNIFICANT_DIGITS);
        histogram.setAutoResize(true);
        return histogram;
    }

    private SliceRecord slice(
            int index,
            String specimen,
            boolean open,
            long startNs,
            double drift,
            SliceHistograms drawn) {
        long requests = drawn.responseTime().totalCount();
        long leadNs = 200_000_000;
        double seconds =
                open
                        ? requests / OPEN_RATE_PER_SEC
                        : requests * drawn.responseTime().meanNs() / 1e9 / CONNECTIONS;
        long measuredNs = Math.round(seconds * 1e9);
        long measuredStartNs = startNs + leadNs;
        long bodyBytes = open ? 100 : 16_384;
        Tally measured = tally(requests, requests * (bodyBytes + 150), requests * bodyBytes);
        double scatter = Math.exp(sliceSpread * random.nextGaussian());
        Truth truth = truth(specimen);
        long cpuNs = Math.round(truth.cpuNs() * requests * drift * scatter);
        return new SliceRecord(
                index,
                specimen,
                open ? OPEN : CLOSED,
                startNs,
                measuredStartNs,
                measuredStartNs + measuredNs,
                measuredStartNs + measuredNs + 10_000_000,
                open ? OPEN_RATE_PER_SEC : 0,
                lead(1_000, bodyBytes),
                measured,
                truth.cpuNs() > 0
                        ? new Usage(true, cpuNs, measuredNs, 20L << 20, 1, 0)
                        : Usage.NOT_VISIBLE,
                usage(ORIGIN_CPU_NS * requests * drift, measuredNs),
                usage(INSTRUMENT_CPU_NS * requests * drift, measuredNs),
                "nio");
    }

    private Usage usage(double meanCpuNs, long measuredNs) {
        double scatter = Math.exp(sliceSpread * random.nextGaussian());
        return new Usage(true, Math.round(meanCpuNs * scatter), measuredNs, 50L << 20, 1, 0);
    }

    private static Tally lead(long requests, long bodyBytes) {
        Tally opened = new Tally(0, 0, Map.of(), Map.of(), 0, 0, 0, 0, 0, CONNECTIONS, 0);
        return tally(requests, requests * (bodyBytes + 150), requests * bodyBytes).plus(opened);
    }

    /** Counts of a phase in which all went well. */
    public static Tally tally(long requests, long bytes, long bodyBytes) {
        return new Tally(
                requests,
                requests,
                Map.of(),
                Map.of(Outcome.CORRECT, requests),
                0,
                requests,
                requests,
                bytes,
                bodyBytes,
                0,
                0);
    }

    /** The slice with other counts of its measured phase. */
    public static SliceRecord withMeasured(SliceRecord slice, Tally measured) {
        return new SliceRecord(
                slice.index(),
                slice.specimen(),
                slice.workload(),
                slice.startNs(),
                slice.measuredStartNs(),
                slice.measuredEndNs(),
                slice.endNs(),
                slice.offeredRatePerSec(),
                slice.lead(),
                measured,
                slice.specimenUsage(),
                slice.originUsage(),
                slice.instrumentUsage(),
                slice.ioBackEnd());
    }

    /** The slice with other counts of its lead. */
    public static SliceRecord withLead(SliceRecord slice, Tally lead) {
        return new SliceRecord(
                slice.index(),
                slice.specimen(),
                slice.workload(),
                slice.startNs(),
                slice.measuredStartNs(),
                slice.measuredEndNs(),
                slice.endNs(),
                slice.offeredRatePerSec(),
                lead,
                slice.measured(),
                slice.specimenUsage(),
                slice.originUsage(),
                slice.instrumentUsage(),
                slice.ioBackEnd());
    }

    /** The slice with another usage of the specimen. */
    public static SliceRecord withSpecimenUsage(SliceRecord slice, Usage usage) {
        return new SliceRecord(
                slice.index(),
                slice.specimen(),
                slice.workload(),
                slice.startNs(),
                slice.measuredStartNs(),
                slice.measuredEndNs(),
                slice.endNs(),
                slice.offeredRatePerSec(),
                slice.lead(),
                slice.measured(),
                usage,
                slice.originUsage(),
                slice.instrumentUsage(),
                slice.ioBackEnd());
    }

    /** Every slice's record replaced by what {@code change} makes of it. */
    public static BundleContent mapSlices(
            BundleContent content, UnaryOperator<SliceRecord> change) {
        return mapBlocks(
                content,
                block ->
                        new BundleContent.Block(
                                withSlices(
                                        block.blockRecord(),
                                        block.blockRecord().slices().stream().map(change).toList()),
                                block.sliceHistograms()));
    }

    /** Every block replaced by what {@code change} makes of it. */
    public static BundleContent mapBlocks(
            BundleContent content, UnaryOperator<BundleContent.Block> change) {
        return new BundleContent(
                content.manifest(),
                content.rounds(),
                content.blocks().stream().map(change).toList(),
                content.end());
    }

    /** The block with other slices. */
    public static BlockRecord withSlices(BlockRecord block, List<SliceRecord> slices) {
        return new BlockRecord(
                block.index(),
                block.round(),
                block.startedEpochNs(),
                slices,
                block.idle(),
                block.proofs(),
                block.losses());
    }

    /** Writes {@code content} through the writer into {@code folder}. */
    public static void write(BundleContent content, java.nio.file.Path folder)
            throws BundleException {
        try (BundleWriter writer = BundleWriter.create(folder, content.manifest())) {
            for (RoundRecord round : content.rounds()) {
                Map<String, String> configurations = new HashMap<>();
                round.specimens().stream()
                        .filter(specimen -> !specimen.configurationFile().isEmpty())
                        .forEach(specimen ->
                                configurations.put(
                                        specimen.configurationFile(),
                                        "# configuration of " + specimen.name() + "\n"));
                writer.writeRound(round, configurations);
            }
            for (BundleContent.Block block : content.blocks()) {
                writer.writeBlock(block.blockRecord(), block.sliceHistograms());
            }
            if (content.end().isPresent()) {
                writer.writeEnd(content.end().get());
            }
        }
    }
}
