package dev.tare.lab.foreign.reader.result;

/** Who printed a block. */
public enum Tool {
    /** wrk 3 and 4, or {@code tare wrk}. */
    WRK("wrk"),
    /**
     * wrk2, by either author, or {@code tare wrk2}: told from wrk by its calibration or its
     * spectrum.
     */
    WRK2("wrk2"),
    /** Fortio 0.x and 1.x, or {@code tare fortio load}. */
    FORTIO("fortio"),
    NIGHTHAWK("Nighthawk"),
    K6("k6"),
    OHA("oha"),
    VEGETA("vegeta"),
    /** {@code tare load}. */
    TARE("tare load"),
    /** Any tool whose result stands in a {@code PerformanceTestResult}: which, it does not say. */
    SMP("SMP"),
    /** No tool: figures that a person copied into a table or a sentence. */
    BY_HAND("by hand");

    private final String words;

    Tool(String words) {
        this.words = words;
    }

    /** As a reader knows it. */
    public String words() {
        return words;
    }
}
