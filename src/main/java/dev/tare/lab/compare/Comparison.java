package dev.tare.lab.compare;

import java.util.List;

/**
 * All of a comparison, for every format of the report.
 *
 * @param sentence what it came to, one sentence without a full stop
 * @param before name of the one
 * @param after name of the other
 * @param paired two specimens of one bundle, in the same blocks; else two bundles, each set against
 *     its own bare
 * @param blocksBefore whole blocks of the one
 * @param blocksAfter whole blocks of the other
 * @param notes how the two were measured differently, and what could not be read, a sentence each
 * @param scenarios workload by workload, in the order of the second plan
 * @param tests how many differences were tested, for which all was corrected
 */
public record Comparison(
        String sentence,
        String before,
        String after,
        boolean paired,
        int blocksBefore,
        int blocksAfter,
        List<Note> notes,
        List<ScenarioChange> scenarios,
        int tests) {

    public Comparison {
        notes = List.copyOf(notes);
        scenarios = List.copyOf(scenarios);
    }

    /** Whether any figure may be compared and plainly believed (else exit code 3). */
    public boolean anyValid() {
        return scenarios.stream().flatMap(s -> s.figures().stream()).anyMatch(FigureChange::valid);
    }

    /**
     * Something to know about both.
     *
     * @param weight what it does to the comparison
     * @param sentence one sentence without a full stop
     */
    public record Note(Weight weight, String sentence) {}

    /** What a note does to the comparison. */
    public enum Weight {
        /** It is said. */
        REMARK,
        /** What it touches is tainted. */
        DOUBT,
        /** What it touches is not compared. */
        NOT_COMPARED
    }
}
