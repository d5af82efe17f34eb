package dev.tare.lab.compare;

/** What a comparison says of one figure. */
public enum Standing {
    /** Surely better: the interval lies on the good side, and stays so among all that was asked. */
    BETTER("better"),
    /** Surely worse. */
    WORSE("worse"),
    /** No difference is shown; the interval says how large one may still be. */
    NO_DIFFERENCE("no difference"),
    /** Two numbers without an interval, such as peak memory: shown, and nobody can say how sure. */
    NOT_JUDGED("not judged"),
    /** One of the halves is INVALID, or not there. */
    NOT_COMPARED("not compared");

    private final String words;

    Standing(String words) {
        this.words = words;
    }

    /** As a person reads it. */
    public String words() {
        return words;
    }

    /** Whether it stands on an interval. */
    public boolean judged() {
        return switch (this) {
            case BETTER, WORSE, NO_DIFFERENCE -> true;
            case NOT_JUDGED, NOT_COMPARED -> false;
        };
    }
}
