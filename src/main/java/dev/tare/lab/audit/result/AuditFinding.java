package dev.tare.lab.audit.result;

import dev.tare.lab.foreign.reader.result.Place;
import java.util.List;

/**
 * Something found, in one block or in several that were looked at together.
 *
 * @param fault what it is
 * @param severity how much it says against the figures
 * @param wrong what is wrong, in a sentence that names the figures
 * @param follows what follows from it, in a sentence
 * @param remedy what to do, in a sentence
 * @param figures it rests on
 * @param weight how far from sound, to tell the worst of several: larger is worse, comparable
 *     within one fault only
 * @param places of the blocks, in the order of the text
 */
public record AuditFinding(
        Fault fault,
        Severity severity,
        String wrong,
        String follows,
        String remedy,
        List<AuditFigure> figures,
        double weight,
        List<Place> places) {
    public AuditFinding {
        figures = List.copyOf(figures);
        places = List.copyOf(places);
    }

    /** The rule that found it. */
    public AuditRule rule() {
        return fault.rule();
    }
}
