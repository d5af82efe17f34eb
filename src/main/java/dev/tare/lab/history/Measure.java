package dev.tare.lab.history;

/** What of a scenario is followed over time. */
public enum Measure {
    /** The figure itself. */
    FIGURE("figure"),
    /** What the specimen adds to bare, paired within blocks. */
    TARE_COST("tare_cost");

    private final String key;

    Measure(String key) {
        this.key = key;
    }

    /** Its name in files and in the index. */
    public String key() {
        return key;
    }
}
