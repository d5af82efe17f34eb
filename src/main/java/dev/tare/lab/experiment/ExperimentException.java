package dev.tare.lab.experiment;

/**
 * An experiment that cannot begin or go on; the message is one line that says what, where and what
 * to do.
 */
public final class ExperimentException extends Exception {
    private static final long serialVersionUID = 1;

    public ExperimentException(String message) {
        super(message);
    }

    public ExperimentException(String message, Throwable cause) {
        super(message, cause);
    }
}
