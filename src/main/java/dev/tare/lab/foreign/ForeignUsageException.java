package dev.tare.lab.foreign;

/** A command line that the other tool would refuse, or that asks for what is not offered here. */
public final class ForeignUsageException extends Exception {
    private static final long serialVersionUID = 1;

    private final int exitCode;

    /**
     * Refuses a command line.
     *
     * @param message one line that names the word, the fault and, where there is one, the remedy
     * @param exitCode with which the other tool ends in this case
     */
    public ForeignUsageException(String message, int exitCode) {
        super(message);
        this.exitCode = exitCode;
    }

    /** With which the other tool ends in this case. */
    public int exitCode() {
        return exitCode;
    }
}
