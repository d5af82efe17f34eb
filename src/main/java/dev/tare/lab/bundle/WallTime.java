package dev.tare.lab.bundle;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * Where the time of an experiment went, in nanoseconds, over all its rounds.
 *
 * @param startNs from the first word to the first warm-up; of the first round only, for nobody
 *     knows when a run was resumed
 * @param warmUpNs from the begin of the warm-ups to the first block after them
 * @param measuredNs measured phases
 * @param leadNs left out before them
 * @param drainNs until the last answers after them
 * @param betweenNs between slices: connecting, hand-over, closing
 */
public record WallTime(
        long startNs, long warmUpNs, long measuredNs, long leadNs, long drainNs, long betweenNs) {

    /** That of an experiment; empty where no block is whole. */
    public static Optional<WallTime> of(BundleContent content) {
        if (content.blocks().isEmpty() || content.rounds().isEmpty()) {
            return Optional.empty();
        }
        long betweenNs = 0;
        for (BundleContent.Block block : content.blocks()) {
            List<SliceRecord> slices = block.blockRecord().slices();
            for (int i = 1; i < slices.size(); i++) {
                betweenNs += Math.max(0, slices.get(i).startNs() - slices.get(i - 1).endNs());
            }
        }
        RoundRecord first = content.rounds().getFirst();
        return Optional.of(
                new WallTime(
                        Math.max(0, first.startedEpochNs() - content.manifest().createdEpochNs()),
                        content.rounds().stream().mapToLong(r -> warmUpNs(content, r)).sum(),
                        sum(content, SliceRecord::measuredNs),
                        sum(content, slice -> slice.measuredStartNs() - slice.startNs()),
                        sum(content, slice -> slice.endNs() - slice.measuredEndNs()),
                        betweenNs));
    }

    private static long warmUpNs(BundleContent content, RoundRecord round) {
        return content.blocks().stream()
                .map(BundleContent.Block::blockRecord)
                .filter(block -> block.round() == round.index())
                .min(Comparator.comparingInt(BlockRecord::index))
                .map(block -> Math.max(0, block.startedEpochNs() - round.startedEpochNs()))
                .orElse(0L);
    }

    private static long sum(BundleContent content, ToLongFunction<SliceRecord> part) {
        return content.blocks().stream()
                .flatMap(block -> block.blockRecord().slices().stream())
                .mapToLong(part)
                .sum();
    }

    /** All of it, ns. */
    public long totalNs() {
        return startNs + warmUpNs + measuredNs + leadNs + drainNs + betweenNs;
    }
}
