package dev.tare.lab.verdict.rule;

import static dev.tare.lab.verdict.Verdict.INVALID;
import static dev.tare.lab.verdict.Verdict.TAINTED;

import dev.tare.lab.bundle.BlockRecord;
import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.LossRecord;
import dev.tare.lab.bundle.SliceRecord;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.Words;
import dev.tare.lab.verdict.estimate.Scenario;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Rule 9, the path: the specimen's own count of requests equals ours, exactly, its processes have
 * worked for them, and every process of the start was there to the end.
 */
final class PathRule implements Rule {
    /** What follows is what the process said before it ended. */
    private static final String LAST_WORDS = "; it said";

    /**
     * CPU a request below which a process cannot have passed it on: a single system call takes
     * longer, and there are two at least.
     */
    static final double LEAST_CPU_NS = 100;

    @Override
    public List<Finding> judge(Evidence evidence) {
        List<Finding> findings = new ArrayList<>();
        if (evidence.scenario().isBare()) {
            return findings;
        }
        proof(evidence, findings);
        idle(evidence.scenario()).ifPresent(findings::add);
        losses(evidence, findings);
        lost(evidence, findings);
        return findings;
    }

    private static void proof(Evidence evidence, List<Finding> findings) {
        String specimen = evidence.scenario().specimen();
        boolean counted = false;
        int wrong = 0;
        String first = "";
        for (BundleContent.Block block : evidence.content().blocks()) {
            Map<String, BlockRecord.CounterProof> proofs = block.blockRecord().proofs();
            BlockRecord.CounterProof proof = proofs.get(specimen);
            counted |= proof != null;
            if (proof != null && proof.sent() != proof.seen()) {
                wrong++;
                first =
                        first.isEmpty()
                                ? "block %d: %s requests were sent to it, and it saw %s (%s)"
                                        .formatted(
                                                block.blockRecord().index(),
                                                Words.count(proof.sent()),
                                                Words.count(proof.seen()),
                                                proof.source())
                                : first;
            }
        }
        if (wrong > 0) {
            String others = wrong > 1 ? "; likewise " + (wrong - 1) + " other blocks" : "";
            findings.add(
                    Finding.both(
                            Finding.ALL_BUT_ERRORS,
                            new Reason(
                                    9,
                                    INVALID,
                                    first + others,
                                    "See who else sends to it, and whether all goes through it.")));
        } else if (!counted) {
            findings.add(
                    Finding.remark(
                            9, specimen + " does not count its requests: no proof of the path"));
        }
    }

    private static Optional<Finding> idle(Scenario scenario) {
        long done = scenario.tally().doneInside();
        if (done == 0 || !scenario.visible(SliceRecord::specimenUsage)) {
            return Optional.empty();
        }
        double cpuNs = scenario.slices().mapToDouble(s -> s.counts().specimenUsage().cpuNs()).sum();
        return cpuNs / done >= LEAST_CPU_NS
                ? Optional.empty()
                : Optional.of(
                        Finding.both(
                                Finding.ALL_BUT_ERRORS,
                                new Reason(
                                        9,
                                        INVALID,
                                        "its processes used %s of CPU a request: they cannot be in"
                                                        .formatted(Words.time(cpuNs / done))
                                                + " the path",
                                        "See where its address leads, and which process listens"
                                                + " there; name no process where the kernel does"
                                                + " its work.")));
    }

    private static void losses(Evidence evidence, List<Finding> findings) {
        for (BundleContent.Block block : evidence.content().blocks()) {
            for (String loss : block.blockRecord().losses()) {
                if (concerns(loss, evidence)) {
                    findings.add(
                            Finding.both(
                                    Finding.ALL_BUT_ERRORS,
                                    new Reason(
                                            9,
                                            INVALID,
                                            "block %d: %s"
                                                    .formatted(block.blockRecord().index(), loss),
                                            "See why it ended, then measure again.")));
                    return;
                }
            }
        }
    }

    /**
     * A party that died. What was measured of its round cannot be relied upon; once it has been
     * started again and measured, what is older still taints.
     */
    private static void lost(Evidence evidence, List<Finding> findings) {
        int lastRound =
                evidence.content().blocks().stream()
                        .mapToInt(block -> block.blockRecord().round())
                        .max()
                        .orElse(0);
        evidence.content().losses().stream()
                .filter(loss ->
                        loss.specimen().isEmpty()
                                || loss.specimen().equals(evidence.scenario().specimen()))
                .max(Comparator.comparingInt(LossRecord::round))
                .ifPresent(loss ->
                        findings.add(
                                Finding.both(
                                        Finding.ALL_BUT_ERRORS,
                                        new Reason(
                                                9,
                                                loss.round() >= lastRound ? INVALID : TAINTED,
                                                "it was lost in block %d: %s"
                                                        .formatted(
                                                                loss.block(),
                                                                loss.sentence()
                                                                        .split(LAST_WORDS, 2)[0]),
                                                "See why it ended, then measure again."))));
    }

    /** A loss concerns the specimen that its sentence names, and everybody if it names none. */
    private static boolean concerns(String loss, Evidence evidence) {
        List<String> named =
                evidence.content().manifest().plan().specimens().stream()
                        .filter(name -> !name.equals(Scenario.BARE))
                        .filter(name -> names(loss, name))
                        .toList();
        return named.isEmpty() || named.contains(evidence.scenario().specimen());
    }

    private static boolean names(String loss, String specimen) {
        return Pattern.compile("(?<![\\w-])" + Pattern.quote(specimen) + "(?![\\w-])")
                .matcher(loss)
                .find();
    }
}
