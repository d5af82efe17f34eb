package dev.tare.lab.verdict.rule;

import static dev.tare.lab.verdict.Verdict.INVALID;
import static dev.tare.lab.verdict.Verdict.TAINTED;
import static dev.tare.lab.verdict.Verdict.VALID;

import dev.tare.base.core.Outcome;
import dev.tare.base.core.Tally;
import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.Verdict;
import dev.tare.lab.verdict.Words;
import dev.tare.lab.verdict.estimate.Scenario;
import dev.tare.lab.verdict.estimate.ScenarioPair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Rule 9, the answers: the same work bare and wrapped. Answers are correct, bodies are as long, and
 * connections are reused alike; else the difference is one of work, not of wrapping. Where one of
 * the two alone is reached with TLS, that is said: it is a cost of the one, and no fault.
 */
public final class SameWorkRule implements Rule {
    /** Share of wrong answers from which figures of the work are tainted. */
    static final double WRONG_TAINTS = 0.001;

    /** Share of wrong answers from which they are another work's. */
    static final double WRONG_INVALID = 0.01;

    /** Connections opened a request from which they are part of the figures. */
    static final double OPENED_TAINTS = 0.001;

    /** Connections opened a request from which they are not reused at all. */
    static final double OPENED_INVALID = 0.1;

    /** How far bodies may differ in length, such as by a date within them. */
    static final double BODY_TOLERANCE = 0.001;

    /**
     * Where requests are drawn from several endpoints, mean lengths differ by chance: by this over
     * the root of the number of answers at most, up to four standard errors of bodies whose
     * standard deviation is two and a half times their mean.
     */
    static final double MIXED_TOLERANCE = 10;

    /** What to do where requests fail. */
    public static final String REMEDY = "See what it answers, or lower the load.";

    /** Figures that mean "of this work"; rates, errors, cores and memory stand by themselves. */
    private static final Set<FigureKind> OF_THE_WORK =
            Arrays.stream(FigureKind.values())
                    .filter(kind -> kind.isResponseTime() || kind == FigureKind.CPU_PER_REQUEST)
                    .collect(Collectors.toUnmodifiableSet());

    @Override
    public List<Finding> judge(Evidence evidence) {
        List<Finding> findings = new ArrayList<>();
        answers(evidence.scenario().tally(), findings);
        evidence.pair().flatMap(SameWorkRule::bodies).ifPresent(findings::add);
        encryption(evidence).ifPresent(findings::add);
        connections(evidence).ifPresent(findings::add);
        return findings;
    }

    private static void answers(Tally tally, List<Finding> findings) {
        if (tally.failed() == 0) {
            return;
        }
        // A request that timed out stands in the response times with the time until then: no other
        // work, only unfinished. Of CPU a request it makes another mixture all the same.
        Verdict ofTimes = ofTimes(tally);
        Verdict ofCpu = verdict((double) tally.failed() / tally.ended());
        String sentence = sentence(tally);
        if (ofTimes == VALID && ofCpu == VALID) {
            findings.add(Finding.remark(9, sentence));
        }
        if (ofTimes != VALID) {
            findings.add(
                    Finding.both(Finding.RESPONSE_TIMES, new Reason(9, ofTimes, sentence, REMEDY)));
        }
        if (ofCpu != VALID) {
            findings.add(
                    Finding.both(
                            Set.of(FigureKind.CPU_PER_REQUEST),
                            new Reason(9, ofCpu, sentence, REMEDY)));
        }
    }

    /** What the answers make of response times; some must have ended. */
    public static Verdict ofTimes(Tally tally) {
        long wrong = tally.failed() - tally.count(Outcome.TIMED_OUT);
        return verdict((double) wrong / tally.ended());
    }

    /** How many did not end well, and how; some must have ended. */
    public static String sentence(Tally tally) {
        return "%s of %s requests did not end well (%s): %s"
                .formatted(
                        Words.count(tally.failed()),
                        Words.count(tally.ended()),
                        Words.percent((double) tally.failed() / tally.ended()),
                        classes(tally));
    }

    private static Verdict verdict(double share) {
        if (share > WRONG_INVALID) {
            return INVALID;
        }
        return share > WRONG_TAINTS ? TAINTED : VALID;
    }

    private static String classes(Tally tally) {
        return Arrays.stream(Outcome.values())
                .filter(outcome -> outcome != Outcome.CORRECT && tally.count(outcome) > 0)
                .map(outcome -> Words.count(tally.count(outcome)) + " " + words(outcome))
                .collect(Collectors.joining(", "));
    }

    private static String words(Outcome outcome) {
        return switch (outcome) {
            case CORRECT -> "correct";
            case WRONG_STATUS -> "of another status";
            case WRONG_LENGTH -> "of another length";
            case WRONG_HEADER -> "with another header";
            case WRONG_BODY -> "with another body";
            case WRONG_GRPC_STATUS -> "of another gRPC status";
            case MALFORMED -> "malformed";
            case CLOSED_EARLY -> "cut short";
            case STREAM_RESET -> "reset";
            case TIMED_OUT -> "timed out";
        };
    }

    private static double tolerance(ScenarioPair pair, long answers) {
        boolean mixed = !pair.specimen().workload().endpoints().isEmpty();
        return mixed
                ? BODY_TOLERANCE + MIXED_TOLERANCE / Math.sqrt((double) answers)
                : BODY_TOLERANCE;
    }

    private static Optional<Finding> bodies(ScenarioPair pair) {
        Tally mine = pair.specimen().tally();
        Tally bare = pair.bare().tally();
        long myAnswers = mine.count(Outcome.CORRECT);
        long bareAnswers = bare.count(Outcome.CORRECT);
        if (myAnswers == 0 || bareAnswers == 0) {
            return Optional.empty();
        }
        double myBytes = (double) mine.bodyBytes() / myAnswers;
        double bareBytes = (double) bare.bodyBytes() / bareAnswers;
        double difference = Math.abs(myBytes - bareBytes);
        if (difference == 0) {
            return Optional.empty();
        }
        String sentence =
                "a correct answer has %s bytes of body, bare's has %s"
                        .formatted(Words.significant(myBytes, 7), Words.significant(bareBytes, 7));
        return Optional.of(
                difference
                                <= tolerance(pair, Math.min(myAnswers, bareAnswers))
                                        * Math.max(myBytes, bareBytes)
                        ? Finding.remark(9, sentence)
                        : Finding.costs(
                                Finding.ALL,
                                new Reason(
                                        9,
                                        INVALID,
                                        sentence + ": other work",
                                        "Make both answer alike, compression included.")));
    }

    private static Optional<Finding> encryption(Evidence evidence) {
        if (evidence.pair().isEmpty()) {
            return Optional.empty();
        }
        Optional<Boolean> mine = encrypted(evidence.content(), evidence.scenario().specimen());
        Optional<Boolean> bare =
                encrypted(evidence.content(), evidence.pair().get().bare().specimen());
        if (mine.isEmpty() || bare.isEmpty() || mine.equals(bare)) {
            return Optional.empty();
        }
        return Optional.of(
                Finding.remark(
                        9,
                        mine.get()
                                ? "it is reached with TLS and bare without: what TLS costs is part"
                                        + " of the difference"
                                : "it is reached without TLS and bare with it: what TLS costs bare"
                                        + " makes the difference smaller"));
    }

    /** Whether connections spoke TLS; empty where the bundle does not tell what they spoke. */
    private static Optional<Boolean> encrypted(BundleContent content, String specimen) {
        // The first block stands for all: a plan does not change on its way.
        return content.blocks().stream()
                .map(block -> block.blockRecord().protocols().getOrDefault(specimen, Map.of()))
                .filter(spoken -> !spoken.isEmpty())
                .findFirst()
                .map(spoken -> spoken.keySet().stream().anyMatch(name -> name.contains("TLS")));
    }

    private static Optional<Finding> connections(Evidence evidence) {
        double opened = openedPerRequest(evidence.scenario());
        if (opened <= OPENED_TAINTS) {
            return Optional.empty();
        }
        double bareOpened =
                evidence.pair().map(pair -> openedPerRequest(pair.bare())).orElse(opened);
        boolean alike = bareOpened >= opened / 2 && bareOpened <= opened * 2;
        String sentence =
                "connections were not kept: one was opened every %s requests"
                        .formatted(Words.significant(1 / opened, 3));
        if (alike) {
            return Optional.of(
                    Finding.figures(
                            OF_THE_WORK,
                            new Reason(9, VALID, sentence + "; their opening is part of it", "")));
        }
        return Optional.of(
                Finding.both(
                        OF_THE_WORK,
                        new Reason(
                                9,
                                opened > OPENED_INVALID ? INVALID : TAINTED,
                                sentence + ", with bare " + bareWords(bareOpened),
                                "Let it keep connections alive without a limit of requests.")));
    }

    private static String bareWords(double bareOpened) {
        return bareOpened > 0
                ? "every " + Words.significant(1 / bareOpened, 3)
                : "none while measuring";
    }

    private static double openedPerRequest(Scenario scenario) {
        Tally tally = scenario.tally();
        int asked = scenario.workload().connections();
        long opened = scenario.slices().mapToLong(s -> s.counts().reopened(asked)).sum();
        return tally.doneInside() > 0 ? (double) opened / tally.doneInside() : 0;
    }
}
