package dev.tare.lab.verdict;

import java.math.BigDecimal;
import org.HdrHistogram.Histogram;

/** One number that stands for many times. */
public sealed interface Statistic {

    /** Such as {@code mean} or {@code p99.9}. */
    String label();

    /** Its value in {@code times}, in their unit; there must be some. */
    double of(Histogram times);

    /** Those without a parameter. */
    enum Whole implements Statistic {
        MEAN("mean"),
        MIN("min"),
        MAX("max");

        private final String label;

        Whole(String label) {
            this.label = label;
        }

        @Override
        public String label() {
            return label;
        }

        @Override
        public double of(Histogram times) {
            return switch (this) {
                case MEAN -> times.getMean();
                case MIN -> (double) times.getMinValue();
                case MAX -> (double) times.getMaxValue();
            };
        }
    }

    /**
     * The value that a share of all values does not exceed.
     *
     * @param percentile more than 0 and less than 100
     */
    record Percentile(double percentile) implements Statistic {
        public Percentile {
            if (!(percentile > 0 && percentile < 100)) {
                throw new IllegalArgumentException(
                        "percentile %s must be more than 0 and less than 100"
                                .formatted(percentile));
            }
        }

        @Override
        public String label() {
            return "p" + BigDecimal.valueOf(percentile).stripTrailingZeros().toPlainString();
        }

        @Override
        public double of(Histogram times) {
            return (double) times.getValueAtPercentile(percentile);
        }
    }
}
