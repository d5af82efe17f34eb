package dev.tare.lab.audit.rule;

import dev.tare.lab.audit.result.AuditRule;
import dev.tare.lab.audit.result.Check;
import dev.tare.lab.audit.result.Check.NotChecked;
import dev.tare.lab.audit.result.Check.Passed;
import dev.tare.lab.audit.result.Fault;
import dev.tare.lab.audit.result.Severity;
import dev.tare.lab.foreign.reader.result.Answers.ErrorClass;
import dev.tare.lab.foreign.reader.result.Printed;
import dev.tare.lab.foreign.reader.result.Tool;
import dev.tare.lab.verdict.FigureKind.Unit;
import dev.tare.lab.verdict.Words;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A percentile that jumps to where a lost SYN is sent again: 1, 3 and 7 s after the first (RFC
 * 6298, section 2 and its doubling). From one printed percentile to the next it must grow at least
 * {@value #JUMP}-fold: a tail that merely is long does not, and an answer after the retransmission
 * comes within a tenth of it.
 *
 * <p>Fortio's percentiles are interpolated within buckets of its own, of which one ends at 2 s, one
 * at 4 s and one at 7.5 s: all that its p99.9 of 3.9 s says is "more than 3 s, at most 4".
 */
final class TailTimers implements Rules.OfOne {
    static final int JUMP = 10;
    private static final double ANSWERED_WITHIN = 1.1;
    private static final double MEAN_IS_TAIL = 3;

    /**
     * A retransmission.
     *
     * @param seconds after the first SYN
     * @param fortioBucketEnds in s
     * @param lost how many times the SYN was lost
     */
    private record Retransmission(double seconds, double fortioBucketEnds, String lost) {
        boolean explains(Block block, Printed time) {
            double fromNs = seconds * 1e9;
            double toNs =
                    block.tool() == Tool.FORTIO ? fortioBucketEnds * 1e9 : fromNs * ANSWERED_WITHIN;
            return time.high() >= fromNs && time.low() <= toNs;
        }
    }

    private static final List<Retransmission> RETRANSMISSIONS =
            List.of(
                    new Retransmission(1, 2, "once"),
                    new Retransmission(3, 4, "twice"),
                    new Retransmission(7, 7.5, "three times"));

    @Override
    public Check check(Block block) {
        var percentiles = block.result().latency().percentilesNs();
        if (percentiles.size() < 2) {
            return new NotChecked(AuditRule.TAIL_TIMERS, "no percentiles printed");
        }
        Map.Entry<Double, Printed> before = null;
        for (Map.Entry<Double, Printed> entry : percentiles.entrySet()) {
            if (before != null && jumps(before.getValue(), entry.getValue())) {
                Optional<Retransmission> cause = cause(block, entry);
                if (cause.isPresent()) {
                    return lostSyn(block, before, entry, cause.get());
                }
            }
            before = entry;
        }
        return new Passed(AuditRule.TAIL_TIMERS, "no jump to 1, 3 or 7 s");
    }

    private static boolean jumps(Printed from, Printed to) {
        return to.low() >= JUMP * from.high();
    }

    private static Optional<Retransmission> cause(Block block, Map.Entry<Double, Printed> entry) {
        double requests = block.requests().orElse(1);
        double noAnswer = block.answers().errors(ErrorClass.NO_ANSWER) / requests;
        boolean timeout =
                noAnswer >= 1 - entry.getKey() && Timeouts.isFortioTimeout(entry.getValue());
        return RETRANSMISSIONS.stream()
                .filter(r -> !timeout && r.explains(block, entry.getValue()))
                .findFirst();
    }

    private static Check lostSyn(
            Block block,
            Map.Entry<Double, Printed> before,
            Map.Entry<Double, Printed> at,
            Retransmission cause) {
        String tail = AuditWords.percentile(at.getKey());
        double seconds = cause.seconds();
        return new Found(Fault.LOST_SYN, Severity.TAINTED)
                .wrong(
                        ("%s is %s, %s is %s%s: a SYN that was lost %s is sent again %s s after "
                                        + "the first.")
                                .formatted(
                                        AuditWords.percentile(before.getKey()),
                                        AuditWords.time(before.getValue()),
                                        tail,
                                        AuditWords.time(at.getValue()),
                                        bucket(block, cause),
                                        cause.lost(),
                                        number(seconds)))
                .follows(
                        ("The tail is the kernel's timer for connections that were not accepted, "
                                        + "not the time of an answer%s.")
                                .formatted(meanWords(block)))
                .remedy(
                        "Raise the listen backlog (and net.core.somaxconn) or stop the"
                                + " reconnecting; watch TcpExtListenOverflows and TcpRetransSegs"
                                + " (nstat).")
                .figure("before_ns", Unit.NS, before.getValue().value())
                .figure("tail_ns", Unit.NS, at.getValue().value())
                .figure("mean_ns", Unit.NS, block.mean())
                .figure("median_ns", Unit.NS, block.result().latency().percentileNs(0.5))
                .weight(at.getValue().value() / before.getValue().value())
                .failed(block);
    }

    private static String bucket(Block block, Retransmission cause) {
        return block.tool() == Tool.FORTIO
                ? " (in fortio's bucket of %s to %s s)"
                        .formatted(number(cause.seconds()), number(cause.fortioBucketEnds()))
                : "";
    }

    private static String meanWords(Block block) {
        Optional<Printed> median = block.result().latency().percentileNs(0.5);
        if (median.isEmpty()
                || block.mean().isEmpty()
                || block.mean().get().low() < MEAN_IS_TAIL * median.get().high()) {
            return "";
        }
        return "; it makes a mean of %s of a median of %s"
                .formatted(AuditWords.time(block.mean().get()), AuditWords.time(median.get()));
    }

    private static String number(double seconds) {
        return Words.significant(seconds, seconds == Math.rint(seconds) ? 1 : 2);
    }
}
