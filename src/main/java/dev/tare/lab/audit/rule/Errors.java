package dev.tare.lab.audit.rule;

import dev.tare.lab.audit.result.AuditRule;
import dev.tare.lab.audit.result.Check;
import dev.tare.lab.audit.result.Check.NotChecked;
import dev.tare.lab.audit.result.Check.Passed;
import dev.tare.lab.audit.result.Fault;
import dev.tare.lab.audit.result.Severity;
import dev.tare.lab.foreign.reader.result.Answers;
import dev.tare.lab.foreign.reader.result.Answers.ErrorClass;
import dev.tare.lab.foreign.reader.result.Tool;
import dev.tare.lab.verdict.FigureKind.Unit;
import dev.tare.lab.verdict.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Requests that did not end well, and that rate and times count all the same: more than 0.1 % taint
 * them, more than 1 % make them INVALID, as in a weighing ({@code docs/measurement.md}, rule 9).
 */
final class Errors implements Rules.OfOne {
    private static final int FIRST_BAD_STATUS = 400;
    private static final int FIRST_STATUS = 100;

    @Override
    public Check check(Block block) {
        Answers answers = block.answers();
        boolean knows = !answers.statuses().isEmpty() || !answers.errors().isEmpty();
        if (block.requests().isEmpty() || (!knows && !block.result().whole())) {
            return new NotChecked(AuditRule.ERRORS, "neither statuses nor errors printed");
        }
        List<String> kinds = new ArrayList<>();
        long failed = failed(block, kinds);
        double requests = Math.max((double) failed, block.requests().getAsDouble());
        if (failed == 0) {
            return new Passed(AuditRule.ERRORS, "none of " + Words.count((long) requests));
        }
        double share = failed / requests;
        Severity severity = Timeouts.severity(share);
        return new Found(Fault.FAILED_REQUESTS, severity)
                .wrong(
                        "%s of %s requests failed (%s): %s."
                                .formatted(
                                        Words.count(failed),
                                        Words.count((long) requests),
                                        Words.percent(share),
                                        String.join(", ", kinds)))
                .follows(
                        severity.counts()
                                ? "A failure is often faster than an answer: rate and times are"
                                        + " partly those of failures."
                                : "Too few to move the rate or a percentile up to p99.9.")
                .remedy(
                        severity.counts()
                                ? "Find out why they failed; repeat until none do."
                                : "Name them beside the figures.")
                .figure("failed", Unit.COUNT, failed)
                .figure("requests", Unit.COUNT, requests)
                .figure("share", Unit.RATIO, share)
                .weight(share)
                .failed(block);
    }

    private static long failed(Block block, List<String> kinds) {
        long failed = 0;
        for (Map.Entry<Integer, Long> entry : block.answers().statuses().entrySet()) {
            int status = entry.getKey();
            boolean grpcFault = status > 0 && status < FIRST_STATUS;
            if ((status >= FIRST_BAD_STATUS || grpcFault) && entry.getValue() > 0) {
                failed += entry.getValue();
                kinds.add("%s with status %d".formatted(Words.count(entry.getValue()), status));
            }
        }
        for (Map.Entry<ErrorClass, Long> entry : block.answers().errors().entrySet()) {
            if (entry.getValue() > 0 && !toldElsewhere(block, entry.getKey())) {
                failed += entry.getValue();
                kinds.add(Words.count(entry.getValue()) + " " + words(entry.getKey()));
            }
        }
        return failed;
    }

    /** What the rule about timeouts tells of. */
    private static boolean toldElsewhere(Block block, ErrorClass kind) {
        if (kind == ErrorClass.TIMEOUT) {
            return block.tool() == Tool.WRK;
        }
        double share = block.answers().errors(kind) / block.requests().orElse(1);
        return kind == ErrorClass.NO_ANSWER
                && block.tool() == Tool.FORTIO
                && Timeouts.atTimeout(block, share).isPresent();
    }

    private static String words(ErrorClass kind) {
        return switch (kind) {
            case CONNECT -> "could not connect";
            case READ -> "could not be read";
            case WRITE -> "could not be written";
            case TIMEOUT -> "timed out";
            case STATUS -> "with a status above 399";
            case NO_ANSWER -> "without an answer";
            case OTHER -> "for other reasons";
        };
    }
}
