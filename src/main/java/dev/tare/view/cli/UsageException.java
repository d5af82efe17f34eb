package dev.tare.view.cli;

/** The words given cannot be meant; one line, exit code 2. */
final class UsageException extends Exception {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }
}
