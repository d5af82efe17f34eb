package dev.tare.view.cli;

/** How a command ends (docs/measurement.md says what 3 means). */
final class ExitCode {
    static final int DONE = 0;
    static final int COULD_NOT_RUN = 1;
    static final int USAGE = 2;
    static final int NO_VALID_HEADLINE = 3;

    /** Of {@code tare audit}. */
    static final int SOMETHING_FOUND = 3;

    static final int THRESHOLD_FAILED = 99;
    static final int STOPPED = 130;

    private ExitCode() {}
}
