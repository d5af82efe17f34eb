package dev.tare.specimen.control.process;

import java.io.IOException;

/** A process or specimen that did not start; its message is one line: what, where, what to do. */
public final class StartFailure extends IOException {
    /** A failure with its line. */
    public StartFailure(String message) {
        super(message);
    }

    /** A failure with its line and what lies behind it. */
    public StartFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
