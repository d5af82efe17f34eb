package dev.tare.lab.compare;

import dev.tare.base.stats.BlockResamples;
import dev.tare.base.stats.Contrast;
import dev.tare.base.stats.MeanIntervals;
import dev.tare.base.stats.PairedRatio;
import dev.tare.base.stats.PercentileContrast;
import dev.tare.base.stats.SplitMix64;
import dev.tare.base.stats.Trend;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.estimate.ScenarioBlocks;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Changes of the figures of one scenario; {@code docs/measurement.md} says how each is built. One
 * thread at a time.
 */
sealed interface ChangeEstimator {

    /** The change of that figure; empty where blocks are too few, or do not have it. */
    Optional<ChangeEstimate> of(FigureKind kind);

    /** Whether the change itself drifts over the blocks, as logarithms; where they are pairs. */
    Optional<Trend> trend(FigureKind kind);

    /** By how much bare has changed, relative; NaN where it has no part, or is not known. */
    double bareChange(FigureKind kind);

    /** Whether bare's own change is taken out of the figure's. */
    boolean againstBare(FigureKind kind);

    /** How many blocks stand behind the one and the other. */
    int[] blocks();

    /** Draws resamples, the same ones for all scenarios of as many blocks. */
    final class Draws {
        private final long seed;
        private final Map<Integer, BlockResamples> byBlocks = new HashMap<>();

        Draws(long seed, String label) {
            this.seed = SplitMix64.derive(seed, label);
        }

        BlockResamples of(int blocks) {
            return byBlocks.computeIfAbsent(
                    blocks, n -> BlockResamples.draw(n, BlockResamples.DEFAULT_COUNT, seed));
        }
    }

    /**
     * Two specimens of one bundle, in the blocks that have both.
     *
     * @param before its blocks
     * @param after the same blocks of the other
     * @param draws of the bundle
     */
    record Within(ScenarioBlocks before, ScenarioBlocks after, Draws draws)
            implements ChangeEstimator {

        /** Empty where they have no block in common. */
        static Optional<Within> of(ScenarioBlocks before, ScenarioBlocks after, Draws draws) {
            Set<Integer> common = before.indices();
            common.retainAll(after.indices());
            return before.only(common)
                    .flatMap(one -> after.only(common).map(two -> new Within(one, two, draws)));
        }

        @Override
        public Optional<ChangeEstimate> of(FigureKind kind) {
            if (before.count() < ScenarioBlocks.MIN_BLOCKS) {
                return Optional.empty();
            }
            if (kind.percentile() >= 0) {
                return PercentileContrast.paired(
                                before.responseTime(),
                                after.responseTime(),
                                kind.percentile(),
                                draws.of(before.count()),
                                ScenarioBlocks.LEVEL)
                        .map(ChangeEstimate::of);
            }
            if (kind == FigureKind.ERRORS) {
                return errors(
                        Contrast.paired(minus(after.errorShares(), before.errorShares())),
                        before,
                        after);
            }
            return before.series(kind)
                    .flatMap(one ->
                            after.series(kind)
                                    .map(two -> Contrast.paired(PairedRatio.logRatios(two, one))))
                    .map(ChangeEstimate::ofLogs);
        }

        @Override
        public Optional<Trend> trend(FigureKind kind) {
            return before.series(kind)
                    .flatMap(one ->
                            after.series(kind)
                                    .map(two -> Trend.of(PairedRatio.logRatios(two, one))));
        }

        @Override
        public boolean againstBare(FigureKind kind) {
            return false;
        }

        @Override
        public double bareChange(FigureKind kind) {
            return Double.NaN;
        }

        @Override
        public int[] blocks() {
            return new int[] {before.count(), after.count()};
        }
    }

    /**
     * A scenario of two bundles, each set against bare of its own blocks.
     *
     * @param before of the one
     * @param after of the other
     */
    record Between(Half before, Half after) implements ChangeEstimator {

        @Override
        public Optional<ChangeEstimate> of(FigureKind kind) {
            if (Math.min(before.count(), after.count()) < ScenarioBlocks.MIN_BLOCKS) {
                return Optional.empty();
            }
            if (kind.percentile() >= 0) {
                return PercentileContrast.unpaired(
                                before.percentiles(),
                                after.percentiles(),
                                kind.percentile(),
                                ScenarioBlocks.LEVEL)
                        .map(ChangeEstimate::of);
            }
            if (kind == FigureKind.ERRORS) {
                return errors(
                        Contrast.unpaired(
                                before.specimen().errorShares(), after.specimen().errorShares()),
                        before.specimen(),
                        after.specimen());
            }
            boolean againstBare = againstBare(kind);
            return before.logs(kind, againstBare)
                    .flatMap(one ->
                            after.logs(kind, againstBare).map(two -> Contrast.unpaired(one, two)))
                    .map(ChangeEstimate::ofLogs);
        }

        /** Between two bundles each half's tare cost has been tested by itself. */
        @Override
        public Optional<Trend> trend(FigureKind kind) {
            return Optional.empty();
        }

        @Override
        public boolean againstBare(FigureKind kind) {
            boolean cpu = kind == FigureKind.CPU_PER_REQUEST;
            boolean known = before.yardstick(kind).isPresent() && after.yardstick(kind).isPresent();
            return kind != FigureKind.ERRORS && (known || !cpu);
        }

        @Override
        public double bareChange(FigureKind kind) {
            if (kind.percentile() >= 0) {
                boolean both =
                        before.bare().responseTime().total() > 0
                                && after.bare().responseTime().total() > 0;
                return both
                        ? (double) after.bare().responseTime().percentile(kind.percentile())
                                        / before.bare().responseTime().percentile(kind.percentile())
                                - 1
                        : Double.NaN;
            }
            return before.yardstick(kind)
                    .flatMap(one ->
                            after.yardstick(kind)
                                    .map(two ->
                                            MeanIntervals.geometricMean(two)
                                                            / MeanIntervals.geometricMean(one)
                                                    - 1))
                    .orElse(Double.NaN);
        }

        @Override
        public int[] blocks() {
            return new int[] {before.count(), after.count()};
        }
    }

    /**
     * One bundle's half.
     *
     * @param specimen its blocks that have bare too
     * @param bare the same blocks of bare
     * @param resamples of those blocks
     */
    record Half(ScenarioBlocks specimen, ScenarioBlocks bare, Draws resamples) {

        /** Empty where they have no block in common. */
        static Optional<Half> of(ScenarioBlocks specimen, ScenarioBlocks bare, Draws draws) {
            Set<Integer> common = specimen.indices();
            common.retainAll(bare.indices());
            return specimen.only(common)
                    .flatMap(mine -> bare.only(common).map(zero -> new Half(mine, zero, draws)));
        }

        int count() {
            return specimen.count();
        }

        PercentileContrast.Half percentiles() {
            return new PercentileContrast.Half(
                    specimen.responseTime(), bare.responseTime(), resamples.of(count()));
        }

        /** ln of the figure of every block, over bare's or as it is. */
        Optional<double[]> logs(FigureKind kind, boolean againstBare) {
            return againstBare
                    ? specimen.series(kind)
                            .flatMap(mine ->
                                    yardstick(kind).map(zero -> PairedRatio.logRatios(mine, zero)))
                    : specimen.series(kind).map(ChangeEstimator::log);
        }

        /** What takes the machine's speed out: bare's own figure, of CPU its origin's CPU. */
        Optional<double[]> yardstick(FigureKind kind) {
            return kind == FigureKind.CPU_PER_REQUEST
                    ? bare.originCpuPerRequest()
                    : bare.series(kind);
        }
    }

    private static Optional<ChangeEstimate> errors(
            Contrast blocks, ScenarioBlocks before, ScenarioBlocks after) {
        boolean planned = before.tally().planned() > 0 && after.tally().planned() > 0;
        return planned
                ? Optional.of(ChangeEstimate.ofErrors(blocks, before.tally(), after.tally()))
                : Optional.empty();
    }

    private static double[] minus(double[] one, double[] other) {
        double[] differences = new double[one.length];
        for (int i = 0; i < differences.length; i++) {
            differences[i] = one[i] - other[i];
        }
        return differences;
    }

    private static double[] log(double[] values) {
        return Arrays.stream(values).map(Math::log).toArray();
    }
}
