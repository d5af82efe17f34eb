package dev.tare.lab.verdict.rule;

import static dev.tare.lab.verdict.Verdict.INVALID;
import static dev.tare.lab.verdict.Verdict.TAINTED;

import dev.tare.base.core.Outcome;
import dev.tare.base.core.Tally;
import dev.tare.lab.bundle.BlockRecord;
import dev.tare.lab.bundle.BlockRecord.CounterProof;
import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.SliceRecord;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.Verdict;
import dev.tare.lab.verdict.Words;
import dev.tare.lab.verdict.estimate.Scenario;
import java.util.List;
import java.util.function.Predicate;

/**
 * Rule 9, the origin's own count: what was answered correctly was asked of the origin, once. A
 * specimen that answers from a cache, or asks twice, does other work than bare; its figures stand,
 * and carry no tare cost.
 *
 * <p>Requests that were given up may reach the origin late, in the slice of another specimen: as
 * many as there were in a block are allowed either way.
 */
final class OriginCountRule implements Rule {
    private static final String REMEDY =
            "Turn its cache, retries and mirroring off, or weigh them on purpose, without a tare"
                    + " cost.";

    /** Requests of all blocks whose origin counted. */
    private record Counts(long correct, long sent, long seen, long givenUp) {
        static final Counts NONE = new Counts(0, 0, 0, 0);

        Counts plus(Counts other) {
            return new Counts(
                    correct + other.correct,
                    sent + other.sent,
                    seen + other.seen,
                    givenUp + other.givenUp);
        }

        long tooFew() {
            return correct - givenUp - seen;
        }

        long tooMany() {
            return seen - givenUp - sent;
        }
    }

    @Override
    public List<Finding> judge(Evidence evidence) {
        Scenario scenario = evidence.scenario();
        Counts counts =
                evidence.content().blocks().stream()
                        .map(block -> counts(block, scenario.specimen()))
                        .reduce(Counts.NONE, Counts::plus);
        double share = (double) Math.max(counts.tooFew(), counts.tooMany()) / counts.sent();
        if (scenario.isBare() || counts.sent() == 0 || share <= SameWorkRule.WRONG_TAINTS) {
            return List.of();
        }
        String sentence =
                counts.tooFew() > 0
                        ? "the origin saw %s of %s requests that were answered correctly: the rest"
                                        .formatted(
                                                Words.count(counts.seen()),
                                                Words.count(counts.correct()))
                                + " was answered without it"
                        : "the origin saw %s requests where %s were sent: some were asked twice"
                                .formatted(Words.count(counts.seen()), Words.count(counts.sent()));
        Verdict verdict = share > SameWorkRule.WRONG_INVALID ? INVALID : TAINTED;
        return List.of(Finding.costs(Finding.ALL, new Reason(9, verdict, sentence, REMEDY)));
    }

    /** The origin's count is of a specimen's slices in a block, whichever workload they have. */
    private static Counts counts(BundleContent.Block block, String specimen) {
        BlockRecord counted = block.blockRecord();
        CounterProof proof = counted.originProofs().get(specimen);
        if (proof == null) {
            return Counts.NONE;
        }
        Tally own = tally(counted, slice -> slice.specimen().equals(specimen));
        Tally all = tally(counted, slice -> true);
        long givenUp = all.count(Outcome.TIMED_OUT) + all.inFlightAtEnd();
        return new Counts(own.count(Outcome.CORRECT), proof.sent(), proof.seen(), givenUp);
    }

    private static Tally tally(BlockRecord block, Predicate<SliceRecord> wanted) {
        return block.slices().stream()
                .filter(wanted)
                .map(slice -> slice.lead().plus(slice.measured()))
                .reduce(Tally.EMPTY, Tally::plus);
    }
}
