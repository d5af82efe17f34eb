package dev.tare.lab.plan;

/**
 * A plan that cannot be carried out; the message is one line that names input, fault and remedy.
 */
public final class PlanException extends Exception {
    private static final long serialVersionUID = 1;

    public PlanException(String message) {
        super(message);
    }
}
