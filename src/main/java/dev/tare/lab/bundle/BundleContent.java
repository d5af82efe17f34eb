package dev.tare.lab.bundle;

import dev.tare.base.histogram.SparseHistogram;
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
 * @param calibration what was known of the machine as an instrument; empty in older bundles, and
 *     where it was not known
 * @param losses parties that were lost in mid-run, in order
 */
public record BundleContent(
        Manifest manifest,
        List<RoundRecord> rounds,
        List<Block> blocks,
        Optional<EndRecord> end,
        Optional<Published> published,
        Optional<CalibrationRecord> calibration,
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
            Optional<Published> published,
            Optional<CalibrationRecord> calibration) {
        this(manifest, rounds, blocks, end, published, calibration, List.of());
    }

    /** With no calibration. */
    public BundleContent(
            Manifest manifest,
            List<RoundRecord> rounds,
            List<Block> blocks,
            Optional<EndRecord> end,
            Optional<Published> published) {
        this(manifest, rounds, blocks, end, published, Optional.empty());
    }

    /** With nothing published beside it, and no calibration. */
    public BundleContent(
            Manifest manifest,
            List<RoundRecord> rounds,
            List<Block> blocks,
            Optional<EndRecord> end) {
        this(manifest, rounds, blocks, end, Optional.empty());
    }

    /** The same with a calibration. */
    public BundleContent with(CalibrationRecord known) {
        return new BundleContent(
                manifest, rounds, blocks, end, published, Optional.of(known), losses);
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
            SparseHistogram responseTime,
            SparseHistogram serviceTime,
            SparseHistogram sendLag,
            SparseHistogram connectTime) {

        /** As they were recorded. */
        public SliceHistograms(
                Histogram responseTime,
                Histogram serviceTime,
                Histogram sendLag,
                Histogram connectTime) {
            this(
                    SparseHistogram.of(responseTime),
                    SparseHistogram.of(serviceTime),
                    SparseHistogram.of(sendLag),
                    SparseHistogram.of(connectTime));
        }

        /** The one of that kind. */
        public SparseHistogram of(HistogramKind kind) {
            return switch (kind) {
                case RESPONSE_TIME -> responseTime;
                case SERVICE_TIME -> serviceTime;
                case SEND_LAG -> sendLag;
                case CONNECT_TIME -> connectTime;
            };
        }
    }
}
