package dev.tare.lab.audit.result;

/** How much a finding says against a figure; the worst first. */
public enum Severity {
    /** The figure cannot be what it is said to be: not to be used. */
    INVALID("INVALID"),
    /** The figure stands, and something else than what is measured has its part in it. */
    TAINTED("TAINTED"),
    /** True of sound results too, and good to know: it fails nothing. */
    REMARK("remark");

    private final String words;

    Severity(String words) {
        this.words = words;
    }

    /** As a reader sees it. */
    public String words() {
        return words;
    }

    /** Whether it makes {@code tare audit} end with "something found". */
    public boolean counts() {
        return this != REMARK;
    }
}
