package dev.tare.lab.bundle;

import dev.tare.lab.plan.Published;
import java.util.List;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * Everything that a bundle holds, in memory: what verdicts and reports are made of.
 *
 * @param manifest what was asked for
 * @param rounds in order
 * @param blocks whole blocks only, in order, each with its histograms
 * @param end how it ended; empty while it runs, or after a crash
 * @param published figures to set ours beside, if the plan named any
 * @param losses parties that were lost in mid-run, in order
 */
public record BundleContent(
        Manifest manifest,
        List<RoundRecord> rounds,
        List<Block> blocks,
        Optional<EndRecord> end,
        Optional<Published> published,
        List<LossRecord> losses) {

    public BundleContent {
        rounds = List.copyOf(rounds);
        blocks = List.copyOf(blocks);
        losses = List.copyOf(losses);
    }

    /** Of a run that lost nobody. */
    public BundleContent(
            Manifest manifest,
            List<RoundRecord> rounds,
            List<Block> blocks,
            Optional<EndRecord> end,
            Optional<Published> published) {
        this(manifest, rounds, blocks, end, published, List.of());
    }

    /** With nothing published beside it. */
    public BundleContent(
            Manifest manifest,
            List<RoundRecord> rounds,
            List<Block> blocks,
            Optional<EndRecord> end) {
        this(manifest, rounds, blocks, end, Optional.empty());
    }

    /** Whether every planned block is there. */
    public boolean complete() {
        return blocks.size() >= manifest.plan().blocks();
    }

    /**
     * A block with its histograms.
     *
     * @param blockRecord the counts
     * @param sliceHistograms one for each of the record's slices, in their order
     */
    public record Block(BlockRecord blockRecord, List<SliceHistograms> sliceHistograms) {
        public Block {
            sliceHistograms = List.copyOf(sliceHistograms);
        }
    }

    /**
     * The histograms of one slice's measured phase, ns.
     *
     * @param responseTime done − intended
     * @param serviceTime done − sent
     * @param sendLag sent − intended
     * @param connectTime of connections opened
     */
    public record SliceHistograms(
            Histogram responseTime,
            Histogram serviceTime,
            Histogram sendLag,
            Histogram connectTime) {}
}
