package dev.tare.base.stats;

import java.util.Arrays;
import java.util.List;

/**
 * By how much one mean differs from another, with what is needed to ask how sure that is.
 *
 * <p>The scale is the caller's: of logarithms for what varies in proportion (a contrast of ln 1.1
 * is 10 % more), of shares for shares. It is taken to be Student-distributed about the true one.
 *
 * @param value the second minus the first
 * @param standardError of {@code value}, 0 or more
 * @param degreesOfFreedom of {@code standardError}, at least 1
 */
public record Contrast(double value, double standardError, double degreesOfFreedom) {

    public Contrast {
        if (!Double.isFinite(value) || !(standardError >= 0) || !(degreesOfFreedom >= 1)) {
            throw new IllegalArgumentException(
                    "contrast %s, standard error %s and degrees of freedom %s must be finite, 0 or more and at least 1"
                            .formatted(value, standardError, degreesOfFreedom));
        }
    }

    /**
     * From differences within blocks: Student's t.
     *
     * @param differences second minus first of every block, two or more
     */
    public static Contrast paired(double[] differences) {
        return ofMeans(List.of(Sample.of(differences)), Sample.of(differences).mean());
    }

    /**
     * From blocks that have nothing to do with each other.
     *
     * <p>With means m, variances s² and counts n: m₂ − m₁ ± t·√(s₁²/n₁ + s₂²/n₂). Source: Welch,
     * "The generalization of Student's problem when several different population variances are
     * involved", Biometrika 34, 1947.
     *
     * @param first two values or more
     * @param second likewise
     */
    public static Contrast unpaired(double[] first, double[] second) {
        Sample one = Sample.of(first);
        Sample other = Sample.of(second);
        return ofMeans(List.of(one, other), other.mean() - one.mean());
    }

    private static Contrast ofMeans(List<Sample> samples, double value) {
        double[] variances =
                samples.stream()
                        .mapToDouble(sample -> sample.variance() / sample.count())
                        .toArray();
        int[] counts = samples.stream().mapToInt(Sample::count).toArray();
        return of(value, variances, counts);
    }

    /**
     * From independent parts that add up.
     *
     * @param value the contrast itself
     * @param variances of the estimate, one for each part
     * @param counts of blocks in each part, two or more
     */
    static Contrast of(double value, double[] variances, int[] counts) {
        return new Contrast(
                value,
                Math.sqrt(Arrays.stream(variances).sum()),
                degreesOfFreedom(variances, counts));
    }

    /** Welch and Satterthwaite's: of a sum of variances that are known from few values each. */
    private static double degreesOfFreedom(double[] variances, int[] counts) {
        double sum = 0;
        double squares = 0;
        double most = 0;
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] < 2) {
                throw new IllegalArgumentException("one block has no variance");
            }
            sum += variances[i];
            squares += variances[i] * variances[i] / (counts[i] - 1);
            most += counts[i] - 1;
        }
        // Both may be too small for their squares; then they are as good as none.
        double degrees = sum * sum / squares;
        return degrees >= 1 && degrees <= most ? degrees : most;
    }

    /** The interval of the true difference. */
    public ConfidenceInterval interval(double level) {
        double margin = StudentT.critical(level, degreesOfFreedom) * standardError;
        return new ConfidenceInterval(value - margin, value + margin, level);
    }

    /** How likely a contrast at least so far from 0, either way, where there is no difference. */
    public double probability() {
        return Math.min(1, 2 * Math.min(probabilityAbove(0), probabilityBelow(0)));
    }

    /** How likely a contrast at least so large where the true one is {@code bound}. */
    public double probabilityAbove(double bound) {
        if (standardError == 0) {
            return value > bound ? 0 : 1;
        }
        return StudentT.upperTail((value - bound) / standardError, degreesOfFreedom);
    }

    /** How likely a contrast at least so small where the true one is {@code bound}. */
    public double probabilityBelow(double bound) {
        if (standardError == 0) {
            return value < bound ? 0 : 1;
        }
        return StudentT.upperTail((bound - value) / standardError, degreesOfFreedom);
    }
}
