package dev.tare.lab.verdict;

/** What Tare measures of a scenario, in the order in which it is shown. */
public enum FigureKind {
    GOODPUT("goodput", Unit.PER_SEC),
    BYTES_RECEIVED("bytes/s", Unit.BYTES_PER_SEC),
    RESPONSE_TIME_MEAN("mean", Unit.NS),
    RESPONSE_TIME_P50("p50", Unit.NS),
    RESPONSE_TIME_P90("p90", Unit.NS),
    RESPONSE_TIME_P99("p99", Unit.NS),
    RESPONSE_TIME_P999("p99.9", Unit.NS),
    RESPONSE_TIME_P9999("p99.99", Unit.NS),
    RESPONSE_TIME_P99999("p99.999", Unit.NS),
    RESPONSE_TIME_P999999("p99.9999", Unit.NS),
    RESPONSE_TIME_MAX("max", Unit.NS),
    CPU_PER_REQUEST("CPU/request", Unit.NS),
    CPU_MEAN("CPU mean", Unit.RATIO),
    CPU_MAX("CPU max", Unit.RATIO),
    PEAK_MEMORY("peak memory", Unit.BYTES),
    ERRORS("errors", Unit.RATIO);

    private final String label;
    private final Unit unit;

    FigureKind(String label, Unit unit) {
        this.label = label;
        this.unit = unit;
    }

    /** The short name of a column. */
    public String label() {
        return label;
    }

    public Unit unit() {
        return unit;
    }

    /** The percentile, 0 to 100, of a response-time percentile; -1 for any other kind. */
    public double percentile() {
        return switch (this) {
            case RESPONSE_TIME_P50 -> 50;
            case RESPONSE_TIME_P90 -> 90;
            case RESPONSE_TIME_P99 -> 99;
            case RESPONSE_TIME_P999 -> 99.9;
            case RESPONSE_TIME_P9999 -> 99.99;
            case RESPONSE_TIME_P99999 -> 99.999;
            case RESPONSE_TIME_P999999 -> 99.9999;
            case GOODPUT,
                    BYTES_RECEIVED,
                    RESPONSE_TIME_MEAN,
                    RESPONSE_TIME_MAX,
                    CPU_PER_REQUEST,
                    CPU_MEAN,
                    CPU_MAX,
                    PEAK_MEMORY,
                    ERRORS ->
                    -1;
        };
    }

    /** Whether it is there only where enough requests were measured to bound it. */
    public boolean onlyOfMany() {
        return percentile() > RESPONSE_TIME_P999.percentile();
    }

    /** Whether it is a statistic of the response time. */
    public boolean isResponseTime() {
        return percentile() >= 0 || this == RESPONSE_TIME_MEAN || this == RESPONSE_TIME_MAX;
    }

    /** The unit of a figure's value. */
    public enum Unit {
        PER_SEC,
        BYTES_PER_SEC,
        NS,
        /** A share; of CPU: of one core. 1 is 100 %. */
        RATIO,
        BYTES,
        /** A whole number of things. */
        COUNT
    }
}
