package dev.tare.lab.compare;

import dev.tare.lab.verdict.Verdict;
import java.util.List;

/**
 * All of a comparison, for every format of the report.
 *
 * @param sentence what it came to, one sentence without a full stop
 * @param before name of the one
 * @param after name of the other
 * @param kind what was held against what
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
        Kind kind,
        int blocksBefore,
        int blocksAfter,
        List<Note> notes,
        List<ScenarioChange> scenarios,
        int tests) {

    public Comparison {
        notes = List.copyOf(notes);
        scenarios = List.copyOf(scenarios);
    }

    /** What is held against what. */
    public enum Kind {
        /** Two specimens of one bundle, in the same blocks. */
        SPECIMENS,
        /** Two bundles, each set against its own bare. */
        BUNDLES,
        /** Results that were written as SMP: as they stand, without a spread. */
        SMP
    }

    /** Whether it is of two specimens of one bundle, in the same blocks. */
    public boolean paired() {
        return kind == Kind.SPECIMENS;
    }

    /** Whether bare's own change is taken out. */
    public boolean againstBare() {
        return kind == Kind.BUNDLES;
    }

    /**
     * Whether any figure may be compared and plainly believed (else exit code 3). Of results in
     * SMP, which have no interval, it is enough that nothing is found against both halves.
     */
    public boolean anyValid() {
        return scenarios.stream()
                .flatMap(s -> s.figures().stream())
                .anyMatch(change ->
                        kind == Kind.SMP
                                ? change.standing() == Standing.NOT_JUDGED
                                        && change.verdict() == Verdict.VALID
                                : change.valid());
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
