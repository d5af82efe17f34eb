package dev.tare.specimen.control.probe;

import java.util.OptionalLong;

/**
 * How many requests a party says that it has served: proof that the load went through it.
 *
 * <p>Thread-safety: one caller at a time.
 */
public interface RequestCounter {

    /**
     * Requests since it was started, those left out by which it was asked; empty when it does not
     * tell.
     */
    OptionalLong requests();

    /** Where the number comes from, in a few words. */
    String source();
}
