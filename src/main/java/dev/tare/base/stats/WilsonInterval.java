package dev.tare.base.stats;

/**
 * The score interval of a share: where the true share of a kind lies, when {@code hits} of {@code
 * count} independent things were of that kind. It says something useful of no hits at all: 0 of 384
 * are at most 1 % at the level 0.95.
 *
 * <p>Source: Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", JASA
 * 22, 1927. With p̂ = hits / count and z the normal quantile of the level: (p̂ + z²/2n ± z·√(p̂(1 −
 * p̂)/n + z²/4n²)) / (1 + z²/n).
 */
public final class WilsonInterval {
    /** Student's t of so many degrees of freedom is the normal distribution to six digits. */
    private static final double MANY = 1e7;

    private WilsonInterval() {}

    /**
     * The interval.
     *
     * @param hits 0 to {@code count}
     * @param count 1 or more
     * @param level of confidence
     */
    public static ConfidenceInterval of(long hits, long count, double level) {
        if (count < 1 || hits < 0 || hits > count) {
            throw new IllegalArgumentException(
                    "%d of %d is no share: the count must be 1 or more, the hits 0 to the count"
                            .formatted(hits, count));
        }
        double z = StudentT.critical(level, MANY);
        double n = (double) count;
        double share = hits / n;
        double middle = share + z * z / (2 * n);
        double spread = z * Math.sqrt(share * (1 - share) / n + z * z / (4 * n * n));
        double scale = 1 + z * z / n;
        // At the ends the formula gives 0 and 1 but for rounding.
        double low = hits == 0 ? 0 : Math.max(0, (middle - spread) / scale);
        double high = hits == count ? 1 : Math.min(1, (middle + spread) / scale);
        return new ConfidenceInterval(low, high, level);
    }

    /**
     * How many things without a single hit are needed for the interval to end below {@code bound}.
     *
     * @param bound more than 0 and less than 1
     */
    public static long smallestCount(double bound, double level) {
        if (!(bound > 0 && bound < 1)) {
            throw new IllegalArgumentException("bound " + bound + " must lie between 0 and 1");
        }
        double z = StudentT.critical(level, MANY);
        return (long) Math.floor(z * z * (1 - bound) / bound) + 1;
    }
}
