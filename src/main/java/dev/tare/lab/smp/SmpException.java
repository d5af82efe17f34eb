package dev.tare.lab.smp;

/** What is no SMP message; the message is one line that names the source, the place, the fault. */
public final class SmpException extends Exception {
    private static final long serialVersionUID = 1;

    SmpException(String message) {
        super(message);
    }

    SmpException(String message, Throwable cause) {
        super(message, cause);
    }
}
