import com.sun.management.OperatingSystemMXBean;
import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.Outcome;
import dev.tare.base.core.RequestSpec;
import dev.tare.base.core.Tally;
import dev.tare.base.histogram.HistogramLayout;
import dev.tare.lab.bundle.BlockRecord;
import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.BundleContent.SliceHistograms;
import dev.tare.lab.bundle.BundleReader;
import dev.tare.lab.bundle.BundleWriter;
import dev.tare.lab.bundle.EndRecord;
import dev.tare.lab.bundle.EnvironmentRecord;
import dev.tare.lab.bundle.Manifest;
import dev.tare.lab.bundle.PlanRecord;
import dev.tare.lab.bundle.PlanRecord.WorkloadRecord;
import dev.tare.lab.bundle.RoundRecord;
import dev.tare.lab.bundle.SliceRecord;
import dev.tare.lab.bundle.Usage;
import dev.tare.lab.verdict.Weighing;
import dev.tare.lab.verdict.judge.Judge;
import dev.tare.view.report.ReportFormat;
import dev.tare.view.report.content.ReportInput;
import dev.tare.view.text.TextStyle;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * Makes a bundle of many scenarios, 20 workloads on as many specimens as that takes, two slices a
 * block, and measures how long {@code tare report} takes for it, start of the JVM included, and
 * where in one process the time goes.
 */
public final class JudgeBench {
    private static final int WORKLOADS = 20;
    private static final int REQUESTS_A_SLICE = 2_000;
    private static final int CONNECTIONS = 64;
    private static final double RATE_PER_SEC = 2_000;
    private static final int INVOCATIONS = 3;
    private static final long EPOCH_NS = 1_763_600_000_000_000_000L;

    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private static long lastCpuNs;

    private JudgeBench() {}

    public static void main(String[] args) throws Exception {
        Path top = Path.of(args[0]);
        int scenarios = args.length > 1 ? Integer.parseInt(args[1]) : 1_000;
        int blocks = args.length > 2 ? Integer.parseInt(args[2]) : 8;
        Path work = Files.createTempDirectory("tare-bench-");
        Path bundle = work.resolve("bundle");
        try {
            write(bundle, Math.max(2, scenarios / WORKLOADS), blocks);
            System.out.printf(
                    "%,d scenarios, %d blocks, %,d slices, %,d kB%n",
                    scenarios, blocks, 2 * scenarios * blocks, bytes(bundle) / 1_000);
            for (String format : List.of("text", "json", "html")) {
                List<String> seconds = new ArrayList<>();
                for (int i = 0; i < INVOCATIONS; i++) {
                    seconds.add("%.2f".formatted(command(top, bundle, format, work)));
                }
                System.out.printf(
                        "tare report --format %-5s %s s%n", format, String.join(", ", seconds));
            }
            inside(bundle);
        } finally {
            delete(work);
        }
    }

    private static double command(Path top, Path bundle, String format, Path work)
            throws Exception {
        Process process =
                new ProcessBuilder(
                                top.resolve("tare").toString(),
                                "report",
                                bundle.toString(),
                                "--format",
                                format,
                                "--out",
                                work.resolve("report." + format).toString())
                        .redirectErrorStream(true)
                        .redirectOutput(new File("/dev/null"))
                        .start();
        long startNs = System.nanoTime();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("tare report --format " + format + " failed");
        }
        return (System.nanoTime() - startNs) / 1e9;
    }

    /** The parts one after the other, cold as in a process of its own. */
    private static void inside(Path bundle) throws Exception {
        long startNs = System.nanoTime();
        lastCpuNs = PROCESS.getProcessCpuTime();
        BundleContent content = BundleReader.read(bundle);
        startNs = lap("read", startNs);
        Weighing weighing = Judge.weigh(content, bundle.toString());
        startNs = lap("weigh", startNs);
        ReportInput input = new ReportInput(content, weighing, bundle.toString());
        for (ReportFormat format : ReportFormat.values()) {
            int length = format.report(TextStyle.plain(120)).render(input).length();
            startNs = lap(format.key() + " (" + length / 1_000 + " kB)", startNs);
        }
        System.out.printf("%s%n", weighing.comparisons().sentence());
    }

    private static long lap(String what, long startNs) {
        long nowNs = System.nanoTime();
        long cpuNs = PROCESS.getProcessCpuTime();
        System.out.printf(
                "  %-16s %6.2f s, %6.2f s CPU%n",
                what, (nowNs - startNs) / 1e9, (cpuNs - lastCpuNs) / 1e9);
        lastCpuNs = cpuNs;
        return System.nanoTime();
    }

    private static void write(Path folder, int specimens, int blocks) throws Exception {
        Random random = new Random(1);
        try (BundleWriter writer = BundleWriter.create(folder, manifest(specimens, blocks))) {
            List<RoundRecord.SpecimenRecord> started = new ArrayList<>();
            for (String name : names(specimens)) {
                started.add(
                        new RoundRecord.SpecimenRecord(
                                name,
                                name.equals("bare") ? "bare" : "minivoy",
                                name.equals("bare") ? "" : "1.0",
                                List.of(),
                                "",
                                "",
                                "127.0.0.1:8080",
                                List.of(),
                                "its own counter"));
            }
            Map<String, Double> rates = new HashMap<>();
            for (int w = 0; w < WORKLOADS; w += 2) {
                rates.put("w" + w, RATE_PER_SEC);
            }
            writer.writeRound(
                    new RoundRecord(0, EPOCH_NS, started, List.of(), rates), Map.of());
            for (int index = 0; index < blocks; index++) {
                writeBlock(writer, random, index, specimens);
            }
            writer.writeEnd(new EndRecord(EndRecord.State.COMPLETE, "", EPOCH_NS));
        }
    }

    private static void writeBlock(BundleWriter writer, Random random, int index, int specimens)
            throws Exception {
        double drift = Math.exp(0.1 * random.nextGaussian());
        List<SliceRecord> slices = new ArrayList<>();
        List<SliceHistograms> histograms = new ArrayList<>();
        Map<String, BlockRecord.CounterProof> proofs = new HashMap<>();
        long startNs = 1_000_000_000L;
        for (int w = 0; w < WORKLOADS; w++) {
            boolean open = w % 2 == 0;
            for (int turn = 0; turn < 2 * specimens; turn++) {
                int specimen = turn < specimens ? turn : 2 * specimens - 1 - turn;
                SliceHistograms drawn = draw(random, specimen, w, open, drift);
                SliceRecord slice =
                        slice(random, slices.size(), specimen, w, startNs, drift, drawn);
                slices.add(slice);
                histograms.add(drawn);
                startNs = slice.endNs();
                if (specimen > 0) {
                    long sent = slice.measured().sent();
                    proofs.merge(
                            name(specimen),
                            new BlockRecord.CounterProof(sent, sent, "stats"),
                            (a, b) ->
                                    new BlockRecord.CounterProof(
                                            a.sent() + b.sent(), a.seen() + b.seen(), "stats"));
                }
            }
        }
        writer.writeBlock(
                new BlockRecord(
                        index,
                        0,
                        EPOCH_NS + index * 60_000_000_000L,
                        slices,
                        Map.of(),
                        proofs,
                        List.of()),
                histograms);
    }

    private static SliceHistograms draw(
            Random random, int specimen, int workload, boolean open, double drift) {
        Histogram response = HistogramLayout.newGrowingHistogram();
        Histogram service = HistogramLayout.newGrowingHistogram();
        Histogram lag = HistogramLayout.newGrowingHistogram();
        double baseNs = (open ? 150_000 : 900_000) + 2_000 * specimen + 10_000 * workload;
        double scatter = drift * Math.exp(0.03 * random.nextGaussian());
        for (int i = 0; i < REQUESTS_A_SLICE; i++) {
            long ns = Math.round(scatter * baseNs * Math.exp(0.3 * random.nextGaussian()));
            long lagNs = open ? Math.round(400 * Math.exp(0.8 * random.nextGaussian())) : 0;
            response.recordValue(ns + lagNs);
            service.recordValue(ns);
            lag.recordValue(lagNs);
        }
        return new SliceHistograms(response, service, lag, HistogramLayout.newGrowingHistogram());
    }

    private static SliceRecord slice(
            Random random,
            int index,
            int specimen,
            int workload,
            long startNs,
            double drift,
            SliceHistograms drawn) {
        boolean open = workload % 2 == 0;
        double seconds =
                open
                        ? REQUESTS_A_SLICE / RATE_PER_SEC
                        : REQUESTS_A_SLICE * drawn.responseTime().meanNs() / 1e9 / CONNECTIONS;
        long measuredNs = Math.round(seconds * 1e9);
        long measuredStartNs = startNs + 100_000_000;
        double cpuNs = REQUESTS_A_SLICE * drift * (20_000 + 300.0 * specimen);
        double scatter = Math.exp(0.02 * random.nextGaussian());
        return new SliceRecord(
                index,
                name(specimen),
                "w" + workload,
                startNs,
                measuredStartNs,
                measuredStartNs + measuredNs,
                measuredStartNs + measuredNs + 5_000_000,
                open ? RATE_PER_SEC : 0,
                tally(0),
                tally(REQUESTS_A_SLICE),
                specimen == 0
                        ? Usage.NOT_VISIBLE
                        : new Usage(true, Math.round(cpuNs * scatter), measuredNs, 20L << 20, 1, 0),
                new Usage(true, measuredNs / 2, measuredNs, 50L << 20, 1, 0),
                new Usage(true, measuredNs / 3, measuredNs, 50L << 20, 1, 0),
                "epoll");
    }

    private static Tally tally(long requests) {
        return new Tally(
                requests,
                requests,
                Map.of(),
                Map.of(Outcome.CORRECT, requests),
                0,
                requests,
                requests,
                requests * 250,
                requests * 100,
                0,
                0);
    }

    private static String name(int specimen) {
        return specimen == 0 ? "bare" : "specimen" + specimen;
    }

    private static List<String> names(int specimens) {
        return Stream.iterate(0, i -> i + 1).limit(specimens).map(JudgeBench::name).toList();
    }

    private static Manifest manifest(int specimens, int blocks) {
        List<WorkloadRecord> workloads = new ArrayList<>();
        for (int w = 0; w < WORKLOADS; w++) {
            boolean open = w % 2 == 0;
            workloads.add(
                    new WorkloadRecord(
                            "w" + w,
                            RequestSpec.get("/byte/100"),
                            AnswerCheck.okWithLength(100),
                            CONNECTIONS,
                            1,
                            2_000_000_000L,
                            open ? "open" : "closed",
                            open ? "constant" : "",
                            open ? RATE_PER_SEC : 0,
                            0));
        }
        PlanRecord plan =
                new PlanRecord(
                        "many scenarios",
                        names(specimens),
                        workloads,
                        blocks,
                        100_000_000,
                        1_000_000_000,
                        10_000_000_000L);
        EnvironmentRecord environment =
                new EnvironmentRecord(
                        "Linux",
                        "6.18.0",
                        "amd64",
                        "a made-up CPU",
                        2,
                        8L << 30,
                        "tsc",
                        "25",
                        List.of(),
                        "epoll",
                        Map.of("instrument", "0", "origin", "0", "specimen", "1"),
                        Map.of(),
                        List.of());
        return new Manifest(
                Manifest.FORMAT_VERSION,
                "0",
                "0".repeat(40),
                EPOCH_NS,
                List.of("run"),
                1,
                "0".repeat(64),
                plan,
                environment);
    }

    private static long bytes(Path folder) throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
        }
    }

    private static void delete(Path folder) throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }
}
