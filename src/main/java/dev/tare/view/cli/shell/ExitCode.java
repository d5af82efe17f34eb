package dev.tare.view.cli.shell;

/** How a command ends (docs/measurement.md says what 3 means). */
public final class ExitCode {
    public static final int DONE = 0;
    public static final int COULD_NOT_RUN = 1;
    public static final int USAGE = 2;
    public static final int NO_VALID_HEADLINE = 3;

    /** Of {@code tare audit}. */
    public static final int SOMETHING_FOUND = 3;

    public static final int THRESHOLD_FAILED = 99;
    public static final int STOPPED = 130;

    private ExitCode() {}
}
