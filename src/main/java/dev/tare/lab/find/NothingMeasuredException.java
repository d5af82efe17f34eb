package dev.tare.lab.find;

import java.io.IOException;

/** The first load had no correct answer, so that there is nothing to search. */
public final class NothingMeasuredException extends IOException {
    private static final long serialVersionUID = 1;

    /**
     * A fault.
     *
     * @param message one line that says what became of the requests
     */
    public NothingMeasuredException(String message) {
        super(message);
    }
}
