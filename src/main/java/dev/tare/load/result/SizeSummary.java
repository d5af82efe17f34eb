package dev.tare.load.result;

/**
 * What is known of many sizes without keeping them.
 *
 * @param count how many, 0 or more
 * @param min the smallest, bytes; 0 where there is none
 * @param max the largest, bytes
 * @param sum of all, bytes
 * @param sumOfSquares of all, bytes squared
 */
public record SizeSummary(long count, long min, long max, double sum, double sumOfSquares) {
    public static final SizeSummary EMPTY = new SizeSummary(0, 0, 0, 0, 0);

    /** The mean in bytes; 0 where there is none. */
    public double mean() {
        return count == 0 ? 0 : sum / count;
    }

    /** The standard deviation in bytes of these sizes as the whole population. */
    public double standardDeviation() {
        double mean = mean();
        return count == 0 ? 0 : Math.sqrt(Math.max(0, sumOfSquares / count - mean * mean));
    }
}
