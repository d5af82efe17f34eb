package dev.tare.lab.experiment;

/** A specimen's process, or the origin, was gone at the end of a slice. */
final class PartyLostException extends ExperimentException {
    private static final long serialVersionUID = 1;

    private final String specimen;

    /**
     * A loss.
     *
     * @param specimen whose process it was; empty: one that all scenarios share
     * @param sentence what became of it
     */
    PartyLostException(String specimen, String sentence) {
        super(sentence);
        this.specimen = specimen;
    }

    String specimen() {
        return specimen;
    }
}
