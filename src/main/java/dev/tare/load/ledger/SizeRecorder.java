package dev.tare.load.ledger;

import dev.tare.load.result.SizeSummary;

/** Sums up sizes. Thread-safety: belongs to one thread at a time. Allocation: none. */
final class SizeRecorder {
    private long count;
    private long min = Long.MAX_VALUE;
    private long max;
    private double sum;
    private double sumOfSquares;

    void record(long bytes) {
        count++;
        min = Math.min(min, bytes);
        max = Math.max(max, bytes);
        sum += bytes;
        sumOfSquares += (double) bytes * bytes;
    }

    void add(SizeRecorder other) {
        count += other.count;
        min = Math.min(min, other.min);
        max = Math.max(max, other.max);
        sum += other.sum;
        sumOfSquares += other.sumOfSquares;
    }

    void reset() {
        count = 0;
        min = Long.MAX_VALUE;
        max = 0;
        sum = 0;
        sumOfSquares = 0;
    }

    SizeSummary summary() {
        return count == 0 ? SizeSummary.EMPTY : new SizeSummary(count, min, max, sum, sumOfSquares);
    }
}
