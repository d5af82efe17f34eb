package dev.tare.lab.grpc;

import org.jspecify.annotations.Nullable;

/**
 * A method, a descriptor or a message that cannot be had; the message is one line that names input,
 * fault and, where there is one, the remedy.
 */
public final class GrpcException extends Exception {
    private static final long serialVersionUID = 1;

    private static final int MAX_FOREIGN_LENGTH = 300;

    public GrpcException(String message) {
        super(message);
    }

    GrpcException(String message, Throwable cause) {
        super(message, cause);
    }

    /** What a library or a server says, as part of one line of ours. */
    static String oneLine(@Nullable String foreign) {
        String line = String.valueOf(foreign).strip().lines().findFirst().orElse("");
        String printable = line.replaceAll("\\p{Cntrl}", "?");
        return printable.length() <= MAX_FOREIGN_LENGTH
                ? printable
                : printable.substring(0, MAX_FOREIGN_LENGTH) + "…";
    }
}
