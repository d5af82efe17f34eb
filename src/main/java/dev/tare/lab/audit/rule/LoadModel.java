package dev.tare.lab.audit.rule;

import dev.tare.lab.audit.result.AuditRule;
import dev.tare.lab.audit.result.Check;
import dev.tare.lab.audit.result.Check.NotChecked;
import dev.tare.lab.audit.result.Check.Passed;
import dev.tare.lab.audit.result.Fault;
import dev.tare.lab.audit.result.Severity;
import dev.tare.lab.foreign.reader.result.Asked.Loop;
import dev.tare.lab.verdict.FigureKind.Unit;

/**
 * What a printed time is the time of. In a closed loop the server sets the pace: while it stalls
 * nothing is sent, and nothing waits that would have (Schroeder, Wierman and Harchol-Balter, "Open
 * Versus Closed", NSDI 2006). Tools that keep a rate and count from the send leave the wait for a
 * free connection out. Both are remarks: the figures are what they are, and not a user's time.
 */
final class LoadModel implements Rules.OfOne {
    @Override
    public Check check(Block block) {
        boolean times = block.mean().isPresent() || hasPercentiles(block);
        if (!times) {
            return new NotChecked(AuditRule.LOAD_MODEL, "no times printed");
        }
        if (block.closed()) {
            return new Found(Fault.CLOSED_LOOP, Severity.REMARK)
                    .wrong(
                            "A connection's next request waits for its last answer: the server sets"
                                    + " the pace, and the times are those under saturation.")
                    .follows(
                            "They are not what a user waits, and not to be quoted as latency: a"
                                    + " stall of the server delays one request a connection, and hides"
                                    + " those that would have come.")
                    .remedy(
                            "For latency repeat at a fixed rate below the highest: wrk2, tare load"
                                    + " -R.")
                    .figure("rate", Unit.PER_SEC, block.rate())
                    .failed(block);
        }
        if (block.asked().loop() == Loop.UNKNOWN) {
            return new NotChecked(AuditRule.LOAD_MODEL, "the block does not say");
        }
        if (block.unknownStart()) {
            return new NotChecked(
                    AuditRule.LOAD_MODEL, "open loop; it is not told from when times count");
        }
        return block.fromIntended()
                ? new Passed(AuditRule.LOAD_MODEL, "open loop, times from the intended start")
                : fromTheSend(block);
    }

    private static boolean hasPercentiles(Block block) {
        return !block.result().latency().percentilesNs().isEmpty();
    }

    private static Check fromTheSend(Block block) {
        return new Found(Fault.FROM_THE_SEND, Severity.REMARK)
                .wrong(
                        "%s keeps a rate and counts a request's time from its send."
                                .formatted(block.tool().words()))
                .follows(
                        "A request that was sent late because the server stalled looks fast"
                                + " (coordinated omission).")
                .remedy("Compare with a tool that counts from the intended start: wrk2, tare load.")
                .figure("rate", Unit.PER_SEC, block.rate())
                .failed(block);
    }
}
