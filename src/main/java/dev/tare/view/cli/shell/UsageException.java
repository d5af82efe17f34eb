package dev.tare.view.cli.shell;

/** The words given cannot be meant; one line, exit code 2. */
public final class UsageException extends Exception {
    private static final long serialVersionUID = 1;

    /** Which word, what is wrong with it, and what would do. */
    public UsageException(String message) {
        super(message);
    }
}
