package dev.tare.view.cli.shell;

/** It could not be done; one line, exit code 1. */
public final class FailureException extends Exception {
    private static final long serialVersionUID = 1;

    /** What could not be done, why, and what to do. */
    public FailureException(String message) {
        super(message);
    }
}
