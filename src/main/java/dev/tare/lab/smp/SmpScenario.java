package dev.tare.lab.smp;

import dev.tare.base.core.Tally;
import dev.tare.base.histogram.HistogramLayout;
import dev.tare.lab.bundle.BlockRecord;
import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.PartUsage;
import dev.tare.lab.bundle.PlanRecord.WorkloadRecord;
import dev.tare.lab.bundle.RoundRecord.PartRecord;
import dev.tare.lab.bundle.RoundRecord.SpecimenRecord;
import dev.tare.lab.bundle.SliceRecord;
import dev.tare.lab.verdict.ScenarioResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * One scenario of a bundle, with what SMP wants to know of it beyond its result.
 *
 * @param result as it was judged
 * @param workload as in the plan
 * @param started the specimen as it was started in the first round; empty where no round tells
 * @param blocks its slices, added up block by block
 * @param whole all of them
 * @param passages how often one request of the load passes one of the specimen's proxies, by its
 *     own counters; 1 where it does not count
 * @param tls whether its connections spoke TLS
 */
record SmpScenario(
        ScenarioResult result,
        WorkloadRecord workload,
        Optional<SpecimenRecord> started,
        List<Part> blocks,
        Part whole,
        double passages,
        boolean tls) {
    private static final String BARE = "bare";

    /**
     * Slices of one scenario, added up.
     *
     * @param index of the block; -1 for all of them
     * @param startEpochNs wall-clock time at which the first began to be measured
     * @param endEpochNs wall-clock time at which the last ended to be measured
     * @param measuredNs length of their measured phases
     * @param tally counts of their measured phases
     * @param responseTime ns
     */
    record Part(
            int index,
            long startEpochNs,
            long endEpochNs,
            long measuredNs,
            Tally tally,
            Histogram responseTime) {}

    static SmpScenario of(BundleContent content, ScenarioResult result) {
        WorkloadRecord workload =
                content.manifest().plan().workloads().stream()
                        .filter(w -> w.name().equals(result.workload()))
                        .findFirst()
                        .orElseThrow();
        List<Part> blocks = new ArrayList<>();
        for (BundleContent.Block block : content.blocks()) {
            part(block, result).ifPresent(blocks::add);
        }
        Histogram times = HistogramLayout.newHistogram();
        Tally tally = Tally.EMPTY;
        long measuredNs = 0;
        for (Part block : blocks) {
            times.add(block.responseTime());
            tally = tally.plus(block.tally());
            measuredNs += block.measuredNs();
        }
        Part whole =
                new Part(
                        -1,
                        blocks.getFirst().startEpochNs(),
                        blocks.getLast().endEpochNs(),
                        measuredNs,
                        tally,
                        times);
        Optional<SpecimenRecord> started =
                content.rounds().stream()
                        .findFirst()
                        .flatMap(round ->
                                round.specimens().stream()
                                        .filter(s -> s.name().equals(result.specimen()))
                                        .findFirst());
        return new SmpScenario(
                result,
                workload,
                started,
                blocks,
                whole,
                passages(content, result.specimen()),
                tls(content, result.specimen()));
    }

    private static boolean tls(BundleContent content, String specimen) {
        return content.blocks().stream()
                .flatMap(block ->
                        block
                                .blockRecord()
                                .protocols()
                                .getOrDefault(specimen, Map.of())
                                .keySet()
                                .stream())
                .anyMatch(spoken -> spoken.contains("TLS"));
    }

    private static Optional<Part> part(BundleContent.Block block, ScenarioResult result) {
        BlockRecord record = block.blockRecord();
        long firstStartNs = record.slices().getFirst().startNs();
        Histogram times = HistogramLayout.newHistogram();
        Tally tally = Tally.EMPTY;
        long measuredNs = 0;
        long startNs = Long.MAX_VALUE;
        long endNs = Long.MIN_VALUE;
        for (SliceRecord slice : record.slices()) {
            if (slice.specimen().equals(result.specimen())
                    && slice.workload().equals(result.workload())) {
                block.sliceHistograms().get(slice.index()).responseTime().addTo(times);
                tally = tally.plus(slice.measured());
                measuredNs += slice.measuredNs();
                startNs = Math.min(startNs, slice.measuredStartNs());
                endNs = Math.max(endNs, slice.measuredEndNs());
            }
        }
        return measuredNs == 0
                ? Optional.empty()
                : Optional.of(
                        new Part(
                                record.index(),
                                record.startedEpochNs() + startNs - firstStartNs,
                                record.startedEpochNs() + endNs - firstStartNs,
                                measuredNs,
                                tally,
                                times));
    }

    private static double passages(BundleContent content, String specimen) {
        long counted = 0;
        long sent = 0;
        for (BundleContent.Block block : content.blocks()) {
            BlockRecord.CounterProof proof = block.blockRecord().proofs().get(specimen);
            if (proof != null) {
                counted += proof.sent();
                sent +=
                        block.blockRecord().slices().stream()
                                .filter(slice -> slice.specimen().equals(specimen))
                                .mapToLong(slice -> slice.lead().sent() + slice.measured().sent())
                                .sum();
            }
        }
        return counted > 0 && sent > 0 ? (double) counted / sent : 1;
    }

    /** How many proxies the specimen has; 0 for bare. */
    int proxies() {
        boolean bare = started.map(s -> s.kind().equals(BARE)).orElse(false);
        long parts = parts(PartUsage.Role.PROXY).size();
        return bare ? 0 : parts > 0 ? (int) parts : 1;
    }

    private List<PartRecord> parts(PartUsage.Role role) {
        return started.map(SpecimenRecord::parts).orElse(List.of()).stream()
                .filter(part -> part.role() == role)
                .toList();
    }

    /** Threads of one proxy, where its command says so; 0 where it does not. */
    int concurrency() {
        List<List<String>> commands = new ArrayList<>();
        started.ifPresent(s -> commands.add(s.command()));
        parts(PartUsage.Role.PROXY).forEach(part -> commands.add(part.command()));
        for (List<String> command : commands) {
            for (int i = 0; i + 1 < command.size(); i++) {
                if (command.get(i).equals("--concurrency") || command.get(i).equals("--threads")) {
                    String count = command.get(i + 1);
                    return count.matches("[0-9]{1,4}") ? Integer.parseInt(count) : 0;
                }
            }
        }
        return 0;
    }

    /** Whether calls between its proxies are secured on both sides. */
    boolean mutualTls() {
        return started.map(s -> !s.security().isEmpty()).orElse(false);
    }

    /** Which proxy, and its version. */
    String build() {
        return started.map(
                        s -> {
                            String version =
                                    s.version().isEmpty()
                                            ? parts(PartUsage.Role.PROXY).stream()
                                                    .map(PartRecord::version)
                                                    .findFirst()
                                                    .orElse("")
                                            : s.version();
                            return (s.kind() + " " + version).strip();
                        })
                .orElse("");
    }

    /** What is measured through, as a message for a field of {@code mesh}. */
    SmpMessage application(SmpMessage mesh) {
        String names =
                String.join(
                        ", ",
                        parts(PartUsage.Role.APPLICATION).stream().map(PartRecord::name).toList());
        return mesh.inner("application_metadata")
                .with("application_name", names)
                .withEnum("application_protocol", tls ? "PROTOCOL_HTTPS" : "PROTOCOL_HTTP");
    }

    /** Whether its requests are gRPC calls. */
    boolean grpc() {
        return workload.request().fields().stream()
                .anyMatch(field ->
                        field.name().equalsIgnoreCase("content-type")
                                && field.value().startsWith("application/grpc"));
    }

    /** The body of its request. */
    String bodyText() {
        return workload.request().body();
    }

    /** Where its requests were sent. */
    String url() {
        String address = started.map(SpecimenRecord::address).orElse("");
        return (tls ? "https://" : "http://") + address + workload.request().target();
    }
}
