package dev.tare.lab.audit.rule;

import dev.tare.lab.audit.result.AuditRule;
import dev.tare.lab.audit.result.Check;
import dev.tare.lab.audit.result.Check.NotChecked;
import dev.tare.lab.audit.result.Check.Passed;
import dev.tare.lab.audit.result.Fault;
import dev.tare.lab.audit.result.Severity;
import dev.tare.lab.foreign.reader.result.Answers.ErrorClass;
import dev.tare.lab.foreign.reader.result.Printed;
import dev.tare.lab.verdict.FigureKind.Unit;
import dev.tare.lab.verdict.Words;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Requests that took longer than the tool would wait. wrk counts their answers as done and leaves
 * their times out (it records times below its timeout only; 2 s unless set by {@code --timeout}).
 * fortio gives up after 3 s unless set ({@code HTTPReqTimeOutDefaultValue}), counts them as Code −1
 * and their 3 s as their time.
 */
final class Timeouts implements Rules.OfOne {
    static final double FORTIO_TIMEOUT_NS = 3e9;

    /** A request that is given up at 3 s is recorded a little later. */
    private static final double FORTIO_TIMEOUT_SLACK = 0.02;

    /** As {@code docs/measurement.md}, rule 9: failed requests beyond this spoil the times. */
    static final double INVALID_FROM = 0.01;

    /** As there: beyond this they taint them. */
    static final double TAINTED_FROM = 0.001;

    private static final Pattern TIMEOUT = Pattern.compile("--timeout[= ]\\s*(\\d+\\w*)");

    @Override
    public Check check(Block block) {
        return switch (block.tool()) {
            case WRK -> wrk(block);
            case FORTIO -> fortio(block);
            case WRK2, NIGHTHAWK, K6, OHA, VEGETA, TARE ->
                    block.answers().errors(ErrorClass.TIMEOUT) > 0
                            ? new NotChecked(AuditRule.TIMEOUTS, "counted as errors: see there")
                            : passed(block);
            case SMP, BY_HAND -> new NotChecked(AuditRule.TIMEOUTS, "no timeouts printed");
        };
    }

    private static Check passed(Block block) {
        return block.result().whole()
                ? new Passed(AuditRule.TIMEOUTS, "none")
                : new NotChecked(AuditRule.TIMEOUTS, "the block's end is missing");
    }

    private static Check wrk(Block block) {
        long leftOut = block.leftOut();
        if (leftOut == 0) {
            return passed(block);
        }
        double requests = Math.max((double) leftOut, block.requests().orElse(0));
        double share = leftOut / requests;
        String max =
                block.result()
                        .latency()
                        .maxNs()
                        .map(printed ->
                                ", and the maximum of %s,".formatted(AuditWords.time(printed)))
                        .orElse("");
        return new Found(
                        Fault.LEFT_OUT, share >= INVALID_FROM ? Severity.INVALID : Severity.TAINTED)
                .wrong(
                        ("%s of %s answers took longer than %s: wrk counts them in the rate and "
                                        + "leaves them out of the times.")
                                .formatted(
                                        Words.count(leftOut),
                                        Words.count((long) requests),
                                        wrkTimeout(block)))
                .follows(
                        share >= 1
                                ? "Nothing is left: mean, deviation and maximum are of no request."
                                : ("Mean, deviation and percentiles%s are those of the fastest %s "
                                                + "only.")
                                        .formatted(max, Words.percent(1 - share)))
                .remedy(
                        "Repeat with a --timeout longer than the slowest answer, or count each as"
                                + " at least the timeout.")
                .figure("timeouts", Unit.COUNT, leftOut)
                .figure("requests", Unit.COUNT, requests)
                .figure("mean_printed", Unit.NS, block.mean())
                .weight(share)
                .failed(block);
    }

    /** "wrk's timeout of 2 s", or of what its command says. */
    static String wrkTimeout(Block block) {
        Optional<String> command = block.result().labels().command();
        Matcher matcher = TIMEOUT.matcher(command.orElse(""));
        if (matcher.find()) {
            return "wrk's timeout of " + matcher.group(1);
        }
        return command.isPresent() ? "wrk's timeout of 2 s" : "wrk's timeout (2 s unless set)";
    }

    private static Check fortio(Block block) {
        long noAnswer = block.answers().errors(ErrorClass.NO_ANSWER);
        if (noAnswer == 0) {
            return passed(block);
        }
        double requests = Math.max((double) noAnswer, block.requests().orElse(0));
        double share = noAnswer / requests;
        Optional<Map.Entry<Double, Printed>> atTimeout = atTimeout(block, share);
        if (atTimeout.isEmpty()) {
            return new NotChecked(AuditRule.TIMEOUTS, "no percentile at fortio's 3 s; see errors");
        }
        double quantile = atTimeout.get().getKey();
        return new Found(Fault.CUT_OFF, severity(share))
                .wrong(
                        ("%s of %s requests (%s) had no answer (Code −1), and %s is %s: fortio "
                                        + "gives up after 3 s unless told otherwise.")
                                .formatted(
                                        Words.count(noAnswer),
                                        Words.count((long) requests),
                                        Words.percent(share),
                                        AuditWords.percentile(quantile),
                                        AuditWords.time(atTimeout.get().getValue())))
                .follows(
                        "The tail is the timeout, not the server; the mean has 3 s for each of"
                                + " them, and the bytes what had come by then.")
                .remedy(
                        ("Repeat with -timeout longer than the slowest answer; quote no "
                                        + "percentile from %s on.")
                                .formatted(AuditWords.percentile(quantile)))
                .figure("no_answer", Unit.COUNT, noAnswer)
                .figure("requests", Unit.COUNT, requests)
                .figure("share", Unit.RATIO, share)
                .weight(share)
                .failed(block);
    }

    /** The lowest percentile that is fortio's timeout, among those that so large a share makes. */
    static Optional<Map.Entry<Double, Printed>> atTimeout(Block block, double share) {
        return block.result().latency().percentilesNs().entrySet().stream()
                .filter(entry -> isFortioTimeout(entry.getValue()))
                .filter(entry -> entry.getKey() >= 1 - share)
                .findFirst();
    }

    /** Whether a time is fortio's default timeout, a little late. */
    static boolean isFortioTimeout(Printed time) {
        return time.high() >= FORTIO_TIMEOUT_NS
                && time.low() <= FORTIO_TIMEOUT_NS * (1 + FORTIO_TIMEOUT_SLACK);
    }

    /** What a share of failed requests does to the figures. */
    static Severity severity(double share) {
        if (share > INVALID_FROM) {
            return Severity.INVALID;
        }
        return share > TAINTED_FROM ? Severity.TAINTED : Severity.REMARK;
    }
}
