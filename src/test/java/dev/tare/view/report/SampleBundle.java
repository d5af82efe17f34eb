package dev.tare.view.report;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.Outcome;
import dev.tare.base.core.RequestSpec;
import dev.tare.base.core.Tally;
import dev.tare.base.histogram.HistogramLayout;
import dev.tare.lab.bundle.BlockRecord;
import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.BundleContent.Block;
import dev.tare.lab.bundle.BundleContent.SliceHistograms;
import dev.tare.lab.bundle.EndRecord;
import dev.tare.lab.bundle.EnvironmentRecord;
import dev.tare.lab.bundle.Manifest;
import dev.tare.lab.bundle.PlanRecord;
import dev.tare.lab.bundle.PlanRecord.WorkloadRecord;
import dev.tare.lab.bundle.RoundRecord;
import dev.tare.lab.bundle.RoundRecord.SpecimenRecord;
import dev.tare.lab.bundle.SliceRecord;
import dev.tare.lab.bundle.Usage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.HdrHistogram.Histogram;

/**
 * A made-up bundle with plausible figures, the same every time: 5 specimens, 2 workloads, 8 blocks,
 * one round more in the middle.
 */
final class SampleBundle {
    static final String CLOSED = "16k-closed";
    static final String OPEN = "100b-open";
    static final double OFFERED_PER_SEC = 6_000;
    static final List<Specimen> SPECIMENS =
            List.of(
                    new Specimen("bare", "", 48_200, 0, 92_000, 0, 0),
                    new Specimen("minivoy", "0.1.0", 21_500, 41_200, 168_000, 18_200, 61),
                    new Specimen("haproxy", "2.6.12", 19_100, 47_900, 181_000, 21_400, 24),
                    new Specimen("nginx", "1.22.1", 17_400, 53_300, 194_000, 23_900, 12),
                    new Specimen("envoy", "1.36.4", 9_830, 98_400, 61_000_000, 171_000, 49));

    private static final long SEED = 20_261_120;
    private static final int BLOCKS = 8;
    private static final int SECOND_ROUND_FROM = 5;
    private static final long EPOCH_NS = 1_795_202_820_000_000_000L;
    private static final long LEAD_NS = 150_000_000;
    private static final long MEASURED_NS = 500_000_000;
    private static final long DRAIN_NS = 20_000_000;
    private static final long BLOCK_NS = 14_000_000_000L;
    private static final long PAUSE_NS = 400_000_000_000L;

    private final Random random = new Random(SEED);

    private SampleBundle() {}

    /**
     * A made-up specimen.
     *
     * @param closedPerSec its rate in the closed loop
     * @param closedCpuNs CPU a request there
     * @param openMedianNs median response time in the open loop
     * @param openCpuNs CPU a request there
     */
    record Specimen(
            String name,
            String version,
            double closedPerSec,
            double closedCpuNs,
            double openMedianNs,
            double openCpuNs,
            int memoryMb) {}

    static BundleContent content() {
        return new SampleBundle().build();
    }

    private BundleContent build() {
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < BLOCKS; i++) {
            blocks.add(block(i));
        }
        return new BundleContent(
                manifest(),
                List.of(round(0), round(1)),
                blocks,
                Optional.of(new EndRecord(EndRecord.State.COMPLETE, "", EPOCH_NS + PAUSE_NS)));
    }

    static Manifest manifest() {
        List<WorkloadRecord> workloads =
                List.of(
                        workload(CLOSED, 16_384, "closed", "", 0),
                        workload(OPEN, 100, "open", "constant", 0.4));
        PlanRecord plan =
                new PlanRecord(
                        "built-in",
                        SPECIMENS.stream().map(Specimen::name).toList(),
                        workloads,
                        BLOCKS,
                        LEAD_NS,
                        MEASURED_NS,
                        4_000_000_000L);
        return new Manifest(
                Manifest.FORMAT_VERSION,
                "0.1.0",
                "0123456789abcdef0123456789abcdef01234567",
                EPOCH_NS,
                List.of("run", "--out", "tare-results/sample"),
                SEED,
                "7c9e6679f1b24b1d8d3a5c0e9f6a2b4c7c9e6679f1b24b1d8d3a5c0e9f6a2b4c",
                plan,
                environment());
    }

    private static WorkloadRecord workload(
            String name, int bytes, String model, String law, double share) {
        return new WorkloadRecord(
                name,
                RequestSpec.get("/byte/" + bytes),
                AnswerCheck.okWithLength(bytes),
                64,
                1,
                10_000_000_000L,
                model,
                law,
                0,
                share);
    }

    private static EnvironmentRecord environment() {
        return new EnvironmentRecord(
                "Linux",
                "6.18.0 #1 SMP PREEMPT_DYNAMIC",
                "amd64",
                "AMD EPYC 7B13",
                2,
                8_330_000_000L,
                "tsc",
                "25.0.1+8",
                List.of("-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"),
                "epoll",
                Map.of("specimen", "1", "instrument", "0", "origin", "0"),
                Map.of("net.core.somaxconn", "4096", "net.ipv4.tcp_tw_reuse", "2"),
                List.of("two cores: the instrument and the origin share one"));
    }

    private static RoundRecord round(int index) {
        List<SpecimenRecord> specimens =
                SPECIMENS.stream().map(specimen -> started(specimen, index)).toList();
        return new RoundRecord(
                index, EPOCH_NS, specimens, List.of(), Map.of(OPEN, OFFERED_PER_SEC));
    }

    private static SpecimenRecord started(Specimen specimen, int round) {
        boolean bare = specimen.name().equals("bare");
        return new SpecimenRecord(
                specimen.name(),
                specimen.name(),
                specimen.version(),
                bare ? List.of() : List.of(specimen.name(), "-c", specimen.name() + ".conf"),
                bare ? "" : specimen.name() + ".conf",
                bare ? "" : "ab54d286f1b24b1d8d3a5c0e9f6a2b4c7c9e6679f1b24b1d8d3a5c0e9f6a2b4c",
                "127.0.0.1:" + (40_000 + round),
                List.of(4_000L + round),
                bare ? "the origin itself" : "its counter rose by the requests sent");
    }

    private Block block(int index) {
        List<SliceRecord> slices = new ArrayList<>();
        List<SliceHistograms> histograms = new ArrayList<>();
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < SPECIMENS.size() * 2; i++) {
            order.add(i);
        }
        Collections.shuffle(order, random);
        order.addAll(order.reversed());
        long startNs = 5_000_000_000L + index * BLOCK_NS;
        for (int turn : order) {
            Specimen specimen = SPECIMENS.get(turn / 2);
            boolean open = turn % 2 == 1;
            SliceHistograms slice = open ? openSlice(specimen) : closedSlice(specimen);
            histograms.add(slice);
            slices.add(record(slices.size(), index, specimen, open, slice, startNs));
            startNs += LEAD_NS + MEASURED_NS + DRAIN_NS;
        }
        long pauseNs = index >= SECOND_ROUND_FROM ? PAUSE_NS : 0;
        BlockRecord counts =
                new BlockRecord(
                        index,
                        index >= SECOND_ROUND_FROM ? 1 : 0,
                        EPOCH_NS + index * BLOCK_NS + pauseNs,
                        slices,
                        Map.of(),
                        Map.of(),
                        List.of());
        return new Block(counts, histograms);
    }

    private SliceHistograms closedSlice(Specimen specimen) {
        double rate = specimen.closedPerSec() * (1 + 0.02 * random.nextGaussian());
        return histograms((int) (rate * MEASURED_NS / 1e9), 64e9 / rate, 0.22, 0);
    }

    private SliceHistograms openSlice(Specimen specimen) {
        double median = specimen.openMedianNs() * (1 + 0.03 * random.nextGaussian());
        return histograms((int) (OFFERED_PER_SEC * MEASURED_NS / 1e9), median, 0.3, 900);
    }

    private SliceHistograms histograms(int count, double medianNs, double spread, double lagNs) {
        Histogram response = HistogramLayout.newHistogram();
        Histogram lag = HistogramLayout.newHistogram();
        for (int i = 0; i < count; i++) {
            double ns = medianNs * StrictMath.exp(spread * random.nextGaussian());
            if (random.nextInt(400) == 0) {
                ns += -4e6 * StrictMath.log(1 - random.nextDouble());
            }
            response.recordValue(HistogramLayout.clamp((long) ns));
            double lateNs = lagNs * StrictMath.exp(0.9 * random.nextGaussian());
            lag.recordValue(HistogramLayout.clamp((long) lateNs));
        }
        Histogram connect = HistogramLayout.newHistogram();
        return new SliceHistograms(response, response, lag, connect);
    }

    private SliceRecord record(
            int index,
            int block,
            Specimen specimen,
            boolean open,
            SliceHistograms histograms,
            long startNs) {
        long count = histograms.responseTime().totalCount();
        boolean saturated = open && specimen.name().equals("envoy");
        long failed = saturated ? 3 : 0;
        long done = saturated ? (long) (count * 0.947) : count;
        int bodyBytes = open ? 100 : 16_384;
        Tally tally =
                new Tally(
                        count,
                        count,
                        Map.of(),
                        Map.of(Outcome.CORRECT, count - failed, Outcome.TIMED_OUT, failed),
                        0,
                        done,
                        done - failed,
                        done * (bodyBytes + 120L),
                        (count - failed) * bodyBytes,
                        0,
                        0);
        double cpuNs = open ? specimen.openCpuNs() : specimen.closedCpuNs();
        double drift = 1 + 0.004 * block + 0.012 * random.nextGaussian();
        boolean bare = specimen.name().equals("bare");
        Usage usage =
                bare
                        ? Usage.NOT_VISIBLE
                        : new Usage(
                                true,
                                (long) Math.min(MEASURED_NS, done * cpuNs * drift),
                                MEASURED_NS,
                                specimen.memoryMb() * 1_000_000L,
                                1,
                                0);
        long measuredNs = startNs + LEAD_NS;
        return new SliceRecord(
                index,
                specimen.name(),
                open ? OPEN : CLOSED,
                startNs,
                measuredNs,
                measuredNs + MEASURED_NS,
                measuredNs + MEASURED_NS + DRAIN_NS,
                open ? OFFERED_PER_SEC : 0,
                Tally.EMPTY,
                tally,
                usage,
                Usage.NOT_VISIBLE,
                Usage.NOT_VISIBLE,
                "epoll");
    }
}
