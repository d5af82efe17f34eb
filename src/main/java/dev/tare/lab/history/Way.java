package dev.tare.lab.history;

import dev.tare.lab.verdict.FigureKind;

/** Which way a figure went, as its user sees it. */
public enum Way {
    BETTER("better"),
    WORSE("worse");

    private final String words;

    Way(String words) {
        this.words = words;
    }

    /** As a person reads it. */
    public String words() {
        return words;
    }

    /** Of a change of {@code kind} by {@code change}: more of a rate is better, else less is. */
    static Way of(FigureKind kind, double change) {
        boolean more = kind == FigureKind.GOODPUT || kind == FigureKind.BYTES_RECEIVED;
        return change > 0 == more ? BETTER : WORSE;
    }
}
