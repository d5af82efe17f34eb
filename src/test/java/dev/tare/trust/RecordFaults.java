package dev.tare.trust;

import static dev.tare.lab.verdict.FigureKind.CPU_PER_REQUEST;
import static dev.tare.lab.verdict.FigureKind.RESPONSE_TIME_P50;
import static dev.tare.lab.verdict.Verdict.INVALID;
import static dev.tare.lab.verdict.Verdict.TAINTED;

import dev.tare.base.core.Outcome;
import dev.tare.base.core.Tally;
import dev.tare.base.histogram.SparseHistogram;
import dev.tare.lab.bundle.BlockRecord;
import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.BundleContent.SliceHistograms;
import dev.tare.lab.bundle.RoundRecord;
import dev.tare.lab.bundle.RoundRecord.SpecimenRecord;
import dev.tare.lab.bundle.SliceHealth;
import dev.tare.lab.bundle.SliceRecord;
import dev.tare.trust.PlantedFault.InFiles;
import dev.tare.trust.PlantedFault.InRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.HdrHistogram.Histogram;

/**
 * Faults that no process can be made to have here: the record of a real run is changed afterwards,
 * in memory or in its files.
 */
final class RecordFaults {
    private static final Seat SOUND = Seat.sound(Setting.CLOSED);
    private static final Seat SWALLOWING = new Seat(ProxyFault.SWALLOW, 200, Setting.IMPATIENT);
    private static final long TIMEOUT_NS = 100_000_000;
    private static final long HOUR_NS = 3_600_000_000_000L;
    private static final int HALF = TrustRun.BLOCKS / 2;

    private RecordFaults() {}

    static List<PlantedFault> all() {
        return List.of(
                new PlantedFault(
                                "timeouts-dropped",
                                "requests that timed out taken out of counts and times, as wrk does"
                                        + " (in the record)",
                                new InRecord(SWALLOWING, RecordFaults::withoutTimeouts),
                                new Expected.OnFigure(
                                        Set.of(10), INVALID, RESPONSE_TIME_P50, "Little's law"))
                        .onAQuietMachine(),
                new PlantedFault(
                        "requests-lost",
                        "one correct request missing from the counts of a slice (in the record)",
                        new InRecord(SOUND, RecordFaults::withoutARequest),
                        new Expected.OnFigure(
                                Set.of(2), INVALID, RESPONSE_TIME_P50, "requests are lost")),
                new PlantedFault(
                        "histogram-exchanged",
                        "the histogram of another slice in the place of one (in the record)",
                        new InRecord(SOUND, RecordFaults::withExchangedHistograms),
                        new Expected.OnFigure(
                                Set.of(2), INVALID, RESPONSE_TIME_P50, "are recorded")),
                new PlantedFault(
                        "other-version",
                        "another version of the specimen after block 3 (in the record)",
                        new InRecord(SOUND, RecordFaults::withTwoVersions),
                        new Expected.OnFigure(
                                Set.of(11), TAINTED, CPU_PER_REQUEST, "several versions")),
                new PlantedFault(
                        "clock-stepped",
                        "the wall clock set back by an hour (in the record)",
                        new InRecord(SOUND, RecordFaults::withClockStep),
                        new Expected.Remark(5, "clock")),
                new PlantedFault(
                        "too-few-blocks",
                        "three blocks (of the record's six)",
                        new InRecord(SOUND, RecordFaults::withHalfTheBlocks),
                        new Expected.Remark(8, "no tare cost")),
                new PlantedFault(
                        "histograms-lost",
                        "a block's slices.hlog removed from the bundle",
                        new InFiles(bundle -> Files.delete(histograms(bundle))),
                        refused("slices.hlog", "is missing")),
                new PlantedFault(
                        "histograms-cut",
                        "a block's slices.hlog cut in half",
                        new InFiles(bundle -> cut(histograms(bundle))),
                        refused("slices.hlog")),
                new PlantedFault(
                        "counts-cut",
                        "a block's block.json cut in half",
                        new InFiles(bundle -> cut(bundle.resolve("blocks/0002/block.json"))),
                        refused("block.json", "cut short")));
    }

    private static Path histograms(Path bundle) {
        return bundle.resolve("blocks/0002/slices.hlog");
    }

    private static void cut(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));
    }

    private static Expected refused(String... words) {
        return new Expected.Refused("the bundle's reader", "refused", List.of(words));
    }

    private static BundleContent withoutTimeouts(BundleContent content) {
        return changed(
                content,
                SWALLOWING,
                slice -> {
                    Tally tally = slice.counts().measured();
                    long gone = tally.count(Outcome.TIMED_OUT) + tally.inFlightAtEnd();
                    Map<Outcome, Long> outcomes = new HashMap<>(tally.outcomes());
                    outcomes.remove(Outcome.TIMED_OUT);
                    Tally without =
                            new Tally(
                                    tally.planned() - gone,
                                    tally.sent() - gone,
                                    tally.unsent(),
                                    outcomes,
                                    0,
                                    tally.doneInside(),
                                    tally.correctInside(),
                                    tally.bytesInside(),
                                    tally.bodyBytes(),
                                    tally.connectsOpened(),
                                    tally.connectsFailed());
                    long timedOut = tally.count(Outcome.TIMED_OUT);
                    return new Slice(
                            with(slice.counts(), without),
                            new SliceHistograms(
                                    withoutLongest(slice.histograms().responseTime(), timedOut),
                                    withoutLongest(slice.histograms().serviceTime(), timedOut),
                                    slice.histograms().sendLag(),
                                    slice.histograms().connectTime()));
                });
    }

    /** The histogram without its {@code count} longest times, which are those of timeouts. */
    private static SparseHistogram withoutLongest(SparseHistogram times, long count) {
        Histogram without = times.toHistogram();
        long left = count;
        while (left > 0 && without.getTotalCount() > 0) {
            long longest = without.getMaxValue();
            if (longest < TIMEOUT_NS * 9 / 10) {
                break;
            }
            long there = Math.min(left, without.getCountAtValue(longest));
            Histogram taken = new Histogram(without);
            taken.recordValueWithCount(longest, there);
            without.subtract(taken);
            left -= there;
        }
        return SparseHistogram.of(without);
    }

    private static BundleContent withoutARequest(BundleContent content) {
        return changed(
                content,
                SOUND,
                slice -> {
                    Tally tally = slice.counts().measured();
                    Map<Outcome, Long> outcomes = new HashMap<>(tally.outcomes());
                    outcomes.merge(Outcome.CORRECT, -1L, Long::sum);
                    Tally without =
                            new Tally(
                                    tally.planned(),
                                    tally.sent(),
                                    tally.unsent(),
                                    outcomes,
                                    tally.inFlightAtEnd(),
                                    tally.doneInside(),
                                    tally.correctInside(),
                                    tally.bytesInside(),
                                    tally.bodyBytes(),
                                    tally.connectsOpened(),
                                    tally.connectsFailed());
                    return new Slice(with(slice.counts(), without), slice.histograms());
                });
    }

    private static BundleContent withExchangedHistograms(BundleContent content) {
        List<BundleContent.Block> blocks = new ArrayList<>(content.blocks());
        BundleContent.Block first = blocks.getFirst();
        List<SliceHistograms> turned = new ArrayList<>(first.sliceHistograms());
        turned.add(turned.removeFirst());
        blocks.set(0, new BundleContent.Block(first.blockRecord(), turned));
        return with(content, content.rounds(), blocks);
    }

    private static BundleContent withTwoVersions(BundleContent content) {
        RoundRecord round = content.rounds().getFirst();
        List<BundleContent.Block> blocks = new ArrayList<>();
        for (BundleContent.Block block : content.blocks()) {
            BlockRecord counts = block.blockRecord();
            blocks.add(
                    new BundleContent.Block(
                            of(counts, counts.index() < HALF ? 0 : 1), block.sliceHistograms()));
        }
        List<RoundRecord> rounds = List.of(versioned(round, 0, "1.0"), versioned(round, 1, "1.1"));
        return with(content, rounds, blocks);
    }

    private static RoundRecord versioned(RoundRecord round, int index, String version) {
        return new RoundRecord(
                index,
                round.startedEpochNs(),
                round.specimens().stream()
                        .map(specimen ->
                                new SpecimenRecord(
                                        specimen.name(),
                                        specimen.kind(),
                                        version,
                                        specimen.command(),
                                        specimen.configurationFile(),
                                        specimen.configurationSha256(),
                                        specimen.address(),
                                        specimen.pids(),
                                        specimen.pathProof()))
                        .toList(),
                round.warmUps(),
                round.offeredRatesPerSec());
    }

    /** Every slice of the scenario, as if the wall clock had been set during it. */
    private static BundleContent withClockStep(BundleContent content) {
        return changed(
                content,
                SOUND,
                slice -> {
                    SliceHealth health = slice.counts().health();
                    SliceHealth stepped =
                            new SliceHealth(
                                    health.known(),
                                    health.instrument(),
                                    health.throttling(),
                                    health.stolenNs(),
                                    -HOUR_NS,
                                    health.networks(),
                                    health.connections());
                    return new Slice(slice.counts().with(stepped), slice.histograms());
                });
    }

    private static BundleContent withHalfTheBlocks(BundleContent content) {
        return with(content, content.rounds(), content.blocks().subList(0, HALF));
    }

    /** A slice with its histograms. */
    private record Slice(SliceRecord counts, SliceHistograms histograms) {}

    /** Every slice of the scenario changed. */
    private static BundleContent changed(
            BundleContent content, Seat seat, UnaryOperator<Slice> change) {
        List<BundleContent.Block> blocks = new ArrayList<>();
        for (BundleContent.Block block : content.blocks()) {
            List<SliceRecord> counts = new ArrayList<>();
            List<SliceHistograms> histograms = new ArrayList<>();
            for (SliceRecord slice : block.blockRecord().slices()) {
                Slice as = new Slice(slice, block.sliceHistograms().get(slice.index()));
                boolean chosen =
                        slice.specimen().equals(seat.specimen())
                                && slice.workload().equals(seat.setting().key());
                Slice now = chosen ? change.apply(as) : as;
                counts.add(now.counts());
                histograms.add(now.histograms());
            }
            BlockRecord old = block.blockRecord();
            blocks.add(
                    new BundleContent.Block(
                            new BlockRecord(
                                    old.index(),
                                    old.round(),
                                    old.startedEpochNs(),
                                    counts,
                                    old.idle(),
                                    old.proofs(),
                                    old.losses(),
                                    old.protocols()),
                            histograms));
        }
        return with(content, content.rounds(), blocks);
    }

    private static SliceRecord with(SliceRecord slice, Tally measured) {
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
                slice.ioBackEnd(),
                slice.parts(),
                slice.health());
    }

    private static BlockRecord of(BlockRecord block, int round) {
        return new BlockRecord(
                block.index(),
                round,
                block.startedEpochNs(),
                block.slices(),
                block.idle(),
                block.proofs(),
                block.losses(),
                block.protocols());
    }

    private static BundleContent with(
            BundleContent content, List<RoundRecord> rounds, List<BundleContent.Block> blocks) {
        return new BundleContent(content.manifest(), rounds, blocks, content.end());
    }
}
