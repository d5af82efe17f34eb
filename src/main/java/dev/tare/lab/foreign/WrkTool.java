package dev.tare.lab.foreign;

/** wrk, or the fork of it that keeps a rate. */
public enum WrkTool {
    /** Closed loop. */
    WRK("wrk", "4.2.0"),
    /** Open loop at a constant rate. */
    WRK2("wrk2", "4.0.0");

    private final String program;
    private final String version;

    WrkTool(String program, String version) {
        this.program = program;
        this.version = version;
    }

    /** The word after {@code tare}. */
    public String program() {
        return program;
    }

    /** Of the tool whose command line and layout these are. */
    public String version() {
        return version;
    }
}
