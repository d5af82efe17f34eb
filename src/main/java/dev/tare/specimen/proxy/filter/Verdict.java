package dev.tare.specimen.proxy.filter;

/** What a filter says to what it was shown. */
public enum Verdict {
    /** The next filter is asked; after the last one it passes. */
    CONTINUE,
    /**
     * It does not pass: the client gets {@link FilterCall#answer} instead, or is cut off if a
     * response has begun.
     */
    ANSWER
}
