package dev.tare.base.stats;

/**
 * Which blocks every resample of a bootstrap is made of: whole blocks, drawn with replacement, as
 * many as there are. One set serves specimen and bare, so that pairs stay pairs.
 *
 * <p>Source: Efron and Tibshirani, "An Introduction to the Bootstrap", sections 8.5 and 13.3.
 */
public final class BlockResamples {
    /** Resamples drawn for an interval that is printed. */
    public static final int DEFAULT_COUNT = 2_000;

    private final int blocks;
    private final int[][] multiplicities;

    private BlockResamples(int blocks, int[][] multiplicities) {
        this.blocks = blocks;
        this.multiplicities = multiplicities;
    }

    /**
     * Draws resamples.
     *
     * @param blocks how many blocks there are, 2 or more
     * @param count how many resamples, 100 or more
     * @param seed gives the draws
     */
    public static BlockResamples draw(int blocks, int count, long seed) {
        if (blocks < 2 || count < 100) {
            throw new IllegalArgumentException(
                    "%d blocks and %d resamples must be at least 2 and 100"
                            .formatted(blocks, count));
        }
        SplitMix64 random = new SplitMix64(seed);
        int[][] multiplicities = new int[count][blocks];
        for (int[] row : multiplicities) {
            for (int draw = 0; draw < blocks; draw++) {
                row[random.nextInt(blocks)]++;
            }
        }
        return new BlockResamples(blocks, multiplicities);
    }

    /** How many blocks there are. */
    public int blocks() {
        return blocks;
    }

    /** How many resamples there are. */
    public int count() {
        return multiplicities.length;
    }

    /** How often the resample holds every block; not to be written to. */
    int[] multiplicities(int resample) {
        return multiplicities[resample];
    }

    /**
     * The share to cut off at each end of the resampled values for an interval of {@code level}.
     *
     * <p>The plain percentile interval is too narrow with few blocks: it lacks the factor √(n/(n −
     * 1)) of the deviation and the heavier tails of Student's t. The share is widened by both, as
     * for a mean: Φ(−√(n/(n − 1))·t). Source: Hesterberg, "What Teachers Should Know About the
     * Bootstrap", The American Statistician 69(4), 2015, section 4.2 (expanded percentile).
     */
    double tail(double level) {
        double t = StudentT.critical(level, blocks - 1.0);
        return SpecialFunctions.normalCdf(-Math.sqrt(blocks / (blocks - 1.0)) * t);
    }
}
