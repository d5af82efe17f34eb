package dev.tare.lab.experiment;

/**
 * An experiment that cannot begin or go on; the message is one line that says what, where and what
 * to do.
 */
public sealed class ExperimentException extends Exception permits PartyLostException {
    private static final long serialVersionUID = 1;

    public ExperimentException(String message) {
        super(message);
    }

    public ExperimentException(String message, Throwable cause) {
        super(message, cause);
    }
}
