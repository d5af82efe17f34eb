package dev.tare.load.script;

/** Where wrk and wrk2 give the same words another meaning: the statistics of {@code done}. */
public enum ScriptDialect {
    /** {@code #latency} counts the distinct values. */
    WRK,
    /** {@code #latency} counts all values. */
    WRK2
}
