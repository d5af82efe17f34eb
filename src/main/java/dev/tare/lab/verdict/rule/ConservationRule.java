package dev.tare.lab.verdict.rule;

import static dev.tare.lab.verdict.Verdict.INVALID;

import dev.tare.base.core.Outcome;
import dev.tare.base.core.Tally;
import dev.tare.base.core.Unsent;
import dev.tare.lab.bundle.SliceRecord;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.Words;
import dev.tare.lab.verdict.estimate.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rule 2: planned = sent + unsent, sent = ended + in flight, and every request that ended stands in
 * the histograms. Where a count is lost anywhere, no figure of the scenario can be trusted.
 */
public final class ConservationRule implements Rule {
    @Override
    public List<Finding> judge(Evidence evidence) {
        List<Finding> findings = new ArrayList<>();
        broken(evidence.scenario())
                .ifPresent(sentence ->
                        findings.add(
                                Finding.both(
                                        Finding.ALL,
                                        new Reason(
                                                2,
                                                INVALID,
                                                sentence,
                                                "This is a fault of Tare's own: please"
                                                        + " report it with the bundle."))));
        missing(evidence.scenario().tally()).ifPresent(s -> findings.add(Finding.remark(2, s)));
        return findings;
    }

    /** What did not end, aloud; empty where every planned request did. */
    public static Optional<String> missing(Tally tally) {
        List<String> missing = new ArrayList<>();
        if (tally.count(Outcome.TIMED_OUT) > 0) {
            missing.add(
                    Words.count(tally.count(Outcome.TIMED_OUT))
                            + " timed out, and count with the time until then");
        }
        for (Unsent reason : Unsent.values()) {
            if (tally.count(reason) > 0) {
                missing.add(Words.count(tally.count(reason)) + " were never sent: " + why(reason));
            }
        }
        if (tally.inFlightAtEnd() > 0) {
            missing.add(Words.count(tally.inFlightAtEnd()) + " were still in flight at the end");
        }
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "of %s planned requests %s"
                                .formatted(
                                        Words.count(tally.planned()), String.join("; ", missing)));
    }

    private static Optional<String> broken(Scenario scenario) {
        for (Scenario.Block block : scenario.blocks()) {
            for (Scenario.Slice slice : block.slices()) {
                SliceRecord counts = slice.counts();
                String where = "block %d, slice %d: ".formatted(block.index(), counts.index());
                long recorded = slice.histograms().responseTime().totalCount();
                Optional<String> broken = broken(counts.lead(), counts.measured(), recorded);
                if (broken.isPresent()) {
                    return broken.map(where::concat);
                }
            }
        }
        return Optional.empty();
    }

    /** How the counts of two phases, and the response times of the second, fail to add up. */
    public static Optional<String> broken(Tally lead, Tally measured, long recorded) {
        for (Tally tally : List.of(lead, measured)) {
            if (!tally.conserved()) {
                return Optional.of(unbalanced(tally));
            }
        }
        long ended = measured.ended();
        return recorded == ended
                ? Optional.empty()
                : Optional.of(
                        "%s requests ended, and %s response times are recorded"
                                .formatted(Words.count(ended), Words.count(recorded)));
    }

    private static String unbalanced(Tally tally) {
        return "requests are lost: %s planned, %s sent, %s unsent, %s ended, %s in flight"
                .formatted(
                        Words.count(tally.planned()),
                        Words.count(tally.sent()),
                        Words.count(tally.unsentTotal()),
                        Words.count(tally.ended()),
                        Words.count(tally.inFlightAtEnd()));
    }

    private static String why(Unsent reason) {
        return switch (reason) {
            case NO_CONNECTION -> "no connection could be opened";
            case ALL_BUSY -> "every connection was busy until their timeout";
            case STOPPED -> "the load ended before a connection was free";
        };
    }
}
