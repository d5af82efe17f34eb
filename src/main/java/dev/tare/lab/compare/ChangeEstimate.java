package dev.tare.lab.compare;

import dev.tare.base.core.Tally;
import dev.tare.base.stats.ConfidenceInterval;
import dev.tare.base.stats.Contrast;
import dev.tare.base.stats.PercentileContrast;
import dev.tare.base.stats.WilsonInterval;
import dev.tare.lab.verdict.estimate.ScenarioBlocks;

/**
 * By how much a figure has changed, before anybody asks whether its halves may be believed.
 *
 * @param contrast for tests: of logarithms, of errors: of shares
 * @param interval of the change: relative, of errors: of shares
 */
record ChangeEstimate(Contrast contrast, ConfidenceInterval interval) {

    /** Of logarithms. */
    static ChangeEstimate ofLogs(Contrast contrast) {
        return new ChangeEstimate(contrast, relative(contrast.interval(ScenarioBlocks.LEVEL)));
    }

    static ChangeEstimate of(PercentileContrast percentile) {
        return new ChangeEstimate(percentile.contrast(), relative(percentile.interval()));
    }

    private static ConfidenceInterval relative(ConfidenceInterval logs) {
        return new ConfidenceInterval(
                Math.expm1(logs.low()), Math.expm1(logs.high()), logs.level());
    }

    /**
     * Of shares of errors: the hull of the interval by blocks and of the one that so many
     * independent requests give. The second is made of Wilson's intervals of both shares, whose
     * distances add as squares; it says something of no errors at all. Source: Newcombe, "Interval
     * estimation for the difference between independent proportions", Statistics in Medicine 17,
     * 1998, method 10.
     *
     * @param blocks the contrast of the blocks' shares
     * @param before all counts; something was planned
     * @param after likewise
     */
    static ChangeEstimate ofErrors(Contrast blocks, Tally before, Tally after) {
        double level = ScenarioBlocks.LEVEL;
        ConfidenceInterval first =
                WilsonInterval.of(ScenarioBlocks.errors(before), before.planned(), level);
        ConfidenceInterval second =
                WilsonInterval.of(ScenarioBlocks.errors(after), after.planned(), level);
        double firstShare = share(before);
        double secondShare = share(after);
        double value = secondShare - firstShare;
        double below = Math.hypot(secondShare - second.low(), first.high() - firstShare);
        double above = Math.hypot(second.high() - secondShare, firstShare - first.low());
        ConfidenceInterval byCounts = new ConfidenceInterval(value - below, value + above, level);
        double marginOfOne = new Contrast(0, 1, NORMAL).interval(level).high();
        double countError = Math.max(below, above) / marginOfOne;
        Contrast contrast =
                new Contrast(
                        value,
                        Math.max(blocks.standardError(), countError),
                        blocks.degreesOfFreedom());
        return new ChangeEstimate(contrast, contrast.interval(level).hull(byCounts));
    }

    /** Student's t of so many degrees of freedom is the normal distribution to six digits. */
    private static final double NORMAL = 1e7;

    private static double share(Tally tally) {
        return (double) ScenarioBlocks.errors(tally) / tally.planned();
    }

    /** The change itself: relative, of errors: of shares. */
    double change(boolean inPoints) {
        return inPoints ? contrast.value() : Math.expm1(contrast.value());
    }
}
