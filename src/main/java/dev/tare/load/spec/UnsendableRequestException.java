package dev.tare.load.spec;

/**
 * The user's code has made a request that cannot be sent: the load ends. The message says why, and
 * what helps, in one line.
 */
public final class UnsendableRequestException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UnsendableRequestException(String message) {
        super(message);
    }
}
