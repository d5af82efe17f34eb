package dev.tare.lab.foreign.reader.result;

/**
 * A line that tells of a fault in the tool's own figures.
 *
 * @param kind what is odd
 * @param line counted from 1
 * @param text the line, stripped, at most {@link #MAX_TEXT_CHARS}; untrusted
 */
public record Oddity(Kind kind, int line, String text) {
    /** A longer line is cut. */
    public static final int MAX_TEXT_CHARS = 300;

    public Oddity {
        if (text.length() > MAX_TEXT_CHARS) {
            text = text.substring(0, MAX_TEXT_CHARS);
        }
    }

    /** What is odd. */
    public enum Kind {
        /** Fortio's "Unexpected negative sigma": its sum of squares lost its digits. */
        NEGATIVE_VARIANCE,
        /** "nan", "NaN" or "inf" stands where a figure should. */
        NOT_A_NUMBER,
        /** The tool says itself that it fell behind its schedule. */
        FELL_BEHIND,
        /** Two of the tool's lines became one: a line's end was lost. */
        JOINED_LINES
    }
}
