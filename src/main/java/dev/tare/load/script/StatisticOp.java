package dev.tare.load.script;

/** What {@code done} asks of a statistics object; {@code bridge.lua} has the same order. */
enum StatisticOp {
    MIN,
    MAX,
    MEAN,
    STDEV,
    PERCENTILE,
    VALUE,
    LENGTH;

    private static final StatisticOp[] VALUES = values();

    static StatisticOp of(int code) {
        return VALUES[code];
    }
}
