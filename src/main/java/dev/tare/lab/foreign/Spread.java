package dev.tare.lab.foreign;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * One row of wrk's "Thread Stats".
 *
 * @param mean of all values
 * @param deviation their standard deviation
 * @param max the largest
 * @param withinPercent how many of them lie within one deviation of the mean, 0 to 100; NaN where
 *     there is none
 */
record Spread(double mean, double deviation, double max, double withinPercent) {
    private static final double NS_PER_US = 1e3;

    /** What a histogram in nanoseconds holds, in microseconds. */
    static Spread microseconds(Histogram histogramNs) {
        long count = histogramNs.getTotalCount();
        if (count == 0) {
            return new Spread(0, 0, 0, Double.NaN);
        }
        double meanNs = histogramNs.getMean();
        double deviationNs = histogramNs.getStdDeviation();
        long within = 0;
        for (HistogramIterationValue value : histogramNs.recordedValues()) {
            double middleNs = histogramNs.medianEquivalentValue(value.getValueIteratedTo());
            if (Math.abs(middleNs - meanNs) <= deviationNs) {
                within += value.getCountAtValueIteratedTo();
            }
        }
        return new Spread(
                meanNs / NS_PER_US,
                deviationNs / NS_PER_US,
                histogramNs.getMaxValue() / NS_PER_US,
                100.0 * within / count);
    }

    /** What single values say; their deviation is that of a sample. */
    static Spread of(double[] values) {
        int count = values.length;
        if (count == 0) {
            return new Spread(0, 0, 0, Double.NaN);
        }
        double sum = 0;
        double max = 0;
        for (double value : values) {
            sum += value;
            max = Math.max(max, value);
        }
        double mean = sum / count;
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        double deviation = count < 2 ? 0 : Math.sqrt(squares / (count - 1));
        int within = 0;
        for (double value : values) {
            if (Math.abs(value - mean) <= deviation) {
                within++;
            }
        }
        return new Spread(mean, deviation, max, 100.0 * within / count);
    }
}
