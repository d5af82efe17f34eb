package dev.tare.view.cli;

/** It could not be done; one line, exit code 1. */
final class FailureException extends Exception {
    private static final long serialVersionUID = 1;

    FailureException(String message) {
        super(message);
    }
}
