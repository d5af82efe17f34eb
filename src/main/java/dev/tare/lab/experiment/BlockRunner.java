package dev.tare.lab.experiment;

import dev.tare.base.core.LoadModel;
import dev.tare.base.time.EpochClock;
import dev.tare.base.time.NanoClock;
import dev.tare.lab.bundle.BlockRecord;
import dev.tare.lab.bundle.BlockRecord.CounterProof;
import dev.tare.lab.bundle.BundleContent.Block;
import dev.tare.lab.bundle.SliceRecord;
import dev.tare.lab.bundle.Usage;
import dev.tare.lab.plan.WorkloadSpec;
import dev.tare.load.result.IntervalResult;
import dev.tare.specimen.control.process.UsageSample;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Runs one block: a balanced rotation of slices, with the parties' counts before and after. */
final class BlockRunner {
    private final SliceRunner slices;
    private final NanoClock clock;
    private final EpochClock epochClock;
    private final List<RunningSpecimen> specimens;
    private final OriginCount origin;
    private final Supplier<Optional<String>> othersLoss;

    /**
     * A runner for one round.
     *
     * @param countingOrigin that counts the load's requests; empty: it does not, or others
     * @param othersLoss what became of the origin or the instrument if one is gone, in a sentence
     */
    BlockRunner(
            SliceRunner slices,
            NanoClock clock,
            EpochClock epochClock,
            List<RunningSpecimen> specimens,
            Optional<OriginProcess> countingOrigin,
            Supplier<Optional<String>> othersLoss) {
        this.othersLoss = othersLoss;
        this.origin = new OriginCount(countingOrigin);
        this.slices = slices;
        this.clock = clock;
        this.epochClock = epochClock;
        this.specimens = List.copyOf(specimens);
    }

    /**
     * Which block.
     *
     * @param index from 0
     * @param round in which it runs
     * @param turns in their order
     * @param length of every slice of a workload
     * @param model of every workload in this round
     */
    record Assignment(
            int index,
            int round,
            List<WarmUp.Turn> turns,
            Function<WorkloadSpec, SliceRunner.Length> length,
            Function<String, LoadModel> model) {}

    /**
     * Runs it to its end.
     *
     * @throws ExperimentException when a specimen was lost: a block without it is no block
     */
    Block run(Assignment assignment, BiConsumer<WarmUp.Turn, IntervalResult> live)
            throws IOException, InterruptedException, ExperimentException {
        long startedEpochNs = epochClock.epochNs();
        Map<String, Long> seenBefore = counts();
        Map<String, Optional<UsageSample>> before = samples();
        long beginNs = clock.nowNs();
        Map<String, Long> busyCpuNs = new HashMap<>();
        Map<String, Long> busyNs = new HashMap<>();
        List<SliceRunner.Slice> done = new ArrayList<>();
        for (WarmUp.Turn turn : assignment.turns()) {
            String name = turn.specimen().name();
            UsageProbe usage = turn.specimen().usage();
            Optional<UsageSample> turnBegin = usage.sample();
            origin.begin();
            long turnBeginNs = clock.nowNs();
            done.add(
                    slices.run(
                            done.size(),
                            turn.specimen(),
                            turn.workload(),
                            assignment.model().apply(turn.workload().name()),
                            assignment.length().apply(turn.workload()),
                            interval -> live.accept(turn, interval)));
            origin.end(done.getLast().sliceRecord());
            failIfLost(turn.specimen());
            busyCpuNs.merge(name, usage.between(turnBegin, usage.sample()).cpuNs(), Long::sum);
            busyNs.merge(name, clock.nowNs() - turnBeginNs, Long::sum);
        }
        long blockNs = clock.nowNs() - beginNs;
        List<SliceRecord> records = done.stream().map(SliceRunner.Slice::sliceRecord).toList();
        BlockRecord block =
                new BlockRecord(
                        assignment.index(),
                        assignment.round(),
                        startedEpochNs,
                        records,
                        idle(before, busyCpuNs, busyNs, blockNs),
                        proofs(seenBefore, records),
                        losses(before),
                        protocols(done),
                        origin.proofs());
        return new Block(block, done.stream().map(SliceRunner.Slice::histograms).toList());
    }

    private static Map<String, Map<String, Long>> protocols(List<SliceRunner.Slice> done) {
        Map<String, Map<String, Long>> protocols = new HashMap<>();
        for (SliceRunner.Slice slice : done) {
            Map<String, Long> sum =
                    protocols.computeIfAbsent(slice.sliceRecord().specimen(), k -> new TreeMap<>());
            slice.protocols().forEach((name, count) -> sum.merge(name, count, Long::sum));
        }
        return protocols;
    }

    private void failIfLost(RunningSpecimen specimen) throws ExperimentException {
        Optional<String> shared = othersLoss.get();
        if (shared.isPresent()) {
            throw new PartyLostException("", shared.get());
        }
        Optional<String> loss = specimen.loss();
        if (loss.isPresent()) {
            throw new PartyLostException(specimen.name(), loss.get());
        }
    }

    private List<String> losses(Map<String, Optional<UsageSample>> before) {
        List<String> losses = new ArrayList<>();
        for (RunningSpecimen specimen : specimens) {
            Optional<UsageSample> begin = before.getOrDefault(specimen.name(), Optional.empty());
            specimen.usage()
                    .losses(begin, specimen.usage().sample())
                    .forEach(loss -> losses.add(specimen.name() + ": " + loss));
        }
        return losses;
    }

    private Map<String, Long> counts() {
        Map<String, Long> counts = new HashMap<>();
        for (RunningSpecimen specimen : specimens) {
            OptionalLong seen = specimen.requestsSeen();
            seen.ifPresent(count -> counts.put(specimen.name(), count));
        }
        return counts;
    }

    private Map<String, Optional<UsageSample>> samples() {
        Map<String, Optional<UsageSample>> samples = new HashMap<>();
        specimens.forEach(s -> samples.put(s.name(), s.usage().sample()));
        return samples;
    }

    private Map<String, Usage> idle(
            Map<String, Optional<UsageSample>> before,
            Map<String, Long> busyCpuNs,
            Map<String, Long> busyNs,
            long blockNs) {
        Map<String, Usage> idle = new HashMap<>();
        for (RunningSpecimen specimen : specimens) {
            String name = specimen.name();
            Optional<UsageSample> begin = before.getOrDefault(name, Optional.empty());
            Usage whole = specimen.usage().between(begin, specimen.usage().sample());
            if (whole.visible()) {
                idle.put(
                        name,
                        new Usage(
                                true,
                                Math.max(0, whole.cpuNs() - busyCpuNs.getOrDefault(name, 0L)),
                                Math.max(0, blockNs - busyNs.getOrDefault(name, 0L)),
                                whole.peakResidentBytes(),
                                whole.processes(),
                                -1));
            }
        }
        return idle;
    }

    private Map<String, CounterProof> proofs(
            Map<String, Long> seenBefore, List<SliceRecord> records) {
        Map<String, Long> seenAfter = counts();
        Map<String, CounterProof> proofs = new HashMap<>();
        for (RunningSpecimen specimen : specimens) {
            Long before = seenBefore.get(specimen.name());
            Long after = seenAfter.get(specimen.name());
            if (before != null && after != null) {
                long sent =
                        records.stream()
                                        .filter(r -> r.specimen().equals(specimen.name()))
                                        .mapToLong(r -> r.lead().sent() + r.measured().sent())
                                        .sum()
                                * specimen.countsARequest();
                proofs.put(
                        specimen.name(),
                        new CounterProof(sent, after - before, specimen.counterSource()));
            }
        }
        return proofs;
    }
}
