package dev.tare.lab.verdict;

/** May a figure be believed? Ordered from best to worst. */
public enum Verdict {
    /** It may. */
    VALID("valid"),
    /** It is shown, with the instrument's share of it. */
    TAINTED("tainted"),
    /** It is smaller than what this machine can see. */
    NOT_RESOLVABLE("not resolvable"),
    /** It is not printed as a result. */
    INVALID("invalid");

    private final String words;

    Verdict(String words) {
        this.words = words;
    }

    /** The verdict in words, as a person reads it. */
    public String words() {
        return words;
    }

    /** The worse of both. */
    public Verdict and(Verdict other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
