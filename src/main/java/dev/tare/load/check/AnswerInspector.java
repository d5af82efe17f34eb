package dev.tare.load.check;

import dev.tare.base.core.AnswerCheck;

/**
 * Makes inspections of one check, which share tables and buffers: one inspector for each event loop
 * and endpoint, one inspection for each request that may be in flight.
 *
 * <p>Thread-safety: an inspector and all its inspections belong to one thread.
 */
public final class AnswerInspector {
    private final AnswerCheck check;
    private final BodyPattern pattern;

    private AnswerInspector(AnswerCheck check) {
        this.check = check;
        pattern = new BodyPattern(check.bodyPattern());
    }

    /** An inspector of this check. */
    public static AnswerInspector of(AnswerCheck check) {
        return new AnswerInspector(check);
    }

    /** One more inspection, at the begin of its first answer. */
    public AnswerInspection inspection() {
        return new PlainInspection(check, pattern);
    }
}
